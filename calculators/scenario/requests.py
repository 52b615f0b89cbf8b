"""What a page asks of scenarios, as `calculators.protocol` asks calculators: plain data in, plain data out.

A page keeps a scenario as a flat map of texts, see `reading.flat`; `texts` is such a map.

    {"do": "scenario-take", "calculator": "lift", "texts"}     what it takes
    {"do": "scenario-save", "calculator": "lift", "texts", "changed": {"items": "70"}}  what to keep of an edited form
    {"do": "scenario-reset", "calculator": "lift", "texts"}    what to take out for its form to start anew
    {"do": "scenario-check", "place": "shared.items", "text"}  one place’s canonical text, or what is wrong
    {"do": "scenario-import", "text"}                          a file's texts, and every problem
    {"do": "scenario-example", "name"}                         an example's texts
    {"do": "scenario-export", "texts"}                         the file
    {"do": "scenario-gates", "texts"}                          the five gates, each with its status, and the next step
    {"do": "scenario-record", "texts", "homes", "today"}       the record: nodes to show, Markdown, what it is held to;
                                                               or how far its ranges are (`said`): then ask again
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

import calculators
from calculators import readiness
from calculators.kit import links
from calculators.kit.calculator import Answer
from calculators.kit.reading import BadInput
from calculators.scenario import checks, examples, model, reading, shared
from calculators.scenario.model import Scenario
from calculators.scenario.record import advance, compose

Reply = dict[str, Any]

# How long one step towards a record may take, in seconds: an edit waits no longer than that.
STEP = 0.3


def respond(request: Mapping[str, Any]) -> Reply:
    """Answer one request. KeyError for one that is not known."""
    return _ANSWERS[request["do"]](request)


def _of(request: Mapping[str, Any]) -> Scenario:
    return reading.from_flat(request["texts"]).scenario or Scenario()


def _take(request: Mapping[str, Any]) -> Reply:
    """`fields`: the form's texts that the scenario gives, `shared`: those that are shared (also where the calculator's
    own stands in its place), `own`: the names of those that are the calculator's own."""
    calculator = calculators.get(request["calculator"])
    taken = model.taken(_of(request), calculator)
    return {
        "ok": True,
        "fields": {name: links.as_shown(calculator.field(name), text) for name, text in taken.fields.items()},
        "shared": {name: links.as_shown(calculator.field(name), text) for name, text in taken.shared.items()},
        "own": list(taken.own),
    }


def _save(request: Mapping[str, Any]) -> Reply:
    """`texts`: the text for each place that the changed fields of a calculator's form come to, or null where nothing is
    to be kept there. What cannot be read keeps what is there."""
    calculator, scenario = calculators.get(request["calculator"]), _of(request)
    given = shared.texts_for(calculator, scenario.shared)
    texts: dict[str, str | None] = {}
    for f in calculator.inputs:
        if f.name not in request["changed"] or not f.linked:
            continue
        try:
            text = f.canonical(f.read(request["changed"][f.name]))
        except BadInput:
            continue
        place = reading.place_of(calculator, f)
        # A gate that is not answered is not there; another calculator's blank means blank.
        same = text == given.get(f.name) if place.startswith("inputs.") else not text
        texts[place] = None if same else text
    return {"ok": True, "texts": texts}


def _reset(request: Mapping[str, Any]) -> Reply:
    """`texts`: null for each place that is the calculator's own. The gates’ inputs are theirs, whoever shares them."""
    calculator = calculators.get(request["calculator"])
    places = [reading.place_of(calculator, f) for f in calculator.inputs if f.linked]
    return {"ok": True, "texts": {place: None for place in places if place in request["texts"]}}


def _check(request: Mapping[str, Any]) -> Reply:
    place, text = request["place"], request["text"]
    if not text.strip():
        return {"ok": True, "texts": {place: None}}
    if place.startswith("costs."):
        return {"ok": True, "texts": {place: text}}
    found = reading.from_flat({place: text})
    if found.problems:
        return {"ok": False, "errors": [{"field": place, "message": found.problems[0].message}]}
    kept = reading.flat(found.scenario or Scenario())
    if place.startswith("evidence."):
        return {"ok": True, "texts": dict.fromkeys([place], next(iter(kept.values())))}
    # What gates share with others stands among the shared inputs, whichever way it came.
    return {"ok": True, "texts": kept}


def _import(request: Mapping[str, Any]) -> Reply:
    found = reading.read(request["text"])
    problems = [asdict(problem) for problem in found.problems]
    if found.scenario is None:
        return {"ok": False, "errors": problems}
    return {"ok": True, "texts": reading.flat(found.scenario), "problems": problems}


def _example(request: Mapping[str, Any]) -> Reply:
    return {"ok": True, "texts": reading.flat(examples.load(request["name"])), "problems": []}


def _export(request: Mapping[str, Any]) -> Reply:
    scenario = _of(request)
    return {"ok": True, "text": reading.to_text(scenario), "filename": f"{_file_name(scenario)}.json"}


def _file_name(scenario: Scenario) -> str:
    return re.sub(r"[^a-z0-9]+", "-", scenario.name.lower()).strip("-")[:60] or "scenario"


def _gates(request: Mapping[str, Any]) -> Reply:
    return {"ok": True, **gates_data(model.gates(_of(request)))}


def gates_data(answer: Answer) -> Reply:
    """The gates' state as plain data."""
    values, step = SimpleNamespace(**answer.inputs), answer.outputs["next_step"]
    rows = [{"id": gate.id, "name": gate.name, "status": readiness.status(gate, values)} for gate in readiness.GATES]
    following = next((gate.id for gate in readiness.GATES if gate.next_step == step), None)
    return {"gates": rows, "sentence": answer.sentence, "next": following}


def _record(request: Mapping[str, Any]) -> Reply:
    scenario = _of(request)
    left = advance(scenario, STEP)
    if left:
        return {"ok": True, "said": left}
    homes: Mapping[str, str] = request["homes"]
    record = compose(scenario, home=homes.__getitem__, today=request["today"])
    return {
        "ok": True,
        "title": record.title,
        "nodes": record.nodes(top=request.get("top", 2)),
        "markdown": record.markdown(),
        "checks": [problem.message for problem in record.checks],
        "against": checks.is_against_tuning(scenario) and all(map(checks.is_gate, record.checks)),
        "filename": f"{_file_name(scenario)}.md",
        "evidence": list(_attached(request["texts"])),
        "costs": list(scenario.costs),
        "shown": {f"shared.{name}": links.as_shown(shared.inputs()[name], t) for name, t in scenario.shared.items()},
        **gates_data(record.gates),
    }


def _attached(texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Each piece of evidence with the place at which it is kept."""
    for place, text in texts.items():
        if place.startswith("evidence."):
            for each in reading.from_flat({place: text}).scenario.evidence:  # type: ignore[union-attr]
                said = f"{model.GATES[each.gate].name.capitalize()}: {calculators.get(each.calculator).title}"
                yield {"place": place, "said": said, "gate": each.gate, "link": each.link, "note": each.note}


_ANSWERS: dict[str, Callable[[Mapping[str, Any]], Reply]] = {
    "scenario-take": _take,
    "scenario-save": _save,
    "scenario-reset": _reset,
    "scenario-check": _check,
    "scenario-import": _import,
    "scenario-example": _example,
    "scenario-export": _export,
    "scenario-gates": _gates,
    "scenario-record": _record,
}
