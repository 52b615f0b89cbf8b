"""The curves of the pictures: drawn from the same formulas as the figures beside them, and against SciPy."""

import itertools
import math

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import calculators
from calculators import eval_size
from tests.calculators.helpers import answered

DRIFT, EVAL_SIZE, LABELS, LATENCY = (calculators.get(name) for name in ("drift", "eval-size", "labels", "latency"))
TWO_RUNS = {"size_a": 250, "error_a": "24%", "size_b": 1000, "error_b": "18%", "target_error": "15%"}


def curve(calculator, fields, line=1):
    """The points of one line of the picture, and where both meet."""
    data = answered(calculator, fields).picture.data
    points = [(row["x"], row["y"]) for row in data["lines"] if row["line"] == line and row["y"] is not None]
    return points, (data["meet"][0]["x"] if data["meet"] else None)


def test_quality_falls_to_the_floor_at_the_time_that_is_told():
    points, meet = curve(DRIFT, {})
    assert points[0] == (0, 0.92)
    assert meet == answered(DRIFT, {}).outputs["months_to_floor"]
    (x, y), slope = points[-1], -0.0125
    assert y == pytest.approx(0.92 + slope * x)


def test_quality_never_falls_below_zero():
    points, _ = curve(DRIFT, {"quality_floor": "10%", "loss_points_per_month": 60})
    assert min(y for _, y in points) == 0


def test_without_a_loss_quality_stays_and_nothing_is_marked():
    points, meet = curve(DRIFT, {"loss_points_per_month": 0})
    assert {y for _, y in points} == {0.92}
    assert meet is None


@settings(deadline=None)
@given(st.floats(0.01, 0.2), st.floats(0.2, 0.9), st.floats(0.6, 0.98), st.floats(0.8, 0.99), st.integers(1, 9))
def test_the_power_curve_reaches_the_wish_at_the_number_of_items_needed(difference, disagreement, power, sure, alike):
    fields = {"smallest_difference": difference, "disagreement": disagreement, "power": power, "confidence": sure}
    fields |= {"items_per_cluster": alike, "cluster_correlation": 0.3}
    answer = answered(EVAL_SIZE, fields)
    i, needed = type("Inputs", (), answer.inputs), answer.outputs["items_needed"]
    assert eval_size.power(i, needed) >= power - 1e-9
    assert needed == 1 or eval_size.power(i, needed - 1) < power + 1e-9


def test_the_power_curve_is_scipys():
    points, meet = curve(EVAL_SIZE, {"have_items": 500})
    assert meet == 870
    for items, found in points[1:]:
        standard_error = math.sqrt((0.1 - 0.03**2) / items)
        critical = scipy.stats.norm.ppf(0.975) * math.sqrt(0.1 / items)
        assert found == pytest.approx(scipy.stats.norm.sf(critical, 0.03, standard_error), abs=1e-9)


def test_the_chance_of_enough_labels_is_scipys():
    points, meet = curve(LABELS, {})
    assert meet == answered(LABELS, {}).outputs["labels_for_95"]
    for labels, found in points:
        assert found == pytest.approx(scipy.stats.binom.sf(29, math.floor(labels), 0.01), rel=1e-9, abs=1e-12)


def test_the_learning_curve_goes_through_both_runs_and_meets_the_wish():
    points, meet = curve(LABELS, TWO_RUNS)
    assert meet == answered(LABELS, TWO_RUNS).outputs["labels_for_target"]
    assert answered(LABELS, TWO_RUNS).picture.data["seen"] == [{"x": 250, "y": 0.24}, {"x": 1000, "y": 0.18}]
    for labels, error in points:
        assert labels >= 125
        assert error == pytest.approx(0.18 * (labels / 1000) ** (math.log(0.18 / 0.24) / math.log(4)))


def test_the_parts_of_the_latency_budget_add_up():
    bars = answered(LATENCY, {}).picture.data["bars"]
    for before, after in itertools.pairwise(bars[:4]):
        assert after["start"] == before["end"]
    assert bars[3]["end"] == pytest.approx(bars[4]["end"])
    assert bars[4]["end"] == answered(LATENCY, {}).outputs["total_ms"]
    unbounded = answered(LATENCY, {"requests_per_second": 100}).picture.data["bars"]
    assert [bar["end"] is None for bar in unbounded] == [False, False, False, True, True, True]
