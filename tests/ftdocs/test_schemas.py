"""The JSON Schemas of inputs and outputs say exactly what the modules take and give."""

import functools
import json
import pathlib
import re

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from calculators.kit.calculator import as_text
from calculators.kit.fields import Text
from calculators.kit.ranges import Range
from calculators.kit.reading import BadInput
from calculators.protocol import plain_inputs
from ftdocs.inventory.schemas import RANGE, field_schema, inputs_schema, outputs_schema

CASES = json.loads((pathlib.Path(__file__).parents[1] / "calculators/cases.json").read_text("utf-8"))
FIELDS = [(name, field) for name in calculators.ids() for field in calculators.get(name).inputs]


@functools.cache
def validator(make, calculator_id):
    schema = make(calculators.get(calculator_id))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_a_case_takes_and_gives_fits_the_schemas(case):
    calculator = calculators.get(case["calculator"])
    answer = calculators.answer(calculator, case["set"])
    if isinstance(answer, calculators.Refusal):
        return
    validator(inputs_schema, calculator.id).validate(plain_inputs(answer))
    validator(outputs_schema, calculator.id).validate(answer.outputs)


@pytest.mark.parametrize("calculator_id", calculators.ids())
def test_the_schemas_know_every_output_and_refuse_what_the_calculator_does_not_have(calculator_id):
    calculator = calculators.get(calculator_id)
    outputs = {output.name for output in calculator.outputs}
    answer = calculators.answer(calculator, {})
    assert isinstance(answer, calculators.Answer)
    assert set(outputs_schema(calculator)["properties"]) == outputs
    assert not validator(inputs_schema, calculator_id).is_valid({"no_such_input": 1})
    assert not validator(outputs_schema, calculator_id).is_valid({})


def plain(value):
    return str(value) if isinstance(value, Range) else value


def taken(field, value):
    """Whether the module takes a plain value for what it is: reading its text gives the value again."""
    try:
        read = plain(field.read(as_text(value)))
    except BadInput:
        return False
    return (type(read) is type(value) and read == value) or (isinstance(value, int | float) and read == value)


NUMBERS = st.integers(-10, 10**16) | st.floats(allow_nan=False, allow_infinity=False) | st.floats(-0.5, 1.5)
VALUES = (
    NUMBERS
    | st.booleans()
    | st.none()
    | st.lists(st.integers(-2, 10**9 + 2), max_size=5)
    | st.text(max_size=12)
    | st.sampled_from(["", "yes", "no", "2027-01-06", "2027-13-01", "20 to 120", "0.1 to 0.2", "a to b"])
    | st.sampled_from([word for _, f in FIELDS for word, *_ in getattr(f, "options", ())])
)


@given(st.sampled_from(FIELDS), VALUES)
def test_a_schema_takes_a_value_exactly_where_its_field_does(which, value):
    name, field = which
    if isinstance(field, Text) and isinstance(value, str) and value != value.strip():
        return  # What is typed loses its margins; a text with them is never a value.
    fits = jsonschema.Draft202012Validator(
        field_schema(field), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).is_valid(value)
    if fits and isinstance(value, str) and re.search(RANGE, value):
        return  # A schema knows how a range is written and not which ends it may have.
    assert fits == taken(field, value), (name, field.name, value)
