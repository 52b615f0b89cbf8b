"""What would flip the decision: for each input the nearest value at which the result comes down to something else."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from calculators.kit.calculator import Calculator, Refusal, outputs_for
from calculators.kit.calculator import middle as middle_of
from calculators.kit.fields import Bool, Choice, Field
from calculators.kit.quantities import Count, Number

# How far out to look, as multiples of the value. Steps are small where a flip would be worth knowing.
MULTIPLES = (1.02, 1.1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100, 1e3)
# The same for a share, as parts of the way to 0% or 100%.
PARTS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1)
HALVINGS = 45


@dataclass(frozen=True)
class Flip:
    """The nearest value of an input that flips the decision; `at` puts it in words: `2,100,000 or more`."""

    field: Field
    value: Any
    now: str
    at: str


@dataclass(frozen=True)
class Flips:
    """What the decision is now, what flips it (the nearest first), and the labels of inputs that cannot."""

    decision: str
    found: list[Flip]
    without: list[str]

    @property
    def rest(self) -> str:
        """A sentence about the inputs that cannot flip it; blank where there are none."""
        # Most labels hold a comma of their own.
        return f"These alone would not, even changed a thousandfold: {'; '.join(self.without)}." if self.without else ""


def flips(calculator: Calculator, values: Mapping[str, Any]) -> Flips | None:
    """What flips the decision for `values` (a Range counts with its middle); None for a calculator without one, or
    where there is no result."""
    middle = middle_of(values)
    decide = calculator.decision
    if decide is None:
        return None

    def decided(name: str, value: Any) -> str:
        """The decision with one input changed; blank where there is no result."""
        found = outputs_for(calculator, {**middle, name: value})
        return "" if isinstance(found, Refusal) else decide(SimpleNamespace(**found[1]))

    present = outputs_for(calculator, middle)
    if isinstance(present, Refusal):
        return None
    now = decide(SimpleNamespace(**present[1]))
    nearest: list[tuple[float, Flip]] = []
    without = []
    for field in calculator.inputs:
        if not isinstance(field, Number | Choice | Bool):
            continue
        options = list(_options(field, middle[field.name], now, lambda value, f=field: decided(f.name, value)))  # type: ignore[misc]
        if options:
            nearest.append(min(options, key=lambda pair: pair[0]))
        elif middle[field.name] is not None:
            without.append(field.label)
    return Flips(now, [flip for _, flip in sorted(nearest, key=lambda pair: pair[0])], without)


def _options(field: Field, value: Any, now: str, decided: Callable[[Any], str]) -> Iterator[tuple[float, Flip]]:
    """The ways in which `field` flips the decision, each with how far it is to there."""
    if isinstance(field, Number):
        if value is not None:
            for points, words in ((_above(field, value), "or more"), (_below(field, value), "or less")):
                edge = _edge(field, value, points, now, decided)
                if edge is not None:
                    yield (
                        _distance(field, value, edge),
                        Flip(field, edge, field.said(value), f"{field.said(edge)} {words}"),
                    )
        return
    choices = [(True, "yes"), (False, "no")] if isinstance(field, Bool) else list(getattr(field, "options", ()))
    for option, shown in choices:
        if option != value and decided(option) not in (now, ""):
            yield 0.5, Flip(field, option, dict(choices).get(value, "not answered"), shown)


def _above(field: Number, value: float) -> Iterator[float]:
    """Ever larger values, up to the largest the field takes."""
    top = field.most if field.most is not None else field.below
    if field.percent and top is not None:
        yield from (value + (top - value) * part for part in PARTS)
    else:
        yield from ((value or 1e-4) * by for by in MULTIPLES)


def _below(field: Number, value: float) -> Iterator[float]:
    """Ever smaller values, down to the smallest the field takes."""
    floor = field.least if field.least is not None else field.above
    if field.percent:
        yield from (value - (value - (floor or 0)) * part for part in PARTS)
    else:
        yield from (value / by for by in MULTIPLES)
        yield floor or 0.0


def _edge(
    field: Number, value: float, points: Iterator[float], now: str, decided: Callable[[Any], str]
) -> float | None:
    """The value nearest to the present one from which on the decision is another, rounded away from that."""
    whole = isinstance(field, Count)
    same = value
    for point in points:
        point = (math.ceil(point) if point > value else math.floor(point)) if whole else point
        if point == value or not field.holds(point):
            continue
        said = decided(point)
        if said == "":
            return None
        if said != now:
            return _rounded(field, _halved(same, point, whole, lambda at: decided(at) == now), value, now, decided)
        same = point
    return None


def _halved(same: float, other: float, whole: bool, is_same: Callable[[float], bool]) -> float:
    """The value on the other side of the boundary, by halving."""
    for _ in range(HALVINGS):
        half = (same + other) / 2
        if whole:
            half = (math.ceil if other > same else math.floor)(half)
            if half in (same, other):
                break
        same, other = (half, other) if is_same(half) else (same, half)
    return other


def _rounded(field: Number, edge: float, value: float, now: str, decided: Callable[[Any], str]) -> float:
    """`edge` with four figures, where the decision is still flipped there."""
    if isinstance(field, Count) or edge == 0:
        return edge
    unit = 10.0 ** (math.floor(math.log10(abs(edge))) - 3)
    short = (math.ceil if edge > value else math.floor)(edge / unit) * unit
    short = float(f"{short:.10g}")
    return short if field.holds(short) and decided(short) not in (now, "") else edge


def _distance(field: Number, value: float, edge: float) -> float:
    """How far apart two values are, as a share of the way to the end of shares, or as a multiple of amounts."""
    if field.percent:
        return abs(edge - value)
    if value == 0 or edge == 0:
        return 10.0
    return abs(math.log(abs(edge) / abs(value)))
