"""The waiting line: Erlang C against tables, sums and SciPy, and the directions that more servers and traffic have."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import calculators
from calculators.kit import queueing
from tests.calculators.helpers import answered

LATENCY = calculators.get("latency")


def erlang_c(load, servers):
    """Erlang C by way of SciPy's Poisson distribution."""
    blocked = stats.poisson.pmf(servers, load) / stats.poisson.cdf(servers, load)
    return blocked / (1 - load / servers * (1 - blocked))


@pytest.mark.parametrize(("load", "servers"), [(0.2, 1), (10, 14), (4.01, 5), (99, 100), (950, 1000), (9_900, 10_000)])
def test_erlang_c_is_scipys(load, servers):
    assert queueing.wait_probability(load, servers) == pytest.approx(erlang_c(load, servers), rel=1e-9)


def test_one_server_waits_as_often_as_it_is_busy():
    for load in (0, 1e-9, 0.2, 0.5, 0.999):
        assert queueing.wait_probability(load, 1) == pytest.approx(load, abs=1e-15)


def test_a_crowd_of_servers_and_a_load_near_theirs():
    assert queueing.wait_probability(1.0, 10**9) == 0
    full = queueing.wait_probability(1e6 - 1e-3, 10**6)
    assert 0.99 < full < 1
    # Square-root staffing: the limit for β = 1 is 1/(1 + Φ(1)/φ(1)).
    limit = 1 / (1 + stats.norm.cdf(1) / stats.norm.pdf(1))
    assert queueing.wait_probability(1e8, round(1e8 + 1e4)) == pytest.approx(limit, rel=1e-3)


@given(st.floats(1e-3, 300), st.floats(0, 20), st.floats(0.5, 0.999))
def test_servers_for_is_the_fewest(load, slack, share):
    found = queueing.servers_for(load, slack, share)
    assert found > load
    assert queueing.share_in_time(load, found, slack, queueing.wait_probability(load, found)) >= share
    if found - 1 > load:
        fewer = queueing.wait_probability(load, found - 1)
        assert queueing.share_in_time(load, found - 1, slack, fewer) < share


@given(st.floats(0.01, 50), st.integers(1, 100), st.floats(1, 500))
def test_another_server_never_makes_it_slower(rate, servers, budget):
    fields = {"requests_per_second": rate, "budget_ms": budget}
    one = answered(LATENCY, fields | {"servers": servers}).outputs
    two = answered(LATENCY, fields | {"servers": servers + 1}).outputs
    assert one["servers_needed"] == two["servers_needed"]
    if one["total_ms"] is not None:
        assert two["total_ms"] <= one["total_ms"] * (1 + 1e-12)
        assert two["share_within_budget"] >= one["share_within_budget"] - 1e-12
        assert 0 <= one["share_within_budget"] <= 1


@settings(deadline=None)
@given(st.floats(0, 1e15), st.integers(1, 10**9), st.floats(1e-300, 1e15), st.integers(0, 10**9))
def test_no_input_is_too_large(rate, servers, speed, tokens):
    answer = calculators.answer(
        LATENCY,
        {
            "requests_per_second": rate,
            "servers": servers,
            "prefill_tokens_per_second": speed,
            "prompt_tokens": tokens,
            "budget_ms": 1e15,
        },
    )
    if isinstance(answer, calculators.Answer):
        assert all(math.isfinite(v) for v in answer.outputs.values() if isinstance(v, float))
        assert answer.sentence.endswith(".")
    else:
        assert [problem.field for problem in answer.problems] == ["prompt_tokens", "prefill_tokens_per_second"]
