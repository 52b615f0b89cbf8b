"""What the page of prices prints from the snapshot that calculators use."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from calculators.kit import prices
from calculators.kit.formatting import count, listing, money
from calculators.kit.prices import FIGURES
from ftdocs.prices import snapshot

PARTS = ("models", "tuning", "retirements", "machines", "packages", "differences")

_WORDS = FIGURES | {
    "batch_input": "batch input",
    "batch_output": "batch output",
    "context": "context",
    "min_cacheable": "shortest cached prompt",
    "retires": "retirement",
    "training": "training",
    "training_hour": "training by the hour",
    "hosting": "hosting",
}
_CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud", "oci": "Oracle Cloud"}


def context(part: str) -> dict[str, Any]:
    """What the template needs for one of PARTS."""
    found = snapshot.load(prices.MONTH)
    ending = _ending(found) if part == "retirements" else []
    return {**found, "part": part, "ending": ending, "differing": _differing(found) if part == "differences" else []}


def _ending(found: snapshot.Snapshot) -> list[dict[str, Any]]:
    """The models with an announced end, the first to go at the head; `teller`: the package that says so."""
    rows = []
    for part in ("models", "tuning"):
        for row in found[part]:
            if "retires" in row:
                teller = next(package for package, figures in row["from"].items() if "retires" in figures)
                rows.append({**row, "tuned": part == "tuning", "teller": teller, "page": row["addresses"][teller]})
    return sorted(rows, key=lambda row: (row["retires"], row["provider"], row["id"], row["tuned"]))


def _differing(found: snapshot.Snapshot) -> list[dict[str, Any]]:
    rows = []
    for row in [*found["models"], *found["tuning"]]:
        given = {figure: package for package, figures in row["from"].items() for figure in figures}
        rows += [
            {
                "name": row["name"],
                "figure": _WORDS[d["figure"]],
                "taken": row[d["figure"]],
                "source": given[d["figure"]],
                "value": d["value"],
                "package": d["package"],
            }
            for d in row.get("differs", [])
        ]
    return rows


def details(row: Mapping[str, Any]) -> list[str]:
    """What is known of a model beside its three main prices, as short sentences without a full stop."""
    said = []
    if "cached" in row and "training" in row:
        said.append(f"Cached input {money(row['cached'])}")
    if "cache_write" in row:
        said.append(f"Writing to the cache {money(row['cache_write'])}")
    if "batch_input" in row:
        said.append(f"In a batch {money(row['batch_input'])} and {money(row['batch_output'])}")
    if "training_hour" in row:
        said.append(f"Training {money(row['training_hour'])} an hour")
    if "min_cacheable" in row:
        said.append(f"Cached from {count(row['min_cacheable'])} tokens")
    if "context" in row:
        said.append(f"Context {count(row['context'])} tokens")
    if "dearer_above" in row:
        said.append(f"Dearer above {count(row['dearer_above'])} tokens")
    if "by_hour" in row:
        said.append("Dearer at certain hours")
    if "announced" in row:
        coming = row["announced"]
        prices_then = [f"{FIGURES[figure]} {money(coming[figure])}" for figure in FIGURES if figure in coming]
        said.append(f"From {coming['from']} on: {listing(prices_then)}")
    if "retires" in row:
        said.append(f"{'The base model ends' if 'hosting' in row else 'Ends'} on {row['retires']}, second-hand")
    return said


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def filters() -> dict[str, Any]:
    """The template's own filters."""
    return {
        "money": money,
        "details": details,
        "figures": lambda names: _sentence(listing([_WORDS[name] for name in names])),
        "host": lambda address: urlsplit(address).hostname or address,
        "cloud": _CLOUDS.__getitem__,
    }
