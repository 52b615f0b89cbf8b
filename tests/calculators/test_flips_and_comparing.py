"""What would flip a decision, and two variants side by side."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from calculators import protocol
from calculators.kit import links
from calculators.kit.calculator import read
from calculators.kit.compare import compare
from calculators.kit.flips import flips
from calculators.kit.quantities import Count, Number
from tests.calculators.helpers import answered

BREAK_EVEN = calculators.get("break-even")
DECIDING = [c for c in map(calculators.get, calculators.ids()) if c.decision]


def decision(calculator, fields):
    assert calculator.decision
    return calculator.decision(SimpleNamespace(**answered(calculator, fields).outputs))


@pytest.mark.parametrize("calculator", DECIDING, ids=lambda c: c.id)
def test_every_flip_flips_and_is_close_to_the_edge(calculator):
    """At the value that is named the decision is another; a twentieth back it is the present one."""
    values, _ = read(calculator, {})
    found = flips(calculator, values)
    assert found
    assert found.decision == decision(calculator, {})
    for flip in found.found:
        name, present = flip.field.name, values[flip.field.name]
        assert decision(calculator, {name: flip.value}) != found.decision
        # Where the edge is next to the present value, rounding it outwards is more than a twentieth of the way.
        if isinstance(flip.field, Number) and flip.value and abs(flip.value / present - 1) > 0.01:
            back = flip.value + (present - flip.value) / 20
            back = round(back) if isinstance(flip.field, Count) else back
            if back != flip.value and flip.field.holds(back):
                assert decision(calculator, {name: back}) == found.decision, name


def test_the_break_even_volume_is_what_flips_break_even():
    found = flips(BREAK_EVEN, read(BREAK_EVEN, {})[0])
    assert found
    calls = next(flip for flip in found.found if flip.field.name == "calls_per_month")
    assert calls.value == pytest.approx(answered(BREAK_EVEN, {}).outputs["break_even_calls_per_month"], rel=1e-3)
    assert calls.at == "2,099,000 or more"
    assert "Horizon, months" in found.rest


@given(st.floats(1, 1e9), st.floats(0, 0.02), st.floats(0, 0.02))
def test_flips_never_fail(calls, prompt, tuned):
    fields = {"calls_per_month": calls, "prompt_usd_per_call": prompt, "tuned_usd_per_call": tuned}
    found = flips(BREAK_EVEN, read(BREAK_EVEN, fields)[0])
    assert found
    for flip in found.found:
        assert decision(BREAK_EVEN, fields | {flip.field.name: flip.value}) != found.decision


def test_a_calculator_without_a_decision_has_no_flips():
    assert flips(calculators.get("annotation"), read(calculators.get("annotation"), {})[0]) is None


def test_two_variants_show_what_differs_in_and_out():
    large, small = answered(BREAK_EVEN, {}), answered(BREAK_EVEN, {"prompt_usd_per_call": "$0.0003"})
    rows = compare(large, small).rows
    assert [(row.label, row.first, row.second) for row in rows[:2]] == [
        ("Prompted model, US$ a call", "0.00255", "0.0003"),
        (
            "Break-even volume",
            "2,098,954 calls a month",
            "22,811,000 calls a month".replace("22,811,000", _volume(small)),
        ),
    ]
    assert all(row.differs == (row.first != row.second) or row.differs for row in rows)


def _volume(answer):
    return answer.shown["break_even_calls_per_month"]


def test_a_link_carries_two_variants():
    fields = {"calls_per_month": "3M", "prompt_usd_per_call": "0.0003"}
    request = {"do": "answer", "calculator": "break-even", "fields": fields, "pinned": {"calls_per_month": "3M"}}
    reply = json.loads(protocol.respond(json.dumps(request)))
    assert reply["link"] == "break-even?calls_per_month=3000000&2.prompt_usd_per_call=0.0003&v=1&d=2026-11"
    opened = json.loads(
        protocol.respond(json.dumps({"do": "open", "calculator": "break-even", "fragment": reply["link"]}))
    )
    assert opened["pinned"]["prompt_usd_per_call"] == "0.00255"
    assert opened["fields"]["prompt_usd_per_call"] == "0.0003"
    assert opened["pinned"]["calls_per_month"] == opened["fields"]["calls_per_month"] == "3,000,000"
    assert opened["compared"] == reply["compared"]
    assert opened["link"] == reply["link"]
    assert opened["notices"] == []


def test_a_second_variant_with_an_unknown_name_is_ignored_with_a_notice():
    opened = links.open_fragment(BREAK_EVEN, "break-even?2.calls=3&v=1")
    assert opened.second is None
    assert opened.notices == ["The link sets “2.calls”, which this calculator does not have; it was ignored."]


def test_a_refused_variant_leaves_the_answer_alone():
    request = {"do": "answer", "calculator": "break-even", "fields": {}, "pinned": {"calls_per_month": "many"}}
    reply = json.loads(protocol.respond(json.dumps(request)))
    assert reply["ok"]
    assert "compared" not in reply


def test_equal_variants_make_a_link_of_one():
    inputs = answered(BREAK_EVEN, {}).inputs
    assert links.fragment(BREAK_EVEN, inputs, inputs) == links.fragment(BREAK_EVEN, inputs)


def test_ranges_are_compared_by_their_middle():
    rows = protocol.respond(
        json.dumps(
            {"do": "answer", "calculator": "break-even", "fields": {"calls_per_month": "1M to 4M"}, "pinned": {}}
        )
    )
    first = json.loads(rows)["compared"]["rows"][0]
    assert (first["first"], first["second"]) == ("1,000,000", "1,000,000 to 4,000,000")


@pytest.mark.parametrize("calculator_id", calculators.ids())
def test_every_calculator_compares_two_variants_in_one_link(calculator_id):
    calculator = calculators.get(calculator_id)
    for name, text in other_values(calculator):
        opened = open_link(calculator_id, f"{calculator_id}?2.{name}={text}")
        if "compared" in opened:
            break
    assert any(row["differs"] for row in opened["compared"]["rows"])
    again = open_link(calculator_id, opened["link"])
    assert again["compared"] == opened["compared"]
    assert (again["fields"], again["pinned"]) == (opened["fields"], opened["pinned"])


def open_link(calculator_id, fragment):
    request = {"do": "open", "calculator": calculator_id, "fragment": fragment}
    return json.loads(protocol.respond(json.dumps(request)))


def other_values(calculator):
    """Values near the defaults, one input at a time."""
    for f in calculator.inputs:
        if isinstance(f, Number) and f.default and f.linked:
            for by in (1.1, 0.9, 2):
                value = f.default * by
                value = round(value) if f.kind == "count" else value
                if f.holds(value) and value != f.default:
                    yield f.name, f.canonical(value)
