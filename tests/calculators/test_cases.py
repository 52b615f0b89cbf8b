"""The worked cases: every calculator gives the numbers it promises, and refuses what it must."""

import json
import pathlib

import pytest

import calculators
from calculators import protocol
from tests.calculators.helpers import assert_holds

CASES = json.loads((pathlib.Path(__file__).parent / "cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    assert_holds(case, protocol.reply_to(calculators.get(case["calculator"]), case["set"]))


def test_every_calculator_has_cases_and_a_refusal():
    for calculator_id in calculators.ids():
        own = [case for case in CASES if case["calculator"] == calculator_id]
        assert any("expect" in case for case in own), calculator_id
        assert any("refuse" in case for case in own), calculator_id
