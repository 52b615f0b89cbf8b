"""The guide that documents link to: its address, what is where in it today, and where things have moved."""

import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

import calculators
from ftdocs.homes import HOMES
from ftdocs.inventory.anchors import FILE as LOCK
from ftdocs.inventory.anchors import read_anchors
from ftdocs.inventory.document import FILE, read_document
from ftdocs.inventory.redirects import exists, follow, read_redirects
from ftdocs.settings import read_settings

# Where a site is looked for unless one is named.
BUILT = pathlib.Path("site")


@dataclass(frozen=True)
class Target:
    """What an address of the guide names. `tail`: what stands behind the id, from its question mark on."""

    base: str
    page: str
    id: str
    tail: str

    @property
    def place(self) -> str:
        """Page and id, as redirects name them."""
        return f"{self.page}#{self.id}" if self.id else self.page

    def at(self, place: str) -> str:
        """The address of another place, with the same inputs."""
        return f"{self.base}{place}{self.tail}"


@dataclass(frozen=True)
class Guide:
    """A site. `ids`: those on each page, by its address below the root ("" for the start page)."""

    addresses: tuple[str, ...]
    ids: Mapping[str, set[str]]
    # Place (`page#id`) → the calculator that stands there.
    calculators: Mapping[str, str]
    moves: Mapping[str, str]
    # The versions of its calculators, which may be others than ours.
    versions: Mapping[str, int]

    def target(self, url: str) -> Target | None:
        """What `url` names in the guide; None for all other addresses."""
        for address in self.addresses:
            rest = _below(address, url)
            if rest is not None:
                return _target(url[: len(url) - len(rest)], rest)
        return None

    def guess(self, urls: Iterable[str]) -> "Guide":
        """The guide at the addresses that its calculators' links among `urls` tell: they end in its page."""
        found = dict.fromkeys(base for url in urls if (base := self._base(url)) is not None)
        return replace(self, addresses=tuple(found)) if found else self

    def _base(self, url: str) -> str | None:
        path, _, fragment = url.partition("#")
        name, mark, _ = fragment.partition("?")
        if not mark:
            return None
        places = [*self.calculators, *(place for place in self.moves if "#" in place)]
        pages = {place.partition("#")[0] for place in places if place.endswith(f"#{name}")}
        path = path.removesuffix("index.html")
        for page in sorted(pages, key=len, reverse=True):
            if page and (path == page or path.endswith(f"/{page}")):
                return path.removesuffix(page)
        return None

    def skew(self) -> list[str]:
        """What differs between the site's calculators and ours, by which links are judged."""
        ours = {name: calculators.get(name).version for name in calculators.ids()}
        return [
            f"the site has version {version} of {name}, and this ftdocs has {ours.get(name, 'none')}; links are judged "
            "by the latter: use the ftdocs that built the site"
            for name, version in self.versions.items()
            if ours.get(name) != version
        ]

    def today(self, target: Target) -> str | None:
        """The place that `target` names today: itself, or where it has moved; None where it is gone."""
        end = follow(self.moves, target.place)
        if end is not None and exists(self.ids, end):
            return end
        # A calculator has one home, wherever its links once led.
        home = f"{HOMES.get(target.id)}#{target.id}"
        return home if target.id in HOMES and exists(self.ids, home) else None


def _below(address: str, url: str) -> str | None:
    """The rest of `url` below `address`; None where it is elsewhere. http and https are the same host."""
    if not address:
        return url if ":" not in url.partition("/")[0] and not url.startswith(("/", "#")) else None
    wanted, found = _without_scheme(address), _without_scheme(url)
    if found.startswith(wanted):
        return found[len(wanted) :]
    return "" if found == wanted.removesuffix("/") else None


def _without_scheme(url: str) -> str:
    """`//host/path`, the host in small letters; other addresses as they are."""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.lower() not in ("http", "https"):
        return url
    host, slash, path = rest.partition("/")
    return f"//{host.lower()}{slash}{path}"


def _target(base: str, rest: str) -> Target | None:
    path, _, fragment = rest.partition("#")
    path = unquote(path.partition("?")[0]).removesuffix("index.html")
    name, mark, inputs = fragment.partition("?")
    last = path.rpartition("/")[2]
    if "." in last and not last.endswith(".html"):
        return None  # a file beside the pages
    if last and not last.endswith(".html"):
        path += "/"
    if base and not base.endswith("/"):
        base += "/"
    return Target(base, path, unquote(name), f"?{inputs}" if mark else "")


def read_guide(site: pathlib.Path | None, config_file: pathlib.Path, addresses: Iterable[str]) -> Guide:
    """The guide of `site` (a built folder, or its ftdocs.json); where none is named, that of the folder we are in: its
    ftdocs.json, its built site, or else its sources. Raises ValueError, with the cure."""
    for path in (site,) if site is not None else (pathlib.Path(FILE), BUILT / FILE):
        if site is not None or path.is_file():
            document = read_document(path)
            try:
                return _from_document(document, addresses)
            except (KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path} is no inventory of a site ({error!r}); build the site anew") from None
    lock = config_file.parent / "docs" / LOCK
    if config_file.is_file() and lock.is_file():
        settings = read_settings(config_file)
        moves = read_redirects(settings)
        places = [place.removeprefix("./") for place in read_anchors(settings.docs / LOCK)]
        standing = [place for place in places if follow(moves, place) == place]
        return _guide(addresses, standing, {f"{page}#{name}": name for name, page in HOMES.items()}, moves, {})
    raise ValueError("there is no site to hold the links against; name a built folder or its ftdocs.json with --site")


def _from_document(document: Mapping[str, Any], addresses: Iterable[str]) -> Guide:
    sections = [(page, section) for page in document["pages"] for section in page["sections"]]
    places = {_place(section["address"]): section.get("calculator", "") for _, section in sections}
    own = document["site"]["address"]
    return _guide(
        [*addresses, *([own] if own else [])],
        [*(_place(page["address"]) for page in document["pages"]), *places],
        {place: name for place, name in places.items() if name},
        {_place(old): _place(new) for old, new in document["redirects"].items()},
        {name: each["version"] for name, each in document["calculators"].items()},
    )


def _guide(
    addresses: Iterable[str],
    places: Iterable[str],
    calculators: Mapping[str, str],
    moves: Mapping[str, str],
    versions: Mapping[str, int],
) -> Guide:
    ids: dict[str, set[str]] = {}
    for place in places:
        page, _, name = place.partition("#")
        ids.setdefault(page, set()).update([name] if name else [])
    settled = dict.fromkeys(f"{address.rstrip('/')}/" for address in addresses if address)
    return Guide(tuple(settled), ids, calculators, moves, versions)


def _place(address: str) -> str:
    return address.removeprefix("./")
