"""What a calculator takes and gives, as JSON Schemas (2020-12), read from its fields and outputs.

Inputs are the plain values of `ftdocs calc ID --json`: `500`, `0.95`, `"20000 to 120000"`, `true`, `[400, 300, 300]`.
Rules that concern several fields at once (counts that must not exceed the items) are the module's and stand in no
schema. Nor can a schema say what a range's ends may be.
"""

from collections.abc import Callable, Iterator
from typing import Any

from calculators.kit import fields, quantities
from calculators.kit.calculator import Calculator, Output
from calculators.kit.fields import Field
from calculators.kit.presets import ModelField

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NUMBER = r"[0-9]+(\.[0-9]+)?(e-[0-9]+)?"
RANGE = f"^{_NUMBER} to {_NUMBER}$"
DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def inputs_schema(calculator: Calculator) -> Schema:
    """The inputs, as an object. None is required: what is left out has its default."""
    return {
        "type": "object",
        "properties": {field.name: field_schema(field) for field in calculator.inputs},
        "additionalProperties": False,
    }


def outputs_schema(calculator: Calculator) -> Schema:
    """The outputs, as an object that has them all."""
    return {
        "type": "object",
        "properties": {output.name: output_schema(output) for output in calculator.outputs},
        "required": [output.name for output in calculator.outputs],
        # Over ranges a calculator may tell more than it declares.
        "additionalProperties": True,
    }


def field_schema(field: Field) -> Schema:
    """One input: exactly the values that reading a text can give."""
    kind = next(each for each in type(field).__mro__ if each in _INPUTS)
    schema = _INPUTS[kind](field)
    blank = [{"const": field.blank()}] if field.optional and not isinstance(field, fields.Text) else []
    if isinstance(field, fields.Text) and field.blank() is None:
        blank = [{"type": "null"}]
    if blank:
        schema = {"anyOf": [*schema.get("anyOf", [schema]), *blank]}
    return {"title": field.label, "description": field.help, **schema, "default": field.default}


def _number(field: Any) -> Schema:
    bounds = {
        "minimum": field.least,
        "exclusiveMinimum": field.above,
        "maximum": field.most,
        "exclusiveMaximum": field.below,
    }
    kind = "integer" if isinstance(field, quantities.Count) else "number"
    one = {"type": kind, **{name: bound for name, bound in bounds.items() if bound is not None}}
    return {"anyOf": [one, {"type": "string", "pattern": RANGE}]} if field.ranged else one


def _counts(field: Any) -> Schema:
    item = {"type": "integer", "minimum": 0, "maximum": fields.LARGEST_COUNT}
    return {"type": "array", "items": item, "minItems": 1}


def _text(field: Any) -> Schema:
    return {"type": "string", "maxLength": field.longest}


def _model(field: Any) -> Schema:
    return {"enum": [*(["" if field.empty == "" else None] if field.optional else []), *dict(field.suggestions)]}


_INPUTS: dict[type[Field], Callable[[Any], Schema]] = {
    ModelField: _model,
    quantities.Number: _number,
    fields.Choice: lambda field: {"enum": [word for word, _ in field.options]},
    fields.Bool: lambda field: {"type": "boolean"},
    fields.Date: lambda field: {"type": "string", "format": "date", "pattern": DAY},
    fields.Counts: _counts,
    fields.Text: _text,
}


def output_schema(output: Output) -> Schema:
    """One output."""
    schema = _OUTPUTS[output.kind]
    words = sorted(_words(output))
    if words:
        schema = {"enum": words} if output.kind == "word" else schema | {"items": {"enum": words}}
    if output.missing:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"title": output.label, **schema}


def _words(output: Output) -> Iterator[str]:
    """The words of an output that shows them by looking them up in a table."""
    table = getattr(output.shown, "__self__", None)
    yield from table if isinstance(table, dict) and output.kind == "word" else ()


_OUTPUTS: dict[str, Schema] = {
    "number": {"type": "number"},
    "truth": {"type": "boolean"},
    "word": {"type": "string"},
    "words": {"type": "array", "items": {"type": "string"}},
    "day": {"type": "string", "format": "date", "pattern": DAY},
    "numbers": {"type": "object", "additionalProperties": {"type": "number"}},
    "rows": {"type": "array", "items": {"type": "object"}},
}
