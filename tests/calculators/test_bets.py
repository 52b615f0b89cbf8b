"""Distillation and the trial: other ways to the same numbers."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from tests.calculators.helpers import answered

DISTILLATION = calculators.get("distillation")
SPIKE = calculators.get("spike")
share = st.floats(0, 1, allow_subnormal=False)
money = st.floats(0, 1e9, allow_subnormal=False)


@given(st.integers(1, 10**6), money, money, money)
def test_the_student_has_paid_at_break_even_and_not_one_call_before(calls, people, teacher, student):
    inputs = {"teacher_calls": calls, "kept_examples": 0, "people_usd": people, "training_usd": 0}
    prices = {"teacher_usd_per_call": teacher, "student_usd_per_call": student}
    found = answered(DISTILLATION, inputs | prices).outputs
    if teacher <= student:
        assert found["break_even_calls"] is None
        assert found["payback_months"] is None
    elif found["break_even_calls"] is not None:
        saved = (teacher - student) * found["break_even_calls"]
        assert saved >= found["fixed_usd"] * (1 - 1e-9)
        assert saved - (teacher - student) <= found["fixed_usd"] * (1 + 1e-9)
        assert found["payback_months"] == found["break_even_calls"] / 1e6


@pytest.mark.parametrize("terms", ["yes", "no", "unknown"])
def test_only_a_yes_lifts_the_block(terms):
    answer = answered(DISTILLATION, {"terms_allow": terms})
    assert answer.outputs["blocked"] == (terms != "yes")
    assert answer.sentence.startswith("Blocked") == (terms != "yes")


def best_policy(chance, gain, loss, finds_good, finds_bad):
    """The value of the best of the four ways to act on a trial's answer, each outcome spelt out."""
    worlds = ((chance, gain, finds_good), (1 - chance, -loss, 1 - finds_bad))
    policies = itertools.product((False, True), repeat=2)
    return max(
        sum(p * value * (says_yes * go_on_yes + (1 - says_yes) * go_on_no) for p, value, says_yes in worlds)
        for go_on_yes, go_on_no in policies
    )


@given(share, money, money, share, share)
def test_a_trial_is_worth_what_the_best_policy_gains_by_it(chance, gain, loss, good, bad):
    fields = {
        "chance_it_helps": chance,
        "gain_usd": gain,
        "loss_usd": loss,
        "trial_finds_good": good,
        "trial_finds_bad": bad,
        "trial_usd": 0,
    }
    found = answered(SPIKE, fields).outputs
    expected = best_policy(chance, gain, loss, good, bad) - found["value_without_trial"]
    assert found["value_of_trial"] == pytest.approx(expected, abs=1e-9 * (gain + loss) + 1e-12)
    assert 0 <= found["value_of_trial"] <= found["value_of_perfect_information"]


def test_a_simulated_trial_earns_the_same():
    """Ten thousand teams, each with the default beliefs, follow the trial's answer."""
    draw = random.Random(7)
    earned = 0
    for _ in range(10_000):
        helps = draw.random() < 0.3
        says_yes = draw.random() < (0.8 if helps else 0.1)
        earned += (200_000 if helps else -100_000) if says_yes else 0
    assert earned / 10_000 == pytest.approx(answered(SPIKE, {}).outputs["value_of_trial"], abs=3_000)
