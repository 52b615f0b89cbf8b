"""SciPy and statsmodels agree with our own statistics, far from the defaults too."""

import math
import random
import statistics as stdlib_statistics

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar

import calculators
from calculators.kit import statistics
from tests.calculators.helpers import answered


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_exact_p_value_is_the_one_of_statsmodels(first_only, second_only):
    table = [[0, first_only], [second_only, 0]]
    oracle = mcnemar(table, exact=True).pvalue if first_only + second_only else 1.0
    # Where both counts are equal statsmodels may exceed 1 by rounding.
    assert statistics.mcnemar_exact(first_only, second_only) == pytest.approx(min(1.0, oracle), rel=1e-9, abs=1e-280)


@pytest.mark.parametrize(("first_only", "second_only"), [(499_000, 501_000), (10**8, 10**8 + 5000), (5, 10**6)])
def test_exact_p_value_holds_for_counts_no_sum_of_whole_numbers_could_reach(first_only, second_only):
    oracle = 2 * scipy.stats.binom.cdf(first_only, first_only + second_only, 0.5)
    assert statistics.mcnemar_exact(first_only, second_only) == pytest.approx(min(1.0, oracle), rel=1e-8, abs=1e-280)


@given(st.integers(1, 10**6), st.data())
def test_binomial_mass_is_scipys(total, data):
    k = data.draw(st.integers(0, total))
    oracle = scipy.stats.binom.pmf(k, total, 0.5)
    assert statistics.binomial_half(k, total) == pytest.approx(oracle, rel=1e-8, abs=1e-280)


@given(st.integers(2, 400), st.data())
def test_interval_is_the_textbook_one_for_paired_differences(items, data):
    first = data.draw(st.integers(0, items))
    second = data.draw(st.integers(0, items - first))
    scores = np.array([1.0] * second + [-1.0] * first + [0.0] * (items - first - second))
    error = scores.std(ddof=0) / math.sqrt(items)
    low, high = scipy.stats.norm.interval(0.9, loc=scores.mean(), scale=error) if error else (scores.mean(),) * 2
    found = statistics.paired_difference(items, first, second, 0.9)
    assert found == pytest.approx((scores.mean(), low, high), abs=1e-12)


def test_the_interval_covers_the_truth_as_often_as_it_promises():
    """Simulated test sets of 500 items on which the models differ on a fifth: nine in ten intervals hold the truth."""
    rng = random.Random(20261123)
    covered = 0
    trials = 2000
    for _ in range(trials):
        draws = rng.choices(("prompt", "tuned", "same"), (0.08, 0.12, 0.8), k=500)
        low, high = statistics.paired_difference(500, draws.count("prompt"), draws.count("tuned"), 0.9)[1:]
        covered += low <= 0.04 <= high
    margin = 4 * math.sqrt(0.9 * 0.1 / trials)
    assert covered / trials == pytest.approx(0.9, abs=margin)


def test_the_verdict_calls_equal_models_different_no_more_often_than_promised():
    rng = random.Random(7)
    lift = calculators.get("lift")
    wrong = 0
    for _ in range(600):
        first = sum(rng.random() < 0.5 for _ in range(40))
        answer = answered(
            lift, {"items": 200, "prompt_only_right": first, "tuned_only_right": 40 - first, "confidence": "90%"}
        )
        wrong += answer.outputs["verdict"] != "cannot_tell"
    assert wrong / 600 <= 0.1 + 4 * math.sqrt(0.1 * 0.9 / 600)


def test_break_even_is_where_a_root_finder_finds_no_saving():
    fields = {"prompt_usd_per_call": 0.004, "fixed_usd": 25_000, "horizon_months": 18, "prompt_price_decline": 0.45}
    calculator = calculators.get("break-even")

    def saving(calls):
        return answered(calculator, fields | {"calls_per_month": calls}).outputs["net_saving_usd"]

    root = scipy.optimize.brentq(saving, 0, 1e8, xtol=1e-3)
    found = answered(calculator, fields).outputs["break_even_calls_per_month"]
    assert found == pytest.approx(root, rel=1e-8)


def test_payback_is_where_the_running_saving_first_reaches_the_fixed_cost():
    fields = {"calls_per_month": 4e6, "prompt_usd_per_call": 0.005, "horizon_months": 36}
    answer = answered(calculators.get("break-even"), fields)
    i = answer.inputs
    months = np.arange(36)
    prices = 0.005 * 0.7 ** (months / 12)
    running = np.cumsum(4e6 * (prices - i["tuned_usd_per_call"]) - i["tuned_usd_per_month"])
    oracle = np.interp(i["fixed_usd"], np.concatenate([[0], running]), np.arange(37))
    assert answer.outputs["payback_months"] == pytest.approx(oracle)


def test_normal_quantiles_are_scipys():
    for probability in (1e-9, 0.025, 0.5, 0.8, 0.975, 1 - 1e-9):
        assert statistics.z(probability) == pytest.approx(scipy.stats.norm.ppf(probability), rel=1e-12, abs=1e-12)
    assert statistics.two_sided_z(0.95) == pytest.approx(stdlib_statistics.NormalDist().inv_cdf(0.975), rel=1e-14)
    assert statistics.two_sided_z(1 - 1e-16) > 8
