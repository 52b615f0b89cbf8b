"""Prices of models from the dated snapshots in `calculators/prices/`, found by a model’s id or name.

Nothing here is typed by hand: `ftdocs prices update` writes the snapshots. MONTH is the one that calculators use;
earlier ones stay, so that a link made with them can say what has changed.
"""

import contextlib
import datetime
import functools
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from calculators.kit import currency
from calculators.kit.currency import Currency

# The accepted snapshot. Raise it after reading `ftdocs prices diff OLD NEW`.
MONTH = "2026-11"
# Days after which a reader is told how old the prices are.
AGED = 120
MOST_SUGGESTED = 3
# The share of pairs of letters from which two names are alike enough to ask whether one was meant.
ALIKE = 0.3

# How a figure is called in a sentence. Prices are US dollars a million tokens.
FIGURES = {
    "input": "input",
    "cached": "cached input",
    "cache_write": "writing to the cache",
    "output": "output",
}


@dataclass(frozen=True)
class ModelPrices:
    """One model in a snapshot: prices in US dollars a million tokens, None where the snapshot has none."""

    id: str
    name: str
    provider: str
    input: float
    output: float
    cached: float | None
    cache_write: float | None
    # Tokens in the shortest prompt that is cached, and in a prompt above which everything costs more.
    min_cacheable: int | None
    dearer_above: int | None
    # Whether it costs more at certain hours, outside of which these prices hold.
    by_hour: bool
    # Prices from a later day on: {"from": day, figure: price}.
    announced: Mapping[str, Any]
    # Other packages' prices where they differ: {"figure", "package", "value"}.
    differs: Sequence[Mapping[str, Any]]
    # Figure to the package that gave it, `genai-prices 0.2.3`, and the day on which that was released.
    source: Mapping[str, str]
    date: str
    # Whether it is the organisation's own, from its profile: no other site knows it.
    own: bool = False

    @property
    def titled(self) -> str:
        """The name with whom one pays."""
        return f"{self.name} ({self.provider})"

    @property
    def read_multiplier(self) -> float:
        """A cached token in prices of input. 1 where no cached price is known: then caching must not look cheap."""
        return 1.0 if self.cached is None else round(self.cached / self.input, 10)

    @property
    def cached_or_input(self) -> float:
        """The price of a cached token; that of input where none is known: then caching must not look cheap."""
        return self.input if self.cached is None else self.cached

    @property
    def write_multiplier(self) -> float:
        """A token written to the cache in prices of input. 1 where nothing is charged for it apart."""
        return 1.0 if self.cache_write is None else round(self.cache_write / self.input, 10)


@dataclass(frozen=True)
class Ending:
    """The day, ISO, from which a provider no longer serves a model, and the package that says so."""

    name: str
    provider: str
    day: str
    source: str


@dataclass(frozen=True)
class Snapshot:
    """A month’s prices. `models` by id, in the order of the snapshot; `as_of`: how old they are at most, ISO;
    `endings` of models and of the bases of tuned ones, as far as known."""

    month: str
    as_of: str
    models: Mapping[str, ModelPrices]
    endings: Sequence[Ending] = ()

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """What a model may be called, as keys, to its id. A name that two providers share stands for neither."""
        found = {key_of(m.id): m.id for m in self.models.values()}
        for m in self.models.values():
            found.setdefault(key_of(f"{m.provider} {m.name}"), m.id)
        names = [key_of(m.name) for m in self.models.values()]
        for m in self.models.values():
            if names.count(key_of(m.name)) == 1:
                found.setdefault(key_of(m.name), m.id)
        return found

    def find(self, text: str) -> ModelPrices | None:
        """The model of that id or name, whatever its spelling and with or without a date behind it."""
        key = key_of(text)
        found = self.names.get(key) or self.names.get(re.sub(r"20\d{6}$", "", key))
        return self.models[found] if found else None

    def nearest(self, text: str) -> list[str]:
        """The ids of the models called most like `text`, the likeliest first."""
        wanted = _pairs(key_of(text))
        alike: dict[str, float] = {}
        for key, model in self.names.items():
            pairs = _pairs(key)
            shared = 2 * len(wanted & pairs) / max(1, len(wanted) + len(pairs))
            alike[model] = max(shared, alike.get(model, 0.0))
        likely = [model for model, shared in alike.items() if shared >= ALIKE]
        return sorted(likely, key=lambda model: -alike[model])[:MOST_SUGGESTED]

    @property
    def aged_on(self) -> str:
        """The day from which these prices count as old, ISO."""
        return (datetime.date.fromisoformat(self.as_of) + datetime.timedelta(days=AGED)).isoformat()


