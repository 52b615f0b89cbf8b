"""Ranges: the draws follow the distributions they claim, and results over them follow closed forms."""

import json
import math
import re
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import calculators
from calculators import protocol
from calculators.kit import ranges, simulation
from calculators.kit.ranges import Range, logistic, logit
from calculators.kit.simulation import percentiles, probabilities
from tests.calculators.helpers import answered

CALCULATORS = [calculators.get(calculator_id) for calculator_id in calculators.ids()]
BREAK_EVEN = calculators.get("break-even")
RANGED = [
    (calculator, field) for calculator in CALCULATORS for field in calculator.inputs if getattr(field, "ranged", False)
]


def draws(each, count=20_000, name="calls_per_month"):
    stream = each.draws(name)
    return np.array([next(stream) for _ in range(count)])


def test_the_ends_are_the_5th_and_the_95th_percentile():
    assert NormalDist().inv_cdf(0.95) == ranges.FROM_MEDIAN_TO_END


@pytest.mark.parametrize("each", [Range(20e3, 120e3), Range(1e-5, 1e-3), Range(0.02, 0.6, share=True)], ids=str)
def test_draws_follow_their_distribution(each):
    """Kolmogorov and Smirnov’s test against the closed form. The draws are fixed, so it cannot flicker."""
    there = logit if each.share else math.log
    low, high = there(each.low), there(each.high)
    deviation = (high - low) / (2 * stats.norm.ppf(0.95))
    found = np.array([there(value) for value in draws(each)])
    assert stats.kstest(found, stats.norm((low + high) / 2, deviation).cdf).pvalue > 0.01
    assert np.quantile(draws(each), [0.05, 0.5, 0.95]) == pytest.approx([each.low, each.median, each.high], rel=0.05)


def test_streams_of_two_inputs_are_independent_and_each_is_always_the_same():
    each = Range(1, 10)
    one, other = draws(each, name="fixed_usd"), draws(each, name="calls_per_month")
    assert abs(np.corrcoef(np.log(one), np.log(other))[0, 1]) < 0.03
    assert (one == draws(each, name="fixed_usd")).all()


@given(st.floats(1e-9, 1e12), st.floats(1e-9, 1e12))
def test_the_middle_of_an_amount_is_its_geometric_mean(a, b):
    low, high = sorted((a, b))
    assert Range(low, high).median == pytest.approx(math.sqrt(low) * math.sqrt(high), rel=1e-9)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(1e-9, 1 - 1e-9))
def test_the_middle_of_a_share_lies_between_its_ends(a, b):
    low, high = sorted((a, b))
    middle = Range(low, high, share=True).median
    assert low * (1 - 1e-9) <= middle <= high * (1 + 1e-9)
    assert logistic(logit(low)) == pytest.approx(low, rel=1e-9)


def test_a_linear_model_of_one_lognormal_input_has_the_percentiles_of_the_closed_form():
    """The saving is linear in the calls: its percentiles are those of the lognormal, scaled and shifted."""
    found = answered(BREAK_EVEN, {"calls_per_month": "500k to 8M"}).outputs
    low, high = math.log(500e3), math.log(8e6)
    calls = stats.lognorm(s=(high - low) / (2 * stats.norm.ppf(0.95)), scale=math.exp((low + high) / 2))
    none, million = (answered(BREAK_EVEN, {"calls_per_month": n}).outputs["net_saving_usd"] for n in (0, 1e6))
    for at in simulation.PERCENTILES:
        expected = none + (million - none) / 1e6 * calls.ppf(at / 100)
        # Four standard errors of a percentile from 20,000 draws.
        density = calls.pdf(calls.ppf(at / 100)) * 1e6 / (million - none)
        error = 4 * math.sqrt(at / 100 * (1 - at / 100) / simulation.DRAWS) / density
        assert found[f"net_saving_usd_p{at}"] == pytest.approx(expected, abs=error)
    assert found["net_saving_usd"] == pytest.approx(none + (million - none) / 1e6 * 2e6, rel=1e-9)


def test_the_share_of_draws_that_pay_is_the_probability_of_passing_the_break_even_volume():
    answer = answered(BREAK_EVEN, {"calls_per_month": "500k to 8M"})
    threshold = answer.outputs["break_even_calls_per_month"]
    low, high = math.log(500e3), math.log(8e6)
    exact = 1 - stats.norm((low + high) / 2, (high - low) / (2 * stats.norm.ppf(0.95))).cdf(math.log(threshold))
    said = re.search(r"Tuning (pays|does not pay) in ([\d.]+)% of all draws", answer.sentence)
    assert said
    found = float(said[2]) / 100
    assert (found if said[1] == "pays" else 1 - found) == pytest.approx(exact, abs=0.01)


