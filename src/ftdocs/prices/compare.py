"""What a new snapshot of prices would change: in the snapshot itself, and in what calculators answer."""

from collections.abc import Iterator, Mapping
from typing import Any

import calculators
from calculators.kit import prices
from calculators.kit.presets import ModelField
from ftdocs.prices.snapshot import FIGURES, Snapshot

# What else of a row is worth a line, beside its figures.
_MORE = ("dearer_above", "by_hour", "announced", "differs")


def compare(old: Snapshot, new: Snapshot) -> dict[str, Any]:
    """Rows that came, went and changed, and answers that would change, as plain data."""
    found: dict[str, Any] = {"old": old["month"], "new": new["month"]}
    for part, figures in FIGURES.items():
        found[part] = _rows(_by_name(old[part], "id"), _by_name(new[part], "id"), (*figures, *_MORE))
    hired = [_by_name(each["machines"], "cloud", "machine") for each in (old, new)]
    found["machines"] = _rows(hired[0], hired[1], ("gpus", "usd_per_hour"))
    found["answers"] = list(answers(old, new))
    return found


def is_same(found: Mapping[str, Any]) -> bool:
    """Whether a comparison found nothing."""
    parts = [*FIGURES, "machines"]
    return not found["answers"] and not any(found[part][kind] for part in parts for kind in found[part])


def _by_name(rows: list[dict[str, Any]], *keys: str) -> dict[str, dict[str, Any]]:
    return {" ".join(row[key] for key in keys): row for row in rows}


def _rows(old: Mapping[str, Any], new: Mapping[str, Any], figures: tuple[str, ...]) -> dict[str, Any]:
    return {
        "added": [name for name in new if name not in old],
        "removed": [name for name in old if name not in new],
        "changed": [
            {"name": name, "figure": figure, "old": old[name].get(figure), "new": new[name].get(figure)}
            for name in new
            if name in old
            for figure in figures
            if old[name].get(figure) != new[name].get(figure)
        ],
    }


def answers(old: Snapshot, new: Snapshot) -> Iterator[dict[str, Any]]:
    """For every calculator, its default result and that for each model it can take, where the snapshots give others."""
    was, now = prices.from_json(old), prices.from_json(new)
    for calculator_id in calculators.ids():
        calculator = calculators.get(calculator_id)
        asked: list[dict[str, str]] = [{}]
        fields = [f.name for f in calculator.inputs if isinstance(f, ModelField)]
        asked += [{name: model} for name in fields for model in dict.fromkeys([*was.models, *now.models])]
        for inputs in asked:
            before, after = (_answer(calculator, inputs, each) for each in (was, now))
            if before != after:
                yield {"calculator": calculator_id, "inputs": inputs, "old": before, "new": after}


def _answer(calculator: calculators.Calculator, inputs: Mapping[str, str], snapshot: prices.Snapshot) -> str:
    """The sentence, or why there is none. Outputs and sentences change together, to what people can read."""
    with prices.using(snapshot):
        answer = calculators.answer(calculator, inputs)
    if isinstance(answer, calculators.Refusal):
        return answer.problems[0].message
    return answer.sentence
