"""`llms.txt`: what the site holds, for programs that read text, in the form of llmstxt.org."""

from collections.abc import Iterator
from typing import Any

from ftdocs.inventory.templates import render
from ftdocs.settings import Settings

FILE = "llms.txt"
# In that form: what may be left out where room is short.
OPTIONAL = "Optional"
_PAGES = "Pages"


def llms_text(document: dict[str, Any], settings: Settings) -> str:
    """The file's text, from `ftdocs.json` as data: pages by the first level of the navigation, in its order."""
    return render("llms.txt.jinja", site=document["site"], sections=list(_sections(document, settings)))


def _sections(document: dict[str, Any], settings: Settings) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    pages = {page["source"]: page for page in document["pages"]}
    groups: dict[str, list[dict[str, Any]]] = {}
    for trail, source in settings.nav:
        if source in pages:
            # What stands deeper than its section is detail.
            title = OPTIONAL if len(trail) > 1 else trail[0] if trail else _PAGES
            groups.setdefault(title, []).append(pages.pop(source))
    groups.setdefault(_PAGES, []).extend(pages.values())
    optional = groups.pop(OPTIONAL, [])
    yield from ((title, listed) for title, listed in groups.items() if listed)
    if optional:
        yield OPTIONAL, optional
