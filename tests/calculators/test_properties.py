"""What must hold for any input: no exception, no NaN, and the directions everybody expects."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import calculators
from calculators import protocol
from calculators.kit import fields as kinds
from calculators.kit import links, quantities
from tests.calculators.helpers import answered

CALCULATORS = [calculators.get(calculator_id) for calculator_id in calculators.ids()]

typed = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "0", "-1", "1e400", "nan", "inf", "-0", "1,000", "20k", "5%", "$3", "1 to 2", "yes", "½", "٣"]
    ),
    st.floats().map(str),
    st.integers(-(10**12), 10**18).map(str),
)


def plausible(field):
    """Texts that a field accepts."""
    if isinstance(field, kinds.Choice):
        return st.sampled_from([word for word, _ in field.options] + ([""] if field.optional else []))
    if isinstance(field, quantities.Share):
        near_an_end = st.sampled_from(["0.0000001%", "99.99999999999999%"])
        return st.one_of(st.integers(1, 99).map(lambda percent: f"{percent}%"), near_an_end)
    if isinstance(field, quantities.Count):
        return st.integers(int(field.least or 0) + 1, min(int(field.most or 0), 10**6)).map(str)
    if isinstance(field, quantities.Number):
        extreme = st.sampled_from(["1e-300", "0.0000001", "1e15"])
        return st.one_of(st.floats(1e-6, 1e9).map(lambda value: f"{value:.6f}"), extreme)
    return st.text(max_size=40) if field.linked else st.just("")


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)
@given(data=st.data())
def test_anything_typed_gets_an_answer_or_a_sentence_about_its_field(calculator, data):
    """Never an exception, never a number that is not one, never an error without its field's label."""
    fields = {field.name: data.draw(typed) for field in calculator.inputs if data.draw(st.booleans())}
    reply = json.loads(protocol.respond(json.dumps({"do": "answer", "calculator": calculator.id, "fields": fields})))
    if reply["ok"]:
        assert reply["sentence"].endswith(".")
    else:
        for error in reply["errors"]:
            assert f"“{calculator.field(error['field']).label}”" in error["message"]
            assert error["message"][-1] in ".?"


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)
@given(data=st.data())
def test_a_link_restores_what_it_was_made_from(calculator, data):
    """Inputs and outputs after opening a link are those before copying it."""
    fields = {field.name: data.draw(plausible(field)) for field in calculator.inputs}
    before = protocol.reply_to(calculator, fields)
    if not before["ok"]:
        return
    opened = links.open_fragment(calculator, before["link"])
    after = protocol.reply_to(calculator, opened.fields)
    assert opened.notices == []
    assert after["outputs"] == before["outputs"]
    assert after["inputs"] == before["inputs"]
    assert after["link"] == before["link"]


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)
@given(query=st.text(max_size=80))
@example(query="items=%ff%fe&v=1")
@example(query="items=" + "9" * 30_000)
@example(query="<script>alert(1)</script>=<img>&v=99999999")
def test_any_link_lands(calculator, query):
    """A link may be cut, mangled or hostile: it still opens, with words about what was ignored."""
    request = {"do": "open", "calculator": calculator.id, "fragment": f"{calculator.id}?{query}"}
    reply = json.loads(protocol.respond(json.dumps(request)))
    assert set(reply["fields"]) == {field.name for field in calculator.inputs}


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)
def test_texts_shown_in_the_form_are_read_back_as_the_same_value(calculator):
    for field in calculator.inputs:
        assert field.read(field.shown(field.default)) == field.default
        assert field.read(field.canonical(field.default)) == field.default


@given(st.floats(0, 1))
def test_a_share_shown_as_percent_is_read_back_exactly(value):
    field = quantities.Share(name="x", label="X", help="", default=0.5)
    assert field.read(field.shown(value)) == value


@given(st.integers(1, 500), st.integers(0, 200), st.integers(0, 200))
def test_swapping_the_models_swaps_the_sign(more, first, second):
    """lift is symmetric: exchanging prompt and tuned negates the difference and keeps the p-value."""
    lift, items = calculators.get("lift"), first + second + more
    one = answered(lift, {"items": items, "prompt_only_right": first, "tuned_only_right": second}).outputs
    other = answered(lift, {"items": items, "prompt_only_right": second, "tuned_only_right": first}).outputs
    assert one["difference"] == -other["difference"]
    assert one["difference_low"] == pytest.approx(-other["difference_high"], abs=1e-15)
    assert one["p_value"] == other["p_value"]
    assert one["difference_low"] <= one["difference"] <= one["difference_high"]


@given(st.floats(0, 1e8, allow_subnormal=False), st.floats(0, 1e8, allow_subnormal=False))
def test_more_calls_never_save_less_where_each_call_saves(a, b):
    calculator = calculators.get("break-even")
    low, high = sorted((a, b))
    fewer = answered(calculator, {"calls_per_month": low, "prompt_price_decline": 0}).outputs
    more = answered(calculator, {"calls_per_month": high, "prompt_price_decline": 0}).outputs
    assert more["net_saving_usd"] >= fewer["net_saving_usd"] - 1e-6
    assert more["break_even_calls_per_month"] == fewer["break_even_calls_per_month"]


@given(st.integers(0, 10**6), st.floats(0, 10, allow_subnormal=False), st.floats(0, 10, allow_subnormal=False))
def test_break_even_and_saving_tell_the_same_story(calls, prompt, tuned):
    """The sign of the saving, the break-even volume and the sentence never contradict each other."""
    fields = {"calls_per_month": calls, "prompt_usd_per_call": prompt, "tuned_usd_per_call": tuned}
    answer = answered(calculators.get("break-even"), fields)
    threshold = answer.outputs["break_even_calls_per_month"]
    if prompt <= tuned:
        assert threshold is None
        assert answer.sentence.startswith("Never at these prices")
    elif threshold is not None and abs(answer.outputs["net_saving_usd"]) >= 0.005:
        assert (calls >= threshold) == (answer.outputs["net_saving_usd"] > 0)
        assert answer.sentence.startswith("At your volume" if calls >= threshold else "Not at your volume")


@given(st.data())
def test_a_waiver_never_makes_readiness_worse(data):
    calculator = calculators.get("readiness")
    order = ["not_ready", "incomplete", "ready_to_consider"]
    fields = {f.name: data.draw(plausible(f)) for f in calculator.inputs if not f.name.endswith("_waiver")}
    before = answered(calculator, fields).outputs
    gate = data.draw(st.sampled_from(["prompting", "retrieval", "evaluation", "data", "stability"]))
    after = answered(calculator, fields | {f"{gate}_waiver": "a reason"}).outputs
    assert order.index(after["outcome"]) >= order.index(before["outcome"])
    assert gate in after["waived"]


def test_an_output_that_is_not_finite_is_an_error_and_never_shown():
    calculator = calculators.get("lift")
    broken = type(calculator)(**{**vars(calculator), "compute": lambda i: {"difference": math.nan}})
    with pytest.raises(ArithmeticError, match="difference is not a finite number"):
        calculators.answer(broken, {})
