"""The rhythm of retraining against a minimiser, and the sum of the team's time."""

import math

import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st

import calculators
from tests.calculators.helpers import answered

RETRAINING = calculators.get("retraining")
OPPORTUNITY = calculators.get("opportunity")
amounts = st.floats(0.01, 1e6)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0.001, 10), st.floats(0.01, 20))
def test_the_best_interval_is_where_a_minimiser_finds_it(retrain, requests, error, points):
    fields = {
        "retrain_usd": retrain,
        "requests_per_day": requests,
        "usd_per_error": error,
        "error_growth_points_per_month": points,
    }
    found = answered(RETRAINING, fields).outputs
    growth = found["loss_growth_usd_per_day"]

    def cost(log_days):
        return retrain / math.exp(log_days) + growth * math.exp(log_days) / 2

    least = scipy.optimize.minimize_scalar(cost, bracket=(-5.0, 5.0), tol=1e-12)
    assert found["best_interval_days"] == pytest.approx(math.exp(least.x), rel=1e-5)
    assert found["cost_per_day_usd"] == pytest.approx(least.fun, rel=1e-9)
    assert found["retrains_per_year"] * found["best_interval_days"] == pytest.approx(365)


@given(amounts)
def test_a_quarter_of_the_price_halves_interval_and_cost(price):
    whole = answered(RETRAINING, {"retrain_usd": price}).outputs
    quarter = answered(RETRAINING, {"retrain_usd": price / 4}).outputs
    assert quarter["best_interval_days"] == pytest.approx(whole["best_interval_days"] / 2)
    assert quarter["cost_per_year_usd"] == pytest.approx(whole["cost_per_year_usd"] / 2)


@given(amounts, amounts, st.one_of(st.none(), amounts))
def test_opportunity_adds_up(engineers, weeks, wait):
    fields = {"engineers": engineers, "weeks": weeks, "delay_weeks": wait}
    found = answered(OPPORTUNITY, fields).outputs
    assert found["total_usd"] == pytest.approx(found["labour_usd"] + found["delay_usd"])
    assert found["delay_usd"] == pytest.approx(15000 * (weeks if wait is None else wait))
    assert found["usd_per_week"] * weeks == pytest.approx(found["total_usd"])
