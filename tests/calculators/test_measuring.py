"""Measuring before and after: eval-size, score and prompting, against SciPy and by their directions."""

import math

import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

import calculators
from calculators.kit import statistics
from tests.calculators.helpers import answered

EVAL_SIZE = calculators.get("eval-size")
SCORE = calculators.get("score")
PROMPTING = calculators.get("prompting")

shares = st.floats(0.02, 0.98)


def pairs_needed(difference, disagreement, confidence, power):
    """Connor's formula without rounding, with SciPy's quantiles."""
    z_a, z_b = scipy.stats.norm.ppf(1 - (1 - confidence) / 2), scipy.stats.norm.ppf(power)
    above = z_a * math.sqrt(disagreement) + z_b * math.sqrt(disagreement - difference**2)
    return (above / difference) ** 2


@settings(deadline=None)
@given(st.floats(0.005, 0.3), st.floats(0.3, 1), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_items_needed_is_connors_number(difference, disagreement, confidence, power):
    fields = {
        "smallest_difference": difference,
        "disagreement": disagreement,
        "confidence": confidence,
        "power": power,
    }
    found = answered(EVAL_SIZE, fields).outputs["items_needed"]
    assert found - 1 <= pairs_needed(difference, disagreement, confidence, power) * (1 + 1e-9)
    assert found >= pairs_needed(difference, disagreement, confidence, power) * (1 - 1e-9)


@settings(deadline=None)
@given(st.integers(30, 100_000), st.floats(0.05, 1), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_the_detectable_difference_is_where_a_root_finder_finds_it(items, disagreement, confidence, power):
    fields = {
        "smallest_difference": disagreement,
        "disagreement": disagreement,
        "have_items": items,
        "confidence": confidence,
        "power": power,
    }

    def surplus(difference):
        return pairs_needed(difference, disagreement, confidence, power) - items

    found = answered(EVAL_SIZE, fields).outputs["detectable_difference"]
    if surplus(disagreement) > 0:
        assert found is None or found == pytest.approx(disagreement)
    else:
        assert found == pytest.approx(scipy.optimize.brentq(surplus, 1e-6, disagreement, xtol=1e-14), rel=1e-8)


@settings(deadline=None)
@given(st.floats(0.01, 0.1), st.floats(0.1, 0.5), st.floats(0.6, 0.98))
def test_it_takes_more_items_for_less_difference_more_disagreement_more_power(difference, disagreement, power):
    fields = {"smallest_difference": difference, "disagreement": disagreement, "power": power}
    needed = answered(EVAL_SIZE, fields).outputs["items_needed"]
    for harder in (
        {"smallest_difference": difference / 2},
        {"disagreement": disagreement * 1.5},
        {"power": power + 0.01},
        {"confidence": "99%"},
        {"items_per_cluster": 3, "cluster_correlation": 0.5},
    ):
        assert answered(EVAL_SIZE, fields | harder).outputs["items_needed"] >= needed


def test_the_power_is_the_promised_one():
    """Exact McNemar-like check by the normal test: with the number it gives, the test notices four times in five."""
    needed = answered(EVAL_SIZE, {}).outputs["items_needed"]
    sd = math.sqrt(0.1 - 0.03**2)
    critical = scipy.stats.norm.ppf(0.975) * math.sqrt(0.1 / needed)
    assert scipy.stats.norm.sf(critical, 0.03, sd / math.sqrt(needed)) == pytest.approx(0.8, abs=0.001)


@settings(deadline=None)
@given(st.integers(1, 10**6), st.data(), st.floats(0.5, 0.999))
def test_the_interval_of_a_score_is_wilsons(items, data, confidence):
    right = data.draw(st.integers(0, items))
    found = answered(SCORE, {"right": right, "items": items, "confidence": confidence}).outputs
    oracle = proportion_confint(right, items, alpha=1 - confidence, method="wilson")
    assert (found["score_low"], found["score_high"]) == pytest.approx(oracle, rel=1e-9, abs=1e-12)
    assert 0 <= found["score_low"] <= found["score"] <= found["score_high"] <= 1


@settings(deadline=None)
@given(st.integers(1, 10**6), st.floats(0.01, 0.999))
def test_where_nothing_failed_the_bound_is_the_exact_one(items, confidence):
    found = answered(SCORE, {"right": items, "items": items, "confidence": confidence}).outputs["failure_rate_upper"]
    assert found == pytest.approx(scipy.stats.beta.ppf(confidence, 1, items), rel=1e-9)


def test_the_corrected_interval_covers_the_truth_about_as_often_as_it_promises():
    """Simulated: 70% are right, the judge and its two checks are drawn anew each time."""
    rng = np.random.default_rng(20261123)
    covered, trials = 0, 1000
    for _ in range(trials):
        accepted = int(rng.binomial(400, 0.7 * 0.9 + 0.3 * 0.2))
        fields = {
            "right": accepted,
            "items": 400,
            "confidence": 0.9,
            "judge_true_positive_rate": rng.binomial(150, 0.9) / 150,
            "judge_true_negative_rate": rng.binomial(150, 0.8) / 150,
            "calibration_positives": 150,
            "calibration_negatives": 150,
        }
        found = answered(SCORE, fields).outputs
        covered += found["corrected_low"] <= 0.7 <= found["corrected_high"]
    assert covered / trials == pytest.approx(0.9, abs=4 * math.sqrt(0.9 * 0.1 / trials))


@settings(deadline=None)
@given(shares, shares, st.integers(1, 500), st.integers(1, 500))
def test_correction_undoes_the_judges_errors(rate_right, rate_wrong, positives, negatives):
    """What the judge would find of a known truth is led back to it, and checking more narrows the interval."""
    if rate_right + rate_wrong < 1.1:
        return
    true = 0.6
    items = 10**6
    right = round(items * (true * rate_right + (1 - true) * (1 - rate_wrong)))
    fields = {"right": right, "items": items, "judge_true_positive_rate": rate_right}
    fields |= {"judge_true_negative_rate": rate_wrong, "calibration_positives": positives}
    found = answered(SCORE, fields | {"calibration_negatives": negatives}).outputs
    assert found["corrected_score"] == pytest.approx(true, abs=1e-4)
    finer = answered(SCORE, fields | {"calibration_negatives": negatives * 2}).outputs
    assert finer["corrected_high"] - finer["corrected_low"] <= found["corrected_high"] - found["corrected_low"]


@pytest.mark.parametrize("variants", [1, 2, 3, 7, 50, 1000, 10**6, 10**9])
def test_the_largest_of_many_normals_is_what_quadrature_finds(variants):
    def density(x):
        return x * variants * math.exp(scipy.stats.norm.logpdf(x) + (variants - 1) * scipy.stats.norm.logcdf(x))

    peak = math.sqrt(2 * math.log(variants))
    oracle = scipy.integrate.quad(density, -9, 12, points=[peak], limit=500, epsabs=1e-12)[0]
    assert statistics.normal_maximum(variants) == pytest.approx(oracle, rel=1e-9, abs=1e-11)


def test_the_luck_is_what_simulated_variants_show():
    """Ten equally good variants, correlated 0.5: the best looks better by what it says."""
    rng = np.random.default_rng(7)
    scores = math.sqrt(0.5) * (rng.standard_normal((20_000, 1)) + rng.standard_normal((20_000, 10)))
    seen = scores.max(axis=1).mean() * math.sqrt(0.8 * 0.2 / 200)
    found = answered(PROMPTING, {"correlation": 0.5}).outputs["expected_optimism"]
    assert found == pytest.approx(seen, abs=0.001)


@settings(deadline=None)
@given(st.integers(2, 10**6), st.integers(1, 10**6), shares, shares)
def test_more_variants_mean_more_luck_and_more_items_or_likeness_less(variants, items, accuracy, correlation):
    fields = {"variants": variants, "items": items, "accuracy": accuracy, "correlation": correlation}
    found = answered(PROMPTING, fields).outputs
    luck = found["expected_optimism"]
    assert answered(PROMPTING, fields | {"variants": variants * 2}).outputs["expected_optimism"] >= luck
    assert answered(PROMPTING, fields | {"items": items * 2}).outputs["expected_optimism"] <= luck
    assert answered(PROMPTING, fields | {"correlation": correlation + 0.01}).outputs["expected_optimism"] <= luck
    by_formula = 1.959963984540054**2 * accuracy * (1 - accuracy) / luck**2
    assert by_formula * (1 - 1e-9) <= found["holdout_items"] < by_formula * (1 + 1e-9) + 1
