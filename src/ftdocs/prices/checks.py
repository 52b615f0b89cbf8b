"""What must hold of a snapshot before anybody computes with it, and what its reader should know."""

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema

from calculators.kit.prices import key_of
from ftdocs.prices.snapshot import FIGURES, Snapshot

SCHEMA = Path(__file__).with_name("schema.json")

# US$ an hour of one GPU on demand: outside these, a machine was misread.
LEAST_GPU_HOUR, MOST_GPU_HOUR = 0.2, 25
# Writing to a cache has cost at most twice the input price; the rest is room.
MOST_CACHE_WRITE = 4


def problems(snapshot: Any) -> list[str]:
    """Why the snapshot cannot be accepted, a sentence each."""
    return list(_schema(snapshot)) or list(_bounds(snapshot))


def _schema(snapshot: Any) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    for error in sorted(validator.iter_errors(snapshot), key=lambda each: each.json_path):
        yield f"{_place(snapshot, list(error.absolute_path))}: {error.message[:200]}"


def _place(snapshot: Any, path: list[Any]) -> str:
    """The way to a value, with the id of its row where it has one."""
    match path:
        case [str() as part, int() as number, *rest]:
            row = snapshot[part][number]
            name = (row.get("id") or row.get("machine")) if isinstance(row, dict) else None
            return " ".join([part, str(name or number), *map(str, rest)])
    return " ".join(map(str, path)) or "the snapshot"


def _bounds(snapshot: Snapshot) -> Iterator[str]:
    if not snapshot["as_of"] <= snapshot["taken"]:
        yield f"it was taken on {snapshot['taken']}, before its prices of {snapshot['as_of']}"
    if not snapshot["taken"].startswith(snapshot["month"]):
        yield f"it was taken on {snapshot['taken']}, which is not in {snapshot['month']}"
    for part, figures in FIGURES.items():
        names = Counter(row["id"] for row in snapshot[part])
        yield from (f"{part} has {name} {times} times" for name, times in names.items() if times > 1)
        for row in snapshot[part]:
            yield from (f"{row['id']}: {said}" for said in _row(snapshot, row, figures))
    # A model is found by its id and by its name, so neither may stand for two.
    called = Counter(
        key for row in snapshot["models"] for key in {key_of(row["id"]), key_of(f"{row['provider']} {row['name']}")}
    )
    yield from (f"two models are called “{key}”" for key, times in called.items() if times > 1)
    for machine in snapshot["machines"]:
        each = machine["usd_per_hour"] / machine["gpus"]
        if not LEAST_GPU_HOUR <= each <= MOST_GPU_HOUR:
            yield f"{machine['machine']}: {each:.3f} US$ an hour of one {machine['gpu']} cannot be right"


def _row(snapshot: Snapshot, row: dict[str, Any], figures: tuple[str, ...]) -> Iterator[str]:
    price, batch = row["input"], row.get("batch_input", 0)
    if row.get("cached", 0) > price:
        yield f"cached input costs {row['cached']}, more than other input, {price}"
    if "cache_write" in row and not row.get("cached", 0) <= row["cache_write"] <= MOST_CACHE_WRITE * price:
        yield f"writing to the cache costs {row['cache_write']}, against {price} for other input"
    if batch > price or row.get("batch_output", 0) > row["output"]:
        yield "a batch costs more than single calls"
    given = [figure for each in row["from"].values() for figure in each]
    if sorted(given) != sorted(figure for figure in figures if figure in row):
        yield "its figures and their packages do not match"
    named = {*row["from"], *row.get("compared", []), *(each["package"] for each in row.get("differs", []))}
    for package in sorted(named):
        if package not in snapshot["packages"]:
            yield f"it names {package}, of which the snapshot does not say the version"
    if set(row["from"]) != set(row["addresses"]):
        yield "a package that gave figures has no address"
    if row.get("retires", "9999") <= snapshot["taken"]:
        yield f"it was retired on {row['retires']}"
    if row.get("announced", {}).get("from", "9999") <= snapshot["taken"]:
        yield f"its prices of {row['announced']['from']} hold already"


def differences(snapshot: Snapshot) -> list[str]:
    """Where two packages disagree, a sentence each."""
    said = []
    for part in FIGURES:
        for row in snapshot[part]:
            first = {figure: name for name, figures in row["from"].items() for figure in figures}
            said += [
                f"{row['id']}: {d['figure']} is {row[d['figure']]:g} after {first[d['figure']]}, "
                f"{d['value']:g} after {d['package']}"
                for d in row.get("differs", [])
            ]
    return said


def age(snapshot: Snapshot, today: datetime.date) -> int:
    """Days since the oldest of its prices of models was published."""
    return (today - datetime.date.fromisoformat(snapshot["as_of"])).days
