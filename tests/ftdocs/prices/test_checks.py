"""A snapshot that cannot be right is refused, and one that is old is said to be."""

import datetime

import pytest

import calculators
from ftdocs import cli
from ftdocs.prices import checks, snapshot
from tests.calculators.helpers import answered
from tests.ftdocs.prices.packages_of_prices import small


@pytest.mark.parametrize("month", snapshot.months())
def test_every_snapshot_on_file_is_in_order(month):
    assert checks.problems(snapshot.load(month)) == []


def test_the_good_example_is_in_order():
    assert checks.problems(small()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"input": 0}, "models small input: 0 is less than or equal to the minimum of 0"),
        ({"input": -2}, "models small input"),
        ({"input": "2"}, "models small input: '2' is not of type 'number'"),
        ({"output": None}, "models small: 'output' is a required property"),
        ({"id": "Small Model"}, "does not match"),
        ({"price": 3}, "'price' was unexpected"),
        ({"addresses": {"one": "http://maker.example/"}}, "does not match"),
        ({"cached": 3}, "small: cached input costs 3, more than other input, 2"),
        ({"cache_write": 9}, "small: writing to the cache costs 9, against 2 for other input"),
        ({"batch_input": 2.5, "batch_output": 5}, "small: a batch costs more than single calls"),
        ({"batch_input": 1}, "'batch_output' is a dependency of 'batch_input'"),
        ({"batch_input": 1, "batch_output": 11}, "small: a batch costs more than single calls"),
        ({"retires": "2026-11-24"}, "small: it was retired on 2026-11-24"),
        ({"announced": {"from": "2026-11-01", "input": 3}}, "small: its prices of 2026-11-01 hold already"),
        ({"from": {"one": ["input", "output"]}}, "small: its figures and their packages do not match"),
        (
            {"from": {"six": ["input", "cached", "output"]}},
            "it names six, of which the snapshot does not say the version",
        ),
        ({"addresses": {}}, "small: a package that gave figures has no address"),
    ],
)
def test_a_bad_row_is_refused_with_its_id(changes, said):
    assert said in " ".join(checks.problems(small(**changes)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"taken": "2026-12-01"}, "it was taken on 2026-12-01, which is not in 2026-11"),
        ({"as_of": "2026-11-25"}, "before its prices of 2026-11-25"),
        ({"month": "2026-13"}, "month: '2026-13' does not match"),
        ({"models": []}, "models: "),
        ({"models": small()["models"] * 2}, "models has small 2 times"),
        ({"models": [*small()["models"], *small(id="maker-small")["models"]]}, "two models are called “makersmall”"),
    ],
)
def test_a_bad_snapshot_is_refused(changes, said):
    assert said in " ".join(checks.problems(small() | changes))


@pytest.mark.parametrize(("usd", "gpus"), [(0.5, 8), (40, 1)])
def test_a_gpu_at_an_impossible_price_is_refused(usd, gpus):
    machine = {"cloud": "aws", "region": "x", "machine": "m", "gpu": "H100", "gpus": gpus, "gpu_memory_gb": 80}
    found = checks.problems(small() | {"machines": [machine | {"usd_per_hour": usd}]})
    assert len(found) == 1
    assert "an hour of one H100 cannot be right" in found[0]


def test_differences_are_told_with_both_packages():
    differing = small(differs=[{"figure": "output", "package": "two", "value": 12}])
    assert checks.differences(differing) == ["small: output is 10 after one, 12 after two"]


def test_the_age_is_counted_from_the_oldest_package():
    assert checks.age(small(), datetime.date(2026, 11, 24)) == 14


def test_the_command_line_says_that_prices_are_old():
    answer = answered(calculators.get("few-shot"), {"model": "gpt-6.1-sol"})
    assert cli.aged(answer, datetime.date(2027, 3, 9)) == []
    assert "more than 120 days ago" in cli.aged(answer, datetime.date(2027, 3, 10))[0]
    assert cli.aged(answered(calculators.get("few-shot"), {}), datetime.date(2099, 1, 1)) == []
