"""Entries of Material's navigation, printed once for all pages on which they are alike.

Material prints every entry on every page, which takes two fifths of its time. An entry that does not lead to the page
it stands on differs only by the way from there, that is by how deep the page lies and which folders both share. So
Material's own template prints it for the first such page, and what it gave is kept for the others. Nothing is copied:
its macro gets another name, and its callers find ours in its place.

That holds of the template whose text is known here, and where no plugin that is unknown here changes what a page's
template is given. Otherwise the navigation is printed as ever; so a new version of Material is slower, never wrong.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jinja2
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import url_filter

TEMPLATE = "partials/nav-item.html"
# Of Material 9.8.1.
KNOWN = frozenset({"89895208f22d68ce405a4bcb6649b9150eba5bbb04663a6cb3f93f02daf1d2f7"})
"""SHA-256 of the template's text, where we know what an entry depends on."""

HARMLESS = frozenset({"ftdocs.plugin", "material.plugins.search.plugin"})
"""Modules whose plugins leave alone what the navigation reads."""

_MACRO, _RENAMED = "macro render(", "macro ft_render("
_OURS = "\n{% set render = ft_printed_once(ft_render, page, features) %}\n"

Render = Callable[..., str]
Item = Section | Page | Link


def print_once(environment: jinja2.Environment, handlers: Iterable[Callable[..., Any]]) -> bool:
    """Have the theme in `environment` print entries once. `handlers`: what plugins do to the context of each page.

    Returns whether that can be done, of this theme and with these plugins.
    """
    if environment.loader is None or environment.filters.get("url") is not url_filter:
        return False
    if any(getattr(handler, "__module__", None) not in HARMLESS for handler in handlers):
        return False
    try:
        text, file, _ = environment.loader.get_source(environment, TEMPLATE)
    except jinja2.TemplateNotFound:
        return False
    if hashlib.sha256(text.encode()).hexdigest() not in KNOWN:
        return False
    # Under the file's own name, and line for line the same, so that a mistake in it is said where it stands.
    ours = text.replace(_MACRO, _RENAMED) + _OURS, file, None
    found = jinja2.FunctionLoader(lambda name: ours if name == TEMPLATE else None)
    environment.loader = jinja2.ChoiceLoader([found, environment.loader])
    environment.globals["ft_printed_once"] = Entries().on_page
    return True


class Entries:
    """What was printed in one build."""

    def __init__(self) -> None:
        self.kept: dict[int, _Entry] = {}

    def on_page(self, render: Render, page: Page | None, features: Iterable[str]) -> Render:
        """What stands for the macro `render` on this page; on a page that is none (404.html), the macro."""
        if page is None:
            return render
        folders = _parts(page.url.rpartition("/")[0] if "." in page.url.rpartition("/")[2] else page.url)
        # From the deepest up.
        above = ["/".join(folders[:depth]) for depth in range(len(folders), -1, -1)]
        source, depth, switches = page.file.src_uri, len(folders), tuple(features or ())

        def printed(item: Item, path: str, level: int, *parent: Item) -> str:
            entry = self.kept.get(id(item))
            if entry is None:
                entry = self.kept[id(item)] = _Entry(item)
            if item.active or source in entry.sources or not entry.plain:
                return render(item, path, level, *parent)
            for shared in above:
                if shared in entry.folders:
                    break
            key = (depth, shared, path, level, bool(parent and parent[0].active), switches)
            text = entry.texts.get(key)
            if text is None:
                text = entry.texts[key] = render(item, path, level, *parent)
            return text

        return printed


class _Entry:
    """An entry of the navigation with all below it, and what was printed of it."""

    def __init__(self, item: Item) -> None:
        # Held, so that no other object gets its id.
        self.item = item
        below = list(_below(item))
        # Other kinds, such as a blog's views, say more of a page than these.
        self.plain = all(type(each) in (Page, Section) or _is_foreign(each) for each in below)
        pages = [each for each in below if isinstance(each, Page)]
        self.sources = {page.file.src_uri for page in pages}
        ways = [_parts(page.url) for page in pages]
        # Every folder that leads to a page of it; a way from elsewhere depends on the last of these on it.
        self.folders = {"/".join(way[:depth]) for way in ways for depth in range(len(way) + 1)} | {""}
        self.texts: dict[tuple[Any, ...], str] = {}


def _below(item: Any) -> Iterator[Item]:
    yield item
    for child in item.children or ():
        yield from _below(child)


def _is_foreign(item: Item) -> bool:
    """Whether it is a link that is the same from every page."""
    return type(item) is Link and item.url.startswith(("https://", "http://"))


def _parts(url: str) -> list[str]:
    return [part for part in url.split("/") if part]
