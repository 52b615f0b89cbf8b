"""Attempts at a format: SciPy’s distribution of them, and an answer for every rate."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

import calculators
from tests.calculators.helpers import answered

FORMAT = calculators.get("format")
share = st.floats(0, 1, allow_subnormal=False)


@settings(deadline=None)
@given(st.floats(0.001, 0.999), st.integers(1, 60), share)
def test_attempts_are_a_truncated_geometric_distribution(rate, attempts, target):
    found = answered(FORMAT, {"success_rate": rate, "max_attempts": attempts, "target": target}).outputs
    tries = stats.geom(rate)
    assert found["after_retries"] == pytest.approx(float(tries.cdf(attempts)), rel=1e-9)
    expected = sum(float(tries.sf(k)) for k in range(attempts))
    assert found["expected_attempts"] == pytest.approx(expected, rel=1e-9)
    needed = found["attempts_for_target"]
    assert 1 - (1 - rate) ** needed >= target - 1.01e-12
    if needed > 1:
        assert 1 - (1 - rate) ** (needed - 1) < target - 0.99e-12


@given(share, st.integers(1, 10**9), st.integers(1, 10**9), share)
@example(5e-324, 1, 3, 1.0)
@example(1e-20, 1, 10**9, 0.5)
def test_format_has_an_answer_for_every_rate(rate, fields, attempts, target):
    inputs = {"success_rate": rate, "fields": fields, "max_attempts": attempts, "target": target}
    found = answered(FORMAT, inputs).outputs
    assert 0 <= found["first_try"] <= found["after_retries"] <= 1
    assert 1 - 1e-9 <= found["expected_attempts"] <= attempts * (1 + 1e-9)
