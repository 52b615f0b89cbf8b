"""The inputs that a scenario holds once for all calculators.

A calculator's field declares which of them it takes (`shared`, see `calculators.kit.fields`). What such an input is
called, takes and means is said by one of those fields, in the calculator that is named here.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import calculators
from calculators.kit import currency
from calculators.kit.calculator import Calculator
from calculators.kit.fields import Field
from calculators.kit.presets import Given, ModelField
from calculators.kit.ranges import Range
from calculators.kit.reading import BadInput, plain_decimal

VOLUME, PRICES, TIME, EVIDENCE = "Volume and tokens", "Prices", "Time and people", "Data and tests"

# Each with the part of the form it stands in, and the calculator that defines it.
DEFINED_IN = {
    "calls_per_month": (VOLUME, "total-cost"),
    "question_tokens": (VOLUME, "retrieval"),
    "output_tokens": (VOLUME, "few-shot"),
    "model": (PRICES, "few-shot"),
    "usd_per_million_input": (PRICES, "few-shot"),
    "usd_per_million_cached": (PRICES, "retrieval"),
    "usd_per_million_output": (PRICES, "few-shot"),
    "prompt_usd_per_call": (PRICES, "total-cost"),
    "tuned_usd_per_call": (PRICES, "total-cost"),
    "hosting_usd_per_month": (PRICES, "total-cost"),
    "prompt_price_decline": (PRICES, "total-cost"),
    "engineer_usd_per_hour": (TIME, "total-cost"),
    "horizon_months": (TIME, "total-cost"),
    "base_model_life_months": (TIME, "total-cost"),
    "retrain_usd": (TIME, "total-cost"),
    "delay_weeks": (TIME, "total-cost"),
    "delay_usd_per_week": (TIME, "total-cost"),
    "prompt_weeks": (EVIDENCE, "readiness"),
    "min_prompt_weeks": (EVIDENCE, "readiness"),
    "labelled_examples": (EVIDENCE, "readiness"),
    "test_items": (EVIDENCE, "lift"),
    "confidence": (EVIDENCE, "lift"),
    "power": (EVIDENCE, "eval-size"),
}

# Prices that a chosen model has.
MODEL_GIVES = (
    Given("usd_per_million_input", "input"),
    Given("usd_per_million_cached", "cached"),
    Given("usd_per_million_output", "output"),
)


def inputs() -> dict[str, Field]:
    """The shared inputs by name, in the order of the form. All are optional, and none has a default: a calculator
    keeps its own where the scenario says nothing."""
    return _inputs(currency.current())


@functools.cache
def _inputs(_: currency.Currency) -> dict[str, Field]:
    return {name: _defined(name, group, home) for name, (group, home) in DEFINED_IN.items()}


def _defined(name: str, group: str, home: str) -> Field:
    found = next(f for f in calculators.get(home).inputs if f.shared == name and f.shared_times == 1)
    blank: dict[str, Any] = {"default": None, "origin": None, "optional": True, "group": group, "shared": ""}
    given: dict[str, Any] = {"given": MODEL_GIVES, "help": _MODEL_HELP} if isinstance(found, ModelField) else {}
    return replace(found, name=name, **blank, **given)


_MODEL_HELP = "Its prices count where you give none below."


@dataclass(frozen=True)
class Use:
    """A calculator's field that takes a shared input."""

    calculator: str
    field: Field


def uses(calculator: Calculator) -> Iterator[tuple[Field, str]]:
    """The calculator's fields that take a shared input, each with that input's name."""
    for f in calculator.inputs:
        if f.shared:
            yield f, f.shared


def used_by(calculator_ids: list[str]) -> dict[str, list[Use]]:
    """Which fields of the given calculators take each shared input."""
    found: dict[str, list[Use]] = {name: [] for name in DEFINED_IN}
    for each in calculator_ids:
        for f, name in uses(calculators.get(each)):
            found[name].append(Use(each, f))
    return found


def texts_for(calculator: Calculator, shared: Mapping[str, str]) -> dict[str, str]:
    """The texts that the calculator's fields take from `shared` (canonical texts by the name of the shared input)."""
    found = {}
    for f, name in uses(calculator):
        text = shared.get(name, "")
        if text:
            found[f.name] = _times(name, text, f.shared_times)
    return found


def _times(name: str, text: str, times: float) -> str:
    """`times` as much as `text` says, without rounding."""
    if times == 1:
        return text
    try:
        value: Any = inputs()[name].read(text)
    except BadInput:
        return text
    ends = (value.low, value.high) if isinstance(value, Range) else (value,)
    return " to ".join(format(Decimal(plain_decimal(end)) * Decimal(plain_decimal(times)), "f") for end in ends)
