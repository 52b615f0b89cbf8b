"""Published addresses that lead nowhere any more, each with the line that mends it."""

import difflib
from collections.abc import Iterator, Mapping

from ftdocs.inventory.anchors import FILE as LOCK
from ftdocs.inventory.places import rooted
from ftdocs.inventory.redirects import exists, follow
from ftdocs.settings import Settings


def lost(
    settings: Settings, moves: Mapping[str, str], anchors: Mapping[str, int], known: Mapping[str, set[str]]
) -> Iterator[str]:
    """One line for each published address (with its line in the lock) that neither stands on its page nor is redirected
    to one that does."""
    published = {address.removeprefix("./"): line for address, line in anchors.items()}
    gone = [address for address in published if not _lands(moves, known, address)]
    fresh = {page: {name for name in ids if f"{page}#{name}" not in published} for page, ids in known.items()}
    pages: dict[str, list[str]] = {}
    for address in gone:
        pages.setdefault(address.partition("#")[0], []).append(address)
    for page, addresses in pages.items():
        if page not in known and page not in moves:
            target = _page_like(page, addresses, known)
            yield _line(settings, published[addresses[0]], page, target)
            addresses = [each for each in addresses if not _lands({page: target}, known, each)]
        else:
            target = moves.get(page, page).partition("#")[0]
        for address in addresses:
            yield _line(settings, published[address], address, _section_like(address, fresh, known, target))


def _lands(moves: Mapping[str, str], known: Mapping[str, set[str]], address: str) -> bool:
    end = follow(moves, address)
    return end is not None and exists(known, end)


def _line(settings: Settings, number: int, old: str, new: str) -> str:
    place = f"{settings.docs.name}/{LOCK}:{number}"
    line = f'"{settings.source(old)}": "{settings.source(new)}"'
    what = f"“{rooted(old)}”" if "#" in old else f"the page “{rooted(old)}”"
    cure = f"restore it, or add to redirect_maps in {settings.file.name}: {line}"
    return f"{place}: {what} is gone, which others link to; {cure}"


def _page_like(page: str, addresses: list[str], known: Mapping[str, set[str]]) -> str:
    """The page that has most of the lost page's ids, or else the one called most like it."""
    ids = {address.partition("#")[2] for address in addresses}
    best = max(known, key=lambda each: len(ids & known[each]), default="")
    if best and ids & known[best]:
        return best
    return next(iter(difflib.get_close_matches(page, list(known), n=1, cutoff=0.3)), "")


def _section_like(address: str, fresh: Mapping[str, set[str]], known: Mapping[str, set[str]], page: str) -> str:
    """Where a section most likely is: at its id elsewhere, at a new id on its page that is like it, or at its page."""
    name = address.partition("#")[2]
    elsewhere = [each for each, ids in known.items() if name in ids]
    if len(elsewhere) == 1:
        return f"{elsewhere[0]}#{name}"
    close = difflib.get_close_matches(name, sorted(fresh.get(page, ())), n=1, cutoff=0.3)
    return f"{page}#{close[0]}" if close else page
