"""The JSON Schema of profile.yml: written from the calculators, so that editors know every input by name.

The file beside this module is what editors are pointed to; tools/freeze_defaults.py writes it anew. Where a rule needs
words of its own, they stand under `errorMessage`, which editors show as well.
"""

import json
from pathlib import Path
from typing import Any

import calculators
from calculators.kit.currency import GROUPINGS
from calculators.kit.fields import Choice, Counts, Field, Text
from calculators.kit.presets import ModelField
from calculators.kit.quantities import Usd

FILE = Path(__file__).with_name("profile.schema.json")
# The key below `defaults` for inputs of whatever calculator. No calculator may have it as its id.
SHARED = "shared"
THRESHOLDS = ("min_prompt_weeks", "min_labelled_examples")
MOST_HOURS, MOST_REVIEW_MONTHS = 80, 60
DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


def settable(field: Field) -> bool:
    """Whether an organisation may have a starting value for the input: every number, choice or model with a default,
    and every price. What only the reader can know of a project (answers, reasons, pasted rows) is left to them."""
    if isinstance(field, Text | Counts):
        return isinstance(field, ModelField)
    return field.default is not None or isinstance(field, Usd)


def inputs() -> dict[str, dict[str, Field]]:
    """The inputs that a profile may set, by calculator and name, as the guide has them."""
    found = {name: calculators.guides(name).inputs for name in calculators.ids()}
    return {name: {f.name: f for f in fields if settable(f)} for name, fields in found.items()}


