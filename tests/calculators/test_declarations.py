"""Every calculator is complete: what the page needs is declared, in the words of the reader."""

import ast
import pathlib
import re
import sys

import pytest

import calculators
from calculators.kit import quantities
from ftdocs.homes import HOMES
from tests.calculators.helpers import answered
from tests.calculators.test_cases import CASES

CALCULATORS = [calculators.get(calculator_id) for calculator_id in calculators.ids()]
FOLDER = pathlib.Path(calculators.__file__).parent

by_id = pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)


@by_id
def test_every_input_has_words_and_an_origin(calculator):
    for field in calculator.inputs:
        assert field.label, field.name
        assert field.help.endswith("."), field.name
        if field.optional:
            assert field.read("") == field.default
        else:
            assert field.origin is not None, f"{field.name}: a default needs its origin"
        if field.origin and field.origin.kind == "sourced":
            assert field.origin.source is not None, field.name
        if isinstance(field, quantities.Share):
            assert "%" in field.label, f"{field.name}: the label holds the unit"
        if isinstance(field, quantities.Usd):
            assert "US$" in field.label, f"{field.name}: the label holds the unit"


@by_id
def test_every_output_is_declared_and_every_declared_one_computed(calculator):
    answer = answered(calculator, {})
    assert list(answer.shown) == [output.name for output in calculator.outputs]
    assert set(answer.outputs) == set(answer.shown)


@by_id
def test_every_example_has_an_answer_of_its_own(calculator):
    for example in calculator.examples:
        assert answered(calculator, example.inputs).sentence != answered(calculator, {}).sentence, example.title


@by_id
def test_the_default_result_is_whole(calculator):
    answer = answered(calculator, {})
    assert answer.sentence.endswith(".")
    assert answer.working
    assert answer.picture.text.endswith(".")
    assert all(len(row) == len(answer.picture.table.columns) for row in answer.picture.table.rows)
    assert calculator.leaves_out
    assert calculator.formula_sources


@pytest.mark.parametrize("case", [case for case in CASES if "expect" in case], ids=lambda case: case["id"])
def test_no_sentence_says_to_fine_tune(case):
    """The strongest outcome is that fine-tuning enters the conversation."""
    said = answered(calculators.get(case["calculator"]), case["set"]).sentence
    assert not re.search(r"\b(you should|you must|go and|recommend\w*|time to) (fine-?)?tun", said, re.IGNORECASE)


def test_every_calculator_has_one_home():
    assert sorted(HOMES) == calculators.ids()


def test_calculators_import_the_standard_library_and_each_other_only():
    allowed = set(sys.stdlib_module_names) | {"calculators"}
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.partition(".")[0] in allowed, f"{path.name} imports {name}"


@pytest.mark.parametrize("name", ["", "kit", "history", "protocol", "Lift", "../lift", "lift ", "lift.kit", "no-such"])
def test_an_unknown_calculator_is_named(name):
    with pytest.raises(calculators.UnknownCalculatorError):
        calculators.get(name)
