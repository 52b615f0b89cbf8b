"""A claim as HTML: the card that a mark opens, and the entries of the register's page."""

import datetime
import functools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from ftdocs.evidence.places import address, places
from ftdocs.evidence.register import PARTS, VERDICTS, Claim, register
from ftdocs.printing import environment


def card(claim: Claim, root: str) -> str:
    """What stands in a claim's card, but for the link to its entry. `root`: the way to the site's root."""
    return _environment().get_template("evidence-card.html.jinja").render(claim=claim, root=root)


def context(part: str, docs: Path | None) -> dict[str, Any]:
    """What the register's template needs for one part of the article, or for `filter`."""
    claims = [claim for claim in register().values() if part in ("filter", claim.part)]
    return {
        "part": part,
        "claims": claims,
        "marked": places(docs) if docs else {},
        "tally": tally(claims),
        "verdicts": VERDICTS,
    }


def parts() -> list[str]:
    """What a reference fence may ask for."""
    return ["filter", *PARTS]


def tally(claims: Iterable[Claim]) -> Counter[str]:
    """How many claims have each verdict."""
    return Counter(claim.verdict for claim in claims)


def filters() -> dict[str, Any]:
    """The templates' own filters."""
    return {"day": day, "address": address, "host": lambda url: urlsplit(url).hostname or url}


def day(date: datetime.date) -> str:
    """A date as readers write it: 26 November 2026."""
    return f"{date.day} {date:%B %Y}"


@functools.cache
def _environment() -> jinja2.Environment:
    return environment(filters())
