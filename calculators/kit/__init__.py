"""What the calculators share: fields, reading, formatting, statistics, links, pictures."""
