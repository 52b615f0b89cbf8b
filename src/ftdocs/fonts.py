"""The guide's two typefaces, served by the site itself.

Source Sans 3 for text, Source Serif 4 for headings and answers. Both come from locked npm packages under the SIL Open
Font License, already cut to Latin letters, signs and figures; other letters fall back to the reader's system.
`ftdocs.css` names the files.
"""

import pathlib

_SANS = "@fontsource-variable/source-sans-3"
_SERIF = "@fontsource/source-serif-4"

TEXT = "fonts/source-sans-3.woff2"
"""The face of all running text, every weight in one file. Pages ask for it first."""
HEADING = "fonts/source-serif-4-600.woff2"

_FILES = {
    TEXT: f"{_SANS}/files/source-sans-3-latin-wght-normal.woff2",
    HEADING: f"{_SERIF}/files/source-serif-4-latin-600-normal.woff2",
    "fonts/source-sans-3-licence.txt": f"{_SANS}/LICENSE",
    "fonts/source-serif-4-licence.txt": f"{_SERIF}/LICENSE",
}


class FontError(Exception):
    """A typeface is not there; the message says what to run."""


def read_fonts(root: pathlib.Path) -> dict[str, bytes]:
    """The files of both faces and their licences, by their path in the app's folder. Raises FontError."""
    found = {}
    for name, source in _FILES.items():
        path = root / "node_modules" / source
        if not path.is_file():
            raise FontError(f"node_modules/{source} is missing: run `make setup`, or `npm ci --ignore-scripts`")
        found[name] = path.read_bytes()
    return found
