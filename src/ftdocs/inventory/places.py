"""What a link can lead to in a built site: its pages, and on them headings, calculators and terms."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ftdocs.aside import STAND_IN, stand_ins
from ftdocs.check.site import KEBAB, NOT_FOUND, Page, Site

# A page that only sends its readers on. It is no page of the guide.
MOVED = "ft-moved"


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
    # Looked for at the top alone: the rest of a page is most of it.
    top = page.text.partition("</head>")[0]
    return f"data-{MOVED}" in top and page.tree.css_first(f"html[data-{MOVED}]") is not None


def rooted(address: str) -> str:
    """An address as `anchors.lock`, `objects.inv` and `ftdocs.json` name it: `./` for the start page's."""
    return address if address and not address.startswith("#") else f"./{address}"


def _page(page: Page) -> PageOfSite:
    places = tuple(places_on(page))
    heading = next((place.title for place in places if place.level == 1), "")
    head = page.head
    return PageOfSite(
        page.url,
        page.path,
        _meta(head, 'meta[property="og:title"]') or heading,
        heading,
        _meta(head, 'meta[name="description"]'),
        places,
    )


def _meta(head: LexborHTMLParser, selector: str) -> str:
    node = head.css_first(selector)
    return (node.attributes.get("content") or "") if node else ""


def places_on(page: Page) -> Iterator[Place]:
    """The places on one page, in reading order. Ids that software made (footnotes, form controls) are no places."""
    html, calculators = stand_ins(page.article)
    for node in LexborHTMLParser(html).css(f"h1, h2, h3, h4, h5, h6, dt, [{STAND_IN}]"):
        if number := node.attributes.get(STAND_IN):
            place = _calculator(calculators[int(number)])
        else:
            term = node.tag == "dt"
            level = 0 if term else int((node.tag or "")[1])
            place = Place(node.attributes.get("id") or "", _words(node), "term" if term else "heading", level)
        if KEBAB.fullmatch(place.id):
            yield place


@functools.lru_cache(maxsize=256)
def _calculator(html: str) -> Place:
    element = LexborHTMLParser(html).css_first("ft-calculator")
    told = element.attributes if element else {}
    question = element.css_first(".ft-question") if element else None
    return Place(told.get("id") or "", _words(question), "calculator", 0, told.get("name") or "")


def _words(node: LexborNode | None) -> str:
    """A heading's words, without the mark that links to it."""
    if node is None:
        return ""
    mark = node.css_first("a.headerlink")
    text = node.text()
    return " ".join((text.removesuffix(mark.text()) if mark else text).split())
