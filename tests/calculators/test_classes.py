"""Counting classes: labels and stability, against SciPy and by their directions."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import calculators
from calculators.kit import statistics
from tests.calculators.helpers import answered

LABELS = calculators.get("labels")
STABILITY = calculators.get("stability")

CURVE = {"size_a": 250, "error_a": 0.24, "size_b": 1000, "error_b": 0.18, "target_error": 0.15}


@settings(deadline=None)
@given(st.integers(1, 10**6), st.floats(1e-6, 1), st.integers(1, 10**4))
def test_the_chance_of_enough_is_the_binomial_tail(labels, share, needed):
    fields = {"labels": labels, "rarest_class_share": share, "needed_in_rarest": needed}
    found = answered(LABELS, fields).outputs["probability_enough"]
    assert found == pytest.approx(scipy.stats.binom.sf(needed - 1, labels, share), rel=1e-8, abs=1e-290)


@settings(deadline=None)
@given(st.floats(1e-4, 1), st.integers(1, 3000))
def test_labels_for_95_is_the_smallest_number_that_does(share, needed):
    found = answered(LABELS, {"rarest_class_share": share, "needed_in_rarest": needed}).outputs["labels_for_95"]
    assert scipy.stats.binom.sf(needed - 1, found, share) >= 0.95 - 1e-12
    assert scipy.stats.binom.sf(needed - 1, found - 1, share) < 0.95 + 1e-12


def test_counts_as_large_as_a_field_takes_are_answered():
    fields = {"labels": 10**9, "rarest_class_share": 0.5, "needed_in_rarest": 5 * 10**8}
    found = answered(LABELS, fields).outputs
    assert found["probability_enough"] == pytest.approx(scipy.stats.binom.sf(5 * 10**8 - 1, 10**9, 0.5), rel=1e-7)
    assert found["labels_for_95"] == pytest.approx(10**9 + 1.645 * math.sqrt(10**9), rel=1e-7)


@settings(deadline=None)
@given(st.integers(10, 10**4), st.integers(2, 50), st.floats(0.05, 0.9), st.floats(0.3, 0.95), st.floats(0.4, 1))
def test_the_curve_goes_through_both_runs_and_is_the_same_from_either_end(size, times, error, falls, aim):
    lower = error * falls
    fields = {"size_a": size, "error_a": error, "size_b": size * times, "error_b": lower, "target_error": lower * aim}
    found = answered(LABELS, fields).outputs
    swapped = fields | {"size_a": size * times, "error_a": lower, "size_b": size, "error_b": error}
    other = answered(LABELS, swapped).outputs
    assert found["curve_exponent"] == pytest.approx(other["curve_exponent"], rel=1e-12)
    slope, intercept = np.polyfit(np.log([size, size * times]), np.log([error, lower]), 1)
    assert found["curve_exponent"] == pytest.approx(-slope, rel=1e-6)
    needed = math.exp((math.log(lower * aim) - intercept) / slope)
    if needed < 1e14:
        assert found["labels_for_target"] == pytest.approx(needed, rel=1e-6, abs=1.01)
        assert found["labels_for_target"] >= size * times
    met = answered(LABELS, fields | {"target_error": lower}).outputs["labels_for_target"]
    assert met == size * times


@settings(deadline=None)
@given(st.integers(1, 10**5), st.floats(1e-4, 0.9), st.integers(1, 500))
def test_more_labels_and_a_larger_class_never_make_enough_less_likely(labels, share, needed):
    fields = {"labels": labels, "rarest_class_share": share, "needed_in_rarest": needed}
    chance = answered(LABELS, fields).outputs["probability_enough"]
    for easier in (
        {"labels": labels + 10},
        {"rarest_class_share": share + 0.01},
        {"needed_in_rarest": max(1, needed - 1)},
    ):
        assert answered(LABELS, fields | easier).outputs["probability_enough"] >= chance - 1e-12


@pytest.mark.parametrize("left_out", sorted(CURVE))
def test_a_partial_curve_names_what_is_missing(left_out):
    given_fields = {name: value for name, value in CURVE.items() if name != left_out}
    refusal = calculators.answer(LABELS, given_fields)
    assert isinstance(refusal, calculators.Refusal)
    assert [problem.field for problem in refusal.problems] == [left_out]
    assert LABELS.field(left_out).label in refusal.problems[0].message


windows = st.integers(2, 30).flatmap(
    lambda size: st.tuples(*[st.lists(st.integers(1, 10**6), min_size=size, max_size=size)] * 2)
)


def typed(counts):
    return ",".join(map(str, counts))


@settings(deadline=None)
@given(windows)
def test_chi_square_and_its_p_value_are_scipys(both):
    earlier, later = both
    found = answered(STABILITY, {"earlier": typed(earlier), "later": typed(later)}).outputs
    oracle = scipy.stats.chi2_contingency([earlier, later], correction=False)
    assert found["chi_square"] == pytest.approx(oracle.statistic, rel=1e-9, abs=1e-9)
    assert found["degrees_of_freedom"] == oracle.dof
    assert found["p_value"] == pytest.approx(oracle.pvalue, rel=1e-7, abs=1e-290)


@pytest.mark.parametrize("degrees", [1, 2, 3, 10, 101, 2000, 5001])
def test_the_chi_square_tail_is_scipys(degrees):
    for value in (0, 0.01, degrees / 2, degrees, degrees * 1.1, degrees * 3 + 100):
        oracle = scipy.stats.chi2.sf(value, degrees)
        assert statistics.chi_square_tail(value, degrees) == pytest.approx(oracle, rel=1e-9, abs=1e-290)


@settings(deadline=None)
@given(windows)
def test_the_index_is_symmetric_and_does_not_care_for_order_or_totals(both):
    earlier, later = both
    found = answered(STABILITY, {"earlier": typed(earlier), "later": typed(later)}).outputs
    e, later_shares = np.array(earlier) / sum(earlier), np.array(later) / sum(later)
    assert found["psi"] == pytest.approx(float(((later_shares - e) * np.log(later_shares / e)).sum()), abs=1e-12)
    assert found["psi"] >= 0
    for other in (
        {"earlier": typed(later), "later": typed(earlier)},
        {"earlier": typed(earlier[::-1]), "later": typed(later[::-1])},
        {"earlier": typed([3 * number for number in earlier]), "later": typed(later)},
    ):
        assert answered(STABILITY, other).outputs["psi"] == pytest.approx(found["psi"], rel=1e-9, abs=1e-12)


def test_the_months_are_in_the_sentence_only():
    one, other = answered(STABILITY, {}), answered(STABILITY, {"months_between": 1})
    assert one.outputs == other.outputs
    assert "over 3 months" in one.sentence
    assert "over 1 month;" in other.sentence


def test_many_classes_show_those_that_moved_most():
    earlier = [100] * 40
    later = [100] * 38 + [150, 50]
    picture = answered(STABILITY, {"earlier": typed(earlier), "later": typed(later)}).picture
    assert len(picture.data["bars"]) == 12
    assert [row[0] for row in picture.table.rows][-2:] == ["39", "40"]
