"""Whether the addresses to which the guide links still answer. Asked when somebody wants to know, never by a build."""

import concurrent.futures
import http.client
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from ftdocs.check.links import references
from ftdocs.check.site import Site

WAIT = 20.0
"""Seconds that a host has for an answer."""
_HEADERS = {"User-Agent": "ftdocs-link-check/1", "Accept": "text/html,*/*;q=0.5"}
_HOPS = 8


@dataclass(frozen=True)
class Answer:
    """What an address answered. `state`: good, moved for ever (to `detail`), refused (look by hand), gone or silent."""

    address: str
    state: str
    detail: str = ""
    page: str = ""

    @property
    def failed(self) -> bool:
        """Whether somebody must put another address in its place, or find out why nobody answers."""
        return self.state in ("gone", "silent")


def outward(site: Site) -> dict[str, str]:
    """Every address on another host that a page links to, without its fragment, and the first page that does."""
    found: dict[str, str] = {}
    for page in site.pages.values():
        for node, attribute, value in references(page):
            address = site.resolve(page.url, value) if node.tag == "a" and attribute == "href" else None
            if address and address.foreign:
                found.setdefault(urldefrag(address.path).url, page.path)
    return found


def ask(addresses: dict[str, str]) -> list[Answer]:
    """The answer of every address, sorted. Several hosts are asked at once, each of them one address at a time."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).netloc].append(address)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        done = pool.map(lambda own: [_answer(address, addresses[address]) for address in own], hosts.values())
        return sorted((answer for answers in done for answer in answers), key=lambda answer: answer.address)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by hand, to tell those that are for ever."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def _answer(address: str, page: str) -> Answer:
    here, moved = address, False
    for _ in range(_HOPS):
        try:
            status, location = _status(here)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(address, "silent", str(getattr(error, "reason", error)) or type(error).__name__, page)
        if status in (301, 302, 303, 307, 308) and location:
            moved = moved or status in (301, 308)
            here = urljoin(here, location)
        elif status < 400:
            return Answer(address, "moved" if moved else "good", here if moved else "", page)
        elif status in (404, 410):
            return Answer(address, "gone", f"status {status}", page)
        else:
            return Answer(address, "refused", f"status {status}", page)
    return Answer(address, "silent", f"more than {_HOPS} redirects", page)


def _status(address: str) -> tuple[int, str]:
    """The status of an address, and where it sends to. Some hosts know no HEAD, or answer it wrongly."""
    status, location = _request(address, "HEAD")
    return _request(address, "GET") if status >= 400 else (status, location)


def _request(address: str, method: str) -> tuple[int, str]:
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("no address of the web")
    request = urllib.request.Request(address, headers=_HEADERS, method=method)
    try:
        with _opener.open(request, timeout=WAIT) as response:
            return response.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", "")
