"""A built site, read once for all checks: its pages, their ids, and where an address in them leads."""

import datetime
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ftdocs.files import files_below

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

NOT_FOUND = "404.html"
# The class that Material gives to what the author wrote.
_CONTENT = "md-content__inner"

# Stands for "wherever the site is hosted"; `..` beyond it shows as a path that no longer starts with it.
_ORIGIN = "http://site.invalid"
_ROOT = "/site/"


@dataclass(frozen=True, order=True)
class Finding:
    """Something that must not be so. `page` is a path in the site; `line` is in that file, None where it has none."""

    kind: str
    page: str
    line: int | None
    message: str
    cure: str

    def __str__(self) -> str:
        place = f"{self.page}:{self.line}" if self.line else self.page
        return f"{place}: {self.message}; {self.cure}" if self.cure else f"{place}: {self.message}"


@dataclass(frozen=True)
class Address:
    """Where a reference leads: to `path` in the site (no leading slash), or with `foreign` to another host."""

    path: str
    fragment: str = ""
    foreign: bool = False
    absolute: bool = False  # begins with a slash: right on one host, wrong on the next
    outside: bool = False  # climbs above the site's root


class Page:
    """One HTML file of the site."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @functools.cached_property
    def tree(self) -> LexborHTMLParser:
        """The whole page, parsed."""
        return LexborHTMLParser(self.text)

    @property
    def head(self) -> LexborHTMLParser:
        """What stands before the page's body, parsed without the rest. Not kept: as a tree it takes more than the page
        as text."""
        return LexborHTMLParser(self.text.partition("</head>")[0])

    @functools.cached_property
    def id_list(self) -> list[str]:
        """Every id on the page, in order; one that stands twice, twice."""
        return [node.attributes["id"] or "" for node in self.tree.css("[id]")]

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """What a fragment can lead to."""
        return frozenset(self.id_list) | {node.attributes["name"] or "" for node in self.tree.css("a[name]")}

    @functools.cached_property
    def content(self) -> LexborNode | None:
        """What the author wrote, without the theme's navigation."""
        return self.tree.css_first(f"article.{_CONTENT}")

    @functools.cached_property
    def article(self) -> str:
        """The same as HTML, cut out as text: most of a page is navigation, which need not be parsed for it. Blank where
        there is none."""
        start, end = self.text.find(f'<article class="{_CONTENT}'), self.text.rfind("</article>")
        return self.text[start:end] if 0 <= start < end else ""

    @property
    def url(self) -> str:
        """The page's address in the site: its folder, for an index."""
        return self.path.removesuffix("index.html")

    def line(self, *needles: str) -> int | None:
        """The line of the first of `needles` that stands in the source, which the parsed tree cannot tell."""
        for needle in needles:
            place = self.text.find(needle)
            if needle and place >= 0:
                return self.text.count("\n", 0, place) + 1
        return None


class Site:
    """The files below `root`; `pages` are the HTML files among them, by path. `today`: the day that ages count from."""

    def __init__(self, root: Path, today: datetime.date | None = None) -> None:
        self.root = root
        self.today = today or datetime.date.today()
        self.files = files_below(root)
        self._known = frozenset(self.files)
        self.pages = {path: Page(path, self.read(path)) for path in self.files if path.endswith(".html")}
        # The site's own address, where it was built for one: then links may be written in full.
        self.address = self._canonical()
        # The path under which the not-found page, and it alone, knows the site to be hosted.
        self.base = self._not_found_base()

    def __contains__(self, path: str) -> bool:
        return path in self._known

    def read(self, path: str) -> str:
        """The text of a file of the site."""
        return (self.root / path).read_text(encoding="utf-8")

    def files_like(self, pattern: str) -> Iterator[str]:
        """The paths in which the regular expression `pattern` is found."""
        return (path for path in self.files if re.search(pattern, path))

    def resolve(self, url: str, value: str) -> Address | None:
        """Where `value` leads from the page or file at `url`; None for what names no file (mailto:, data:)."""
        value = value.strip()
        if self.address and value.startswith(self.address):
            return _inside(urljoin(_ORIGIN + _ROOT, value.removeprefix(self.address)), absolute=False)
        if url == NOT_FOUND and self.base and value.startswith(self.base):
            return _inside(urljoin(_ORIGIN + _ROOT, value.removeprefix(self.base)), absolute=False)
        try:
            parts = urlsplit(urljoin(f"{_ORIGIN}{_ROOT}{url}", value))
        except ValueError:
            return Address(value, outside=True)
        if parts.scheme not in ("http", "https"):
            return None
        if parts.netloc != urlsplit(_ORIGIN).netloc:
            return Address(parts.geturl(), foreign=True)
        return _inside(parts.geturl(), absolute=value.startswith("/"))

    def _not_found_base(self) -> str:
        page = self.pages.get(NOT_FOUND)
        config = page.tree.css_first("script#__config") if page else None
        settings: dict[str, Any] = json.loads(config.text()) if config else {}
        return f"{settings['base'].rstrip('/')}/" if "base" in settings else ""

    def _canonical(self) -> str:
        home = self.pages.get("index.html")
        link = home.tree.css_first('link[rel="canonical"]') if home else None
        return (link.attributes.get("href") or "") if link else ""


def _inside(url: str, *, absolute: bool) -> Address:
    parts = urlsplit(url)
    # A calculator's link keeps its inputs behind a question mark in the fragment: `#lift?items=700`.
    fragment = unquote(parts.fragment).partition("?")[0]
    if not parts.path.startswith(_ROOT):
        return Address(parts.path, outside=True, absolute=absolute)
    return Address(unquote(parts.path.removeprefix(_ROOT)), fragment, absolute=absolute)
