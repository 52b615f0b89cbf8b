"""What a scenario holds, and what a calculator takes from it. All values are canonical texts, as in links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import calculators
from calculators import readiness
from calculators.kit.calculator import Answer, Calculator, Refusal
from calculators.scenario import shared

GATES = {gate.id: gate for gate in readiness.GATES}
# What readiness asks for and nobody else: it stands among the gates, not among the shared inputs.
GATE_FIELDS = {
    f.name: f for f in readiness.INPUTS if not f.shared and f.name not in {gate.waiver for gate in readiness.GATES}
}
# The calculators whose results stand under costs where a scenario names none.
USUAL_COSTS = ("total-cost",)


@dataclass(frozen=True)
class Evidence:
    """A result that somebody attached to a gate: the gate's id, the calculator's link, and a word on it."""

    gate: str
    link: str
    note: str = ""

    @property
    def calculator(self) -> str:
        return self.link.partition("?")[0]


@dataclass(frozen=True)
class Scenario:
    """A team's situation. A name that is missing in one of the maps was not given."""

    name: str = ""
    # Shared inputs by name, see `shared.inputs`.
    shared: Mapping[str, str] = field(default_factory=dict)
    # Answers and thresholds of the gates that nobody shares, by the name of readiness's field.
    gates: Mapping[str, str] = field(default_factory=dict)
    # Reasons by the gate's id. A blank reason is a waiver without one.
    waivers: Mapping[str, str] = field(default_factory=dict)
    # What one calculator uses beside the shared inputs, or in their place: calculator → field → text.
    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    # The calculators whose results stand under costs.
    costs: tuple[str, ...] = USUAL_COSTS
    # The words of the record, by the names in `fields.RECORD`.
    record: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What a calculator takes from a scenario: the texts by field, and which of them are shared, own or in the place
    of a shared one."""

    fields: dict[str, str]
    shared: dict[str, str]
    own: dict[str, str]

    @property
    def overridden(self) -> list[str]:
        """The fields whose own text stands in the place of a shared one."""
        return [name for name in self.own if name in self.shared]


def taken(scenario: Scenario, calculator: Calculator) -> Taken:
    """What `calculator` takes from the scenario. Its own inputs win over shared ones."""
    from_shared = shared.texts_for(calculator, scenario.shared)
    own = dict(scenario.inputs.get(calculator.id, {}))
    if calculator.id == "readiness":
        own |= scenario.gates
        own |= {GATES[gate].waiver: reason for gate, reason in scenario.waivers.items() if reason}
    return Taken({**from_shared, **own}, from_shared, own)


def answered(scenario: Scenario, calculator_id: str) -> Answer | Refusal:
    """The calculator's answer for the scenario; where it says nothing, for the calculator's starting values."""
    calculator = calculators.get(calculator_id)
    return calculators.answer(calculator, taken(scenario, calculator).fields)


def gates(scenario: Scenario) -> Answer:
    """Readiness, answered for the scenario. Texts that cannot be read count as not answered: `reading` names them."""
    found = answered(scenario, "readiness")
    if isinstance(found, Answer):
        return found
    wrong = {problem.field for problem in found.problems}
    good: dict[str, Any] = {
        name: text for name, text in taken(scenario, calculators.get("readiness")).fields.items() if name not in wrong
    }
    again = calculators.answer(calculators.get("readiness"), good)
    assert isinstance(again, Answer)
    return again
