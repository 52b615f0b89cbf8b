"""A design document as `ftdocs verify` sees it: its links, and its passages of text, each with the line it stands on.

markdown.py, html.py and rst.py read a file into these; nothing here knows a markup language.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# Ends of lines. What Python also splits at (form feeds, U+2028) is none to an editor.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")

# Whether a piece of source may hold a link of interest: what cannot is not looked at more closely.
Hint = Callable[[str], bool]


@dataclass(frozen=True)
class Written:
    """Where something stands in the file: the line (from 1) and the columns (from 0, the end excluded)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Link:
    """An address that a document leads to. `written` is None where the file has it in another form, or elsewhere."""

    url: str
    line: int
    written: Written | None = None
    # Whether the address is given at another place, where it counts: a reference in Markdown, a target's name.
    by_name: bool = False


@dataclass
class Passage:
    """A paragraph, heading, list item or cell: what `read` gives, when it is asked for."""

    line: int
    # The quotation it stands in, by its number; 0 for none.
    quotation: int
    is_item: bool
    read: Callable[[], "Words"]
    # Whether a link of interest may stand in it; the others are read only where they surround one that has.
    worth: bool = True
    _words: "Words | None" = None

    @property
    def words(self) -> "Words":
        """Its text and links, read once."""
        if self._words is None:
            self._words = self.read()
        return self._words


@dataclass(frozen=True)
class Words:
    """What a passage says. `is_strong`: all of it is."""

    text: str
    links: tuple[Link, ...] = ()
    is_strong: bool = False


@dataclass
class Document:
    """A document read. `links`: those that stand outside passages (definitions, raw markup), too."""

    passages: list[Passage] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def normalised(text: str) -> str:
    """`text` with one kind of line end, as parsers want it; lines and columns stay."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as editors count them."""
    return _LINE.findall(text)


@dataclass(frozen=True)
class Edit:
    """What stands `at` a place in the file, letter for letter, and what shall stand there instead."""

    at: Written
    old: str
    new: str


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, set[Edit]]:
    """`text` with those edits made whose old words really stand there, and these; nothing else is touched."""
    lines = lines_of(text)
    made = set()
    for edit in sorted(set(edits), key=lambda each: (each.at.line, each.at.start), reverse=True):
        at, line = edit.at, lines[edit.at.line - 1]
        if line[at.start : at.end] == edit.old:
            lines[at.line - 1] = line[: at.start] + edit.new + line[at.end :]
            made.add(edit)
    return "".join(lines), made


def all_links(document: Document) -> list[Link]:
    """Every link once, in the order of the file."""
    found = [link for each in document.passages if each.worth for link in each.words.links if not link.by_name]
    return sorted([*document.links, *found], key=lambda link: (link.line, link.written.start if link.written else 0))


def span(text: str, at: Written | None, begins: int = 0) -> tuple[int, int] | None:
    """The place `at` in `text` counted in characters, from `begins` on; None for none."""
    if at is None:
        return None
    for _ in range(at.line - 1):
        begins += text.index("\n") + 1
        text = text[text.index("\n") + 1 :]
    return begins + at.start, begins + at.end
