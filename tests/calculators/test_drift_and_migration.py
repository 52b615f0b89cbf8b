"""When a tuned model slips or loses its base: SciPy's quantiles and binomials, and the directions everybody expects."""

import math
import re
from datetime import date

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import calculators
from calculators.kit import prices
from calculators.kit.quantities import Number
from tests.calculators.helpers import answered

DRIFT = calculators.get("drift")
MIGRATION = calculators.get("migration")
shares = st.floats(0.01, 0.98)


@given(shares, st.floats(0.01, 0.99), st.floats(0.5, 0.999), st.floats(0.5, 0.999))
def test_checks_needed_are_those_of_scipys_quantiles(now, part, confidence, power):
    floor = now * part
    fields = {"quality_now": now, "quality_floor": floor, "confidence": confidence, "power": power}
    found = answered(DRIFT, fields).outputs["checks_needed"]
    today, then = (scipy.stats.norm.ppf(p) * math.sqrt(q * (1 - q)) for p, q in ((confidence, now), (power, floor)))
    oracle = ((today + then) / (now - floor)) ** 2
    assert oracle * (1 - 1e-9) <= found <= oracle * (1 + 1e-9) + 1


@pytest.mark.parametrize(("now", "floor"), [(0.92, 0.87), (0.9, 0.85), (0.8, 0.7), (0.6, 0.5)])
def test_that_many_checks_notice_the_fall_as_often_as_promised(now, floor):
    """The exact binomial test at that size: no more false alarms than 5%, and misses near 20% (its steps cost some)."""
    needed = answered(DRIFT, {"quality_now": now, "quality_floor": floor}).outputs["checks_needed"]
    alarm = scipy.stats.binom.ppf(0.05, needed, now) - 1  # at most this many right answers raise the alarm
    assert scipy.stats.binom.cdf(alarm, needed, now) <= 0.05
    assert scipy.stats.binom.cdf(alarm, needed, floor) == pytest.approx(0.8, abs=0.08)


@given(st.floats(0.01, 100), st.floats(0.01, 100))
def test_a_faster_loss_reaches_the_floor_sooner_and_leaves_less_time(one, other):
    slow, fast = sorted((one, other))
    slower = answered(DRIFT, {"loss_points_per_month": slow}).outputs
    faster = answered(DRIFT, {"loss_points_per_month": fast}).outputs
    assert faster["months_to_floor"] <= slower["months_to_floor"]
    assert faster["silent_share"] >= slower["silent_share"]
    assert faster["weeks_to_notice"] == slower["weeks_to_notice"]


@given(st.floats(0.1, 5), st.floats(1, 500))
def test_the_checks_that_the_note_asks_for_are_enough(loss, pace):
    fields = {"loss_points_per_month": loss, "labelled_checks_per_week": pace}
    late = answered(DRIFT, fields)
    if late.outputs["silent_share"] <= 1:
        return
    asked = next(int(note.split("you need ")[1].split(" ")[0]) for note in late.notes if "you need " in note)
    assert answered(DRIFT, fields | {"labelled_checks_per_week": asked}).outputs["silent_share"] <= 1 + 1e-9
    if asked > 1:
        assert answered(DRIFT, fields | {"labelled_checks_per_week": asked - 1}).outputs["silent_share"] > 1


@given(st.integers(1, 400), st.integers(1, 60), st.integers(1, 1000))
def test_forced_migrations_are_the_lives_that_fit_counted_one_by_one(horizon, life, tenths):
    fields = {"horizon_months": horizon * tenths / 10, "base_model_life_months": life * tenths / 10}
    found = answered(MIGRATION, fields).outputs
    assert found["forced_migrations"] == sum(1 for end in range(life, horizon + 1, life) if end <= horizon)
    assert found["cost_per_year_usd"] * fields["horizon_months"] / 12 == pytest.approx(found["cost_usd"])


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_date_is_passed_on_and_changes_nothing_else(day):
    without = answered(MIGRATION, {}).outputs
    found = answered(MIGRATION, {"first_retirement": day.isoformat()})
    assert found.outputs == without | {"next_forced_date": day.isoformat()}
    assert f"{day.day} {day:%B} {day.year}" in found.sentence


def test_known_retirements_are_suggested_with_their_models_and_their_source():
    field = MIGRATION.field("first_retirement")
    suggested = dict(field.suggestions)
    endings = prices.current().endings
    assert set(suggested) == {ending.day for ending in endings}
    for day, models in suggested.items():
        assert field.read(day) == day
        assert all(ending.name in models and ending.provider in models for ending in endings if ending.day == day)
        (note,) = (note for note in answered(MIGRATION, {"first_retirement": day}).notes if models in note)
        assert {ending.source for ending in endings if ending.day == day} <= set(re.findall(r"[\w-]+ [\d.]+\d", note))
    assert not any("no longer answer" in note for note in answered(MIGRATION, {"first_retirement": "2031-05-05"}).notes)


def test_the_range_to_offer_for_a_loss_is_the_one_that_the_help_names():
    for name, field in (("drift", "loss_points_per_month"), ("retraining", "error_growth_points_per_month")):
        offered = calculators.get(name).field(field)
        assert isinstance(offered, Number)
        assert offered.doubt
        assert "Try {:g} and {:g}.".format(*offered.doubt) in offered.help
