"""`python -m ftdocs` is `ftdocs`."""

from ftdocs.cli import main

if __name__ == "__main__":
    main()
