"""Markdown documents: CommonMark with GitHub's tables and bare addresses, read by markdown-it."""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, html_inline, link, linkify
from markdown_it.token import Token

from ftdocs.verify import html
from ftdocs.verify.documents import Document, Hint, Link, Passage, Words, Written, normalised, span

Rule = Callable[[StateInline, bool], bool]
# Where, in the source of a passage, a link begins (FROM) and its address stands (ADDRESS; none where it is elsewhere).
FROM, ADDRESS = "ftdocs_from", "ftdocs_address"


def read(text: str, hint: Hint) -> Document:
    """The document in `text`. What stands in its passages is parsed when they are looked at; `hint` says of a piece of
    source whether that may be worth it."""
    return _Reader(normalised(text), hint).document


class _Reader:
    """One document: its blocks are parsed at once, what stands in them on demand."""

    def __init__(self, text: str, hint: Hint) -> None:
        self.hint = hint
        self.lines = text.split("\n")
        self.env: dict[str, Any] = {}
        self.document = Document()
        # How far the cells of a table's row have been found, by line.
        self.cursors: dict[int, int] = {}
        tokens: list[Token] = []
        _parser().block.parse(text, _parser(), self.env, tokens)
        defined = [self._definition(each) for each in self.env.get("references", {}).values()]
        self.document.links += [each for each in defined if hint(each.url)]
        self._walk(tokens)

    def _definition(self, reference: dict[str, Any]) -> Link:
        """The link that a definition, `[name]: address`, holds."""
        url, (first, end) = reference["href"], reference["map"]
        for at in range(first, min(end, len(self.lines))):
            start = self.lines[at].find(url)
            if start >= 0:
                return Link(url, at + 1, Written(at + 1, start, start + len(url)))
        return Link(url, first + 1)

    def _walk(self, tokens: Sequence[Token]) -> None:
        quotations: list[int] = []
        items: list[int] = []  # how many quotations deep each list item was opened
        count = 0
        for token in tokens:
            if token.type == "blockquote_open":
                count += 1
                quotations.append(count)
            elif token.type == "blockquote_close":
                quotations.pop()
            elif token.type == "list_item_open":
                items.append(len(quotations))
            elif token.type == "list_item_close":
                items.pop()
            elif token.type == "html_block" and token.map and self.hint(token.content):
                self.document.links += self._raw(token.content, token.map[0])
            elif token.type == "inline" and token.map:
                self.document.passages.append(
                    Passage(
                        token.map[0] + 1,
                        quotations[-1] if quotations else 0,
                        bool(items) and items[-1] == len(quotations),
                        functools.partial(self._words, token.content, token.map[0]),
                        worth=self.hint(token.content) or (bool(self.document.links) and "[" in token.content),
                    )
                )

    def _raw(self, source: str, first: int) -> Iterator[Link]:
        """The links in raw markup that begins in the line `first` (from 0)."""
        for each in html.links_in(source):
            yield Link(each.url, first + each.line, self._written(source, first, span(source, each.written)))

    def _words(self, content: str, first: int) -> Words:
        children: list[Token] = []
        _parser().inline.parse(content, _parser(), self.env, children)
        links = tuple(each for token in children for each in self._links(token, content, first))
        return Words(" ".join("".join(map(_said, children)).split()), links, _is_strong(children))

    def _links(self, token: Token, content: str, first: int) -> Iterator[Link]:
        begins = token.meta.get(FROM, 0)
        line = first + content.count("\n", 0, begins) + 1
        if token.type == "link_open":
            at = token.meta.get(ADDRESS)
            written = self._written(content, first, at)
            yield Link(str(token.attrGet("href")), written.line if written else line, written, by_name=at is None)
        elif token.type == "html_inline":
            for each in html.links_in(token.content):
                at = span(token.content, each.written, begins)
                yield Link(each.url, line, self._written(content, first, at))

    def _written(self, content: str, first: int, stretch: tuple[int, int] | None) -> Written | None:
        """Where a stretch of a passage's source stands in the file; None where that cannot be told."""
        if stretch is None:
            return None
        start, end = stretch
        at = first + content.count("\n", 0, start)
        begin = content.rfind("\n", 0, start) + 1
        piece = content[begin:].partition("\n")[0].rstrip()
        source, shown = self.lines[at].rstrip(), content[start:end]
        if source.endswith(piece):
            column = len(source) - len(piece)
        else:
            column = source.find(piece, self.cursors.get(at, 0))
            self.cursors[at] = column + len(piece)
        column += start - begin
        if source[column : column + len(shown)] != shown:
            # A cell in which signs are escaped: only what stands in the line once is sure.
            if source.count(shown) != 1:
                return None
            column = source.index(shown)
        return Written(at + 1, column, column + len(shown))


def _said(token: Token) -> str:
    """What a token adds to the text."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "text_special", "code_inline", "image") else ""


def _is_strong(children: Sequence[Token]) -> bool:
    """Whether everything stands between one `**` and the next."""
    spoken = [token for token in children if token.type != "text" or token.content.strip()]
    opened = sum(token.type == "strong_open" for token in spoken)
    return opened == 1 and spoken[0].type == "strong_open" and spoken[-1].type == "strong_close"


# --- The parser: markdown-it's own rules, which now also say where they found a link ----------------------------------


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like")
    for name, rule, where in (
        ("link", link, _in_link),
        ("autolink", autolink, lambda state, start, url: (start + 1, state.pos - 1)),
        ("linkify", linkify, lambda state, start, url: (_scheme(state.src, start), state.pos)),
        ("html_inline", html_inline, lambda state, start, url: None),
    ):
        parser.inline.ruler.at(name, _telling(rule, where))
    return parser


def _telling(rule: Rule, where: Callable[[StateInline, int, str], tuple[int, int] | None]) -> Rule:
    """`rule`, writing into the tokens it makes where they come from."""

    def told(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            # The first that the rule itself made; those of links within were told before.
            for token in state.tokens[count:]:
                if token.type in ("link_open", "html_inline") and FROM not in token.meta:
                    token.meta |= {FROM: start, ADDRESS: where(state, start, str(token.attrGet("href")))}
        return found

    return told


def _in_link(state: StateInline, start: int, url: str) -> tuple[int, int] | None:
    """The address within `[text](address "title")` at `start`; None where it stands elsewhere, by its name."""
    helpers = state.md.helpers
    at = helpers.parseLinkLabel(state, start) + 1
    if state.src[at : at + 1] != "(":
        return None
    at += 1
    while state.src[at : at + 1].isspace():
        at += 1
    found = helpers.parseLinkDestination(state.src, at, state.posMax)
    if not found.ok or state.md.normalizeLink(found.str) != url:
        return None
    return (at + 1, found.pos - 1) if state.src[at] == "<" else (at, found.pos)


def _scheme(source: str, colon: int) -> int:
    """Where the address begins whose colon stands at `colon`."""
    start = colon
    while start and source[start - 1].isalnum():
        start -= 1
    return start
