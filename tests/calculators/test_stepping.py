"""What an arrow key makes of a number: the next one up or down, written as the reader wrote it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from calculators import protocol
from calculators.kit.currency import Currency, using
from calculators.kit.fields import Choice, Text
from calculators.kit.quantities import Amount, Count, Number, Share, Usd
from calculators.kit.stepping import stepped

ITEMS = Count(name="items", label="Items", help="", default=500)
HOURS = Amount(name="hours", label="Hours", help="", default=4.0, least=None, above=0)
PRICE = Usd(name="price", label="Price", help="", default=110)
PART = Share(name="part", label="Part, %", help="", default=0.3)
INSIDE = Share(name="inside", label="Inside, %", help="", default=0.95, least=None, above=0, most=None, below=1)


@pytest.mark.parametrize(
    ("field", "text", "up", "down"),
    [
        (ITEMS, "4", "5", "3"),
        (ITEMS, "10", "11", "9"),
        (ITEMS, "100", "110", "90"),
        (ITEMS, "999", "1,009", "989"),
        (ITEMS, "1,000", "1,100", "900"),
        (ITEMS, "1000", "1100", "900"),
        (ITEMS, "6 000", "6 100", "5 900"),
        (ITEMS, "20k", "21k", "19k"),
        (ITEMS, "2 M", "2.1 M", "1.9 M"),
        (HOURS, "0.00255", "0.00265", "0.00245"),
        (HOURS, "1", "2", "0.9"),
        (HOURS, "1e6", "1,100,000", "900,000"),
        (PRICE, "$3", "$4", "$2"),
        (PRICE, "$1.5M", "$1.6M", "$1.4M"),
        (PRICE, "0.000068", "0.000069", "0.000067"),
        (PART, "5%", "6%", "4%"),
        (PART, "0.05", "0.06", "0.04"),
        (PART, "1 %", "2 %", "0 %"),
        (PART, "95%", "96%", "94%"),
        (PART, "100%", "100%", "99%"),
        (INSIDE, "99%", "99.1%", "98%"),
        (INSIDE, "99.9%", "99.91%", "99.8%"),
    ],
)
def test_a_step_suits_the_number_and_keeps_its_writing(field, text, up, down):
    assert stepped(field, text, 1) == up
    assert stepped(field, text, -1) == down


def test_it_stays_the_same_from_where_it_began():
    assert [stepped(HOURS, "1.9", by) for by in (1, 2, 3)] == ["2", "2.1", "2.2"]
    assert stepped(HOURS, "2", 1, "1.9") == "2.1"
    assert [stepped(ITEMS, "980", by) for by in (1, 2, 3)] == ["990", "1,000", "1,010"]
    assert stepped(ITEMS, "1,000", -1, "980") == "990"
    assert stepped(PRICE, "$2M", -1, "$1.9M") == "$1.9M"
    assert stepped(ITEMS, "1,000", 1, "no number") == "1,000"


def test_from_nothing_it_is_a_step_of_the_starting_value():
    assert stepped(ITEMS, "0", 1) == "10"
    assert stepped(PART, "0%", 1) == "1%"
    assert stepped(PRICE, "$0", 1) == "$10"


def test_it_ends_at_the_fields_bounds():
    assert stepped(ITEMS, "0", -1) == "0"
    assert stepped(PART, "100%", 1) == "100%"
    months = Count(name="months", label="Months", help="", default=24, least=1, most=1200)
    assert stepped(months, "1,150", 1) == "1,200"
    assert stepped(months, "1,200", 1) == "1,200"
    assert stepped(months, "1", -1) == "1"


@pytest.mark.parametrize("text", ["", "  ", "twenty", "20k to 120k", "10 to 20%", "-3", "1,5"])
def test_what_is_no_single_number_of_the_field_stays(text):
    assert stepped(ITEMS, text, 1) == text
    assert stepped(HOURS, text, -10) == text


def test_other_fields_stay():
    assert stepped(Text(name="why", label="Why", help="", default=""), "20", 1) == "20"
    assert stepped(Choice(name="one", label="One", help="", default="a", options=(("a", "A"),)), "a", 1) == "a"


def test_several_steps_are_single_ones_in_a_row():
    assert stepped(ITEMS, "95", 10) == "105"
    assert stepped(ITEMS, "20k", -10) == "10k"


def test_the_sign_and_the_grouping_of_another_currency_stay():
    with using(Currency(code="EUR", symbol="€", name="euros", thousands="space", after=True)):
        assert stepped(PRICE, "950 €", 1) == "960 €"
        assert stepped(PRICE, "€ 9 900", 2) == "€ 10 100"


FIELDS = [
    (name, field)
    for name in calculators.ids()
    for field in calculators.guides(name).inputs
    if isinstance(field, Number) and not isinstance(field.default, type(None))
]


@given(which=st.sampled_from(FIELDS), by=st.floats(0.5, 1.5), steps=st.integers(1, 30))
def test_every_field_takes_each_step(which, by, steps):
    """Up is never less and down never more, within the field's bounds, and reads back as it is written."""
    _, field = which
    start = field.default * by
    start = round(start) if isinstance(field, Count) else float(f"{start:.2g}")
    text = field.shown(start if field.holds(start) else field.default)
    for direction in (1, -1):
        seen = [text]
        for _ in range(steps):
            seen.append(stepped(field, seen[-1], direction, text))
            assert (field.read(seen[-1]) - field.read(seen[-2])) * direction >= 0
        assert field.shown(field.read(seen[-1])) == seen[-1]
        assert seen[-1] == stepped(field, text, steps * direction)
        if field.least == 0 or not field.holds(0):
            assert field.read(seen[1]) != field.read(text) or field.read(text) in (field.least, field.most)


def test_the_page_asks_for_a_step_as_for_all_else():
    request = {"do": "step", "calculator": "lift", "field": "items", "text": "900", "by": -1, "start": "1,000"}
    assert json.loads(protocol.respond(json.dumps(request))) == {"ok": True, "text": "800"}
