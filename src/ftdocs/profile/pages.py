"""What of a profile pages and commands show: what it sets, against the guide's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import calculators
from calculators.kit import currency
from calculators.kit import profile as kit
from calculators.kit.fields import Field
from calculators.kit.quantities import Usd
from ftdocs.profile.schema import schema, settable


@dataclass(frozen=True)
class Row:
    """One starting value: `guides` and `ours` as people read them; `ours` is blank where nothing is set yet. `kind`:
    `profile` where the organisation set it, `organisation` where it should, `converted` where only the currency did."""

    calculator: str
    name: str
    label: str
    guides: str
    ours: str
    kind: str


def rows(kinds: tuple[str, ...] = ("profile", "converted", "organisation")) -> list[Row]:
    """The inputs that the profile in use sets, converts, or leaves open, in the order of the calculators."""
    found = [_row(name, field) for name in calculators.ids() for field in calculators.get(name).inputs]
    return [row for row in found if row and row.kind in kinds]


def _row(calculator_id: str, field: Field) -> Row | None:
    origin = field.origin.kind if field.origin else ""
    own = origin == "profile"
    kind = origin if own or origin == "organisation" else ""
    if field.guide and not own and field.default != field.guide_default:
        kind = "organisation" if origin == "organisation" else "converted"
    if not kind or not settable(field):
        return None
    guide = field.guide or field
    with kit.using(None):
        guides = guide.shown(guide.default) or "blank"
    if isinstance(guide, Usd) and currency.current().code != "USD" and guide.default is not None:
        guides += " US$"
    ours = field.shown(field.default) if field.guide else ""
    return Row(calculator_id, field.name, field.label, guides, ours, kind)


def keys() -> Iterator[tuple[str, str, str]]:
    """Every key of profile.yml but the starting values: its name, what it says, what it takes."""
    yield from _keys("", schema()["properties"])


def _keys(before: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, rules in properties.items():
        key, inner = f"{before}{name}", rules.get("items", rules)
        yield key, rules.get("description", ""), rules.get("errorMessage", "").removeprefix("must be ")
        if "properties" in inner and name not in ("defaults", "thresholds"):
            yield from _keys(f"{key}[]." if "items" in rules else f"{key}.", inner["properties"])


def summary(data: Mapping[str, Any] | None) -> list[str]:
    """The profile in a few lines: whose, which version, in which currency."""
    if data is None:
        return []
    whose = f" of {data['organisation']}" if data["organisation"] else ""
    lines = [f"Profile{whose}, version {data['version']}."]
    used = data["currency"]
    if used and used["code"] != "USD":
        lines.append(
            f"Amounts are in {used['name']} ({used['code']}). The guide’s own are US dollars, converted at "
            f"{used['usd_rate']:g} ({used['usd_source']}, {used['usd_date']})."
        )
    return lines
