"""What the site says of itself holds: every section is listed, every address ever published leads somewhere."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from calculators.kit.formatting import listing
from ftdocs.check.site import Finding, Site
from ftdocs.inventory import sphinx
from ftdocs.inventory.anchors import FILE as LOCK
from ftdocs.inventory.document import FILE, read_document
from ftdocs.inventory.places import pages_of, rooted
from ftdocs.inventory.redirects import follow

_MOST_NAMED = 3
_ANEW = "build the site anew with `ftdocs build`"


def check_inventory(site: Site) -> Iterator[Finding]:
    """Findings of the kind `inventory`."""
    try:
        listed = read_document(site.root)
    except ValueError as error:
        said, _, cure = str(error).removeprefix(f"{site.root}/").partition("; ")
        yield Finding("inventory", FILE, None, said.removeprefix(f"{FILE} "), cure)
        return
    there = {rooted(page.address) for page in pages_of(site)}
    places = {rooted(f"{page.address}#{place.id}") for page in pages_of(site) for place in page.places}
    yield from _pages(site, listed, there, places)
    yield from _published(listed, there | places, places)
    yield from _redirects(site, listed, there | places, there)
    yield from _sphinx(site, there | places)


def _pages(site: Site, listed: dict[str, Any], there: set[str], places: set[str]) -> Iterator[Finding]:
    pages = {page["address"] for page in listed["pages"]}
    sections = {section["address"] for page in listed["pages"] for section in page["sections"]}
    for address in sorted((there | places) - pages - sections):
        yield Finding("inventory", FILE, None, f"“{address}” is on the site and not listed", _ANEW)
    for address in sorted((pages | sections) - there - places):
        yield Finding("inventory", FILE, None, f"“{address}” is listed and not on the site", _ANEW)
    for page in listed["pages"]:
        if page["markdown"] not in site:
            yield Finding("inventory", FILE, None, f"{page['markdown']} is listed and not on the site", _ANEW)


def _published(listed: dict[str, Any], known: set[str], places: set[str]) -> Iterator[Finding]:
    for address in listed["anchors"]:
        if follow(listed["redirects"], address) not in known:
            cure = "restore it, or redirect it in mkdocs.yml"
            yield Finding("inventory", LOCK, None, f"“{address}” was published and leads nowhere now", cure)
    fresh = sorted(places - set(listed["anchors"]))
    if fresh:
        # In one line: whoever writes a page has many of them.
        named = listing([f"“{address}”" for address in fresh[:_MOST_NAMED]])
        more = f" and {len(fresh) - _MOST_NAMED} more" if len(fresh) > _MOST_NAMED else ""
        said = f"new sections are not kept for good yet: {named}{more}"
        yield Finding("inventory", LOCK, None, said, "add them with `ftdocs anchors --add` and build anew")


def _redirects(site: Site, listed: dict[str, Any], known: set[str], pages: Iterable[str]) -> Iterator[Finding]:
    cure = "name the page and the section where it stands today, in mkdocs.yml"
    for old, new in listed["redirects"].items():
        page, _, name = old.partition("#")
        end = follow(listed["redirects"], old)
        if end is None:
            yield Finding("inventory", FILE, None, f"“{old}” is sent round in a circle", cure)
        elif end != new:
            yield Finding("inventory", FILE, None, f"“{old}” is redirected to “{new}”, which has moved itself", cure)
        elif new not in known:
            yield Finding("inventory", FILE, None, f"“{old}” is redirected to “{new}”, which does not exist", cure)
        elif old in known:
            yield Finding("inventory", FILE, None, f"“{old}” is redirected and still there", "take the line out")
        else:
            path = f"{page.removeprefix('./')}index.html" if page.endswith("/") else page
            data = site.pages[path].tree.css_first("script#ft-moved") if path in site.pages else None
            if data is None or (name and page in pages and f'"{name}"' not in data.text()):
                yield Finding("inventory", path, None, f"“{old}” is redirected and the page does not say so", _ANEW)


def _sphinx(site: Site, known: set[str]) -> Iterator[Finding]:
    if sphinx.FILE not in site:
        yield Finding("inventory", sphinx.FILE, None, "the file is missing", _ANEW)
        return
    try:
        addresses = sphinx.addresses((site.root / sphinx.FILE).read_bytes())
    except (ValueError, zlib.error):
        yield Finding("inventory", sphinx.FILE, None, "the file cannot be read", _ANEW)
        return
    for address in sorted(set(addresses) - known):
        yield Finding("inventory", sphinx.FILE, None, f"“{address}” does not exist", _ANEW)
