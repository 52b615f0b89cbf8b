"""What is wrong with a profile, each problem with its line, its key and the cure."""

import datetime
import difflib
from collections.abc import Iterator
from typing import Any

import jsonschema

import calculators
from calculators.kit import prices
from calculators.kit import profile as kit
from calculators.kit.fields import Field
from calculators.kit.formatting import listing
from calculators.kit.ranges import Range
from calculators.kit.reading import BadInput
from ftdocs.placed_yaml import Placed, Way
from ftdocs.prices.checks import MOST_CACHE_WRITE
from ftdocs.profile import currencies
from ftdocs.profile.compile import compiled
from ftdocs.profile.schema import SHARED, inputs, schema

_KINDS = {
    "object": "keys below it, “key: value”",
    "array": "a list, each entry behind a hyphen",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
}


def problems(placed: Placed, today: datetime.date) -> list[str]:
    """Everything that is wrong, a line each; an empty list for a profile that can be used."""
    if not isinstance(placed.data, dict):
        if placed.data is None:
            wrong = "nothing is filled in; take the “#” off the lines that you fill in, or remove the file"
        else:
            wrong = f"holds {_kind(placed.data)}; it must hold keys, “key: value”, or be left out altogether"
        return [f"{placed.place(())}: {wrong}"]
    found = list(_shape(placed)) or list(_sense(placed, today)) or list(_answers(placed))
    return sorted(found, key=lambda problem: int(problem.removeprefix(f"{placed.file}:").partition(":")[0]))


def _said(placed: Placed, way: Way, problem: str) -> str:
    return f"{placed.place(way)}: {_key(way)} {problem}"


