"""What people type is read as they mean it, or refused in words that name what is accepted."""

import pytest

from calculators.kit import fields, quantities, reading

AMOUNT = quantities.Amount(name="volume", label="Volume", help="", default=1)
USD = quantities.Usd(name="price", label="Price", help="", default=1)
COUNT = quantities.Count(name="items", label="Items", help="", default=1, least=1)
SHARE = quantities.Share(name="rate", label="Rate", help="", default=0.5)
POINTS = quantities.Points(name="gap", label="Gap", help="", default=0.03)
INSIDE = quantities.Share(name="c", label="C", help="", default=0.5, least=None, above=0, most=None, below=1)
CHOICE = fields.Choice(name="c", label="C", help="", default="yes", options=(("yes", "Yes"), ("no", "No")))
BOOL = fields.Bool(name="b", label="B", help="", default=False)
DATE = fields.Date(name="d", label="D", help="", default=None, optional=True)
COUNTS = fields.Counts(name="n", label="N", help="", default=[1, 2])


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (AMOUNT, "1,000", 1000),
        (AMOUNT, "1 000 000", 1e6),
        (AMOUNT, "1\u202f000", 1000),
        (AMOUNT, "500\u200b", 500),
        (AMOUNT, " 20k ", 20_000),
        (AMOUNT, "1.5M", 1.5e6),
        (AMOUNT, "2bn", 2e9),
        (AMOUNT, "1e6", 1e6),
        (AMOUNT, ".5", 0.5),
        (AMOUNT, "-0", 0),
        (USD, " $2.50 ", 2.5),
        (USD, "$ 1,234.56", 1234.56),
        (USD, "0.068k", 68),
        (COUNT, "1e3", 1000),
        (COUNT, "20.0", 20),
        (SHARE, "5%", 0.05),
        (SHARE, "7 %", 0.07),
        (SHARE, "0.95", 0.95),
        (SHARE, "1", 1),
        (POINTS, "3%", 0.03),
        (CHOICE, " YES ", "yes"),
        (BOOL, "on", True),
        (DATE, "2027-01-06", "2027-01-06"),
        (DATE, "", None),
        (COUNTS, "400, 300,300", [400, 300, 300]),
        (COUNTS, "400\n300\r\n300\n", [400, 300, 300]),
        (COUNTS, "1400\t1300\t1300", [1400, 1300, 1300]),
        (COUNTS, "400 300 300", [400, 300, 300]),
        (COUNTS, "400;300;300;", [400, 300, 300]),
    ],
)
def test_read(field, text, value):
    assert field.read(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.5", "Read as 50%. For 0.5% add the sign."),
        ("1", "Read as 100%. For 1% add the sign."),
        (" .95 ", "Read as 95%. For .95% add the sign."),
        ("0.1 to 0.2", "Read as 10% to 20%. For 0.1% to 0.2% add the sign."),
        ("5%", ""),
        ("10 to 20%", ""),
        ("0", ""),
        ("", ""),
        ("95", ""),
        ("abc", ""),
    ],
)
def test_a_share_without_its_sign_is_read_aloud(text, said):
    assert SHARE.echo(text) == said
    assert AMOUNT.echo(text) == ""


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (AMOUNT, "", "is empty; give a number, 0 or more"),
        (AMOUNT, "   ", "is empty; give a number, 0 or more"),
        (AMOUNT, "nan", "must be a finite number"),
        (AMOUNT, "-inf", "must be a finite number"),
        (AMOUNT, "1e999", "is too large"),
        (AMOUNT, "12 apples", "must be a number, such as 500"),
        (AMOUNT, "0,5", "must have a point before decimals, not a comma as in “0,5”: did you mean 0.5?"),
        (USD, "0,002", "did you mean 0.002?"),
        (USD, "$2,50", "did you mean 2.50?"),
        (AMOUNT, "1.234,5", "did you mean 1234.5?"),
        (AMOUNT, "12 345,6k", "did you mean 12345.6k?"),
        (SHARE, "2,5 %", "did you mean 2.5%?"),
        (SHARE, "0,5 to 0,9", "did you mean 0.5?"),
        (AMOUNT, "1,00,000", "must be a number"),
        (COUNT, "20k to 120k", "takes one number, not a range"),
        (AMOUNT, "120k to 20k", "must have the smaller end first, such as 20,000 to 120,000"),
        (AMOUNT, "0 to 120k", "takes a range with both ends above 0, not 0 to 120k"),
        (AMOUNT, "20 to 120k", "did you mean 20k to 120k? If not, write both ends in full"),
        (AMOUNT, "20 to", "must be a number"),
        (AMOUNT, "1 to 2 to 3", "must be one number, or a range with two ends"),
        (AMOUNT, "20k to nan", "must be a finite number"),
        (AMOUNT, "5%", "not a percentage"),
        (AMOUNT, "$5", "without a currency sign"),
        (AMOUNT, "-1", "must be 0 or more, not -1"),
        (AMOUNT, "1e16", "must be 1,000,000,000,000,000 or less"),
        (AMOUNT, "9" * 200, "not a text of 200 characters"),
        (AMOUNT, "٣", "must be a number"),
        (COUNT, "0", "must be 1 or more, not 0"),
        (COUNT, "2.5", "must be a whole number, not 2.5"),
        (SHARE, "95", "did you mean 95%?"),
        (SHARE, "105%", "must be from 0% to 100%, not 105%"),
        (SHARE, "-0.1", "must be from 0% to 100%, not -0.1"),
        (INSIDE, "1", "must be between 0% and 100%, both excluded"),
        (POINTS, "0", "must be above 0%, up to 100%"),
        (CHOICE, "maybe", "must be yes or no, not “maybe”"),
        (BOOL, "perhaps", "must be yes or no"),
        (DATE, "6 January", "must be a date like 2027-01-06"),
        (COUNTS, "1,two", "must hold whole numbers only, such as 400,300,300: leave out “two”"),
        (COUNTS, "Items per class\n400\n300", "leave out “Items”"),
        (COUNTS, "400,,300", "must have a number between any two commas"),
        (COUNTS, "1,-2", "must hold numbers from 0"),
    ],
)
def test_refused(field, text, said):
    with pytest.raises(reading.BadInput) as caught:
        field.read(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6.8e-05, "0.000068"),
        (8e9, "8000000000"),
        (0.00255, "0.00255"),
        (-1.5e-7, "-0.00000015"),
        (1e22, "10000000000000000000000"),
        (12.5, "12.5"),
    ],
)
def test_plain_decimals_need_no_exponent(value, text):
    assert reading.plain_decimal(value) == text
    assert float(text) == value
