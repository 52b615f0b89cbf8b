"""Numbers as people read them."""

import pytest

from calculators.kit import formatting


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (formatting.significant(2098953.8), "2,098,954"),
        (formatting.significant(37.5), "37.5"),
        (formatting.significant(0.0026049), "0.0026"),
        (formatting.significant(-0.5), "−0.5"),
        (formatting.significant(0), "0"),
        (formatting.significant(9.999), "10"),
        (formatting.money(60000), "$60,000"),
        (formatting.money(-47008.4), "−$47,008"),
        (formatting.money(9.5), "$9.50"),
        (formatting.money(0.5), "$0.50"),
        (formatting.money(99.999), "$100"),
        (formatting.in_words(3), "three"),
        (formatting.in_words(12), "12"),
        (formatting.money(0.000068), "$0.000068"),
        (formatting.money(0), "$0"),
        (formatting.money(-0.0), "$0"),
        (formatting.percent(0.95), "95%"),
        (formatting.percent_apart(0.9), "90%"),
        (formatting.percent_apart(0.9997), "99.97%"),
        (formatting.percent_apart(1), "100%"),
        (formatting.percent_apart(1 - 1e-9), "just under 100%"),
        (formatting.percent_apart(1e-9), "just above 0%"),
        (formatting.short_number(2098954), "2.1M"),
        (formatting.short_number(450000), "450k"),
        (formatting.short_number(12), "12"),
        (formatting.percent(0.0255, 2), "2.55%"),
        (formatting.percent(-0.00001), "0%"),
        (formatting.points(0.02), "+2.0"),
        (formatting.points(-0.0318), "−3.2"),
        (formatting.points(-0.0001), "0.0"),
        (formatting.probability(0.5716), "0.57"),
        (formatting.probability(0.03857), "0.039"),
        (formatting.probability(0.0001), "less than 0.001"),
        (formatting.months(1), "1 month"),
        (formatting.months(6.6667), "6.67 months"),
        (formatting.listing(["a", "b", "c"]), "a, b and c"),
        (formatting.listing(["a"]), "a"),
        (formatting.listing([]), ""),
        (formatting.plural(1, "item"), "1 item"),
        (formatting.plural(1200, "item"), "1,200 items"),
    ],
)
def test_shown(shown, text):
    assert shown == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.02, "+2.0"), (-0.0318, "−3.2"), (0.0004, "+0.04"), (-4e-9, "−0.0000004"), (0.0, "0.0"), (-0.0, "0.0")],
)
def test_a_difference_that_exists_never_reads_as_none(value, text):
    assert formatting.points_apart(value) == text
