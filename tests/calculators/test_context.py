"""Retrieval and examples in the prompt: what is asked for is enough, and what is not cached has no cache’s price."""

from hypothesis import example, given
from hypothesis import strategies as st

import calculators
from tests.calculators.helpers import answered

RETRIEVAL = calculators.get("retrieval")
FEW_SHOT = calculators.get("few-shot")
share = st.floats(0, 1, allow_subnormal=False)


@given(share, share, share, share)
@example(0.5, 0.5, 0.5, 0.5)
def test_the_required_recall_reaches_the_target(recall, with_it, without, target):
    fields = {"recall": recall, "reader_with_passage": with_it, "reader_without_passage": without, "target": target}
    found = answered(RETRIEVAL, fields).outputs
    assert min(with_it, without) - 1e-12 <= found["accuracy"] <= max(with_it, without) + 1e-12
    assert found["feasible"] == (target <= with_it)
    if found["required_recall"] is None:
        assert not found["feasible"] or with_it <= without
    else:
        assert 0 <= found["required_recall"] <= 1
        reached = answered(RETRIEVAL, fields | {"recall": found["required_recall"]}).outputs["accuracy"]
        assert reached >= target - 1e-9


@given(share, st.floats(0, 2), st.floats(0, 2), st.integers(0, 50))
def test_without_a_cache_nothing_depends_on_its_price(hit, read, write, examples):
    """A prompt too short to cache costs the same whatever the cache would have cost."""
    fields = {"examples": examples, "min_cacheable_tokens": 10**6}
    plain = answered(FEW_SHOT, fields).outputs
    prices = {"cache_hit_rate": hit, "cache_read_multiplier": read, "cache_write_multiplier": write}
    priced = answered(FEW_SHOT, fields | prices).outputs
    assert priced["usd_per_call"] == plain["usd_per_call"] == plain["usd_per_call_uncached"]
    assert not priced["caching_pays"]


@given(st.floats(0, 0.9), st.floats(1.01, 3))
def test_caching_pays_from_the_break_even_hit_rate_on(read, write):
    prices = {"cache_read_multiplier": read, "cache_write_multiplier": write, "min_cacheable_tokens": 0}
    edge = answered(FEW_SHOT, prices).outputs["break_even_hit_rate"]
    assert answered(FEW_SHOT, prices | {"cache_hit_rate": min(1, edge + 1e-6)}).outputs["caching_pays"]
    assert not answered(FEW_SHOT, prices | {"cache_hit_rate": max(0, edge - 1e-6)}).outputs["caching_pays"]
