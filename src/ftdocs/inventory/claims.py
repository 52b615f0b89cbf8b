"""The claims of the article that stand in the site's register, and the sections that carry their marks."""

from typing import Any

from ftdocs.check.evidence import entries
from ftdocs.check.site import Site
from ftdocs.evidence.places import address
from ftdocs.evidence.register import Claim, register
from ftdocs.inventory.places import rooted


def claims_on(site: Site) -> list[dict[str, Any]]:
    """What `ftdocs.json` says of each claim that has an entry on the site, by its id."""
    where = {entry.attributes["data-claim-entry"] or "": page.url for page, entry in entries(site)}
    marked = marked_on(site) if where else {}
    return [
        _claim(claim, where[claim.id], marked.get(claim.id, [])) for claim in register().values() if claim.id in where
    ]


def marked_on(site: Site) -> dict[str, list[str]]:
    """Each claim's sections: the nearest heading above a mark, as `trap/#the-pattern`, each of them once."""
    found: dict[str, dict[str, None]] = {}
    for page in site.pages.values():
        section = ""
        if "data-claim" not in page.article:
            continue
        for node in page.content.css(":is(h1, h2, h3, h4, h5, h6)[id], [data-claim]") if page.content else ():
            if claim := node.attributes.get("data-claim"):
                found.setdefault(claim, {})[rooted(f"{page.url}#{section}")] = None
            else:
                section = node.attributes["id"] or ""
    return {claim: list(places) for claim, places in found.items()}


def _claim(claim: Claim, page: str, marked: list[str]) -> dict[str, Any]:
    sources = {
        source.key: {
            "title": source.title,
            "authors": source.authors,
            "year": source.year,
            "address": source.url or address(source.page),
        }
        for source in claim.sources
    }
    return {
        "id": claim.id,
        "title": claim.title,
        "verdict": claim.verdict,
        "entry": rooted(f"{page}#{claim.anchor}"),
        "sources": list(sources.values()),
        "marked": marked,
        "reviewed": claim.reviewed.isoformat(),
        "review_by": claim.review_by.isoformat(),
    }
