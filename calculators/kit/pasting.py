"""Columns pasted from a spreadsheet: rows of cells, with whatever headings stand above them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Results all the same, but not as we take them: a line of these is no heading.
_TRUTHS = {"0", "1", "true", "false", "yes", "no"}


@dataclass(frozen=True)
class Pairs:
    """Two columns of 0 and 1 as pasted: the rows, the lines above them that hold none, and what is wrong, if any."""

    rows: list[tuple[str, str]]
    headings: list[str]
    problem: str = ""


def pairs(text: str) -> Pairs:
    """Rows of two cells, each 0 or 1, one a line. Lines of words before the first row are headings;
    empty lines do not count."""
    rows: list[tuple[str, str]] = []
    headings: list[str] = []
    for number, line, cells in _lines(text):
        if len(cells) == 2 and set(cells) <= {"0", "1"}:
            rows.append((cells[0], cells[1]))
        elif not rows and re.search("[^\\W\\d_]", line) and not {cell.lower() for cell in cells} & _TRUTHS:
            headings.append(line)
        else:
            more = ", and no other columns" if len(cells) > 2 else ""
            said = f"line {number} reads “{line[:40]}”; each line takes two values, 0 or 1{more}."
            return Pairs(rows, headings, said)
    if not rows:
        return Pairs(rows, headings, "no line holds two values; write 0 or 1 twice, such as 1,0.")
    return Pairs(rows, headings)


def _lines(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Number, text and cells of every line that holds anything. Cells end at tabs, semicolons or commas, where there
    are any, else at spaces. Spreadsheets put a byte-order mark before the first cell, and quotes around each."""
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.lstrip("\ufeff").replace('"', "").strip()
        mark = next((mark for mark in "\t;," if mark in plain), None)
        cells = [cell.strip() for cell in plain.split(mark)]
        if any(cells):
            # A separator at the end of a row makes no cell.
            yield number, " ".join(plain.split()), [cell for cell in cells if cell]
