"""The worked cases: every calculator gives the numbers it promises, and refuses what it must."""

import json
import pathlib

import pytest

import calculators

CASES = json.loads((pathlib.Path(__file__).parent / "cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    answer = calculators.answer(calculators.get(case["calculator"]), case["set"])
    if "refuse" in case:
        assert isinstance(answer, calculators.Refusal)
        assert {problem.field for problem in answer.problems} == set(case["refuse"])
        return
    assert isinstance(answer, calculators.Answer), answer
    within = case.get("tolerance", {})
    for name, expected in case["expect"].items():
        found = answer.outputs[name]
        # Numbers, and maps from names to numbers.
        if isinstance(expected, float | int | dict) and not isinstance(expected, bool):
            assert found == pytest.approx(expected, rel=case.get("rtol", 1e-6), abs=within.get(name, 1e-12)), name
        else:
            assert found == expected, name


def test_every_calculator_has_cases_and_a_refusal():
    for calculator_id in calculators.ids():
        own = [case for case in CASES if case["calculator"] == calculator_id]
        assert any("expect" in case for case in own), calculator_id
        assert any("refuse" in case for case in own), calculator_id
