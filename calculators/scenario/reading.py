"""A scenario's file: JSON, read with every problem named and the rest kept; and the same as a flat map of texts, as
browsers keep it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import calculators
from calculators import readiness
from calculators.kit import links
from calculators.kit.calculator import Calculator, Problem, as_text
from calculators.kit.fields import Field
from calculators.kit.formatting import listing
from calculators.kit.reading import BadInput
from calculators.scenario import fields, shared
from calculators.scenario.model import GATE_FIELDS, GATES, USUAL_COSTS, Evidence, Scenario

FORMAT = "ftdocs-scenario"
VERSION = 1
# Far beyond what a team writes; keeps a pasted dump from being read at all.
LONGEST_FILE = 500_000
MOST_EVIDENCE = 40
MOST_PROBLEMS = 100
SECTIONS = ("format", "version", "name", "shared", "gates", "waivers", "inputs", "evidence", "costs", "record")

WAIVER = fields.Words(name="waiver", label="Reason for the waiver", help="", longest=500)
NOTE = fields.Words(name="note", label="What it shows, in a few words", help="", longest=300)


@dataclass
class Read:
    """What a file holds, and what is wrong with it. `scenario` is None where nothing can be read."""

    scenario: Scenario | None
    problems: list[Problem] = field(default_factory=list)

    def say(self, where: str, message: str) -> None:
        """Note a problem, in a line that shows what somebody else wrote but lets none of it steer the writing. Beyond a
        hundred they are no longer listed."""
        message = " ".join(fields.plain(message).split())
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where, message))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(
                Problem("", f"There are more than {MOST_PROBLEMS} problems; the others are not listed.")
            )


# --- Reading -------------------------------------------------------------------


def read(text: str) -> Read:
    """The scenario in the text of a file."""
    found = Read(None)
    if len(text) > LONGEST_FILE:
        found.say("", f"The file has {len(text):,} characters; a scenario has at most {LONGEST_FILE:,}.")
        return found
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=lambda pairs: _object(pairs, found))
    except json.JSONDecodeError as error:
        found.say("", f"The file is no JSON: line {error.lineno}, column {error.colno}: {error.msg}.")
        return found
    except (RecursionError, ValueError):
        found.say(
            "", "The file is no JSON that a scenario could have: it is nested too deeply, or a number is too long."
        )
        return found
    if not isinstance(data, dict):
        found.say("", f"The file holds {_kind(data)}, and a scenario is an object: {{ … }}.")
        return found
    return read_data(data, found)


def _object(pairs: list[tuple[str, Any]], found: Read) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in dict.fromkeys(each for each in names if names.count(each) > 1) if len(set(names)) < len(names) else ():
        found.say(_said(name), f"“{_said(name)}” stands twice in one object; the last one was taken.")
    return dict(pairs)


def read_data(data: Mapping[str, Any], found: Read | None = None) -> Read:
    """The scenario in decoded JSON."""
    found = found or Read(None)
    _check_version(data, found)
    for name in data:
        if name not in SECTIONS and name != "$schema":
            _unknown(found, name, "a scenario", SECTIONS)
    given = _Sections(data, found)
    shared_texts = given.texts("shared", shared.inputs())
    gates = given.texts("gates", {**GATE_FIELDS, **_shared_gates()})
    waivers = given.texts("waivers", dict.fromkeys(GATES, WAIVER), blanks=True)
    inputs = dict(_inputs(given.section("inputs"), found))
    own = inputs.pop("readiness", {})
    waivers = {g: own[gate.waiver] for g, gate in GATES.items() if own.get(gate.waiver)} | waivers
    gates = {
        name: text for name, text in own.items() if text and (name in GATE_FIELDS or name in _shared_gates())
    } | gates
    for name in _shared_gates():
        text = gates.pop(name, "")
        if text and shared_texts.setdefault(name, text) != text:
            label = shared.inputs()[name].label
            found.say(f"gates.{name}", f"“{label}” is given twice: {shared_texts[name]} was taken, not {text}.")
    found.scenario = Scenario(
        name=_text(fields.NAME, data.get("name", ""), "name", found) or "",
        shared=shared_texts,
        gates=gates,
        waivers=waivers,
        inputs=inputs,
        evidence=tuple(_evidence(data.get("evidence", []), found)),
        costs=_costs(data.get("costs"), found),
        record=given.texts("record", fields.by_name()),
    )
    return found


def _shared_gates() -> dict[str, Field]:
    """The gates' inputs that are shared with other calculators: they stand among the shared ones."""
    return {f.shared: shared.inputs()[f.shared] for f in readiness.INPUTS if f.shared}


