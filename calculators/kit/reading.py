"""What people type, read as numbers.

Accepted: spaces around, thousands separators (`1,000` or `1 000`), a leading `$`, a trailing `%` where the field
allows it, the suffixes `k`, `M`, `bn`, and scientific notation (`1e6`). Everything else is refused in words.
"""

import re

SUFFIXES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9}

# Longer than any number a person means; keeps a pasted novel out of the regular expression.
LONGEST_NUMBER = 60

# Spaces of every width are spaces, what has no width is nothing, and a true minus is a hyphen.
_SPACES = str.maketrans(
    {chr(code): " " for code in (0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000)}
    | {chr(code): "" for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)}
    | {"\u2212": "-"}
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?) ?(?P<dollar>\$?) ?"
    r"(?P<digits>[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)"
    r"(?P<exponent>e[+-]?[0-9]+)? ?(?P<suffix>k|m|bn)? ?(?P<percent>%?)",
    re.IGNORECASE,
)
# 0,5 and 1.234,5 and 2,5 %: a comma where we write a point.
_DECIMAL_COMMA = re.compile(
    r"[+-]?\$? ?(?P<whole>[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]*),(?P<part>[0-9]+)(?P<rest> ?(?:k|m|bn)? ?%?)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s+(?:to|-)\s+|\s*–\s*", re.IGNORECASE)


class BadInput(ValueError):
    """A text that cannot be taken for the field's value; the message follows the label: “Test items” must be …."""


def number(text: str, *, percent: bool = False, dollar: bool = False) -> tuple[float, bool]:
    """The number in `text`, and whether it was written in percent (the number is then already divided by 100).

    `percent` and `dollar` say which marks the field takes. Raises BadInput in the reader's words.
    """
    plain = text.translate(_SPACES).strip()
    if len(plain) > LONGEST_NUMBER:
        raise BadInput(f"must be a number, not a text of {len(plain):,} characters")
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise BadInput(_why_not(plain))
    if match["exponent"] and match["suffix"]:
        raise BadInput(f"must have either an exponent or a suffix such as k, not both as in “{plain}”")
    if match["percent"] and not percent:
        raise BadInput(f"must be a plain number, not a percentage like “{plain}”")
    if match["dollar"] and not dollar:
        raise BadInput(f"must be a plain number without a currency sign, not “{plain}”")
    digits = match["digits"].replace(",", "").replace(" ", "")
    # The suffix becomes part of the exponent, so that 0.068k is read as exactly as 68 is.
    power = int((match["exponent"] or "e0")[1:]) + len(str(SUFFIXES[(match["suffix"] or "").lower()])) - 1
    power -= 2 if match["percent"] else 0
    value = float(f"{match['sign']}{digits}e{power}")
    if value in (float("inf"), float("-inf")):
        raise BadInput(f"is too large: “{plain}”")
    if value == 0 and digits.strip("0."):
        raise BadInput(f"is too small to tell from 0: “{plain}”")
    return value + 0.0, bool(match["percent"])


def ends(text: str) -> tuple[str, str] | None:
    """The two sides of a range such as `20k to 120k` or `20k – 120k`; None where the text is no range.

    In `10 to 20%` the percent sign is meant for both sides, so both get it.
    """
    plain = text.translate(_SPACES).strip()
    if len(plain) > 2 * LONGEST_NUMBER:
        return None
    sides = _RANGE.split(plain)
    if len(sides) != 2 or not all(sides):
        return None
    low, high = sides
    return (f"{low}%" if high.endswith("%") and not low.endswith("%") else low), high


def meant_for_both(low: str, high: str) -> str:
    """What `20` in `20 to 120k` was probably meant to be (`20k`); blank where there is no such doubt."""
    first, last = (_NUMBER.fullmatch(side) for side in (low, high))
    if not first or not last or first["suffix"] or not last["suffix"]:
        return ""
    bare = float(last["digits"].replace(",", "").replace(" ", ""))
    return f"{low}{last['suffix']}" if 0 < number(low, percent=True, dollar=True)[0] < bare else ""


def _why_not(plain: str) -> str:
    """The most helpful thing to say of a text that is no number."""
    if re.fullmatch(r"[+-]?(nan|inf|infinity)", plain, re.IGNORECASE):
        return f"must be a finite number, not “{plain}”"
    if len(_RANGE.split(plain)) > 2:
        return f"must be one number, or a range with two ends, not “{plain}”"
    if _RANGE.search(plain):
        return f"takes one number, not a range like “{plain}”"
    comma = _DECIMAL_COMMA.fullmatch(plain)
    if comma:
        whole_part = re.sub("[. ]", "", comma["whole"]) or "0"
        meant = f"{whole_part}.{comma['part']}{comma['rest'].replace(' ', '')}"
        return f"must have a point before decimals, not a comma as in “{plain}”: did you mean {meant}?"
    return f"must be a number, such as 500, 1,000, 20k or 0.5, not “{plain}”"


def whole(value: float) -> int:
    """`value` as a whole number; raises BadInput where it has a fraction."""
    if value != int(value):
        raise BadInput(f"must be a whole number, not {plain_decimal(value)}")
    return int(value)


def plain_decimal(value: float, shift: int = 0) -> str:
    """The shortest text that reads back as exactly `value`, without an exponent: `0.000068`, `8000000000`.

    `shift` moves the decimal point to the right in the text, which multiplying could not do exactly: 0.07 by 2 is `7`.
    """
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(float(value)).partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole_part, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole_part + fraction).lstrip("0")
    point = len(digits) - len(fraction) + int(exponent or 0) + shift
    if point < -15:
        return f"{sign}{digits[0]}.{digits[1:] or 0}e{point - 1}"  # too small to be written out for anybody
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    after = digits[point:].rstrip("0")
    return f"{sign}{digits.ljust(point, '0')[:point]}" + (f".{after}" if after else "")
