"""What a link can lead to in a built site: its pages, and on them headings, calculators and terms."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from ftdocs.check.site import KEBAB, NOT_FOUND, Page, Site

# A page that only sends its readers on. It is no page of the guide.
MOVED = "ft-moved"
_KINDS = {"ft-calculator": "calculator", "dt": "term"}


@dataclass(frozen=True)
class Place:
    """Something with an id that authors give and links use. `kind`: heading, calculator or term; `level` of a heading:
    1 to 6, else 0."""

    id: str
    title: str
    kind: str
    level: int
    # The calculator's name, where it is one; a second one on a page has another id.
    calculator: str = ""


@dataclass(frozen=True)
class PageOfSite:
    """A page: its address below the site's root (`when/latency/`; "" for the start page) and its places in order."""

    address: str
    path: str
    title: str
    heading: str
    description: str
    places: tuple[Place, ...]


def pages_of(site: Site) -> list[PageOfSite]:
    """Every page of the guide, by address."""
    return [_page(page) for page in site.pages.values() if page.path != NOT_FOUND and not is_moved(page)]


def is_moved(page: Page) -> bool:
    """Whether the page only sends its readers on."""
    return f"data-{MOVED}" in page.text and page.tree.css_first(f"html[data-{MOVED}]") is not None


def rooted(address: str) -> str:
    """An address as `anchors.lock`, `objects.inv` and `ftdocs.json` name it: `./` for the start page's."""
    return address if address and not address.startswith("#") else f"./{address}"


def _page(page: Page) -> PageOfSite:
    places = tuple(places_on(page))
    heading = next((place.title for place in places if place.level == 1), "")
    return PageOfSite(
        page.url,
        page.path,
        _meta(page, 'meta[property="og:title"]') or heading,
        heading,
        _meta(page, 'meta[name="description"]'),
        places,
    )


def _meta(page: Page, selector: str) -> str:
    node = page.tree.css_first(selector)
    return (node.attributes.get("content") or "") if node else ""


def places_on(page: Page) -> Iterator[Place]:
    """The places on one page, in reading order. Ids that software made (footnotes, form controls) are no places."""
    for node in page.content.css("h1, h2, h3, h4, h5, h6, dt, ft-calculator") if page.content else ():
        name = node.attributes.get("id") or ""
        if not KEBAB.fullmatch(name) or (node.tag != "ft-calculator" and _within_calculator(node)):
            continue
        kind = _KINDS.get(node.tag or "", "heading")
        level = int((node.tag or "")[1]) if kind == "heading" else 0
        if kind == "calculator":
            yield Place(name, _words(node.css_first(".ft-question")), kind, level, node.attributes.get("name") or "")
        else:
            yield Place(name, _words(node), kind, level)


def _within_calculator(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag != "ft-calculator":
        above = above.parent
    return above is not None


def _words(node: LexborNode | None) -> str:
    """A heading's words, without the mark that links to it."""
    if node is None:
        return ""
    mark = node.css_first("a.headerlink")
    text = node.text()
    return " ".join((text.removesuffix(mark.text()) if mark else text).split())