def _check_version(data: Mapping[str, Any], found: Read) -> None:
    kind, version = data.get("format"), data.get("version")
    if kind is None:
        found.say("format", f"The file does not say that it is a scenario (“format” is missing; it is “{FORMAT}”).")
    elif kind != FORMAT:
        found.say("format", f"“format” is {_shown(kind)} and should be “{FORMAT}”.")
    if version is None:
        found.say("version", f"“version” is missing; the file was read as version {VERSION}.")
    elif isinstance(version, bool) or not isinstance(version, int) or version < 1:
        found.say("version", f"“version” must be a whole number such as {VERSION}, not {_shown(version)}.")
    elif version > VERSION:
        found.say(
            "version",
            f"The file is of version {version}, newer than {VERSION}, which this guide knows. "
            "What it does not know is named here; the rest was read.",
        )


@dataclass
class _Sections:
    """The file's objects, each of which holds texts by name."""

    data: Mapping[str, Any]
    found: Read

    def section(self, name: str) -> dict[str, Any]:
        value = self.data.get(name, {})
        if isinstance(value, dict):
            return value
        if value is not None:
            self.found.say(name, f"“{name}” must be an object with names and values, not {_kind(value)}.")
        return {}

    def texts(self, section: str, known: Mapping[str, Field], *, blanks: bool = False) -> dict[str, str]:
        """The canonical texts of a section. Blank ones are left out, unless a blank says something by itself."""
        texts = {}
        for name, value in self.section(section).items():
            if name not in known:
                _unknown(self.found, f"{section}.{name}", f"“{section}”", tuple(known))
                continue
            text = _text(known[name], value, f"{section}.{name}", self.found)
            if text or (blanks and text is not None):
                texts[name] = text
        return texts


def _text(f: Field, value: Any, where: str, found: Read) -> str | None:
    """The canonical text of one value, or None where it cannot be taken."""
    listed = isinstance(f, fields.Words) and f.listed
    if isinstance(value, list) and not (listed or f.kind == "counts"):
        found.say(where, f"“{f.label}” takes one value, not {_kind(value)}.")
        return None
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict | list) for item in items):
        found.say(where, f"“{f.label}” takes {'plain values' if listed else 'one value'}, not {_kind(value)}.")
        return None
    text = "\n".join(as_text(item) for item in value) if listed and isinstance(value, list) else as_text(value)
    try:
        return f.canonical(f.read(text))
    except BadInput as bad:
        said = f"“{f.label}” {bad}"
        found.say(where, said if said.endswith("?") else said + ".")
        return None


def _inputs(section: Mapping[str, Any], found: Read) -> Iterator[tuple[str, dict[str, str]]]:
    for calculator_id, values in section.items():
        calculator = _calculator(calculator_id, f"inputs.{_said(calculator_id)}", found)
        if calculator is None:
            continue
        if not isinstance(values, dict):
            found.say(
                f"inputs.{calculator_id}", f"The inputs of {calculator_id} must be an object, not {_kind(values)}."
            )
            continue
        known = {f.name: f for f in calculator.inputs if f.linked}
        texts = _Sections({"inputs": values}, Read(None)).section("inputs")
        kept = {}
        for name, value in texts.items():
            where = f"inputs.{calculator_id}.{_said(name)}"
            if name not in known:
                _unknown(found, where, calculator_id, tuple(known))
            elif (text := _text(known[name], value, where, found)) is not None:
                kept[name] = text
        if kept:
            yield calculator_id, kept