def _key(way: Way) -> str:
    """`currency.usd.rate`, `models[2].input`."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in way)
    return text.removeprefix(".") or "the profile"


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "keys"
    return "a list" if isinstance(value, list) else "a single value"


# --- Shape ----------------------------------------------------------------------


def _shape(placed: Placed) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(schema())
    for error in validator.iter_errors(placed.data):
        way: Way = tuple(error.path)
        if error.validator == "additionalProperties":
            known = list(error.schema["properties"])
            for name in error.instance:
                if name not in known:
                    yield _said(placed, (*way, name), _unknown(way, name, known))
        elif error.validator == "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            yield _said(placed, way, f"lacks {listing(missing)}; add {'it' if len(missing) == 1 else 'them'} below it")
        elif isinstance(error.schema, dict) and "errorMessage" in error.schema:
            yield _said(placed, way, f"{error.schema['errorMessage']}, not {_shown(placed, way, error.instance)}")
        elif error.validator == "type":
            kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
            wanted = "a single value, as the form takes it" if len(kinds) > 1 else _KINDS[kinds[0]]
            yield _said(placed, way, f"must be {wanted}, not {_shown(placed, way, error.instance)}")
        elif error.validator == "enum":
            wanted = ", ".join(map(str, error.validator_value))
            yield _said(placed, way, f"must be one of {wanted}, not {_shown(placed, way, error.instance)}")
        else:
            yield _said(placed, way, error.message[:200])


def _unknown(way: Way, name: str, known: list[str]) -> str:
    where = "is no key of a profile"
    if way == ("defaults",):
        where = "is no calculator"
    elif way[:1] == ("defaults",):
        where = "is no input with a starting value" + ("" if way[1] == SHARED else f" of {way[1]}")
    elif way == ("thresholds",):
        where = "is no threshold of the gates"
    elif way:
        where = f"is no key of {_key(way)}"
    close = difflib.get_close_matches(name, known, n=1)
    # Hundreds of inputs would hide the rest.
    listed = f" There are: {', '.join(known)}." if len(known) <= 25 else " `ftdocs profile init` lists them."
    return where + (f"; did you mean {close[0]}?" if close else ".") + listed


def _shown(placed: Placed, way: Way, value: Any) -> str:
    if isinstance(value, dict | list):
        return _kind(value)
    text = placed.texts.get(way, str(value))
    return f"“{text[:60]}”" if text else "nothing"


# --- Sense ----------------------------------------------------------------------


def _sense(placed: Placed, today: datetime.date) -> Iterator[str]:
    for way, text in placed.texts.items():
        if not text.isprintable():
            yield _said(
                placed, way, "holds characters that cannot be printed, such as a line break; write it on one line"
            )
    yield from _currency(placed, today)
    yield from _models(placed, today)
    for name, fields in _set_by(placed):
        for way, field in fields:
            yield from _default(placed, way, name, field)


def _currency(placed: Placed, today: datetime.date) -> Iterator[str]:
    given = placed.data.get("currency")
    if given is None:
        return
    code = given["code"]
    if code not in currencies.codes():
        close = difflib.get_close_matches(code, sorted(currencies.codes()), n=3)
        meant = f"; did you mean {' or '.join(close)}?" if close else "."
        yield _said(placed, ("currency", "code"), f"is no currency that any country pays with: {code}{meant}")
    elif code == "USD" and "usd" in given:
        yield _said(placed, ("currency", "usd"), "is of no use with code: USD; take it out")
    elif code != "USD" and "usd" not in given:
        yield _said(
            placed,
            ("currency", "code"),
            f"is {code}, but the guide’s own prices are US dollars, and nothing here may mix the two. Give the rate: "
            "usd, with rate, date and source below it",
        )
    if "usd" in given:
        yield from _day(placed, ("currency", "usd", "date"), given["usd"]["date"], today)


def _day(placed: Placed, way: Way, text: str, today: datetime.date) -> Iterator[str]:
    try:
        if datetime.date.fromisoformat(text) > today:
            yield _said(placed, way, f"lies in the future: {text}; today is {today.isoformat()}")
    except ValueError:
        yield _said(placed, way, f"is no day of the calendar: {text}")


def _models(placed: Placed, today: datetime.date) -> Iterator[str]:
    with kit.using(None):
        known = prices.current()
    keys: dict[str, int] = {}
    for at, row in enumerate(placed.data.get("models", [])):
        way: Way = ("models", at)
        yield from _day(placed, (*way, "date"), row["date"], today)
        if row.get("cached", 0) > row["input"]:
            yield _said(placed, (*way, "cached"), f"is {row['cached']}, more than other input, {row['input']}")
        if "cache_write" in row and not row.get("cached", 0) <= row["cache_write"] <= MOST_CACHE_WRITE * row["input"]:
            yield _said(
                placed, (*way, "cache_write"), f"is {row['cache_write']}, against {row['input']} for other input"
            )
        for part in ("id", "name"):
            other = known.find(row[part])
            if other:
                cure = "give yours another, such as " + (
                    f"ours/{row['id']}" if part == "id" else f"{row['name']}, ours"
                )
                yield _said(placed, (*way, part), f"is that of {other.titled} in the guide’s snapshot; {cure}")
            key = prices.key_of(row[part])
            if keys.setdefault(key, at) != at:
                yield _said(placed, (*way, part), f"is that of models[{keys[key] + 1}] already")


def _set_by(placed: Placed) -> Iterator[tuple[str, list[tuple[Way, Field]]]]:
    """Calculator → the inputs that the profile sets in it, each with the way to its value."""
    defaults = placed.data.get("defaults", {})
    shared: dict[str, Way] = {name: ("defaults", SHARED, name) for name in defaults.get(SHARED, {})}
    shared |= {name: ("thresholds", name) for name in placed.data.get("thresholds", {})}
    for name, known in inputs().items():
        own: dict[str, Way] = {each: ("defaults", name, each) for each in defaults.get(name, {})}
        by_input = {f.name: shared.get(f.name) or shared.get(f.shared) for f in known.values()} | own
        yield name, [(way, known[each]) for each, way in by_input.items() if way]


def _default(placed: Placed, way: Way, calculator_id: str, field: Field) -> Iterator[str]:
    text = placed.texts[way]
    where = f" (in {calculator_id})" if calculator_id not in way else ""
    try:
        with kit.using(kit.from_json(compiled(placed, bare=True))):
            value = field.read(text)
    except BadInput as bad:
        yield _said(placed, way, f"{bad}{where}")
        return
    if isinstance(value, Range):
        yield _said(placed, way, f"takes one number, not a range such as {text}; ranges are the reader’s to give")
    elif value is None:
        yield _said(placed, way, "is blank; give a value or take the line out")


# --- Answers --------------------------------------------------------------------


def _answers(placed: Placed) -> Iterator[str]:
    """Whether every calculator still answers from its starting values: they must go together."""
    with kit.using(kit.from_json(compiled(placed))):
        for name, fields in _set_by(placed):
            answer = calculators.answer(calculators.get(name), {})
            if not isinstance(answer, calculators.Refusal):
                continue
            ways = {field.name: way for way, field in fields}
            for message in dict.fromkeys(problem.message for problem in answer.problems):
                concerned = [p.field for p in answer.problems if p.message == message and p.field in ways]
                way = ways[concerned[0]] if concerned else next(iter(ways.values()), ())
                yield _said(placed, way, f"leaves {name} without an answer. {message}")
