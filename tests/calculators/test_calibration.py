"""Closing the loop: what a calculator promises comes out when the thing itself is played through many times.

The draws are fixed by their seeds, so nothing here can flicker. Each tolerance is four standard errors of the share
that is counted: a wrong formula, such as a one-sided quantile where a two-sided one is meant, lies far outside.
"""

import math

import numpy as np
import pytest
import scipy.stats

import calculators
from calculators.kit import statistics
from tests.calculators.helpers import answered

EVAL_SIZE, SCORE, DRIFT, LIFT = (calculators.get(name) for name in ("eval-size", "score", "drift", "lift"))


def within_luck(share, trials):
    """Four standard errors of a share that is counted in so many trials."""
    return 4 * math.sqrt(share * (1 - share) / trials)


# Formulas of sample sizes are approximations themselves; this is how far theirs may be from the truth.
APPROXIMATION = 0.01


def compared_pairs(rng, items, difference, disagreement, trials):
    """On how many items only the first, and only the second of two candidates is right, in each of the trials."""
    shares = [(disagreement - difference) / 2, (disagreement + difference) / 2, 1 - disagreement]
    counts = rng.multinomial(items, shares, size=trials)
    return counts[:, 0], counts[:, 1]


@pytest.mark.parametrize(
    ("difference", "disagreement", "confidence", "power"),
    [(0.03, 0.1, 0.95, 0.8), (0.02, 0.1, 0.95, 0.9), (0.05, 0.3, 0.9, 0.8), (0.04, 0.2, 0.99, 0.95)],
)
def test_trials_of_the_planned_size_notice_the_difference_as_often_as_planned(
    difference, disagreement, confidence, power
):
    """eval-size plans, McNemar's test decides: among test sets of the planned size it finds the difference in just the
    planned share of cases, and where there is none, in no more than 1 − confidence of them."""
    plan = {"smallest_difference": difference, "disagreement": disagreement, "confidence": confidence, "power": power}
    items = answered(EVAL_SIZE, plan).outputs["items_needed"]
    rng, trials = np.random.default_rng(20261126), 20_000
    critical = scipy.stats.chi2.ppf(confidence, 1)

    def noticed(truth):
        first, second = compared_pairs(rng, items, truth, disagreement, trials)
        return np.mean((second - first) ** 2 > critical * (first + second))

    assert noticed(difference) == pytest.approx(power, abs=within_luck(power, trials) + APPROXIMATION)
    alarms = 1 - confidence
    assert noticed(0.0) == pytest.approx(alarms, abs=within_luck(alarms, trials) + APPROXIMATION)


def test_so_do_the_verdicts_of_lift():
    """The calculator that judges the result afterwards uses the exact test, which is a little more cautious."""
    items = answered(EVAL_SIZE, {}).outputs["items_needed"]
    rng, trials = np.random.default_rng(7), 1000
    first, second = compared_pairs(rng, items, 0.03, 0.1, trials)
    verdicts = [
        answered(LIFT, {"items": items, "prompt_only_right": int(a), "tuned_only_right": int(b)}).outputs["verdict"]
        for a, b in zip(first, second, strict=True)
    ]
    found = verdicts.count("tuned_better") / trials
    assert 0.8 - 0.04 - within_luck(0.8, trials) < found < 0.8 + within_luck(0.8, trials)
    assert verdicts.count("prompt_better") <= 1


def test_separate_test_sets_of_the_planned_size_notice_as_often_as_planned():
    each = answered(EVAL_SIZE, {}).outputs["items_needed_unpaired"]
    rng, trials = np.random.default_rng(11), 20_000
    before, after = rng.binomial(each, 0.80, trials) / each, rng.binomial(each, 0.83, trials) / each
    pooled = (before + after) / 2
    z = (after - before) / np.sqrt(2 * pooled * (1 - pooled) / each)
    found = np.mean(np.abs(z) > statistics.two_sided_z(0.95))
    assert found == pytest.approx(0.8, abs=within_luck(0.8, trials) + APPROXIMATION)


def test_equal_candidates_are_shown_to_be_equal_as_often_as_planned():
    """items_for_parity: the one-sided interval of no difference stays inside the margin in the planned share."""
    items = answered(EVAL_SIZE, {}).outputs["items_for_parity"]
    rng, trials = np.random.default_rng(13), 20_000
    first, second = compared_pairs(rng, items, 0.0, 0.1, trials)
    gap = (second - first) / items
    error = np.sqrt((first + second) / items - gap**2) / math.sqrt(items)
    found = np.mean(gap - statistics.z(0.95) * error > -0.01)
    assert found == pytest.approx(0.8, abs=within_luck(0.8, trials) + APPROXIMATION)


