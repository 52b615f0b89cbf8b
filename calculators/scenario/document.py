"""A document as plain data, written as Markdown (CommonMark with tables) and as nodes of which a page is built.

Texts are texts: whatever stands in them, neither of the two takes it for markup.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Link:
    """A text that leads to an address."""

    text: str
    address: str


@dataclass(frozen=True)
class Strong:
    """A text that stands out."""

    text: str


Inline = str | Link | Strong
Line = Sequence[Inline]


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is the title's."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[Line]


@dataclass(frozen=True)
class Table:
    """A table: the columns' names, and rows of cells."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Line]]


Block = Heading | Paragraph | Bullets | Table

# --- Markdown ------------------------------------------------------------------

# What means something within a line, and what does so only at its beginning.
_WITHIN = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
_AT_START = re.compile(r"^(?=[#+=-])|^(\d{1,9})(?=[.)](?:\s|$))")
# Number signs that would close a heading.
_CLOSING = re.compile(r"(?<= )(?=#+$)")
# What an address may hold as it is; anything else is percent-encoded, so that no address ends early.
_ADDRESS = "/:?#@!$&'*+,;=%~.-_"


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def escaped(text: str) -> str:
    """A text as Markdown that is shown as just that text, on one line."""
    text = _WITHIN.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _AT_START.sub(lambda found: f"{found[1]}\\" if found[1] else "\\", text)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_CLOSING.sub(r'\\', escaped(block.text))}"
    if isinstance(block, Paragraph):
        return _line(block.line)
    if isinstance(block, Bullets):
        return "\n".join(f"* {_line(item)}" for item in block.items)
    rows = [[_line(cell) for cell in row] for row in block.rows]
    lines = [[escaped(name) for name in block.columns], ["---"] * len(block.columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _line(line: Line) -> str:
    return "".join(map(_inline, line))


def _inline(inline: Inline) -> str:
    if isinstance(inline, Link):
        return f"[{escaped(inline.text)}]({quote(inline.address, safe=_ADDRESS)})"
    if isinstance(inline, Strong):
        return f"**{escaped(inline.text)}**"
    lead = " " if inline[:1].isspace() else ""
    tail = " " if inline[-1:].isspace() and len(inline) > 1 else ""
    return f"{lead}{escaped(inline)}{tail}"


# --- Nodes ---------------------------------------------------------------------


def nodes(blocks: Sequence[Block], top: int = 1) -> list[Any]:
    """The blocks as elements: `[tag, {attribute: value}, [child, …]]`, where a child is a text or an element. The title
    becomes a heading of level `top`."""
    return [_element(block, top) for block in blocks]


def _element(block: Block, top: int) -> list[Any]:
    if isinstance(block, Heading):
        return [f"h{min(6, block.level + top - 1)}", {}, [block.text]]
    if isinstance(block, Paragraph):
        return ["p", {}, _children(block.line)]
    if isinstance(block, Bullets):
        return ["ul", {}, [["li", {}, _children(item)] for item in block.items]]
    head = ["tr", {}, [["th", {"scope": "col"}, [name]] for name in block.columns]]
    body = [["tr", {}, [["td", {}, _children(cell)] for cell in row]] for row in block.rows]
    return ["table", {}, [["thead", {}, [head]], ["tbody", {}, body]]]


def _children(line: Line) -> list[Any]:
    found: list[Any] = []
    for inline in line:
        if isinstance(inline, Link):
            found.append(["a", {"href": inline.address}, [inline.text]])
        elif isinstance(inline, Strong):
            found.append(["strong", {}, [inline.text]])
        else:
            found.append(inline)
    return found
