"""The decision record of a scenario: a Markdown document in the shape of https://adr.github.io/madr/."""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import calculators
from calculators import readiness
from calculators.kit import links
from calculators.kit.calculator import Answer, Problem, Refusal
from calculators.kit.fields import Field
from calculators.kit.flips import flips
from calculators.kit.formatting import listing, money, plural
from calculators.scenario import answers, checks, document, fields, model, review, shared
from calculators.scenario.answers import Question
from calculators.scenario.document import Block, Bullets, Heading, Line, Link, Paragraph, Strong, Table
from calculators.scenario.model import Evidence, Scenario

UNNAMED = "Fine-tune a model: a decision that has no name yet"
# A record is read in a meeting: of each list the ends that matter.
MOST_FIGURES = 3
MOST_FLIPS = 4
MOST_STARTING = 8
# The sentence has the word already.
_BECAUSE = re.compile(r"^because[:,]?\s+", re.IGNORECASE)

# The page on which a calculator lives, by its id.
Homes = Callable[[str], str]


@dataclass(frozen=True)
class Record:
    """The composed record: its title, what stands above it, the document, and what it is held to account for."""

    title: str
    front: Mapping[str, str]
    blocks: list[Block]
    checks: list[Problem]
    gates: Answer

    def markdown(self) -> str:
        """The whole document as a file."""
        # A JSON string is a YAML string too, whatever stands in it.
        front = "".join(f"{name}: {json.dumps(text, ensure_ascii=False)}\n" for name, text in self.front.items())
        return f"---\n{front}---\n\n{document.markdown(self.blocks)}"

    def nodes(self, top: int = 1) -> list[Any]:
        """The document as elements, see `document.nodes`; what stands above it follows the title in words."""
        said = ". ".join(f"{_FRONT[name]}: {text}" for name, text in self.front.items())
        return document.nodes([self.blocks[0], Paragraph([f"{said}."]), *self.blocks[1:]], top)


_FRONT = {"status": "Status", "date": "Date", "review-date": "Review on", "decision-makers": "Decided by"}


def compose(scenario: Scenario, *, home: Homes, today: str) -> Record:
    """Compose the record of `scenario` for a reader on the day `today` (ISO). `home` gives each calculator's page."""
    words = scenario.record
    status = dict(fields.STATUSES)[words.get("status") or "proposed"].lower()
    front = {
        "status": status,
        "date": words.get("date", "") or today,
        "review-date": review.review_date(scenario),
        "decision-makers": words.get("decision_makers", ""),
    }
    parts = _Parts(scenario, home)
    title = scenario.name or UNNAMED
    found = checks.check(scenario, today)
    blocks: list[Block] = [
        Heading(1, title),
        *parts.question(),
        *parts.options(),
        *parts.outcome(found),
        *parts.gates(),
        *parts.costs(),
        *parts.flips(),
        *parts.left_out(),
        *parts.more(),
    ]
    kept = {name: text for name, text in front.items() if text}
    return Record(title, kept, blocks, found, parts.readiness)


def advance(scenario: Scenario, seconds: float) -> str:
    """Work on the record's answers for about so long; what is still to do in words, or blank where `compose` need not
    wait for anything."""
    parts = _Parts(scenario, str)
    questions = [parts.priced_question(each) for each in scenario.costs]
    found = answers.advance([*questions, *map(_evidence_question, scenario.evidence)], seconds)
    return "" if found is None else f"Working out the ranges: {found[0]:,} of {found[1]:,} draws"


def _evidence_question(evidence: Evidence) -> Question:
    opened = links.open_fragment(calculators.get(evidence.calculator), evidence.link)
    return evidence.calculator, tuple(sorted((opened.second or opened.fields).items()))


