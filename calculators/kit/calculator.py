"""What a calculator is, and how one question is answered.

A calculator module declares its fields and outputs and a handful of plain functions; `answer` reads what was typed,
refuses what cannot be computed (all problems at once), computes, and words the result. The page, the browser and the
command line all show what `answer` returns.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from calculators.kit import currency, reading
from calculators.kit.fields import Field
from calculators.kit.formatting import NOTHING, listing
from calculators.kit.ranges import Range
from calculators.kit.reading import BadInput
from calculators.kit.sources import Source

# The month of the data (prices, dates) that the defaults rest on; links carry it as `d`.
DATA = "2026-11"

# Inputs and outputs as the calculators' functions see them: `i.items`, `o.difference`.
Values = Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the inputs: the field's name and a whole sentence."""

    field: str
    message: str


@dataclass(frozen=True)
class Output:
    """One number or decision of a result: its label and how people read it."""

    name: str
    label: str
    shown: Callable[[Any], str]
    # What stands in place of a value that does not exist (blank: there always is one), and the small text behind.
    missing: str = ""
    unit: str = ""
    # Quiet outputs are in the JSON and in the page, but not among the large figures.
    quiet: bool = False
    # Whether None means that it never happens. Over ranges that counts as infinitely much.
    never: bool = False
    # What its values are, for those who read them as data: number, truth, word (one of a few), words, day (ISO),
    # numbers (by name) or rows.
    kind: str = "number"

    def say(self, value: Any) -> str:
        """The value as people read it, without its unit."""
        return (self.missing or NOTHING) if value is None else self.shown(value)


@dataclass(frozen=True)
class Step:
    """One line of the working: the formula in words or symbols, the same with the reader's numbers, the result."""

    label: str
    formula: str
    numbers: str
    result: str


