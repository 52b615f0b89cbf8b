"""The flagship against a plain month-by-month sum, which is how anybody would check it in a spreadsheet."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

import calculators
from calculators.kit import cash_flows, charts, simulation
from calculators.kit.chart_pairs import COLUMN, COLUMNS, NAME_ROOM
from calculators.kit.chart_style import text_width
from calculators.kit.formatting import money, short_money
from calculators.kit.ranges import Range
from tests.calculators.helpers import answered

TOTAL = calculators.get("total-cost")
DEFAULTS = {f.name: f.default for f in TOTAL.inputs}

# Rates from nothing over next to nothing (where a closed form loses its digits) to all.
rates = st.one_of(st.sampled_from([0.0, 1e-300, 1e-17, 1e-12, 1e-8, 1.0]), st.floats(0, 1, allow_subnormal=False))
amounts = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))
lives = st.one_of(st.floats(0.01, 1000), st.integers(1, 48).map(float), st.sampled_from([0.01, 0.1, 0.3, 1e15]))


@st.composite
def inputs(draw):
    """Any numbers a person might mean, and the awkward ones."""
    values = {f.name: draw(amounts) for f in TOTAL.inputs}
    values |= {name: draw(rates) for name in ("discount_rate", "prompt_price_decline", "evaluation_shared")}
    return values | {"horizon_months": draw(st.integers(1, 1200)), "base_model_life_months": draw(lives)}


def by_month(v):
    """Both bills, every payment on its own: what it is, when it falls due, what it is worth at month 0."""
    hourly, end = v["engineer_usd_per_hour"], v["horizon_months"]
    ends = np.arange(1, end + 1)

    def today(usd, month):
        # Payments in months of their own; a month's rate is the twelfth root of a year's.
        return math.fsum(np.atleast_1d(usd * np.power(1 + v["discount_rate"], -np.asarray(month) / 12.0)))

    def monthly(usd):
        return today(np.full(end, usd), ends)

    price = v["prompt_usd_per_call"] * np.power(1 - v["prompt_price_decline"], (ends - 1) / 12.0)
    replaced = np.arange(1, math.ceil(end / v["base_model_life_months"]) + 2) * v["base_model_life_months"]
    replaced = replaced[replaced <= end * (1 + 1e-12)]
    built = v["evaluation_build_hours"] * hourly
    evaluation = built + monthly(v["evaluation_usd_per_month"])
    tuned = {
        "inference": monthly(v["calls_per_month"] * v["tuned_usd_per_call"]),
        "hosting": monthly(v["hosting_usd_per_month"]),
        "training": v["training_usd_per_run"],
        "build": v["tuned_build_hours"] * hourly,
        "data": v["data_usd"],
        "evaluation": evaluation,
        "monitoring": monthly(v["monitoring_hours_per_month"] * hourly),
        "retraining": monthly(v["retrain_usd"] * v["retrains_per_year"] / 12),
        "migration": today(np.full(len(replaced), float(v["migration_usd"])), replaced),
        "opportunity": v["delay_weeks"] * v["delay_usd_per_week"],
    }
    prompting = {
        "inference": today(v["calls_per_month"] * price, ends),
        "build": v["prompt_build_hours"] * hourly,
        "upkeep": monthly(v["prompt_upkeep_hours_per_month"] * hourly),
        "evaluation": evaluation * v["evaluation_shared"],
    }
    return tuned, prompting


def outputs(values):
    return answered(TOTAL, values).outputs


@given(inputs())
@example(DEFAULTS | {"horizon_months": 1200, "base_model_life_months": 0.01})
@example(DEFAULTS | {"discount_rate": 1e-17, "prompt_price_decline": 1e-17, "horizon_months": 1200})
@example(DEFAULTS | {"prompt_price_decline": 1.0})
@example(DEFAULTS | {"base_model_life_months": 24.0})
@example(DEFAULTS | {"base_model_life_months": 0.07, "horizon_months": 7})
def test_closed_form_and_month_by_month_sum_agree(values):
    found = outputs(values)
    tuned, prompting = by_month(values)
    assert found["tuned_lines"] == pytest.approx(tuned, rel=1e-9)
    assert found["prompting_lines"] == pytest.approx(prompting, rel=1e-9)


@given(inputs())
def test_lines_add_up_to_their_totals_and_shares_are_shares(values):
    found = outputs(values)
    assert found["tuned_usd"] == pytest.approx(sum(found["tuned_lines"].values()), rel=1e-12)
    assert found["prompting_usd"] == pytest.approx(sum(found["prompting_lines"].values()), rel=1e-12)
    assert found["difference_usd"] == found["tuned_usd"] - found["prompting_usd"]
    if found["tuned_usd"]:
        most = max(found["tuned_lines"].values())
        assert found["tuned_lines"][found["largest_line"]] == pytest.approx(most, rel=1e-9)
        assert 0 <= found["training_share"] <= 1
        assert 0 <= found["people_share"] <= 1 + 1e-12
        assert found["training_share"] * found["tuned_usd"] == pytest.approx(values["training_usd_per_run"])


@given(inputs(), st.floats(0, 1e9), st.floats(0, 1e9))
def test_the_difference_is_a_straight_line_in_the_volume(values, first, second):
    none, one, other, both = (
        outputs(values | {"calls_per_month": calls}) for calls in (0, first, second, first + second)
    )
    scale = sum(each["tuned_usd"] + each["prompting_usd"] for each in (none, one, other, both))
    bent = one["difference_usd"] + other["difference_usd"] - none["difference_usd"] - both["difference_usd"]
    assert abs(bent) <= 1e-12 * scale


@given(inputs())
def test_at_the_flip_both_cost_the_same_and_on_either_side_the_note_says_who_is_cheaper(values):
    found = answered(TOTAL, values)
    flip, note = found.outputs["flip_calls_per_month"], found.notes[0]
    least, most = ((flip / 4, flip * 4) if flip else (0.0, 1e12)) if "ly beyond" not in note else (0.0, 1e9)
    ends = [outputs(values | {"calls_per_month": calls}) for calls in (least, most)]
    if flip:
        there = outputs(values | {"calls_per_month": flip})
        scale = there["tuned_usd"] + there["prompting_usd"]
        assert abs(there["difference_usd"]) <= 1e-9 * scale
        said = re.search(r"^Above .* a month (\w+) is cheaper, below that (\w+);", note)
        assert said, note
        cheaper = {"below": said[2], "above": said[1]}
        assert {said[1], said[2]} == {"tuning", "prompting"}
    elif said := re.search(r"^(\w+) is cheaper at any volume", note):
        cheaper = dict.fromkeys(("below", "above"), said[1].lower())
    else:
        assert re.match(r"A call costs the same either way|They would cost the same only beyond", note), note
        return
    for side, end in zip(("below", "above"), ends, strict=True):
        gap, scale = end["difference_usd"], end["tuned_usd"] + end["prompting_usd"]
        if abs(gap) > 1e-9 * scale:
            assert (gap < 0) == (cheaper[side] == "tuning"), (side, note)


@given(inputs())
def test_no_flip_means_that_no_volume_changes_the_sign(values):
    found = outputs(values)
    if found["flip_calls_per_month"] is not None:
        return
    none, most = (outputs(values | {"calls_per_month": calls}) for calls in (0, 1e12))
    small = 1e-9 * (most["tuned_usd"] + most["prompting_usd"])
    assert none["difference_usd"] * most["difference_usd"] >= 0 or abs(most["difference_usd"]) <= small


@pytest.mark.parametrize(
    ("given_", "note"),
    [
        ({}, "Above 3,031,280 calls a month tuning is cheaper, below that prompting; you plan 1,000,000 calls."),
        (
            {"tuned_usd_per_call": 0.01, "prompt_build_hours": 3000},
            "Above 1,061,822 calls a month prompting is cheaper, below that tuning; you plan 1,000,000 calls.",
        ),
        ({"tuned_usd_per_call": 0.01}, "Prompting is cheaper at any volume, since its calls cost less too."),
        ({"prompt_build_hours": 3000}, "Tuning is cheaper at any volume, since its calls cost less too."),
        (
            {"tuned_usd_per_call": 0.00255, "prompt_price_decline": 0},
            "A call costs the same either way over the horizon, so no volume changes which option is cheaper.",
        ),
        (
            {"tuned_usd_per_call": 0, "prompt_usd_per_call": "1e-9"},
            "They would cost the same only beyond 1,000,000,000,000 calls a month.",
        ),
    ],
)
def test_the_note_on_volume_names_the_cheaper_side(given_, note):
    assert answered(TOTAL, given_).notes[0] == note


def test_the_article_s_smallest_cost_is_tried_on_the_reader_s_numbers():
    def said(**given_):
        return next(note for note in answered(TOTAL, given_).notes if note.startswith("The article"))

    start = "The article calls the GPU bill the smallest cost. "
    assert said() == (
        f"{start}Of your nine lines, the training run is the smallest ($50, 0.03%); "
        "hosting, a GPU bill too, is the fourth largest ($27,517, 13.9%)."
    )
    assert "the training run is the largest ($100,000, 33.6%);" in said(training_usd_per_run=1e5)
    assert "no training run is priced; hosting costs nothing." in said(training_usd_per_run=0, hosting_usd_per_month=0)
    assert "the training run is the ninth largest ($1,000, 0.5%)" in said(
        training_usd_per_run=1000, delay_usd_per_week=1
    )


def test_life_and_delay_are_spoken_of_where_they_count_nothing():
    notes = answered(TOTAL, {"base_model_life_months": 25}).notes
    assert "A base model that lives 25 months outlasts the horizon, so no migration is counted." in notes
    assert any("ends exactly at the horizon" in note for note in answered(TOTAL, {"base_model_life_months": 12}).notes)
    assert any("Delay is priced at $0" in note for note in answered(TOTAL, {}).notes)
    assert not any("Delay" in note for note in answered(TOTAL, {"delay_usd_per_week": 100}).notes)


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        (
            {},
            "Over 24 months, in today’s money, prompting costs $116,954 and tuning $197,984: prompting is cheaper by "
            "$81,030. The largest line of tuning is retraining, at $44,346 (22%).",
        ),
        (
            {"calls_per_month": "10M", "discount_rate": 0, "horizon_months": 1},
            "Over 1 month prompting costs $62,520 and tuning $76,151: prompting is cheaper by $13,631. "
            "The largest line of tuning is building, at $35,200 (46%).",
        ),
        (
            {f.name: 0 for f in TOTAL.inputs if f.kind == "usd"},
            "Nothing costs anything with these numbers: neither prompting nor tuning has a bill.",
        ),
    ],
)
def test_the_sentence(given_, sentence):
    assert answered(TOTAL, given_).sentence == sentence


def test_more_migrations_than_any_loop_could_pay():
    """A trillion of them, against the plain product and the limit of continuous payment: a loop would not come back."""
    many = {"horizon_months": 1200, "base_model_life_months": 1e-9, "migration_usd": 1}
    found = outputs(many | {"discount_rate": 0})["tuned_lines"]["migration"]
    assert found == pytest.approx(1.2e12, rel=1e-9)
    growth = math.log(1.08) / 12
    expected = 1e9 * (1 - math.exp(-growth * 1200)) / growth
    assert outputs(many)["tuned_lines"]["migration"] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("log_ratio", [-5e-324, -1e-300, -1e-17, -1e-9, -1e-3, -2.0, -800.0, -math.inf])
@pytest.mark.parametrize("terms", [1, 2, 1200])
def test_a_geometric_series_keeps_its_digits_next_to_one(log_ratio, terms):
    expected = math.fsum(math.exp(log_ratio * k) if k else 1.0 for k in range(terms))
    assert cash_flows.geometric(log_ratio, terms) == pytest.approx(expected, rel=1e-13)
    assert cash_flows.geometric(log_ratio, 0) == 0


# --- Ranges -------------------------------------------------------------------


def test_the_chance_that_tuning_is_cheaper_is_that_of_passing_the_flip():
    """Only the volume is uncertain, so the chance has a closed form: that of a volume above the flip."""
    found = outputs({"calls_per_month": "500k to 8M"})
    low, high = math.log(500e3), math.log(8e6)
    volume = stats.norm((low + high) / 2, (high - low) / (2 * stats.norm.ppf(0.95)))
    exact = 1 - volume.cdf(math.log(outputs({})["flip_calls_per_month"]))
    assert found["probability_tuned_cheaper"] == pytest.approx(exact, abs=4 * math.sqrt(0.25 / simulation.DRAWS))


def test_the_tornado_holds_each_range_at_its_ends_widest_first():
    given_ = {"calls_per_month": "500k to 8M", "retrain_usd": "5k to 7k", "discount_rate": "2% to 12%"}
    found = answered(TOTAL, given_)
    rows = found.outputs["tornado"]
    assert [set(row) for row in rows] == [{"input", "low_usd", "high_usd"}] * 3
    widths = [abs(row["high_usd"] - row["low_usd"]) for row in rows]
    assert widths == sorted(widths, reverse=True)
    assert {row["input"] for row in rows} == set(given_)
    middle = {name: found.inputs[name].median for name in given_}
    for row in rows:
        for end in ("low", "high"):
            there = outputs(middle | {row["input"]: getattr(found.inputs[row["input"]], end)})
            assert row[f"{end}_usd"] == pytest.approx(there["difference_usd"], rel=1e-9)
    assert found.spread
    assert found.spread.tornado
    assert [bar["name"] for bar in found.spread.tornado.data["bars"]] == [
        TOTAL.field(row["input"]).label for row in rows
    ]


def test_ranges_that_move_the_difference_alike_stay_in_the_order_of_the_form():
    """Their widths differ in the last digit only, and not alike on every platform."""
    found = answered(TOTAL, {"retrain_usd": "3k to 12k", "retrains_per_year": "2 to 8"})
    assert [row["input"] for row in found.outputs["tornado"]] == ["retrains_per_year", "retrain_usd"]
    assert found.spread
    assert found.spread.tornado
    assert [bar["name"] for bar in found.spread.tornado.data["bars"]] == ["Retrains a year", "One retrain, US$"]


def test_a_range_whose_end_has_no_result_stands_first_in_the_tornado():
    middle = SimpleNamespace(**DEFAULTS)
    ranges = {"retrain_usd": Range(5e3, 7e3), "base_model_life_months": Range(1e-120, 30)}
    rows = TOTAL.over_ranges(middle, None, simulation.Runs(ranges, {"difference_usd": [-1.0, 1.0]}))["tornado"]
    assert [row["input"] for row in rows] == ["base_model_life_months", "retrain_usd"]
    assert rows[0]["low_usd"] is None
    assert TOTAL.output("tornado").say(rows).startswith("Life of a base model, months from no result to $57,8")


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        ("500k to 8M", r"the result lies between tuning cheaper by \$[\d,]+ and prompting cheaper by \$[\d,]+; tuning"),
        ("5M to 8M", r"tuning is cheaper by \$[\d,]+ to \$[\d,]+; tuning is cheaper in every draw\."),
        ("500k to 600k", r"prompting is cheaper by \$[\d,]+ to \$[\d,]+; tuning is cheaper in none of the draws\."),
        ("5M to 5M", r"tuning is cheaper by \$[\d,]+; tuning is cheaper in every draw\."),
    ],
)
def test_with_ranges_the_sentence_says_the_span_and_the_chance(volume, said):
    found = answered(TOTAL, {"calls_per_month": volume})
    assert re.search(
        rf", with each range at its middle: .* In eight of ten draws from your ranges {said}", found.sentence
    )
    low, high = (found.outputs[f"difference_usd_p{at}"] for at in (10, 90))
    assert money(abs(low)) in found.sentence
    assert money(abs(high)) in found.sentence
    assert found.spread
    assert "probability_tuned_cheaper" not in [row.name for row in found.spread.rows]


# --- The picture --------------------------------------------------------------


def spans(data):
    """Where each bar and its text begin and end, by row and column."""
    for bar in data["bars"]:
        start = bar["start"] if bar["end"] is not None else bar["label"]
        yield bar["row"], bar["column"], start, bar["label"] + text_width(bar["text"])


@given(inputs())
def test_no_bar_and_no_label_leaves_its_column(values):
    data = answered(TOTAL, values).picture.data
    for _, column, start, end in spans(data):
        assert start >= COLUMNS[column]
        assert end <= COLUMNS[column] + COLUMN + 0.2
    assert all(text_width(row["name"]) <= NAME_ROOM and not row["name"].endswith("…") for row in data["names"])


def test_both_columns_have_one_scale_and_the_largest_line_comes_first():
    data = answered(TOTAL, {}).picture.data
    drawn = {
        (data["names"][bar["row"]]["name"], bar["column"]): bar["end"] - bar["start"]
        for bar in data["bars"]
        if bar["end"] is not None
    }
    assert drawn["Tokens", 0] / drawn["Retraining", 1] == pytest.approx(41_399 / 44_346, rel=0.01)
    assert drawn["Evaluation", 0] == pytest.approx(drawn["Evaluation", 1])
    assert [row["name"] for row in data["names"]][:2] == ["Retraining", "Tokens"]
    assert drawn["Training run", 1] == 1
    assert drawn["Delay", 1] == 0
    assert ("Hosting", 0) not in drawn


def test_the_table_has_every_line_and_its_sums():
    table = answered(TOTAL, {}).picture.table
    assert len(table.rows) == 12
    assert table.rows[0] == ("Retraining", "none", "$44,346", "22.4%")
    assert table.rows[-1] == ("In all", "$116,954", "$197,984", "100%")


def test_pairs_without_rows_or_values_are_a_picture_too():
    assert charts.pairs_data((("a", ""), ("b", "")), [])["bars"] == []
    none = charts.pairs_data((("a", ""), ("b", "")), [("x", (0.0, "$0"), (None, "–"))])["bars"]
    assert [bar["end"] for bar in none] == [COLUMNS[0], None]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "$0"), (44_345.8, "$44,346"), (999_999, "$999,999"), (1e6, "$1M"), (1.234e9, "$1.2bn"), (6e21, "$6e+21")],
)
def test_money_on_a_picture_is_short(value, text):
    assert short_money(value) == text


def test_the_working_shows_what_the_reader_typed_and_ends_where_the_outputs_are():
    typed = {"engineer_usd_per_hour": "110.5", "monitoring_hours_per_month": "7.75", "discount_rate": "8.25%"}
    found = answered(TOTAL, typed | {"tuned_usd_per_call": "0.0000685", "base_model_life_months": "7.5"})
    steps = {step.label: step for step in found.working}
    assert steps["Months of the horizon, discounted"].numbers == "8.25% a year over 24 months"
    assert steps["Tuning: monitoring"].numbers.startswith("7.75 · $110.5 · 22.1")
    assert steps["Tuning: tokens"].numbers.startswith("1,000,000 · $0.0000685 · 22.1")
    assert steps["Tuning: migration"].numbers.endswith("(every 7.5 months)")
    assert steps["Tuning in all"].result == money(found.outputs["tuned_usd"])
    assert steps["Prompting in all"].result == money(found.outputs["prompting_usd"])
    assert steps["Equal at"].result == f"{found.outputs['flip_calls_per_month']:,.0f} calls a month"
    assert "Equal at" not in [step.label for step in answered(TOTAL, {"tuned_usd_per_call": 1}).working]
