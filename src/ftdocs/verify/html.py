"""HTML documents, read by the standard library's parser: it alone says where in the file each tag stands."""

from collections.abc import Iterator
from html.parser import HTMLParser

from ftdocs.verify.documents import Document, Link, Passage, Words, Written, normalised

# What begins and ends a passage.
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt", "figure"}
    | {"figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol"}
    | {"p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_UNSEEN = frozenset(("script", "style", "template"))
_STRONG = frozenset(("strong", "b"))


def read(text: str) -> Document:
    """The document in `text`."""
    reader = _Reader()
    reader.feed(normalised(text))
    reader.close()
    reader.end_passage()
    return reader.document


def links_in(source: str) -> Iterator[Link]:
    """The links in a piece of markup."""
    for passage in read(source).passages:
        yield from passage.words.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.quotations: list[int] = []
        self.count = 0
        # For each open list item, how many quotations deep it stands.
        self.items: list[int] = []
        self.strong = 0
        self.unseen = 0
        self.begin_passage()

    def begin_passage(self) -> None:
        self.text: list[str] = []
        self.links: list[Link] = []
        self.line = 0
        # Whether anything was said in bold, and anything that was not.
        self.loud = self.quiet = False

    def end_passage(self) -> None:
        """What was read since the last passage is one, if there is anything."""
        words = Words(" ".join("".join(self.text).split()), tuple(self.links), self.loud and not self.quiet)
        if words.text or words.links:
            quotation = self.quotations[-1] if self.quotations else 0
            is_item = bool(self.items) and self.items[-1] == len(self.quotations)
            self.document.passages.append(Passage(self.line, quotation, is_item, lambda: words))
        self.begin_passage()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_passage()
        if tag == "blockquote":
            self.count += 1
            self.quotations.append(self.count)
        elif tag == "li":
            self.items.append(len(self.quotations))
        elif tag in _STRONG:
            self.strong += 1
        elif tag in _UNSEEN:
            self.unseen += 1
        elif tag == "a":
            url = dict(attrs).get("href")
            if url:
                self.line = self.line or self.getpos()[0]
                self.links.append(self.link(url.strip()))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_passage()
        if tag == "blockquote" and self.quotations:
            self.quotations.pop()
        elif tag == "li" and self.items:
            self.items.pop()
        elif tag in _STRONG and self.strong:
            self.strong -= 1
        elif tag in _UNSEEN and self.unseen:
            self.unseen -= 1

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if data.strip():
            self.line = self.line or self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self.loud, self.quiet = self.loud or bool(self.strong), self.quiet or not self.strong
        self.text.append(data)

    def link(self, url: str) -> Link:
        """The link of the tag being read. Its address is known to stand where it stands once in the tag."""
        line, column = self.getpos()
        tag = self.get_starttag_text() or ""
        shown = next((each for each in (url, url.replace("&", "&amp;")) if tag.count(each) == 1), None)
        if shown is None:
            return Link(url, line)
        before = tag[: tag.index(shown)]
        down = before.count("\n")
        start = len(before) - before.rfind("\n") - 1 if down else column + len(before)
        return Link(url, line + down, Written(line + down, start, start + len(shown)))