def _evidence(value: Any, found: Read) -> Iterator[Evidence]:
    if not isinstance(value, list):
        if value is not None:
            found.say("evidence", f"“evidence” must be a list, not {_kind(value)}.")
        return
    if len(value) > MOST_EVIDENCE:
        found.say("evidence", f"There are {len(value):,} pieces of evidence; the first {MOST_EVIDENCE} were taken.")
    for number, each in enumerate(value[:MOST_EVIDENCE]):
        where = f"evidence.{number + 1}"
        if not isinstance(each, dict):
            found.say(where, f"A piece of evidence is an object with “gate” and “link”, not {_kind(each)}.")
            continue
        for name in each:
            if name not in ("gate", "link", "note"):
                _unknown(found, f"{where}.{name}", "a piece of evidence", ("gate", "link", "note"))
        gate = each.get("gate")
        if not isinstance(gate, str) or gate not in GATES:
            found.say(f"{where}.gate", f"“gate” must be one of {', '.join(GATES)}, not {_shown(gate)}.")
            continue
        link = _link(each.get("link"), f"{where}.link", found)
        if link:
            yield Evidence(gate, link, _text(NOTE, each.get("note", ""), f"{where}.note", found) or "")


def _link(value: Any, where: str, found: Read) -> str:
    """The canonical fragment of a link; blank where it leads to no calculator."""
    if not isinstance(value, str) or not value.strip() or len(value) > links.LONGEST_LINK:
        found.say(where, f"“link” must be a calculator’s link such as lift?items=500, not {_shown(value)}.")
        return ""
    # A whole address will do: what counts stands behind the last #.
    fragment = fields.plain(value).rpartition("#")[2].replace("\n", "")
    calculator = _calculator(fragment.partition("?")[0], where, found)
    if calculator is None:
        return ""
    for notice in links.open_fragment(calculator, fragment).notices:
        found.say(where, notice)
    return fragment


def _costs(value: Any, found: Read) -> tuple[str, ...]:
    if value is None:
        return USUAL_COSTS
    if not isinstance(value, list):
        found.say("costs", f"“costs” must be a list of calculators, not {_kind(value)}.")
        return USUAL_COSTS
    ids = [each for each in value if isinstance(each, str) and _calculator(each, "costs", found)]
    for each in value:
        if not isinstance(each, str):
            found.say("costs", f"“costs” names calculators, and {_shown(each)} is none.")
    return tuple(dict.fromkeys(ids))


def _calculator(name: str, where: str, found: Read) -> Calculator | None:
    try:
        return calculators.get(name)
    except calculators.UnknownCalculatorError:
        found.say(where, f"There is no calculator called “{_said(name)}”.")
        return None


def _unknown(found: Read, where: str, what: str, known: tuple[str, ...]) -> None:
    name = _said(where.rpartition(".")[2])
    found.say(_said(where), f"{what[:1].upper()}{what[1:]} has no “{name}”; it has {listing(list(known))}.")


def _said(name: str) -> str:
    return links.printable(name)


def _shown(value: Any) -> str:
    """A wrong value in a message: short, and without characters that steer the writing."""
    return f"“{_said(as_text(value))}”" if isinstance(value, str | int | float | bool) else _kind(value)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"“{_said(as_text(value))}”"


# --- Writing -------------------------------------------------------------------


