"""What labels and training runs take."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from tests.calculators.helpers import answered

ANNOTATION = calculators.get("annotation")
TRAINING = calculators.get("training")
amounts = st.floats(0.01, 1e6)
shares = st.floats(0.01, 0.98)


def test_labels_add_up_item_by_item():
    """A hundred thousand items walked through one at a time cost what the formula says, within chance."""
    rng = np.random.default_rng(20261123)
    found = answered(ANNOTATION, {"usable_examples": 90_000}).outputs
    items = round(found["items_to_label"])
    settled = rng.random(items) < 0.2
    minutes = np.full(items, 3.0 * 2), np.where(settled, 10.0, 0.0)
    usd = (minutes[0].sum() * 40 + minutes[1].sum() * 90) / 60 + 40 * 90
    assert found["cost_usd"] == pytest.approx(usd, rel=0.01)


@given(st.integers(1, 10**6), st.integers(1, 10**6), shares)
def test_labels_cost_more_the_more_are_wanted_or_rejected(one, other, rejects):
    few, many = sorted((one, other))
    less = answered(ANNOTATION, {"usable_examples": few}).outputs
    more = answered(ANNOTATION, {"usable_examples": many}).outputs
    assert more["cost_usd"] >= less["cost_usd"]
    assert more["cost_per_example_usd"] <= less["cost_per_example_usd"] * (1 + 1e-9)
    rejecting = answered(ANNOTATION, {"usable_examples": few, "reject_share": rejects}).outputs
    none = answered(ANNOTATION, {"usable_examples": few, "reject_share": 0}).outputs
    assert rejecting["cost_usd"] >= none["cost_usd"]


@given(amounts, amounts)
def test_twice_the_annotators_need_half_the_weeks_and_cost_the_same(annotators, pace):
    one = answered(ANNOTATION, {"annotators": annotators, "hours_per_week": pace}).outputs
    two = answered(ANNOTATION, {"annotators": 2 * annotators, "hours_per_week": pace}).outputs
    assert two["weeks"] == pytest.approx(one["weeks"] / 2)
    assert two["cost_usd"] == one["cost_usd"]


@given(st.sampled_from(["full", "lora", "qlora"]), st.integers(1, 100), st.floats(1e8, 1e12))
def test_training_grows_with_model_and_runs_and_full_takes_half_as_much_again(method, runs, parameters):
    fields = {"method": method, "runs": runs, "parameters": parameters}
    found = answered(TRAINING, fields).outputs
    twice = answered(TRAINING, fields | {"runs": 2 * runs}).outputs
    assert twice["gpu_hours"] == pytest.approx(2 * found["gpu_hours"])
    assert twice["trained_tokens"] == found["trained_tokens"]
    full = answered(TRAINING, fields | {"method": "full"}).outputs
    assert full["gpu_hours"] == pytest.approx(found["gpu_hours"] * (1 if method == "full" else 1.5))
    assert full["memory_gb"] >= found["memory_gb"]
    assert 0 <= found["training_share_of_gpu_usd"] <= 1


def test_a_published_run_took_as_long_as_the_formula_says():
    """Kaplan's rule on GPT-3, 175bn parameters and 300bn tokens: 3.15e23 operations, as its authors print (3.14e23)."""
    fields = {
        "method": "full",
        "examples": 300_000_000,
        "tokens_per_example": 1000,
        "epochs": 1,
        "parameters": "175bn",
        "runs": 1,
        "peak_tflops": 1,
        "mfu": 1,
    }
    operations = answered(TRAINING, fields).outputs["gpu_hours"] * 3600 * 1e12
    assert operations == pytest.approx(3.14e23, rel=0.01)