@pytest.mark.parametrize(
    ("calculator", "field"), RANGED, ids=lambda each: getattr(each, "id", getattr(each, "name", ""))
)
def test_a_range_of_no_width_gives_the_point_result(calculator, field):
    value = field.default or (0.5 if field.percent else 2)
    if field.percent and not 0 < value < 1:
        value = 0.5
    point = calculators.answer(calculator, {field.name: value})
    if isinstance(point, calculators.Refusal):
        return
    text = f"{field.canonical(value)} to {field.canonical(value)}"
    found = answered(calculator, {field.name: text})
    assert {name: found.outputs[name] for name in point.outputs} == point.outputs
    for name, value in found.outputs.items():
        for ending in ("_p10", "_p50", "_p90"):
            if name.endswith(ending):
                assert value == point.outputs[name.removesuffix(ending)], name
        if name.endswith("_probabilities"):
            assert value == {simulation.word(point.outputs[name.removesuffix("_probabilities")]): 1.0}


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)
def test_every_number_gets_percentiles_and_every_decision_probabilities(calculator):
    typed = {
        f.name: f"{f.canonical(f.default * low)} to {f.canonical(f.default * 1.01 * low)}"
        for low in (1.0 if calculator.id == "eval-size" else 0.97,)
        for f in calculator.inputs
        if getattr(f, "ranged", False) and f.default
    }
    answer = answered(calculator, typed)
    for name, value in answered(calculator, {}).outputs.items():
        if isinstance(value, str | bool):
            shares = answer.outputs[f"{name}_probabilities"]
            assert sum(shares.values()) == pytest.approx(1)
            assert f"{name}_probabilities" in answer.shown
        elif isinstance(value, int | float):
            low, middle, high = (answer.outputs[f"{name}_p{at}"] for at in (10, 50, 90))
            assert middle is not None
            assert low <= middle
            assert high is None or middle <= high
            assert f"{name}_p90" in answer.shown
    json.dumps(answer.outputs, allow_nan=False)


def test_declared_names_are_fields_and_outputs():
    for calculator in CALCULATORS:
        for name in calculator.uncertain:
            assert getattr(calculator.field(name), "ranged", False), f"{calculator.id}: {name}"
        if calculator.headline:
            assert calculator.output(calculator.headline).label


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=60))
def test_percentiles_are_numpys_with_never_as_infinity(column):
    values = np.array([math.inf if value is None else value for value in column])
    for at, found in zip(simulation.PERCENTILES, percentiles(column, never=True), strict=True):
        below, above = np.percentile(values, at, method="lower"), np.percentile(values, at, method="higher")
        if math.isinf(above):
            assert found is None or math.isfinite(below)
        elif below == above:
            assert found == below
        else:
            assert found == pytest.approx(np.percentile(values, at), abs=1e-6)


def test_a_null_that_means_never_counts_as_infinitely_much():
    """A call to the tuned model costs more in some draws, so that no volume pays: the 90th percentile is never."""
    answer = answered(BREAK_EVEN, {"tuned_usd_per_call": "0.0005 to 0.006", "prompt_price_decline": 0})
    assert answer.outputs["break_even_calls_per_month_p10"] is not None
    assert answer.outputs["break_even_calls_per_month_p90"] is None
    assert answer.shown["break_even_calls_per_month_p90"] == "never"


def test_other_nulls_are_left_out_and_said():
    few = calculators.get("few-shot")
    answer = answered(few, {"cache_write_multiplier": "0.05 to 3", "cache_read_multiplier": "0.05 to 3"})
    columns = [output for output in few.outputs if f"{output.name}_p50" in answer.outputs]
    assert all(answer.outputs[f"{output.name}_p50"] is not None for output in columns)


def test_draws_that_a_rule_refuses_are_left_out_and_said():
    answer = answered(calculators.get("prompting"), {"accuracy": "80% to 90%"})
    assert not any("left out" in note for note in answer.notes)
    drift = calculators.get("drift")
    some = answered(drift, {"quality_now": "88% to 96%"})
    assert any("of the draws were left out" in note for note in some.notes), some.notes
    many = calculators.answer(drift, {"quality_now": "80% to 96%"})
    assert isinstance(many, calculators.Refusal)
    assert "of the draws from this range have no result" in many.problems[0].message
    assert {problem.field for problem in many.problems} == {"quality_now"}


