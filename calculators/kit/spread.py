"""The answer where inputs are ranges: computed for the middle of each, and over the draws from all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from calculators.kit import tornado
from calculators.kit.calculator import (
    Answer,
    Calculator,
    Chance,
    Output,
    Problem,
    Refusal,
    Spread,
    SpreadRow,
    Step,
    named,
    outputs_for,
    worded,
)
from calculators.kit.calculator import middle as middle_of
from calculators.kit.formatting import listing, percent_apart
from calculators.kit.quantities import Number
from calculators.kit.ranges import Range
from calculators.kit.simulation import DRAWS, PERCENTILES, Runs, Simulation, kind_of, probabilities, word


def answer(
    calculator: Calculator,
    values: Mapping[str, Any],
    *,
    draws: int = DRAWS,
    simulation: Simulation | None = None,
) -> Answer | Refusal:
    """Answer for `values` with a Range among them, from `draws` draws; `simulation` may hold some already."""
    middle = middle_of(values)
    found = outputs_for(calculator, middle)
    if isinstance(found, Refusal):
        return found
    i, point = found
    simulation = simulation or Simulation(calculator, values)
    simulation.advance(draws)
    if simulation.spoiled:
        return _too_wide(calculator, simulation)
    runs = Runs(simulation.ranges, simulation.outputs)
    told = calculator.over_ranges(i, SimpleNamespace(**point), runs)
    outputs = point | told | simulation.summary()
    chances = _decisions(calculator, simulation)
    result = worded(calculator, i, outputs)
    rows, decided = _rows(calculator, outputs), _chances(calculator, outputs)
    extra = {f"{row.name}_p{at}": getattr(row, f"p{at}") for row in rows for at in PERCENTILES}
    return replace(
        result,
        inputs=dict(vars(i)) | {name: each for name, each in values.items() if isinstance(each, Range)},
        shown=result.shown | extra | {f"{chance.name}_probabilities": chance.text for chance in decided},
        sentence=result.sentence if calculator.says_spread else _with_spread(calculator, result, rows, chances),
        notes=[*result.notes, *_notes(calculator, simulation)],
        working=[*_middles(calculator, simulation.ranges), *result.working],
        spread=Spread(
            draws=simulation.done,
            planned=DRAWS,
            # What only the draws can tell has one value over all of them, and no spread.
            rows=[row for row in rows if row.name not in told],
            chances=decided,
            tornado=tornado.tornado(calculator, simulation.ranges, middle, headline(calculator, outputs)),
        ),
    )


def headline(calculator: Calculator, outputs: Mapping[str, Any]) -> Output | None:
    """The number whose spread is put into words: the one declared, or the first that has one."""
    if calculator.headline:
        return calculator.output(calculator.headline)
    return next((each for each in calculator.outputs if f"{each.name}_p10" in outputs), None)


def _too_wide(calculator: Calculator, simulation: Simulation) -> Refusal:
    """Too many draws have no result: the ranges reach where the calculator has none."""
    fields = list(simulation.ranges)
    why = f": {simulation.problems[0].message}" if simulation.problems else "."
    share = percent_apart(simulation.left_out / simulation.done)
    these = "this range" if len(fields) == 1 else "these ranges"
    said = f"{share} of the draws from {these} have no result, so a narrower one is needed{why}"
    return Refusal(named(calculator, [Problem(name, said) for name in fields]))


def _rows(calculator: Calculator, outputs: Mapping[str, Any]) -> list[SpreadRow]:
    return [
        SpreadRow(output.name, output.label, *(output.say(outputs[f"{output.name}_p{at}"]) for at in PERCENTILES))
        for output in calculator.outputs
        if f"{output.name}_p10" in outputs
    ]


def _chances(calculator: Calculator, outputs: Mapping[str, Any]) -> list[Chance]:
    """How often each outcome of each decision comes out: `yes 63%, no 37%`."""
    found = []
    for output in calculator.outputs:
        shares = outputs.get(f"{output.name}_probabilities")
        if shares is not None:
            words = {word(value): output.say(value) for value in outcomes(shares)}
            text = listing([f"{words[outcome]} {percent_apart(share)}" for outcome, share in shares.items()])
            found.append(Chance(output.name, output.label, text))
    return found


def outcomes(shares: Mapping[str, float]) -> list[Any]:
    """The outcomes as the values they stand for."""
    return [{"true": True, "false": False, "none": None}.get(outcome, outcome) for outcome in shares]


def _decisions(calculator: Calculator, simulation: Simulation) -> dict[str, float]:
    """How often each clause of the calculator's `decision` comes out; empty where it has none."""
    if calculator.decision is None:
        return {}
    names, decide = tuple(simulation.outputs), calculator.decision
    # One namespace for all draws, since making twenty thousand would take longer than deciding.
    o, found = SimpleNamespace(), []
    place = vars(o)
    for draw in zip(*simulation.outputs.values(), strict=True):
        place.update(zip(names, draw, strict=True))
        found.append(decide(o))
    return probabilities(found)


def _with_spread(
    calculator: Calculator, result: Answer, rows: Sequence[SpreadRow], decisions: Mapping[str, float]
) -> str:
    """The sentence for the middle of the ranges, and what the ranges do to it."""
    said = [f"{result.sentence} That takes each range at its middle."]
    name = calculator.headline or (rows[0].name if rows else "")
    row = next((row for row in rows if row.name == name), None)
    if row:
        label = row.label[:1].lower() + row.label[1:]
        unit = calculator.output(name).unit
        span = row.p10 if row.p10 == row.p90 else f"{row.p10} to {row.p90}"
        said.append(f"In eight of ten draws: {label} {span} {unit}".rstrip() + ".")
    if decisions:
        clause, share = next(iter(decisions.items()))
        said.append(f"{clause[:1].upper()}{clause[1:]} in {percent_apart(share)} of all draws.")
    return " ".join(said)


def _notes(calculator: Calculator, simulation: Simulation) -> list[str]:
    """What was left out of the draws, and where there is no number in some of them."""
    found = []
    if simulation.left_out:
        share = percent_apart(simulation.left_out / simulation.done)
        found.append(f"{share} of the draws were left out, because there is no result for them.")
    for output in calculator.outputs:
        column = simulation.outputs[output.name]
        missing = column.count(None)
        if missing and not output.never and kind_of(column, output) == "number":
            share = percent_apart(missing / len(column))
            found.append(f"{output.label}: no value in {share} of the draws; the percentiles are those of the others.")
    return found


def _middles(calculator: Calculator, ranges: Mapping[str, Range]) -> list[Step]:
    """How the middle of each range is found."""
    return [
        Step(
            f"Middle of the range: {f.label}",
            "the share at the mean of the two log odds" if each.share else "√(lower end · upper end)",
            f.shown(each),
            f.said(each.median),
        )
        for f in calculator.inputs
        if isinstance(f, Number) and (each := ranges.get(f.name))
    ]
