"""The kinds of input that are numbers: each reads its unit, is shown as people write it, and may be a range."""

from dataclasses import dataclass
from typing import Any

from calculators.kit import currency, reading
from calculators.kit.fields import LARGEST, LARGEST_COUNT, Field
from calculators.kit.ranges import Range
from calculators.kit.reading import BadInput


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number within bounds: `least` and `most` belong to the range, `above` and `below` do not."""

    least: float | None = None
    above: float | None = None
    most: float | None = None
    below: float | None = None
    # The ends of a range to offer, where a better one is known than one about the default.
    doubt: tuple[float, float] | None = None

    inputmode = "decimal"
    dollar = False
    # Whether two ends may stand in place of one number: 20k to 120k.
    ranged = False

    def parse(self, text: str) -> Any:
        ends = reading.ends(text) if self.ranged else None
        return self.one(text) if ends is None else self.range(*ends)

    def one(self, text: str) -> Any:
        """The single number in `text`."""
        value, _ = reading.number(text, percent=self.percent, dollar=self.dollar)
        return self.within(value, text)

    def range(self, low_text: str, high_text: str) -> Range:
        """The range between two texts."""
        meant = reading.meant_for_both(low_text, high_text)
        if meant:
            raise BadInput(
                f"has a suffix at one end only: did you mean {meant} to {high_text}? If not, write both ends in full"
            )
        low, high = self.one(low_text), self.one(high_text)
        if low > high:
            raise BadInput(f"must have the smaller end first, such as {self.shown(high)} to {self.shown(low)}")
        if low <= 0 or (self.percent and high >= 1):
            inside = "both ends inside 0% to 100%" if self.percent else "both ends above 0"
            raise BadInput(f"takes a range with {inside}, not {low_text} to {high_text}")
        return Range(low, high, share=self.percent)

    def within(self, value: float, text: str) -> Any:
        """`value` if it lies within the bounds; raises BadInput with the bounds and what was typed."""
        if self.holds(value):
            return value
        # The far end of a generous range is worth saying only to those who passed it.
        too_much = self._generous() and value > (self.most or 0)
        wanted = f"{self.shown(self.most)} or less" if too_much else self.bounds()
        raise BadInput(f"must be {wanted}, not {' '.join(text.split())}")

    def holds(self, value: float) -> bool:
        """Whether `value` lies within the bounds."""
        return (
            (self.most is None or value <= self.most)
            and (self.below is None or value < self.below)
            and (self.least is None or value >= self.least)
            and (self.above is None or value > self.above)
        )

    def bounds(self) -> str:
        """The range in words: `1 or more`, `above 0`, `from 0% to 100%`."""
        if self._generous():
            return f"{self.shown(self.least)} or more" if self.least is not None else f"above {self.shown(self.above)}"
        if self.above is not None and self.below is not None:
            return f"between {self.shown(self.above)} and {self.shown(self.below)}, both excluded"
        if self.above is not None:
            return f"above {self.shown(self.above)}, up to {self.shown(self.most)}"
        if self.below is not None:
            return f"from {self.shown(self.least)} to below {self.shown(self.below)}"
        return f"from {self.shown(self.least)} to {self.shown(self.most)}"

    def _generous(self) -> bool:
        """Whether the upper end is there only to keep formulas from overflowing."""
        return self.most is not None and self.most >= LARGEST_COUNT

    def accepted(self) -> str:
        return f"give a number, {self.bounds()}"

    def canonical(self, value: Any) -> str:
        if isinstance(value, Range):
            return str(value)
        return "" if value is None else reading.plain_decimal(value)

    def shown(self, value: Any) -> str:
        if isinstance(value, Range):
            return f"{self.shown(value.low)} to {self.shown(value.high)}"
        text = self.canonical(value)
        whole_part, point, fraction = text.partition(".")
        return currency.grouped(f"{int(whole_part):,}") + point + fraction if whole_part.isdigit() else text

    def said(self, value: float) -> str:
        """`value` in a sentence: as in the form, but without more digits than anybody means (the middle of a range
        has many)."""
        return self.shown(value if value == round(value, 4) else float(f"{value:.6g}") if value < 1e3 else round(value))


@dataclass(frozen=True, kw_only=True)
class Count(Number):
    """A whole number of things, 0 or more."""

    least: float | None = 0
    most: float | None = LARGEST_COUNT
    kind = "count"
    inputmode = "numeric"

    def one(self, text: str) -> int:
        return reading.whole(super().one(text))

    def accepted(self) -> str:
        return f"give a whole number, {self.bounds()}"


@dataclass(frozen=True, kw_only=True)
class Amount(Number):
    """A quantity with a unit, 0 or more (above 0 where a formula divides by it)."""

    least: float | None = 0
    most: float | None = LARGEST
    kind = "amount"
    ranged = True


@dataclass(frozen=True, kw_only=True)
class Usd(Amount):
    """An amount of money: US dollars, unless the organisation’s profile names another currency."""

    kind = "usd"
    dollar = True

    def one(self, text: str) -> Any:
        return super().one(currency.without_sign(text))


@dataclass(frozen=True, kw_only=True)
class Share(Number):
    """A share of a whole, held as a fraction from 0 to 1, shown and read as percent."""

    least: float | None = 0
    most: float | None = 1
    kind = "share"
    percent = True
    ranged = True

    def one(self, text: str) -> float:
        value, marked = reading.number(text, percent=True)
        if not marked and 1 < value <= 100 and self.holds(value / 100):
            raise BadInput(
                f"must be {self.bounds()}, not {text.strip()}: did you mean {reading.plain_decimal(value)}%?"
            )
        return float(self.within(value, text))

    def shown(self, value: Any) -> str:
        if value is None or isinstance(value, Range):
            return Number.shown(self, value)
        return reading.plain_decimal(value, shift=2) + "%"

    def echo(self, text: str) -> str:
        # 1 may have been meant as 1%, 0.5 as half a percent.
        if "%" in text or not text.strip():
            return ""
        try:
            value = self.read(text)
        except BadInput:
            return ""
        if value == 0:
            return ""
        sides = [f"{side}%" for side in reading.ends(text) or (" ".join(text.split()),)]
        return f"Read as {self.shown(value)}. For {' to '.join(sides)} add the sign."

    def accepted(self) -> str:
        return f"give a percentage, {self.bounds()}"


@dataclass(frozen=True, kw_only=True)
class Points(Share):
    """A difference of two shares, held as a fraction; `3%` means three percentage points."""

    least: float | None = None
    above: float | None = 0
    kind = "points"
    ranged = False
