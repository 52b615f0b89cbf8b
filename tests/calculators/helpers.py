"""What several tests of the calculators want."""

import math
from collections.abc import Mapping
from typing import Any

import pytest

import calculators


def answered(calculator: calculators.Calculator, fields: Mapping[str, Any]) -> calculators.Answer:
    """The answer to `fields`, which must not be refused."""
    answer = calculators.answer(calculator, fields)
    assert isinstance(answer, calculators.Answer), answer
    return answer


def assert_holds(case: Mapping[str, Any], reply: Mapping[str, Any]) -> None:
    """Fails unless `reply`, an answer of the protocol, is what the worked case promises."""
    if "refuse" in case:
        assert not reply["ok"]
        assert {error["field"] for error in reply["errors"]} == set(case["refuse"])
        return
    assert reply["ok"], reply
    within = case.get("tolerance", {})
    for name, expected in case["expect"].items():
        found = reply["outputs"][name]
        # Numbers, and maps from names to numbers.
        if isinstance(expected, float | int | dict) and not isinstance(expected, bool):
            assert found == pytest.approx(expected, rel=case.get("rtol", 1e-6), abs=within.get(name, 1e-12)), name
        else:
            assert found == expected, name


def differences(found, expected, place="response"):
    """Where two pieces of plain data differ; floats may in the last digits."""
    if isinstance(found, float) and isinstance(expected, float):
        if not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-300):
            yield f"{place}: {found!r} in the bundle, {expected!r} here"
    elif isinstance(found, dict) and isinstance(expected, dict):
        if list(found) != list(expected):
            yield f"{place}: {list(found)} in the bundle, {list(expected)} here"
        for key in found.keys() & expected.keys():
            yield from differences(found[key], expected[key], f"{place}.{key}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for index, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from differences(one, other, f"{place}[{index}]")
    elif type(found) is not type(expected) or found != expected:
        yield f"{place}: {found!r} in the bundle, {expected!r} here"
