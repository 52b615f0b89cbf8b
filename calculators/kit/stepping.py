"""The next number up or down from what stands in a field, as arrow keys give it, written as it was written.

A step is one in the second place of the number (1,000 to 1,100, 0.00255 to 0.00265), or in its only one below ten (4
to 5, 3% to 4%), so that it is neither lost in a large number nor too much for a small one. Steps end at powers of ten
and are smaller below (100 to 99). A share steps by the nearer of its two ends: 99.5% goes to 99.6%.
"""

import math
import re

from calculators.kit import currency, reading
from calculators.kit.fields import Field
from calculators.kit.quantities import Count, Number
from calculators.kit.ranges import Range

# The digits, with what groups them, and an exponent; before and after stand signs and suffixes, which stay.
_DIGITS = re.compile(r"[-+\u2212]?[0-9.](?:[0-9,.\u00a0\u202f ]*[0-9.])?(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[0-9][, \u00a0\u202f][0-9]")
_SUFFIX = re.compile(r"[0-9.] ?(k|m|bn)\b", re.IGNORECASE)


def stepped(field: Field, text: str, by: int) -> str:
    """`text`, which stands in the field, `by` steps further up, or down where `by` is negative. It stays as it is where
    it is no single number that the field takes, and at the field's bounds."""
    for _ in range(abs(by)):
        text = _once(field, text, up=by > 0)
    return text


def _once(field: Field, text: str, *, up: bool) -> str:
    if not isinstance(field, Number):
        return text
    try:
        value = field.read(text)
    except reading.BadInput:
        return text
    if value is None or isinstance(value, Range):
        return text
    # Shares step in percent, however they are written.
    scale = 100 if field.percent else 1
    new = _bounded(field, _clean(_next(field, _clean(value * scale), up=up) / scale))
    return text if new is None or new == value else _rewritten(text, new, marked="%" in text)


def _next(field: Number, value: float, *, up: bool) -> float:
    whole = isinstance(field, Count)
    if field.percent and 50 < value < 100:
        return 100 - _size(round(100 - value, 12), growing=not up, whole=whole)
    if value:
        return math.copysign(_size(abs(value), growing=up == (value > 0), whole=whole), value)
    # From 0 there is no telling but by the starting value.
    usual = field.default if isinstance(field.default, float | int) else 0
    step = _step(_clean(abs(usual) * (100 if field.percent else 1)) or 1, whole=whole)
    return step if up else -step


def _size(size: float, *, growing: bool, whole: bool) -> float:
    """The next larger or smaller size. It passes no power of ten, from which on steps are others."""
    power = float(f"1e{_place(size)}")
    if growing:
        return min(_clean(size + _step(size, whole=whole)), power * 10)
    if size > power:
        return max(_clean(size - _step(size, whole=whole)), power)
    return size - max(_step(size, whole=whole) / (1 if size == 10 else 10), 1 if whole else 0)


def _step(size: float, *, whole: bool) -> float:
    alone = size < 10 and float(f"{size:.0e}") == size
    step = float(f"1e{_place(size) - (0 if alone else 1)}")
    return max(1, step) if whole else step


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
