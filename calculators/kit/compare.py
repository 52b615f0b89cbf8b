"""Two variants of one question side by side: what differs in the numbers given, and in what comes out."""

from dataclasses import dataclass

from calculators.kit.calculator import Answer, Output
from calculators.kit.ranges import Range


@dataclass(frozen=True)
class Row:
    """One input or output: its label, what it is in the first and in the second variant, and whether these differ."""

    label: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two variants side by side, and what the table of them is called."""

    caption: str
    rows: list[Row]


def compare(first: Answer, second: Answer) -> Comparison:
    """The inputs that differ, then every output that people are shown. Both answers are of the same calculator."""
    calculator = first.calculator
    rows = [
        Row(f.label, f.shown(first.inputs[f.name]) or "blank", f.shown(second.inputs[f.name]) or "blank", True)
        for f in calculator.inputs
        if f.linked and first.inputs[f.name] != second.inputs[f.name]
    ]
    for output in calculator.outputs:
        if output.quiet:
            continue
        before, after = (_said(output, each) for each in (first, second))
        rows.append(Row(output.label, before, after, first.outputs[output.name] != second.outputs[output.name]))
    ranged = any(isinstance(value, Range) for each in (first, second) for value in each.inputs.values())
    return Comparison("Side by side, each range at its middle" if ranged else "Side by side", rows)


def _said(output: Output, answer: Answer) -> str:
    unit = f" {output.unit}" if output.unit and answer.outputs[output.name] is not None else ""
    return answer.shown[output.name] + unit
