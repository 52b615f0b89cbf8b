"""What ranges do to a result: the calculator computed for many draws, and what these say of each output.

Numbers get their 10th, 50th and 90th percentile, decisions the share of draws in which each comes out. The draws are
taken in steps, so that a page can answer from the first thousand and go on.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from calculators.kit.quantities import Number
from calculators.kit.ranges import Range

if TYPE_CHECKING:
    from calculators.kit.calculator import Calculator, Output, Problem

DRAWS = 20_000
# Enough for a first answer: percentiles within about a tenth of the spread.
FIRST_DRAWS = 1_000
PERCENTILES = (10, 50, 90)
# More draws than these that no result exists for, and the ranges themselves are wrong.
MOST_LEFT_OUT = 0.05

NOTHING = "none"


@dataclass(frozen=True)
class Runs:
    """What a calculator's `over_ranges` gets: the ranges by field, and each output over the draws."""

    ranges: Mapping[str, Range]
    outputs: Mapping[str, Sequence[Any]]


class Simulation:
    """The draws for one set of inputs. The same inputs give the same draws, however many steps they are taken in."""

    def __init__(self, calculator: "Calculator", values: Mapping[str, Any]) -> None:
        """`values`: name → value or Range, at least one Range among them."""
        self.calculator = calculator
        self.values = dict(values)
        self.ranges = {name: value for name, value in values.items() if isinstance(value, Range)}
        self.streams: dict[str, Iterator[float]] = {name: each.draws(name) for name, each in self.ranges.items()}
        self.outputs: dict[str, list[Any]] = {output.name: [] for output in calculator.outputs}
        self.done = 0
        self.left_out = 0
        # What was wrong with the first draw that had to be left out.
        self.problems: list[Problem] = []

    def advance(self, total: int) -> None:
        """Take draws until there are `total`."""
        wanted = total - self.done
        if wanted <= 0:
            return
        columns = {name: list(islice(stream, wanted)) for name, stream in self.streams.items()}
        self.done = total
        found = list(self._computed(columns))
        for name, column in self.outputs.items():
            column += [outputs[name] for outputs in found]
        self._drop_infinite(len(found))

    def _computed(self, columns: Mapping[str, Sequence[float]]) -> Iterator[dict[str, Any]]:
        """The outputs for every draw that has any."""
        calculator, names = self.calculator, tuple(columns)
        i = SimpleNamespace(**self.values)
        calculator.prepare(i)
        place, compute, refuse = vars(i), calculator.compute, calculator.refuse
        has_rules = type(calculator).refuse is not refuse
        bounded = [calculator.field(name) for name, column in columns.items() if not self._holds(name, column)]
        for draw in zip(*columns.values(), strict=True):
            place.update(zip(names, draw, strict=True))
            if bounded and not all(f.holds(place[f.name]) for f in bounded if isinstance(f, Number)):
                self.left_out += 1
                continue
            problems = refuse(i) if has_rules else None
            if problems:
                self.left_out += 1
                self.problems = self.problems or problems
                continue
            try:
                yield compute(i)
            except (ArithmeticError, ValueError):
                self.left_out += 1

    def _holds(self, name: str, column: Sequence[float]) -> bool:
        """Whether every draw lies within its field's bounds, which are an interval: the outermost two tell."""
        field = self.calculator.field(name)
        return not isinstance(field, Number) or (field.holds(min(column)) and field.holds(max(column)))

    def _drop_infinite(self, fresh: int) -> None:
        """Leave out those of the `fresh` newest draws in which an output is no finite number."""
        bad: set[int] = set()
        for column in self.outputs.values():
            start = len(column) - fresh
            newest = column[start:]
            if not all(map(_is_sound, newest)):
                bad.update(start + at for at, value in enumerate(newest) if not _is_sound(value))
        for at in sorted(bad, reverse=True):
            for column in self.outputs.values():
                del column[at]
        self.left_out += len(bad)

    @property
    def spoiled(self) -> bool:
        """Whether too many draws had to be left out for the others to mean anything."""
        return self.left_out > MOST_LEFT_OUT * self.done

    def summary(self) -> dict[str, Any]:
        """`NAME_p10`, `NAME_p50`, `NAME_p90` of every number, `NAME_probabilities` of every decision."""
        found: dict[str, Any] = {}
        for output in self.calculator.outputs:
            column = self.outputs[output.name]
            kind = kind_of(column, output)
            if kind == "number":
                for at, value in zip(PERCENTILES, percentiles(column, never=output.never), strict=True):
                    found[f"{output.name}_p{at}"] = value
            elif kind == "decision":
                found[f"{output.name}_probabilities"] = probabilities(column)
        return found


def _is_sound(value: Any) -> bool:
    return type(value) is not float or math.isfinite(value)


def kind_of(column: Sequence[Any], output: "Output") -> str:
    """What an output is, told by its draws: `number`, `decision`, or neither (lists, maps, nothing at all)."""
    value = next((value for value in column if value is not None), None)
    if value is None:
        return "number" if output.never and column else ""
    if isinstance(value, bool | str):
        return "decision"
    return "number" if isinstance(value, int | float) else ""


def percentiles(column: Sequence[float | None], *, never: bool) -> list[float | None]:
    """The 10th, 50th and 90th percentile, linear between neighbours (Hyndman and Fan's definition 7).

    None among the draws is infinity where it means `never`, and is left out otherwise. None in the result is never, or
    that there is no draw with a value.
    """
    values = sorted(value for value in column if value is not None)
    count = len(column) if never else len(values)
    return [_percentile(values, (count - 1) * at / 100) for at in PERCENTILES] if count else [None] * len(PERCENTILES)


def _percentile(values: Sequence[float], position: float) -> float | None:
    """The value at a position in the sorted `values`; None beyond their end, where infinity begins."""
    below = math.floor(position)
    part = position - below
    if below + (part > 0) >= len(values):
        return None
    return values[below] + part * (values[below + 1] - values[below]) if part else values[below]


def probabilities(column: Sequence[Any]) -> dict[str, float]:
    """The share of draws for each outcome, the most frequent first. True and False are `true` and `false`."""
    counted = {word(value): count for value, count in Counter(column).items()}
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return {outcome: count / len(column) for outcome, count in ordered}


def word(value: Any) -> str:
    """A decision as the name of an outcome."""
    return NOTHING if value is None else str(value).lower() if isinstance(value, bool) else str(value)