def test_a_range_for_one_input_moves_no_draw_of_another():
    """Common random numbers: what is compared differs by what was changed, not by luck."""
    one = simulation.Simulation(BREAK_EVEN, _values({"fixed_usd": "50k to 90k"}))
    both = simulation.Simulation(BREAK_EVEN, _values({"fixed_usd": "50k to 90k", "tuned_usd_per_month": "1k to 1k"}))
    one.advance(50)
    both.advance(50)
    moved = {
        round(a - b, 6) for a, b in zip(one.outputs["net_saving_usd"], both.outputs["net_saving_usd"], strict=True)
    }
    assert moved == {-241 * 24.0}


def test_in_steps_or_at_once_the_draws_are_the_same():
    whole, steps = (simulation.Simulation(BREAK_EVEN, _values({"calls_per_month": "500k to 8M"})) for _ in "ab")
    whole.advance(3000)
    for total in (1, 1000, 1001, 3000):
        steps.advance(total)
    assert steps.outputs == whole.outputs


def test_the_page_gets_a_first_answer_and_then_the_one_of_the_command_line():
    fields = {"calls_per_month": "500k to 8M"}
    ask = lambda do: json.loads(protocol.respond(json.dumps({"do": do, "calculator": "break-even", "fields": fields})))  # noqa: E731
    first = ask("answer")
    assert first["spread"]["draws"] == simulation.FIRST_DRAWS
    last = ask("refine")
    told = [simulation.FIRST_DRAWS]
    while "sentence" not in last:
        assert last["draws"] > told[-1]
        told.append(last["draws"])
        last = ask("refine")
    assert last["outputs"] == answered(BREAK_EVEN, fields).outputs
    assert last["spread"]["draws"] == last["spread"]["planned"] == simulation.DRAWS
    # Whoever has edited since then is answered for the edit.
    fields["calls_per_month"] = "1M to 2M"
    assert ask("refine")["spread"]["draws"] == simulation.FIRST_DRAWS


def test_a_range_survives_its_link():
    reply = protocol.reply_to(BREAK_EVEN, {"calls_per_month": "500k – 8M", "prompt_price_decline": "10 to 50%"})
    assert "calls_per_month=500000%20to%208000000" in reply["link"]
    assert "prompt_price_decline=0.1%20to%200.5" in reply["link"]
    opened = json.loads(
        protocol.respond(json.dumps({"do": "open", "calculator": "break-even", "fragment": reply["link"]}))
    )
    assert opened["fields"]["calls_per_month"] == "500,000 to 8,000,000"
    assert opened["fields"]["prompt_price_decline"] == "10% to 50%"
    assert opened["outputs"] == reply["outputs"]


@given(st.floats(1.01, 30), st.floats(1.0, 3))
def test_widening_a_range_never_narrows_its_bar(spread, more):
    def width(by):
        answer = answered_first({"calls_per_month": f"{2e6 / by:.3f} to {2e6 * by:.3f}", "fixed_usd": "50k to 80k"})
        bars = answer.spread.tornado.data["bars"]
        bar = next(bar for bar in bars if bar["name"] == "Calls a month")
        return abs(bar["end"] - bar["start"])

    assert width(spread * more) >= width(spread) - 1e-6


def test_the_tornado_is_sorted_and_says_where_the_decision_flips():
    answer = answered(BREAK_EVEN, {"calls_per_month": "500k to 8M", "fixed_usd": "59k to 61k"})
    assert answer.spread
    assert answer.spread.tornado
    rows = answer.spread.tornado.table.rows
    assert [row[0] for row in rows] == ["Calls a month", "Work before launch, US$"]
    flip = float(rows[0][3].replace(",", ""))
    assert flip == pytest.approx(answer.outputs["break_even_calls_per_month"], rel=1e-3)
    assert rows[1][3] == "not within it"


def test_probabilities_name_true_false_and_none_and_come_in_a_fixed_order():
    assert probabilities([True, False, True, None]) == {"true": 0.5, "false": 0.25, "none": 0.25}
    assert list(probabilities(["b", "a"])) == ["a", "b"]


def _values(typed):
    from calculators.kit.calculator import read

    values, problems = read(BREAK_EVEN, typed)
    assert not problems
    return values


def answered_first(typed):
    from calculators.kit import spread

    return spread.answer(BREAK_EVEN, _values(typed), draws=10)
