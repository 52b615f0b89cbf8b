"""The JSON Schema of a scenario's file, made from the declarations that read it."""

from collections.abc import Iterable
from typing import Any

import calculators
from calculators import readiness
from calculators.kit.fields import Choice, Field, Text
from calculators.scenario import fields, reading, shared
from calculators.scenario.model import GATE_FIELDS, GATES

ONE_VALUE = ["string", "number", "boolean", "null"]


def schema(calculator_ids: list[str]) -> dict[str, Any]:
    """The schema (draft 2020-12) for a guide with these calculators. What it refuses, reading names; what only reading
    can tell, such as whether a number lies within its bounds, the schema lets pass."""
    shared_gates = {f.shared: shared.inputs()[f.shared] for f in readiness.INPUTS if f.shared}
    calculated = {each: _section(f for f in calculators.get(each).inputs if f.linked) for each in calculator_ids}
    evidence = {
        "type": "object",
        "properties": {
            "gate": {"enum": list(GATES), "description": "The gate it speaks to."},
            "link": {
                "type": "string",
                "description": "A calculator’s link, whole or from its id on.",
                "pattern": f"(^|#)({'|'.join(calculator_ids)})(\\?|$)",
            },
            "note": _value(reading.NOTE),
        },
        "required": ["gate", "link"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of the guide: what a team entered once, and the words of its decision record",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": reading.FORMAT},
            "version": {"const": reading.VERSION},
            "name": _value(fields.NAME),
            "shared": _section(shared.inputs().values()) | {"description": "Inputs that several calculators share."},
            "gates": _section([*GATE_FIELDS.values(), *shared_gates.values()]),
            "waivers": {
                "type": "object",
                "description": "Reasons why a gate does not apply.",
                "properties": dict.fromkeys(GATES, _value(reading.WAIVER)),
                "additionalProperties": False,
            },
            "inputs": {
                "type": "object",
                "description": "What one calculator uses beside the shared inputs, or in their place.",
                "properties": calculated,
                "additionalProperties": False,
            },
            "evidence": {"type": "array", "maxItems": reading.MOST_EVIDENCE, "items": evidence},
            "costs": {
                "type": "array",
                "description": "The calculators whose results stand under costs.",
                "items": {"enum": calculator_ids},
                "uniqueItems": True,
            },
            "record": _section(fields.RECORD),
        },
        "required": ["format", "version"],
        "additionalProperties": False,
    }


def _section(known: Iterable[Field]) -> dict[str, Any]:
    return {"type": "object", "properties": {f.name: _value(f) for f in known}, "additionalProperties": False}


def _value(f: Field) -> dict[str, Any]:
    said = {"description": f"{f.label}. {f.help}".removesuffix(" ")}
    if isinstance(f, Choice):
        return said | {"enum": [word for word, _ in f.options] + ([""] if f.optional else [])}
    if isinstance(f, fields.Words) and f.listed:
        return said | {"type": ["array", "string"], "items": {"type": "string"}, "maxLength": f.longest}
    if isinstance(f, Text):
        return said | {"type": "string", "maxLength": f.longest}
    if f.kind == "counts":
        return said | {"type": [*ONE_VALUE, "array"]}
    return said | {"type": ONE_VALUE}
