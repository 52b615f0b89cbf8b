"""Which range matters most: how far each one alone moves the result, the others at their middle, widest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from calculators.kit import chart_tornado
from calculators.kit.calculator import Calculator, Output, Picture, Refusal, Table, outputs_for
from calculators.kit.formatting import listing
from calculators.kit.quantities import Number
from calculators.kit.ranges import Range

# Halvings that bring a flip to within a billionth of the range.
HALVINGS = 30


@dataclass(frozen=True)
class Bar:
    """One input's range, the result at both its ends, and the value between them at which the decision flips."""

    field: Number
    range: Range
    low: float | None
    high: float | None
    flip: float | None

    @property
    def width(self) -> float:
        """How far apart the two results are; infinite where only one of them exists."""
        if self.low is None or self.high is None:
            return 0.0 if self.low is self.high else float("inf")
        return abs(self.high - self.low)


def bars(calculator: Calculator, ranges: Mapping[str, Range], middle: Mapping[str, Any], output: str) -> list[Bar]:
    """`output` at each range's ends with all others at their middle, widest first; None where there is no result."""

    def outcome(name: str, value: float) -> tuple[float | None, str]:
        found = outputs_for(calculator, {**middle, name: value})
        if isinstance(found, Refusal):
            return None, ""
        clause = calculator.decision(SimpleNamespace(**found[1])) if calculator.decision else ""
        return found[1][output], clause

    found = []
    for name, each in ranges.items():
        (low, below), (high, above) = outcome(name, each.low), outcome(name, each.high)

        def is_as_below(value: float, name: str = name, below: str = below) -> bool:
            return outcome(name, value)[1] == below

        flip = _boundary(each.low, each.high, is_as_below) if below != above else None
        found.append(Bar(cast(Number, calculator.field(name)), each, low, high, flip))
    # Without the last digits, in which platforms differ: bars that are equally wide stay in the form's order.
    return sorted(found, key=lambda bar: -float(f"{bar.width:.9g}"))


def _rounded(bar: Bar) -> str:
    """Where the decision flips, to four figures."""
    return bar.field.said(float(f"{bar.flip:.4g}"))


def _boundary(low: float, high: float, is_as_below: Callable[[float], bool]) -> float:
    """Where between `low` and `high` the decision changes, by halving."""
    for _ in range(HALVINGS):
        half = (low + high) / 2
        low, high = (half, high) if is_as_below(half) else (low, half)
    return high


def tornado(
    calculator: Calculator, ranges: Mapping[str, Range], middle: Mapping[str, Any], output: Output | None
) -> Picture | None:
    """The picture of `bars` for `output`; None where no range moves a number."""
    found = bars(calculator, ranges, middle, output.name) if output else []
    if output is None or all(bar.low is None and bar.high is None for bar in found):
        return None
    centre = outputs_for(calculator, middle)
    reference = None if isinstance(centre, Refusal) else centre[1][output.name]
    label = output.label[:1].lower() + output.label[1:]
    rows = [
        chart_tornado.Row(
            name=bar.field.label,
            low=bar.low,
            high=bar.high,
            low_text=f"{bar.field.shown(bar.range.low)}: {output.say(bar.low)}",
            high_text=f"{bar.field.shown(bar.range.high)}: {output.say(bar.high)}",
            flip="" if bar.flip is None else _rounded(bar),
        )
        for bar in found
    ]
    moves = [
        f"{bar.field.label} from {output.say(bar.low)} to {output.say(bar.high)}"
        + ("" if bar.flip is None else f", flipping the decision at {_rounded(bar)}")
        for bar in found
    ]
    unit = f", {output.unit}" if output.unit else ""
    return Picture(
        data=chart_tornado.tornado_data(rows, reference=reference, zero=calculator.decision is not None),
        text=f"A bar for each range, widest first: how far it alone moves {label}{unit}. {listing(moves)}.",
        table=Table(
            f"{output.label}{unit}, with one range at its ends and the others at their middle",
            ("Range", "Lower end", "Upper end", "Decision flips at"),
            tuple(
                (bar.field.label, row.low_text, row.high_text, row.flip or "not within it")
                for bar, row in zip(found, rows, strict=True)
            ),
        ),
    )
