"""A checked profile as plain data: what the build, the command line and the browser's worker are given."""

import hashlib
import json
from typing import Any

from ftdocs.placed_yaml import Placed
from ftdocs.profile import currencies
from ftdocs.profile.schema import SHARED


def compiled(placed: Placed, *, bare: bool = False) -> dict[str, Any]:
    """The data for `calculators.kit.profile.from_json`. `bare`: without starting values, so that these can be read."""
    data = placed.data
    defaults = data.get("defaults", {})
    texts = {name: _texts(placed, name, defaults[name]) for name in defaults} if not bare else {}
    thresholds = {} if bare else {name: placed.texts[("thresholds", name)] for name in data.get("thresholds", {})}
    made = {
        "organisation": data.get("organisation", ""),
        "currency": _currency(data["currency"]) if "currency" in data else None,
        "shared": texts.pop(SHARED, {}) | thresholds,
        "defaults": texts,
        "hours_in_week": data.get("hours_in_week"),
        "models": data.get("models", []),
    }
    # A policy moves no number, so it makes no other version.
    policy = {"review_months": data["review"]["months"]} if "review" in data else {}
    return {"version": data.get("version") or _hash(made), **made, **policy}


def _texts(placed: Placed, name: str, given: dict[str, Any]) -> dict[str, str]:
    """The starting values as they were typed: the inputs themselves read them."""
    return {key: placed.texts[("defaults", name, key)] for key in given}


def _currency(given: dict[str, Any]) -> dict[str, Any]:
    code, usd = given["code"], given.get("usd", {})
    dollars = code == "USD"
    return {
        "code": code,
        "symbol": given.get("symbol") or ("$" if dollars else currencies.symbol(code)),
        "name": currencies.name(code),
        "places": given.get("places", currencies.places(code)),
        "thousands": given.get("thousands", "comma"),
        "after": given.get("sign") == "after",
        "usd_rate": usd.get("rate", 1.0),
        "usd_date": usd.get("date", ""),
        "usd_source": usd.get("source", ""),
    }


def _hash(made: dict[str, Any]) -> str:
    """Eight hexadecimal digits for everything that numbers depend on."""
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:8]
