"""Answers for a record, kept while it is written: over ranges they take a while, and a record is composed anew with
every word. A page takes the draws a few at a time, so that an edit never waits for them."""

import time
from collections.abc import Sequence

import calculators
from calculators.kit import calculator as kit
from calculators.kit import profile, simulation, spread
from calculators.kit.calculator import Answer, Refusal
from calculators.kit.simulation import Simulation

# A calculator's id, and the texts of its fields, sorted by name.
Question = tuple[str, tuple[tuple[str, str], ...]]
Key = tuple[str, Question]

MOST_KEPT = 60
DRAWS_AT_ONCE = 250

_kept: dict[Key, Answer | Refusal] = {}
# The question that is being drawn for.
_drawing: tuple[Question, Simulation] | None = None


def answered(question: Question) -> Answer | Refusal:
    """The answer, from all draws where there are ranges."""
    key = _key(question)
    if key not in _kept:
        calculator_id, texts = question
        _keep(key, calculators.answer(calculators.get(calculator_id), dict(texts)))
    return _kept[key]


def advance(questions: Sequence[Question], seconds: float) -> tuple[int, int] | None:
    """Work on the first question without an answer for about so long. How many draws of how many are done for it; None
    where every question has its answer."""
    global _drawing
    began = time.perf_counter()
    for question in questions:
        if _key(question) in _kept:
            continue
        calculator = calculators.get(question[0])
        values, problems = kit.read(calculator, dict(question[1]))
        if problems or not kit.has_ranges(values):
            answered(question)
            continue
        held = _drawing[1] if _drawing and _drawing[0] == question else Simulation(calculator, values)
        _drawing = (question, held)
        while held.done < simulation.DRAWS:
            held.advance(min(held.done + DRAWS_AT_ONCE, simulation.DRAWS))
            if time.perf_counter() - began > seconds:
                return held.done, simulation.DRAWS
        _keep(_key(question), spread.answer(calculator, values, simulation=held))
        _drawing = None
    return None


def _key(question: Question) -> Key:
    """What an answer depends on: the question, and the organisation's starting values."""
    used = profile.current()
    return (used.mark if used else "", question)


def _keep(key: Key, answer: Answer | Refusal) -> None:
    while len(_kept) >= MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[key] = answer