def test_clusters_inflate_the_plan_as_much_as_they_blur_the_result():
    """Items that come in groups of five and are alike within them: with the larger plan the power is kept."""
    plan = {"items_per_cluster": 5, "cluster_correlation": 0.5}
    items = answered(EVAL_SIZE, plan).outputs["items_needed"]
    clusters, rng, trials = round(items / 5), np.random.default_rng(17), 4000
    # Half of the variance of an item's difference is its group's own, so that two of a group correlate by a half.
    spread = math.sqrt(0.1 - 0.03**2)
    groups = rng.normal(0.03, spread * math.sqrt(0.5 + 0.5 / 5), (trials, clusters))
    z = groups.mean(axis=1) / math.sqrt(0.1 * 3 / items)
    assert np.mean(z > statistics.two_sided_z(0.95)) == pytest.approx(0.8, abs=within_luck(0.8, trials) + 0.02)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(("truth", "items"), [(0.87, 200), (0.5, 60), (0.97, 400), (0.3, 1000)])
def test_the_interval_of_a_score_covers_the_truth_as_often_as_it_says(truth, items, confidence):
    """Exactly, without luck: the chance of every count of right answers, for those whose interval holds the truth.

    Taken over truths one item apart, since counts come in steps: for a single truth the share jumps up and down.
    """
    counts = np.arange(items + 1)
    low, high = np.array([statistics.wilson(int(right), items, confidence)[1:] for right in counts]).T
    covered = [
        scipy.stats.binom.pmf(counts, items, near)[(low <= near) & (near <= high)].sum()
        for near in np.linspace(truth - 0.5 / items, truth + 0.5 / items, 41)
    ]
    assert np.mean(covered) == pytest.approx(confidence, abs=0.012)


def test_on_average_over_truths_the_coverage_is_the_confidence():
    rng, items, trials = np.random.default_rng(19), 200, 2000
    truths = rng.uniform(0.02, 0.98, trials)
    rights = rng.binomial(items, truths)
    held = 0
    for truth, right in zip(truths, rights, strict=True):
        found = answered(SCORE, {"right": int(right), "items": items}).outputs
        held += found["score_low"] <= truth <= found["score_high"]
    assert held / trials == pytest.approx(0.95, abs=within_luck(0.95, trials))


@pytest.mark.parametrize("truth", [0.6, 0.8, 0.9])
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_the_corrected_interval_covers_the_truth_as_often_as_it_says(truth, confidence):
    """A judge that errs, and is itself known only from two small checks: all three are drawn anew each time."""
    rng, trials, accepts, rejects = np.random.default_rng(23), 1500, 0.92, 0.75
    held = 0
    for _ in range(trials):
        fields = {
            "right": int(rng.binomial(500, truth * accepts + (1 - truth) * (1 - rejects))),
            "items": 500,
            "confidence": confidence,
            "judge_true_positive_rate": rng.binomial(200, accepts) / 200,
            "judge_true_negative_rate": rng.binomial(200, rejects) / 200,
            "calibration_positives": 200,
            "calibration_negatives": 200,
        }
        found = answered(SCORE, fields).outputs
        held += found["corrected_low"] <= truth <= found["corrected_high"]
    assert held / trials == pytest.approx(confidence, abs=within_luck(confidence, trials) + APPROXIMATION)


def test_nothing_failed_bounds_the_rate_of_failure_as_often_as_it_says():
    """At the bound itself, no failure among the items comes up in just 1 − confidence of the trials."""
    bound = answered(SCORE, {"right": 300, "items": 300}).outputs["failure_rate_upper"]
    rng, trials = np.random.default_rng(29), 40_000
    clean = np.mean(rng.binomial(300, bound, trials) == 0)
    assert clean == pytest.approx(0.05, abs=within_luck(0.05, trials))


@pytest.mark.parametrize(
    ("now", "floor", "confidence", "power"),
    [(0.92, 0.87, 0.95, 0.8), (0.9, 0.85, 0.95, 0.9), (0.8, 0.7, 0.9, 0.8), (0.97, 0.95, 0.95, 0.8)],
)
def test_a_fall_to_the_floor_is_noticed_as_often_as_planned(now, floor, confidence, power):
    """drift plans the checks; the test of one share against today's then notices a fall to the floor with the power,
    and raises a false alarm about a stable model in 1 − confidence of the cases."""
    fields = {"quality_now": now, "quality_floor": floor, "confidence": confidence, "power": power}
    checks = answered(DRIFT, fields).outputs["checks_needed"]
    rng, trials = np.random.default_rng(31), 40_000
    alarm = now - statistics.z(confidence) * math.sqrt(now * (1 - now) / checks)
    # Counts come in steps: half of those at the very edge count as alarms.
    step = 0.5 / checks

    def alarms(truth):
        seen = rng.binomial(checks, truth, trials) / checks
        return np.mean(np.clip((alarm - seen) / (2 * step) + 0.5, 0, 1))

    assert alarms(floor) == pytest.approx(power, abs=within_luck(power, trials) + 0.015)
    assert alarms(now) == pytest.approx(1 - confidence, abs=within_luck(1 - confidence, trials) + 0.01)
