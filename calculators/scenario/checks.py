"""What holds a decision record to account: gates that fail, waivers without a reason, a review that is due."""

import re

from calculators import readiness
from calculators.kit.calculator import Problem
from calculators.kit.formatting import listing
from calculators.scenario import fields, review
from calculators.scenario.model import GATES, Scenario, gates

# Words that fill the place of a reason and give none.
_PLACEHOLDERS = {"tbd", "todo", "tba", "na", "none", "no", "yes", "because", "x", "xxx", "reason", "waived", "later"}


def is_reason(text: str) -> bool:
    """Whether a waiver's text says anything."""
    letters = re.sub(r"[\W\d_]+", "", text).lower()
    return bool(letters) and letters not in _PLACEHOLDERS


def is_against_tuning(scenario: Scenario) -> bool:
    """Whether the record decides for something else. Gates that fail are then among its reasons."""
    return scenario.record.get("chosen", fields.UNDECIDED) not in (fields.UNDECIDED, fields.TUNING)


def is_gate(problem: Problem) -> bool:
    """Whether it is that a gate fails, or has no answer."""
    return problem.field.partition(".")[0] == "gates"


def check(scenario: Scenario, today: str) -> list[Problem]:
    """Everything that a record is held to account for on the day `today` (ISO); empty where it stands."""
    problems = []
    answer = gates(scenario)
    outputs, said = answer.outputs, {gate.id: gate.name for gate in readiness.GATES}
    # A waiver without a reason waives nothing; it is named as such, not as a gate that fails.
    groundless = [gate for gate in GATES if gate in scenario.waivers and not is_reason(scenario.waivers[gate])]
    for gate in groundless:
        problems.append(Problem(f"waivers.{gate}", f"The waiver of “{said[gate]}” has no reason."))
    for gate in outputs["failed"]:
        if gate not in groundless:
            problems.append(Problem(f"gates.{gate}", f"The gate “{said[gate]}” fails: {GATES[gate].advice}."))
    open_gates = [f"“{said[gate]}”" for gate in outputs["unanswered"] if gate not in groundless]
    if open_gates:
        are = "gate has" if len(open_gates) == 1 else "gates have"
        problems.append(Problem("gates", f"The {are} no answer: {listing(open_gates)}."))
    due, latest = review.review_date(scenario), review.latest(scenario, today)
    if not due:
        problems.append(
            Problem("record.review_date", "The record has no review date, so nobody will look at it again.")
        )
    elif due < today:
        problems.append(Problem("record.review_date", f"The review was due on {due}, and today is {today}."))
    elif latest and due > latest:
        late = f"The review on {due} comes too late: {latest} is {review.basis()}."
        problems.append(Problem("record.review_date", late))
    return problems
