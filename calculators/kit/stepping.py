"""The next number up or down from what stands in a field, as arrow keys give it, written as it was written.

A step is one in the second place of the number that the reader began from (1,000 to 1,100, 0.00255 to 0.00265), or in
its only one below ten (4 to 5, 3% to 4%), so that it is neither lost in a large number nor too much for a small one.
It stays the same from then on: 1.9 goes to 2, 2.1 and 2.2. A share steps by the nearer of its two ends: 99.5% goes to
99.6%. An end that is no value itself is approached by ever smaller steps: 0.1 goes to 0.09 where there must be some.
"""

import re

from calculators.kit import currency, reading
from calculators.kit.fields import Field
from calculators.kit.quantities import Count, Number
from calculators.kit.ranges import Range

# The digits, with what groups them, and an exponent; before and after stand signs and suffixes, which stay.
_DIGITS = re.compile(r"[-+\u2212]?[0-9.](?:[0-9,.\u00a0\u202f ]*[0-9.])?(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[0-9][, \u00a0\u202f][0-9]")
_SUFFIX = re.compile(r"[0-9.] ?(k|m|bn)\b", re.IGNORECASE)


def stepped(field: Field, text: str, by: int, start: str = "") -> str:
    """`text`, which stands in the field, `by` steps further up, or down where `by` is negative. It stays as it is where
    it is no single number that the field takes, and at the field's bounds. `start`: what stood there when the reader
    began to step, if not `text`; the step is of its size."""
    began = _read(field, start or text)
    if not isinstance(field, Number) or began is None:
        return text
    step = _step(field, began)
    for _ in range(abs(by)):
        text = _once(field, text, step if by > 0 else -step)
    return text


def _read(field: Field, text: str) -> float | None:
    """The single number that the text is, if it is one that the field takes."""
    try:
        value = field.read(text)
    except reading.BadInput:
        return None
    return None if value is None or isinstance(value, Range) else value


def _step(field: Number, value: float) -> float:
    """The step of who begins at `value`."""
    # From 0 there is no telling but by the starting value. Shares step in percent, however they are written.
    usual = field.default if isinstance(field.default, float | int) else 0
    size = next((size for size in (_size(field, value), _size(field, usual)) if size), 1)
    alone = size < 10 and float(f"{size:.0e}") == size
    step = float(f"1e{_place(size) - (0 if alone else 1)}")
    return _clean((max(1, step) if isinstance(field, Count) else step) / (100 if field.percent else 1))


def _size(field: Number, value: float) -> float:
    """How large the number is; for a share, in percent, how far from the nearer of its ends."""
    if not field.percent:
        return abs(value)
    percent = _clean(abs(value) * 100)
    return round(100 - percent, 12) if 50 < percent <= 100 else percent


def _once(field: Number, text: str, step: float) -> str:
    value = _read(field, text)
    if value is None:
        return text
    new = _bounded(field, _clean(value + step))
    # Towards an end that is no value itself, by ever smaller steps.
    while new is None and abs(step) > abs(value) * 1e-9 and not isinstance(field, Count):
        step /= 10
        new = _bounded(field, _clean(value + step))
    return text if new is None or new == value else _rewritten(text, new, marked="%" in text)


def _place(size: float) -> int:
    """The power of ten of the first digit."""
    return int(f"{size:.16e}".partition("e")[2])


def _clean(value: float) -> float:
    """`value` without what binary arithmetic adds to decimals."""
    return float(f"{value:.15g}")


def _bounded(field: Number, value: float) -> float | None:
    """`value`, or the bound that it has passed; None where that bound is no value itself."""
    if field.holds(value):
        return value
    bound = field.most if field.most is not None and value > field.most else field.least
    return bound if bound is not None and field.holds(bound) else None


def _rewritten(text: str, value: float, *, marked: bool) -> str:
    """`text` with another number in it: signs, suffix and grouping stay."""
    suffix = _SUFFIX.search(text)
    power = len(str(reading.SUFFIXES[suffix[1].lower()])) - 1 if suffix else 0
    digits = reading.plain_decimal(value, shift=(2 if marked else 0) - power)
    old = _DIGITS.search(text)
    if old is None:
        return text
    plain = re.fullmatch(r"[0-9]{4,}", re.sub(r"\..*", "", old.group()))
    whole, point, fraction = digits.partition(".")
    if not suffix and whole.isdigit() and not plain:
        between = _GROUPED.search(old.group())
        whole = f"{int(whole):,}"
        whole = whole.replace(",", between.group()[1]) if between else currency.grouped(whole)
    return text[: old.start()] + whole + point + fraction + text[old.end() :]
