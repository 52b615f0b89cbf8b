"""The bundle gives what Python gives here: the same words and decisions to the letter, floats within 1e-9.

One Node answers every request from the very files that go into the site.
"""

import json
from pathlib import Path

import pytest

import calculators
from calculators import protocol
from ftdocs.bundle import build_bundle
from tests.calculators.helpers import differences
from tests.node.bundled import answers_of

pytestmark = pytest.mark.node

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "calculators" / "cases.json"
# What people type, and what they should not: put into one field after the other.
ENTRIES = (
    *("", "0", "1", "-1", "0.5", "1,000", "20k", " $2.50 ", "5%", "100%", "1e6", "1e300", "1e400", "nan", "-inf"),
    *("abc", "yes", "no", "true", "2026-02-30", "20k to 120k", "10% to 20%", "２", "1,0\n0,1", "<b>&amp;\u2028"),
)


def ranges_of(name):
    """A range about the default of the first three fields that take one; some results then reach never."""
    found: dict[str, str] = {}
    for field in calculators.get(name).inputs:
        if getattr(field, "ranged", False) and field.default and len(found) < 3:
            found[field.name] = f"{field.canonical(field.default * 0.9)} to {field.canonical(field.default * 0.99)}"
    return found


def requests_of(name):
    """Defaults, the project's cases, ranges, odd entries in every field, and links good and bad."""
    inputs = [field.name for field in calculators.get(name).inputs]
    cases = [case["set"] for case in json.loads(CASES.read_text()) if case["calculator"] == name]
    odd = [{field: entry} for field in inputs for entry in ENTRIES]
    yield from ({"do": "answer", "calculator": name, "fields": fields} for fields in ({}, *cases, *odd))
    ranges = ranges_of(name)
    # Refining goes on with what was asked last.
    yield {"do": "answer", "calculator": name, "fields": ranges}
    yield {"do": "refine", "calculator": name, "fields": ranges}
    yield {"do": "flips", "calculator": name, "fields": ranges}
    yield {"do": "answer", "calculator": name, "fields": {}, "pinned": ranges}
    # What an arrow key makes of each starting value, and of odd ones.
    for field in calculators.get(name).inputs:
        step = {"do": "step", "calculator": name, "field": field.name}
        for text in (field.shown(field.default), "0.00255", "999", "99.5%", "2 M"):
            yield from ({**step, "text": text, "by": by, "start": start} for by in (1, -3) for start in (text, "1.9"))
    pasted = {"do": "block", "calculator": name, "address": "https://guide.example/a_b/", "date": "2026-11-26"}
    for numbers in (True, False):
        yield {**pasted, "fields": {}, "numbers": numbers}
    yield {**pasted, "fields": ranges, "numbers": True}
    yield {**pasted, "fields": {}, "pinned": ranges, "numbers": True}
    link = json.loads(protocol.respond(json.dumps({"do": "answer", "calculator": name, "fields": {}})))["link"]
    for more in (
        "",
        "&unknown=1",
        "&v=99",
        "&2.items=3",
        f"&{inputs[0]}=%F0%9F%A6%86",
        f"&{inputs[0]}=7",
        "&v=1&v=1",
        f"&{inputs[0]}=%FF",
    ):
        yield {"do": "open", "calculator": name, "fragment": link + more}


@pytest.fixture(scope="module")
def texts():
    """The requests of every calculator as texts, by its id."""
    return {name: [json.dumps(request) for request in requests_of(name)] for name in calculators.ids()}


@pytest.fixture(scope="module")
def from_bundle(texts):
    """Request text → response, from the bundle under Node."""
    bundle = build_bundle(ROOT, ROOT / ".cache" / "ftdocs")
    everything = [text for requests in texts.values() for text in requests]
    return dict(zip(everything, answers_of(bundle.app, everything), strict=True))


@pytest.mark.parametrize("name", calculators.ids())
def test_the_bundle_answers_as_python_does_here(name, texts, from_bundle):
    for text in texts[name]:
        here = answer_here(text)
        assert list(differences(from_bundle[text], here)) == [], text


def answer_here(text):
    """Python's answer, refined to its end."""
    reply = json.loads(protocol.respond(text))
    while json.loads(text)["do"] == "refine" and "draws" in reply:
        reply = json.loads(protocol.respond(text))
    return reply