@dataclass
class _Parts:
    """The sections of the record, in the order in which they are read."""

    scenario: Scenario
    home: Homes

    # --- What several sections need ------------------------------------------------

    @functools.cached_property
    def readiness(self) -> Answer:
        return model.gates(self.scenario)

    @functools.cached_property
    def priced(self) -> dict[str, Answer | Refusal]:
        """The calculators under costs, answered."""
        return {each: answers.answered(self.priced_question(each)) for each in self.scenario.costs}

    def priced_question(self, calculator_id: str) -> Question:
        taken = model.taken(self.scenario, calculators.get(calculator_id))
        return calculator_id, tuple(sorted(taken.fields.items()))

    @functools.cached_property
    def pieces(self) -> list[tuple[Evidence, Answer | Refusal]]:
        """The attached evidence, answered with the inputs it was attached with."""
        return [(each, answers.answered(_evidence_question(each))) for each in self.scenario.evidence]

    def _address(self, answer: Answer) -> str:
        return f"{self.home(answer.calculator.id)}#{links.fragment(answer.calculator, answer.inputs)}"

    def _link(self, answer: Answer) -> Link:
        return Link(answer.calculator.title, self._address(answer))

    def _words(self, name: str) -> str:
        return self.scenario.record.get(name, "")

    def _list(self, name: str) -> list[str]:
        return fields.entries(self._words(name))

    # --- The sections --------------------------------------------------------------

    def question(self) -> Iterator[Block]:
        yield Heading(2, "Context and Problem Statement")
        yield Paragraph(
            [
                self._words("question")
                or "Should we fine-tune a model for this task? (The question has not been written yet.)"
            ]
        )
        for paragraph in self._words("context").split("\n\n"):
            if paragraph.strip():
                yield Paragraph([paragraph])
        given = [
            f"{f.label}: {f.shown(f.read(text))}"
            for name, f in shared.inputs().items()
            if (text := self.scenario.shared.get(name))
        ]
        if given:
            yield Paragraph([Strong("The situation."), f" {'; '.join(given)}."])

    def options(self) -> Iterator[Block]:
        yield Heading(2, "Considered Options")
        items: list[Line] = [
            [Strong(f"{f.label}."), f" {self._words(f.name) or 'Nothing has been written down about it.'}"]
            for f in fields.FINDINGS
        ]
        yield Bullets([*items, *([entry] for entry in self._list("other_options"))])

    def outcome(self, found: list[Problem]) -> Iterator[Block]:
        yield Heading(2, "Decision Outcome")
        chosen = self._words("chosen") or fields.UNDECIDED
        options = dict(fields.OPTIONS) | {"other": "one of the other options"}
        if chosen == fields.UNDECIDED:
            line = "No option has been chosen yet."
        else:
            because = _BECAUSE.sub("", self._words("because"))
            line = f"Chosen option: {options[chosen]}{f', because {because}' if because else '. No reason is given.'}"
        yield Paragraph([line])
        # Gates that fail are no fault of a record that decides for something else.
        reasons = [p for p in found if checks.is_gate(p)] if checks.is_against_tuning(self.scenario) else []
        wrong = [p for p in found if p not in reasons]
        for label, problems in (("Not fine-tuning now.", reasons), ("This record does not stand yet.", wrong)):
            if problems:
                yield Paragraph([Strong(label), f" {' '.join(p.message for p in problems)}"])
        yield Heading(3, "Consequences")
        yield _bullets(self._list("consequences"), "None has been written down.")
        yield Heading(3, "Confirmation")
        yield _bullets([*self._list("confirmation"), self._review()], "")

    def _review(self) -> str:
        day, by = review.review_date(self.scenario), self._words("reviewer")
        if not day:
            return "No day has been set for reading this record again."
        why = "" if self._words("review_date") else f": {review.basis()}"
        return f"This record is read again on {day}{f', by {by}' if by else ''}{why}."

    def gates(self) -> Iterator[Block]:
        yield Heading(2, "Gates")
        yield Paragraph([f"{self.readiness.sentence} ", self._link(self.readiness)])
        rows: list[list[Line]] = []
        for gate, step in zip(readiness.GATES, self.readiness.working, strict=True):
            waiver = self.scenario.waivers.get(gate.id)
            groundless = waiver is not None and not checks.is_reason(waiver)
            reason = "a waiver without a reason" if groundless else f"Waived because: {waiver}" if waiver else ""
            evidence = [
                link for each, answer in self.pieces if each.gate == gate.id for link in self._evidence_links(answer)
            ]
            line: list[Any] = [reason] if reason else []
            for link in evidence:
                line += [" ", link] if line else [link]
            rows.append([[Strong(step.label)], [step.formula], [step.numbers], [step.result], line or ["none"]])
        yield Table(("Gate", "Asks for", "Answer", "Result", "Evidence, or reason for the waiver"), rows)
        if self.pieces:
            yield Bullets([self._piece(each, answer) for each, answer in self.pieces])

    def _evidence_links(self, answer: Answer | Refusal) -> list[Link]:
        return [] if isinstance(answer, Refusal) else [self._link(answer)]

    def _piece(self, each: Evidence, answer: Answer | Refusal) -> Line:
        """A piece of evidence in words, and where it was made for other numbers than the scenario's."""
        label = model.GATES[each.gate].name.capitalize()
        note = f" ({each.note})" if each.note else ""
        if isinstance(answer, Refusal):
            said = " ".join(problem.message for problem in answer.problems)
            return [Strong(label), f"{note}: {each.calculator} has no result for its inputs. {said}"]
        moved = self._moved(answer)
        aside = f" Made with other numbers than the situation’s: {listing(moved)}." if moved else ""
        return [Strong(label), f"{note}: {answer.sentence}{aside}"]

    def _moved(self, answer: Answer) -> list[str]:
        calculator = answer.calculator
        now = shared.texts_for(calculator, self.scenario.shared)
        return [
            f"“{f.label}” {f.shown(answer.inputs[f.name]) or 'blank'}"
            for f in calculator.inputs
            if f.name in now and f.canonical(answer.inputs[f.name]) != now[f.name]
        ]

    def costs(self) -> Iterator[Block]:
        yield Heading(2, "Costs")
        rows: list[list[Line]] = []
        said: list[Line] = []
        for calculator_id, answer in self.priced.items():
            if isinstance(answer, Refusal):
                problems = " ".join(problem.message for problem in answer.problems)
                said.append([Strong(calculator_id), f": no result. {problems}"])
                continue
            rows += list(self._figures(answer))
            said.append([self._link(answer), f": {answer.sentence} {self._starting(answer)}"])
        if not said:
            yield Paragraph(["No costs were worked out."])
            return
        if rows:
            yield Table(("Figure", "Low", "Middle", "High"), rows)
            yield Paragraph([_HOW_RANGES])
        yield Bullets(said)

    def _figures(self, answer: Answer) -> Iterator[list[Line]]:
        """The first figures of a result, over ranges with how far they reach."""
        spreads = {row.name: row for row in answer.spread.rows} if answer.spread else {}
        dollars = [o for o in answer.calculator.outputs if not o.quiet and o.shown is money]
        chosen = dollars or [answer.calculator.output(answer.calculator.headline or answer.calculator.outputs[0].name)]
        for output in chosen[:MOST_FIGURES]:
            unit = f", {output.unit}" if output.unit else ""
            label = [f"{output.label}{unit} ({answer.calculator.id})"]
            row = spreads.get(output.name)
            if row and row.p10 != row.p90:
                yield [label, [row.p10], [row.p50], [row.p90]]
            else:
                yield [label, ["–"], [answer.shown[output.name]], ["–"]]

    def _starting(self, answer: Answer) -> str:
        """Which inputs are nobody's numbers: the guide's starting values."""
        calculator = answer.calculator
        taken = model.taken(self.scenario, calculator).fields
        given = {name for f in calculator.inputs for name in f.gives(answer.inputs[f.name])}
        names = [
            f
            for f in calculator.inputs
            if f.linked and not f.optional and f.name not in {*taken, *given} and not _is_the_organisations(f)
        ]
        if not names:
            return ""
        labels = [f"“{f.label}”" for f in names[:MOST_STARTING]]
        if len(names) > MOST_STARTING:
            labels.append(f"{len(names) - MOST_STARTING} more")
        kept = (
            "Starting value of the guide, not the team’s"
            if len(names) == 1
            else "Starting values of the guide, not the team’s"
        )
        return f"{kept}: {listing(labels)}."

    def flips(self) -> Iterator[Block]:
        yield Heading(2, "What Would Flip This")
        items: list[Line] = []
        for answer in (self.readiness, *self.priced.values()):
            found = None if isinstance(answer, Refusal) else flips(answer.calculator, answer.inputs)
            # A lower bar flips any verdict, which is worth nothing to know.
            kept = [flip for flip in found.found if flip.field.group != readiness.THRESHOLDS] if found else []
            if found is None or not kept:
                continue
            each = [f"{flip.field.label}: {flip.at} (now {flip.now})" for flip in kept[:MOST_FLIPS]]
            items.append(
                [Strong(f"Now {found.decision}."), f" Each of these alone would change that: {'; '.join(each)}."]
            )
        failed = self.readiness.outputs["failed"]
        if failed:
            steps = [model.GATES[gate].advice for gate in failed]
            items.insert(0, [Strong("The gates."), f" To pass them: {listing(steps)}."])
        yield Bullets(items) if items else Paragraph(["Nothing that these calculators know of."])

    def left_out(self) -> Iterator[Block]:
        yield Heading(2, "What Was Left Out")
        items: list[Line] = [[entry] for entry in self._list("left_out")]
        used = dict.fromkeys(["readiness", *self.priced, *(each.calculator for each, _ in self.pieces)])
        for calculator_id in used:
            calculator = calculators.get(calculator_id)
            items.append([Strong(f"{calculator.title}"), f" {' '.join(calculator.leaves_out)}"])
        yield Bullets(items)

    def more(self) -> Iterator[Block]:
        yield Heading(2, "More Information")
        found = [self.readiness, *self.priced.values(), *(answer for _, answer in self.pieces)]
        opened = [self._link(each) for each in found if isinstance(each, Answer)]
        line: list[Any] = ["Each link opens a calculator with the numbers of this record: "]
        for number, link in enumerate(dict.fromkeys(opened)):
            line += [", ", link] if number else [link]
        yield Paragraph([*line, "."])
        versions = {each.calculator.data for each in found if isinstance(each, Answer)}
        own = plural(sum(len(texts) for texts in self.scenario.inputs.values()), "input")
        shared_ones = plural(len(self.scenario.shared), "shared input")
        data = listing(sorted(versions))
        yield Paragraph(
            [f"Composed from a scenario with {shared_ones} and {own} of single calculators; data of {data}."]
        )


_HOW_RANGES = (
    "One in ten draws from the ranges lies below “Low”, half below “Middle”, one in ten above “High”. A dash: no range "
    "was given, so the figure looks surer than it is."
)


def _is_the_organisations(f: Field) -> bool:
    """Whether a field starts with a number from the organisation's profile."""
    return f.origin is not None and f.origin.kind == "profile"


def _bullets(entries: list[str], nothing: str) -> Block:
    return Bullets([[entry] for entry in entries]) if entries else Paragraph([nothing])