def text_of() -> str:
    """The schema as its file has it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An organisation’s profile",
        "description": "What an organisation sets on its copy of the guide. Everything is optional.",
        **_mapping(
            {
                "version": _text(
                    "What links made under this profile carry; left out, a hash of what it sets",
                    "must be a short word of letters, digits, points and hyphens, such as 2026-11",
                    pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
                ),
                "organisation": _text(
                    "Its name, as the pages say it", "must be a name of at most 60 characters", longest=60
                ),
                "banner": _text("A line above every page", "must be a text of at most 300 characters", longest=300),
                "contact": _contact(),
                "currency": _currency(),
                "thresholds": _defaults(
                    _shared(THRESHOLDS), "What the gates ask for before tuning enters the conversation"
                ),
                "hours_in_week": _number(
                    "Hours of one person’s week, 40 if left out; with engineer_usd_per_hour they price a week",
                    f"must be a number above 0, at most {MOST_HOURS}",
                    exclusiveMinimum=0,
                    maximum=MOST_HOURS,
                ),
                "review": _mapping(
                    {
                        "months": _number(
                            "Months after which a decision record must be reviewed",
                            f"must be a whole number of months from 1 to {MOST_REVIEW_MONTHS}",
                            type="integer",
                            minimum=1,
                            maximum=MOST_REVIEW_MONTHS,
                        )
                    },
                    "How long a decision stands",
                    required=["months"],
                ),
                "models": {
                    "description": "Models with prices of your own, in your currency a million tokens",
                    "type": "array",
                    "maxItems": 40,
                    "items": _model(),
                },
                "defaults": _mapping(
                    {SHARED: _defaults(_shared(), "Inputs of every calculator that has one of that name")}
                    | {name: _defaults(fields, calculators.guides(name).question) for name, fields in inputs().items()},
                    "Starting values by calculator and input, written as in the forms",
                ),
            }
        ),
    }


def _shared(names: tuple[str, ...] = ()) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for fields in inputs().values():
        for field in fields.values():
            for name in (field.name, field.shared if field.shared_times == 1 else ""):
                if name and (not names or name in names):
                    found.setdefault(name, field)
    return dict(sorted(found.items()))


def _mapping(properties: dict[str, Any], description: str = "", required: list[str] | None = None) -> dict[str, Any]:
    about = {"description": description} if description else {}
    made = {**about, "type": "object", "additionalProperties": False, "properties": properties}
    return made | ({"required": required} if required else {})


def _text(description: str, wrong: str, *, longest: int = 0, **rules: Any) -> dict[str, Any]:
    rules |= {"minLength": 1, "maxLength": longest} if longest else {}
    return {"description": description, "type": "string", **rules, "errorMessage": wrong}


def _number(description: str, wrong: str, **rules: Any) -> dict[str, Any]:
    return {"description": description, "type": "number", **rules, "errorMessage": wrong}


def _contact() -> dict[str, Any]:
    return _mapping(
        {
            "name": _text("Whom to ask", "must be a name of at most 80 characters", longest=80),
            "address": _text(
                "Where: an e-mail address, or a page",
                "must be an e-mail address, or a page’s address that begins with https:// or http://",
                pattern=r"^(https?://[^\s\"<>]+|[^\s@\"<>/?:]+@[^\s@\"<>/?:]+)$",
                longest=200,
            ),
        },
        "Whom readers may ask about these numbers",
        required=["name"],
    )


def _currency() -> dict[str, Any]:
    groupings = ", ".join(GROUPINGS)
    return _mapping(
        {
            "code": _text("ISO 4217", "must be three capital letters, such as EUR", pattern="^[A-Z]{3}$"),
            "usd": _mapping(
                {
                    "rate": _number(
                        "What one US dollar costs in your currency",
                        "must be a number above 0: what one US dollar costs in your currency",
                        exclusiveMinimum=0,
                        maximum=1e6,
                    ),
                    "date": _text("The day of the rate", "must be a day such as 2026-11-20", pattern=DAY),
                    "source": _text("Who says so", "must name who published the rate, in 100 characters", longest=100),
                },
                "The rate at which the guide’s dollar prices are converted",
                required=["rate", "date", "source"],
            ),
            "symbol": _text(
                "Its sign; left out, the usual one",
                "must have 1 to 6 characters without digits",
                pattern=r"^[^\d\s<>&]{1,6}$",
            ),
            "places": _number("Decimal places", "must be 0, 1, 2 or 3", type="integer", minimum=0, maximum=3),
            "thousands": {
                "description": "What stands between thousands",
                "enum": list(GROUPINGS),
                "errorMessage": f"must be one of {groupings}; a point stands before decimals in every form here",
            },
            "decimal": {
                "description": "What stands before decimals: the point, as in every form and link",
                "enum": ["point"],
                "errorMessage": "must be point, or left out: in forms and links here a comma stands between thousands",
            },
            "sign": {
                "description": "Where the sign stands",
                "enum": ["before", "after"],
                "errorMessage": "must be before or after",
            },
        },
        "The currency of every amount",
        required=["code"],
    )


def _model() -> dict[str, Any]:
    price = {"exclusiveMinimum": 0, "maximum": 1e8}
    wrong = "must be a price above 0, a million tokens"
    return _mapping(
        {
            "id": _text(
                "What the form and links carry",
                "must be small letters and digits, with points, hyphens and slashes between them, such as ours/large-1",
                pattern=r"^[a-z0-9]+([./-][a-z0-9]+)*$",
                longest=60,
            ),
            "name": _text("What people call it", "must be a name of at most 60 characters", longest=60),
            "provider": _text("Whom you pay; left out, your organisation", "must be a name", longest=60),
            "input": _number("Input", wrong, **price),
            "output": _number("Output", wrong, **price),
            "cached": _number("Input found in the cache", wrong, **price),
            "cache_write": _number("Input written to the cache", wrong, **price),
            "min_cacheable": _number(
                "Tokens in the shortest prompt that is cached",
                "must be a whole number of tokens",
                type="integer",
                minimum=1,
                maximum=10**6,
            ),
            "date": _text("The day of these prices", "must be a day such as 2026-11-20", pattern=DAY),
            "source": _text("Where they stand", "must name where the prices stand, in 100 characters", longest=100),
        },
        required=["id", "name", "input", "output", "date", "source"],
    )


def _defaults(fields: dict[str, Field], description: str) -> dict[str, Any]:
    return _mapping({name: _default(field) for name, field in fields.items()}, description)


def _default(field: Field) -> dict[str, Any]:
    """Any single value: the input itself reads it, and says what it takes."""
    if isinstance(field, Choice):
        return {"description": field.label, "enum": [word for word, _ in field.options]}
    return {"description": field.label, "type": ["number", "string", "boolean"]}