def key_of(name: str) -> str:
    """A name without what people spell differently: `GPT-4.1 mini` and `gpt-4.1-mini` are one."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _pairs(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(len(key) - 1)}


# --- Snapshots -----------------------------------------------------------------

_in_use: list[Snapshot] = []
# The models of the organisation's profile, priced in the currency in use.
_own: list[Sequence[ModelPrices]] = []


def current() -> Snapshot:
    """The snapshot that calculators use, in the currency in use, with the organisation's own models first."""
    found = _in_use[-1] if _in_use else of_month(MONTH)
    if found is None:
        raise FileNotFoundError(f"there is no snapshot of prices for {MONTH}")
    return _local(found, currency.current(), tuple(_own[-1]) if _own else ())


@contextlib.contextmanager
def using(snapshot: Snapshot) -> Iterator[None]:
    """Let calculators use another snapshot for a while, to see what it would change."""
    _in_use.append(snapshot)
    try:
        yield
    finally:
        _in_use.pop()


@contextlib.contextmanager
def with_own(models: Sequence[ModelPrices]) -> Iterator[None]:
    """Have an organisation's own models among the others for a while."""
    _own.append(models)
    try:
        yield
    finally:
        _own.pop()


# By identity: snapshots and models hold mappings, which have no hash.
_locals: dict[tuple[int, Currency, tuple[int, ...]], tuple[Snapshot, Sequence[ModelPrices], Snapshot]] = {}


def _local(snapshot: Snapshot, used: Currency, own: Sequence[ModelPrices]) -> Snapshot:
    """The snapshot in a currency, with an organisation's own models before the others."""
    if used.code == "USD" and not own:
        return snapshot
    key = (id(snapshot), used, tuple(id(model) for model in own))
    if key not in _locals:
        models = {model.id: model for model in own}
        models |= {model.id: _in_currency(model, used) for model in snapshot.models.values()}
        # What the key stands for is kept with it, so that no other object gets its identity.
        _locals[key] = (snapshot, own, replace(snapshot, models=models))
    return _locals[key][2]


def _in_currency(model: ModelPrices, used: Currency) -> ModelPrices:
    def figure(value: float | None) -> float | None:
        return None if value is None else used.from_usd(value)

    announced = {f: value if f == "from" else figure(value) for f, value in model.announced.items()}
    return replace(
        model,
        input=used.from_usd(model.input),
        output=used.from_usd(model.output),
        cached=figure(model.cached),
        cache_write=figure(model.cache_write),
        announced=announced,
        differs=[{**each, "value": used.from_usd(each["value"])} for each in model.differs],
    )


def in_month(month: str) -> Snapshot | None:
    """The snapshot of a month in the currency in use; None where there is none."""
    found = of_month(month)
    return None if found is None else _local(found, currency.current(), ())


@functools.cache
def of_month(month: str) -> Snapshot | None:
    """The snapshot of a month, `2026-11`; None where there is none."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", month):
        return None
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        # The loader reads from a folder and from the browser's zip alike.
        text = __loader__.get_data(os.path.join(here, "prices", f"{month}.json"))  # type: ignore[name-defined]
    except OSError:
        return None
    return from_json(json.loads(text))


def from_json(data: Mapping[str, Any]) -> Snapshot:
    """A snapshot as its file has it."""
    packages = data["packages"]
    endings = [_ending(row, packages) for row in [*data["models"], *data.get("tuning", ())] if "retires" in row]
    return Snapshot(
        data["month"],
        data["as_of"],
        {row["id"]: _model(row, packages) for row in data["models"]},
        tuple(dict.fromkeys(endings)),
    )


def _ending(row: Mapping[str, Any], packages: Mapping[str, Any]) -> Ending:
    package = next(name for name, figures in row["from"].items() if "retires" in figures)
    return Ending(row["name"], row["provider"], row["retires"], _release(package, packages))


def _release(package: str, packages: Mapping[str, Any]) -> str:
    """A package with its version: `genai-prices 0.2.3`."""
    return f"{package} {packages[package]['version']}"


def _model(row: Mapping[str, Any], packages: Mapping[str, Any]) -> ModelPrices:
    releases = {name: _release(name, packages) for name in packages}
    given = {figure: package for package, figures in row["from"].items() for figure in figures}
    return ModelPrices(
        id=row["id"],
        name=row["name"],
        provider=row["provider"],
        input=row["input"],
        output=row["output"],
        cached=row.get("cached"),
        cache_write=row.get("cache_write"),
        min_cacheable=row.get("min_cacheable"),
        dearer_above=row.get("dearer_above"),
        by_hour=row.get("by_hour", False),
        announced=row.get("announced", {}),
        differs=[{**each, "package": releases[each["package"]]} for each in row.get("differs", [])],
        source={figure: releases[package] for figure, package in given.items()},
        date=packages[given["input"]]["date"],
    )
