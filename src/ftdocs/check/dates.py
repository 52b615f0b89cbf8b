"""What else ages, beside the evidence: the prices in use, announced ends of models, and what the profile dates."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calculators.kit import prices
from ftdocs.check.dated import Dated
from ftdocs.check.site import Site
from ftdocs.prices import snapshot
from ftdocs.profile import NAME

# Days that an organisation's rate and the prices of its own models may be old.
PROFILE_AGED = 365


def price_dates(site: Site) -> Iterator[Dated]:
    """The snapshot of prices that the site's calculators use."""
    if not _manifests(site):
        return
    used = snapshot.load(prices.MONTH)
    yield _lasting(
        "prices",
        f"of models in the snapshot of {used['month']}",
        used["as_of"],
        prices.AGED,
        page=_file(used["month"]),
        cure="take a new snapshot with `ftdocs prices update`",
    )


def retirement_dates(site: Site) -> Iterator[Dated]:
    """Models of the snapshot that have an announced end, known second-hand: late from that day on."""
    if not _manifests(site):
        return
    used = snapshot.load(prices.MONTH)
    for part in snapshot.FIGURES:
        for row in used[part]:
            if "retires" in row:
                yield Dated(
                    due=datetime.date.fromisoformat(row["retires"]) - datetime.timedelta(days=1),
                    kind="retirement",
                    name=f"of {row['id']} ({part})",
                    seen=datetime.date.fromisoformat(used["taken"]),
                    page=_file(used["month"]),
                    cure=f"its announced end has come: see {row['addresses'][_teller(row)]}, then take it out of the "
                    "catalogue and take a new snapshot",
                )


def profile_dates(site: Site) -> Iterator[Dated]:
    """The rate and the prices of models that the organisation's profile gave to this very site."""
    own = _profile_of(site)
    if own is None:
        return
    cure = "look it up again, and set its date"
    used = own["currency"]
    if used and used["usd_date"]:
        yield _lasting("profile", f"rate of {used['code']}", used["usd_date"], PROFILE_AGED, page=NAME, cure=cure)
    for model in own["models"]:
        yield _lasting("profile", f"prices of {model['id']}", model["date"], PROFILE_AGED, page=NAME, cure=cure)


def _profile_of(site: Site) -> dict[str, Any] | None:
    """The profile in the manifest that the site's worker reads; None where it has none."""
    for path in _manifests(site):
        text = path.read_text("utf-8")
        found: dict[str, Any] | None = json.loads(text[text.index("{") : text.rindex("}") + 1]).get("profile")
        if found:
            return found
    return None


def _manifests(site: Site) -> list[Path]:
    """What the site's workers read first; empty for a site without calculators."""
    return sorted(site.root.glob("assets/ftdocs/app-*/manifest.js"))


def _teller(row: dict[str, Any]) -> str:
    """The package that gave the date."""
    return next(str(package) for package, figures in row["from"].items() if "retires" in figures)


def _file(month: str) -> str:
    return f"calculators/prices/{month}.json"


def _lasting(kind: str, name: str, since: str, days: int, *, page: str, cure: str) -> Dated:
    seen = datetime.date.fromisoformat(since)
    return Dated(seen + datetime.timedelta(days=days), kind, name, seen, page=page, cure=cure)
