"""Two variants of one question side by side: what differs in the numbers given, and in what comes out."""

from dataclasses import dataclass

from calculators.kit.calculator import Answer, Output


@dataclass(frozen=True)
class Row:
    """One input or output: its label, what it is in the first and in the second variant, and whether these differ."""

    label: str
    first: str
    second: str
    differs: bool


def compare(first: Answer, second: Answer) -> list[Row]:
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
    return rows


def _said(output: Output, answer: Answer) -> str:
    unit = f" {output.unit}" if output.unit and answer.outputs[output.name] is not None else ""
    return answer.shown[output.name] + unit
