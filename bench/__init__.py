"""What a start and a page cost, measured in a real browser: `python -m bench`."""