def to_data(scenario: Scenario) -> dict[str, Any]:
    """The scenario as its file has it. Empty sections are left out."""
    known = fields.by_name()
    record = {
        name: fields.entries(text) if getattr(known[name], "listed", False) else text
        for name, text in scenario.record.items()
    }
    sections: dict[str, Any] = {
        "shared": dict(scenario.shared),
        "gates": dict(scenario.gates),
        "waivers": dict(scenario.waivers),
        "inputs": {name: dict(texts) for name, texts in scenario.inputs.items()},
        "evidence": [
            {"gate": each.gate, "link": each.link} | ({"note": each.note} if each.note else {})
            for each in scenario.evidence
        ],
        "record": record,
    }
    given = {name: section for name, section in sections.items() if section}
    costs = {} if scenario.costs == USUAL_COSTS else {"costs": list(scenario.costs)}
    return {"format": FORMAT, "version": VERSION, "name": scenario.name, **given, **costs}


def to_text(scenario: Scenario) -> str:
    """The text of the scenario's file."""
    return json.dumps(to_data(scenario), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


# --- Flat, as browsers keep it -------------------------------------------------


def flat(scenario: Scenario) -> dict[str, str]:
    """The scenario as one text for each place: `shared.calls_per_month`, `inputs.break-even.fixed_usd`,
    `evidence.1` (itself JSON), `costs.total-cost` (true or false). Two edits at once meet only where they are at the
    same place."""
    texts = {"name": scenario.name} if scenario.name else {}
    for section in ("shared", "gates", "waivers", "record"):
        texts |= {f"{section}.{name}": text for name, text in getattr(scenario, section).items()}
    for calculator_id, own in scenario.inputs.items():
        texts |= {f"inputs.{calculator_id}.{name}": text for name, text in own.items()}
    for number, each in enumerate(scenario.evidence):
        piece = {"gate": each.gate, "link": each.link, "note": each.note}
        texts[f"evidence.{number + 1}"] = json.dumps(piece, ensure_ascii=False)
    if scenario.costs != USUAL_COSTS:
        texts |= dict.fromkeys((f"costs.{each}" for each in scenario.costs), "true")
        texts |= dict.fromkeys((f"costs.{each}" for each in USUAL_COSTS if each not in scenario.costs), "false")
    return texts


def from_flat(texts: Mapping[str, str]) -> Read:
    """The scenario in such a map. A blank text is as if it were not there, except for a calculator’s own inputs and for
    waivers."""
    found = Read(None)
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    costs: dict[str, str] = {}
    for place, text in texts.items():
        section, _, name = str(place).partition(".")
        # A blank input is meant (the field is to be empty, whatever the scenario shares), and so is a blank waiver.
        if text == "" and section not in ("inputs", "waivers"):
            continue
        if section == "name":
            data["name"] = text
        elif section == "inputs":
            calculator_id, _, own = name.partition(".")
            data.setdefault("inputs", {}).setdefault(calculator_id, {})[own] = text
        elif section == "evidence":
            data.setdefault("evidence", []).append(_piece(text, place, found))
        elif section == "costs":
            costs[name] = text
        else:
            data.setdefault(section, {})[name] = text
    data["costs"] = [name for name, text in {**costs, **_unnamed(costs)}.items() if text == "true"]
    return read_data(data, found)


def _unnamed(costs: Mapping[str, str]) -> dict[str, str]:
    """The usual costs, of which a browser notes only that they were taken out."""
    return {each: "true" for each in USUAL_COSTS if each not in costs}


def place_of(calculator: Calculator, f: Field) -> str:
    """The place at which a browser keeps what stands in a calculator's field. The gates' answers are everybody's."""
    if calculator.id != "readiness":
        return f"inputs.{calculator.id}.{f.name}"
    waived = next((gate.id for gate in GATES.values() if gate.waiver == f.name), "")
    return f"waivers.{waived}" if waived else f"shared.{f.shared}" if f.shared else f"gates.{f.name}"


def _piece(text: str, place: str, found: Read) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        found.say(_said(place), "A piece of evidence cannot be read.")
        return {"gate": None}
