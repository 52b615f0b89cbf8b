"""Tables that a phone can show as lists, and columns of figures that line up.

On a narrow page a wide table becomes a list: each row an entry, each cell a line behind its column's name. The name
comes along as `data-label`, since a stylesheet cannot look it up. What fits a phone as it is stays a table.
"""

import re
from html import escape

from markdown.postprocessors import Postprocessor
from selectolax.lexbor import LexborHTMLParser

# Characters a row may have on the narrowest phone.
NARROW = 34

# Tables with a class have a layout of their own, and so have those with cells over several columns.
_TABLE = re.compile(r'<table(?: data-[\w-]+="[^"]*")*>(?:(?!</table>|colspan).)*</table>', re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_FIGURE = re.compile(r"(?:under |over |about |up to )?[-+−]?[$€£]?\d[\d,.]*(?: ?(?:%|[kM]|ms|bn))?", re.IGNORECASE)


class Listed(Postprocessor):
    """Prepares every plain table of a page, written in Markdown or printed by a fence."""

    def run(self, text: str) -> str:
        """Called for the page, and by the table of contents for each heading, which holds none."""
        return _TABLE.sub(lambda table: _prepared(table.group()), text) if "<table" in text else text


def _prepared(table: str) -> str:
    rows = [[_words(cell[3]) for cell in _CELL.finditer(row)] for row in _ROW.findall(table)]
    if len(rows) < 2 or len({len(row) for row in rows}) != 1:
        return table
    names, columns = rows[0], list(zip(*rows[1:], strict=True))
    wide = len(names) > 2 and sum(max(map(len, column)) for column in columns) > NARROW
    figures = {
        number
        for number, column in enumerate(columns)
        if number and any(column) and all(_FIGURE.fullmatch(cell) for cell in column if cell)
    }

    def row(found: re.Match[str]) -> str:
        number = -1

        def cell(one: re.Match[str]) -> str:
            nonlocal number
            number += 1
            tag, attributes, inner = one.groups()
            if number in figures:
                attributes += ' class="ft-number"'
            if wide and number and tag == "td" and names[number]:
                attributes += f' data-label="{escape(names[number])}"'
            return f"<{tag}{attributes}>{inner}</{tag}>"

        return _CELL.sub(cell, found.group())

    return _ROW.sub(row, table)


def _words(html: str) -> str:
    # A button is a claim's mark beside the words.
    tree = LexborHTMLParser(f"<div>{html}</div>")
    tree.strip_tags(["button"])
    return " ".join(tree.text().split())