@dataclass(frozen=True)
class Table:
    """The picture as a table, for those who read rather than look."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    """What varies in a picture: rows for its named datasets, and what it says in words."""

    data: Mapping[str, Sequence[Mapping[str, Any]]]
    text: str
    table: Table


@dataclass(frozen=True)
class Example:
    """Numbers to start from: what they stand for, and the inputs that differ from the defaults, as typed."""

    title: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Calculator:
    """A calculator: declarations, and functions of its inputs `i` and outputs `o`."""

    id: str
    version: int
    title: str
    question: str
    inputs: Sequence[Field]
    outputs: Sequence[Output]
    compute: Callable[[Values], dict[str, Any]]
    sentence: Callable[[Values, Values], str]
    working: Callable[[Values, Values], list[Step]]
    picture_spec: Callable[[], dict[str, Any]]
    picture: Callable[[Values, Values], Picture]
    formula_sources: Sequence[Source]
    leaves_out: Sequence[str]
    notes: Callable[[Values, Values], list[str]] = field(default=lambda i, o: [])
    # Lets one field fill others (pasted rows that become counts), before `refuse` sees them.
    prepare: Callable[[Values], list[Problem]] = field(default=lambda i: [])
    # The rules that concern several fields at once.
    refuse: Callable[[Values], list[Problem]] = field(default=lambda i: [])
    # The fields a short form shows, where the calculator has a short form.
    short_inputs: Sequence[str] = ()
    # Situations a reader can start from.
    examples: Sequence[Example] = ()
    # The fields of which nobody knows the exact number: there the page offers a range.
    uncertain: Sequence[str] = ()
    # The number whose spread over ranges is put into words, and the clause that the result comes down to
    # (“tuning is cheaper”): what flips, and how likely it is.
    headline: str = ""
    decision: Callable[[Values], str] | None = None
    # Over ranges: outputs that only the draws can tell. They take the place of those for the middle.
    over_ranges: Callable[[Values, Values, Any], dict[str, Any]] = field(default=lambda i, o, runs: {})
    # Whether its own sentence says what the ranges come to (`o` has NAME_p10 and so on then).
    says_spread: bool = False
    data: str = DATA

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError where there is none."""
        for candidate in self.inputs:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def output(self, name: str) -> Output:
        """The output called `name`; KeyError where there is none."""
        for candidate in self.outputs:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def defaults(self) -> dict[str, str]:
        """The canonical text of every field's default."""
        return {f.name: f.canonical(f.default) for f in self.inputs}

    def guide_defaults(self) -> dict[str, str]:
        """The same of the guide's own defaults, whatever the organisation's are."""
        return {f.name: f.canonical(f.guide_default) for f in self.inputs}

    def own(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs without what one of them gave to others: what stands in the form."""
        return {**inputs, **{name: self.field(name).default for name in self.given(inputs)}}

    def given(self, inputs: Mapping[str, Any]) -> set[str]:
        """The names of the inputs that hold what another one gave them."""
        found = {name: value for f in self.inputs for name, value in f.gives(inputs[f.name]).items()}
        return {name for name, value in found.items() if inputs[name] == value}


@dataclass(frozen=True)
class SpreadRow:
    """What the draws say of one number: its percentiles as people read them; `name` is the output's."""

    name: str
    label: str
    p10: str
    p50: str
    p90: str


@dataclass(frozen=True)
class Chance:
    """How often each outcome of a decision comes out, in words; `name` is the output's."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Spread:
    """What ranges among the inputs do to the result, from `draws` of `planned` draws."""

    draws: int
    planned: int
    rows: list[SpreadRow]
    chances: list[Chance]
    # How far each range alone moves the headline; None where there is nothing to move.
    tornado: Picture | None


@dataclass(frozen=True)
class Answer:
    """A result, ready to be shown: values, and the words for them. With ranges, the values are those for the middle of
    each, and `spread` tells the rest; `inputs` holds the ranges themselves."""

    calculator: Calculator
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    shown: dict[str, str]
    sentence: str
    notes: list[str]
    working: list[Step]
    picture: Picture
    spread: Spread | None = None


@dataclass(frozen=True)
class Refusal:
    """Why nothing was computed: every problem, in the order of the form."""

    problems: list[Problem]


def answer(calculator: Calculator, raw: Mapping[str, Any]) -> Answer | Refusal:
    """Answer the calculator's question for what was typed (`raw`: name → text; a missing name takes its default)."""
    values, problems = read(calculator, raw)
    if problems:
        return Refusal(problems)
    if has_ranges(values):
        # Imported only where there are ranges: every page would wait for it.
        from calculators.kit import spread

        return spread.answer(calculator, values)
    return answer_for(calculator, values)


def has_ranges(values: Mapping[str, Any]) -> bool:
    """Whether any input was given as a range."""
    return any(isinstance(value, Range) for value in values.values())


def answer_for_the_middle(calculator: Calculator, values: Mapping[str, Any]) -> Answer | Refusal:
    """Answer with each range at its middle; the answer's inputs hold the ranges themselves."""
    found = answer_for(calculator, middle(values))
    if isinstance(found, Refusal):
        return found
    return replace(found, inputs=found.inputs | {n: v for n, v in values.items() if isinstance(v, Range)})


def middle(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, each range by its middle."""
    return {name: value.median if isinstance(value, Range) else value for name, value in values.items()}


def answer_for(calculator: Calculator, values: Mapping[str, Any]) -> Answer | Refusal:
    """Answer for values that are no ranges."""
    found = outputs_for(calculator, values)
    return found if isinstance(found, Refusal) else worded(calculator, *found)


def outputs_for(calculator: Calculator, values: Mapping[str, Any]) -> tuple[SimpleNamespace, dict[str, Any]] | Refusal:
    """The inputs as the calculator's functions see them, and the outputs."""
    i = SimpleNamespace(**values)
    problems = calculator.prepare(i) or calculator.refuse(i)
    if problems:
        return Refusal(named(calculator, problems))
    try:
        return i, _finite(calculator, calculator.compute(i))
    except (ArithmeticError, ValueError):
        far = [f for f in calculator.inputs if _is_extreme(getattr(i, f.name))]
        if not far:
            raise
        said = "the value is too large or too small to compute with, together with the others."
        return Refusal(named(calculator, [Problem(f.name, said) for f in far]))


# Beyond any price, count or duration a person means; within, every formula must hold.
SMALLEST_USUAL, LARGEST_USUAL = 1e-12, 1e13


def _is_extreme(value: Any) -> bool:
    return isinstance(value, int | float) and value != 0 and not SMALLEST_USUAL <= abs(value) <= LARGEST_USUAL


def _finite(calculator: Calculator, outputs: dict[str, Any]) -> dict[str, Any]:
    """The outputs. Raises ArithmeticError where one is no finite number."""
    for name, value in outputs.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise ArithmeticError(f"{calculator.id}: {name} is not a finite number")
    return outputs


def worded(calculator: Calculator, i: SimpleNamespace, outputs: dict[str, Any]) -> Answer:
    """The answer in words. `outputs` may hold more than the declared ones."""
    o = SimpleNamespace(**outputs)
    picture = calculator.picture(i, o)
    table = replace(picture.table, **currency.words(vars(picture.table)))
    return Answer(
        calculator=calculator,
        inputs=dict(vars(i)),
        outputs=outputs,
        shown={out.name: out.say(outputs[out.name]) for out in calculator.outputs},
        sentence=currency.words(calculator.sentence(i, o)),
        notes=currency.words(calculator.notes(i, o)),
        working=[replace(step, **currency.words(vars(step))) for step in calculator.working(i, o)],
        picture=replace(picture, data=currency.words(picture.data), text=currency.words(picture.text), table=table),
    )


def named(calculator: Calculator, problems: Sequence[Problem]) -> list[Problem]:
    """The problems, each message with the label of every field it concerns; labels it lacks are put before it."""
    found = []
    problems = [replace(problem, message=currency.words(problem.message)) for problem in problems]
    for problem in problems:
        labels = [f"“{calculator.field(p.field).label}”" for p in problems if p.message == problem.message]
        missing = any(label not in problem.message for label in labels)
        found.append(Problem(problem.field, f"{listing(labels)}: {problem.message}" if missing else problem.message))
    return found


def read(calculator: Calculator, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Every field's value, and a problem for each text that cannot be read and each name that is no field."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for f in calculator.inputs:
        if f.name not in raw:
            values[f.name] = f.default
            continue
        try:
            values[f.name] = f.read(as_text(raw[f.name]))
        except BadInput as bad:
            said = f"“{f.label}” {bad}"
            problems.append(Problem(f.name, said if said.endswith("?") else said + "."))
    for f in calculator.inputs:
        if f.fills and values.get(f.name):
            problems = [problem for problem in problems if problem.field not in f.fills]
            values = {name: calculator.field(name).default for name in f.fills} | values
    for f in calculator.inputs:
        for name, value in f.gives(values.get(f.name)).items():
            if values.get(name) == calculator.field(name).default:
                values[name] = value
    known = {f.name for f in calculator.inputs}
    for name in raw:
        if name not in known:
            listed = ", ".join(f.name for f in calculator.inputs)
            problems.append(Problem(name, f"{calculator.id} has no input called “{name[:60]}”; it has {listed}."))
    return values, problems


def as_text(value: Any) -> str:
    """A value from JSON or Python as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value):
        return reading.plain_decimal(value)
    if isinstance(value, list | tuple):
        return ",".join(as_text(item) for item in value)
    return str(value)
