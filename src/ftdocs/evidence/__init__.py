"""What is known of the article's claims: the register, its marks in pages, and the cards that the marks open."""
