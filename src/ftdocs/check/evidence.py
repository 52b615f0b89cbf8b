"""Every claim of the register is marked in the guide, and rests on a source.

Looked up in the built pages. A site without a register has no claims, and no findings.
"""

import zipfile
from collections.abc import Iterator

import brotli
from selectolax.lexbor import LexborNode

from ftdocs.assets import MARKS, REGISTER
from ftdocs.check.site import Finding, Page, Site

_STYLES = ", ".join(f'link[href$="/{name}"]' for name in (MARKS, REGISTER))

MOST = 25_000
"""Bytes, packed with Brotli, of evidence and prices that a page may load."""


def entries(site: Site) -> Iterator[tuple[Page, LexborNode]]:
    """The register's entries, with the page they stand on."""
    for page in site.pages.values():
        # Few pages are worth parsing for it, and most of their text is navigation.
        for entry in page.tree.css("[data-claim-entry]") if "data-claim-entry" in (page.article or page.text) else ():
            yield page, entry


def check_evidence(site: Site) -> Iterator[Finding]:
    """Findings of the kind `evidence`."""
    known = {entry.attributes["data-claim-entry"]: (page, entry) for page, entry in entries(site)}
    if not known:
        return
    marked = {
        node.attributes["data-claim"]: page for page in site.pages.values() for node in page.tree.css("[data-claim]")
    }
    for claim, (page, entry) in known.items():
        line = page.line(f'data-claim-entry="{claim}"')
        if claim not in marked:
            cure = (
                f"mark it where it is made, [words](…/evidence.md#{str(claim).lower()}), or take it out of the register"
            )
            yield Finding("evidence", page.path, line, f"no page marks the claim {claim}", cure)
        if entry.attributes.get("data-verdict") != "no-public-evidence" and not entry.css("li"):
            yield Finding(
                "evidence", page.path, line, f"the claim {claim} has no source", "cite one in its file of claims"
            )
    for claim, page in marked.items():
        if claim not in known:
            line = page.line(f'data-claim="{claim}"')
            message = f"the mark of {claim} has no entry in the register"
            yield Finding("evidence", page.path, line, message, "print every part of the register on its page")
    yield from _sizes(site)


def _sizes(site: Site) -> Iterator[Finding]:
    """What a page loads for evidence and prices, cards that nobody has opened included."""
    prices = sum(_packed(text) for text in _snapshots(site))
    for page in site.pages.values():
        if size := evidence_size(site, page):
            size += prices if page.tree.css_first("ft-calculator") else 0
            if size > MOST:
                message = f"evidence and prices take {size} bytes with Brotli, of {MOST} allowed"
                cure = "put fewer marks on one page, or shorten the entries"
                yield Finding("evidence", page.path, None, message, cure)


def evidence_size(site: Site, page: Page) -> int:
    """Bytes, packed with Brotli, of a page's marks, cards, entries, their style, and tables of prices."""
    parts = page.tree.css("section.ft-cards, .ft-mark, [data-claim-entry], .ft-show, .ft-prices")
    styles = [node.attributes.get("href") or "" for node in page.tree.css(_STYLES)]
    files = [address.path for value in styles if (address := site.resolve(page.url, value)) and address.path in site]
    return (
        _packed("".join(node.html or "" for node in parts)) + sum(_packed(site.read(path)) for path in files)
        if parts
        else 0
    )


def _snapshots(site: Site) -> Iterator[str]:
    """The snapshots of prices in what calculators load."""
    for path in site.files_like(r"^assets/ftdocs/.*\.zip$"):
        with zipfile.ZipFile(site.root / path) as archive:
            for name in archive.namelist():
                if "prices/" in name and name.endswith(".json"):
                    yield archive.read(name).decode()


def _packed(text: str) -> int:
    return len(brotli.compress(text.encode()))
