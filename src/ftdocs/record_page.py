"""What pages show of scenarios: the form and the preview of the record's own page, and the parts that any page may
show once a reader keeps a scenario."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import jinja2

import calculators
from calculators import readiness
from calculators.kit.fields import Bool, Choice, Field
from calculators.kit.formatting import money
from calculators.scenario import examples, fields, reading, review, shared
from calculators.scenario.model import GATE_FIELDS, GATES, USUAL_COSTS
from ftdocs.homes import GATE_PAGES, HOMES, RECORD_PAGE, home

ID = "record"
GATES_GROUP, COSTS_GROUP = "The five gates", "Costs in the record"


@dataclass(frozen=True)
class Group:
    """A part of the form that opens on demand: its heading, and its fields, each named by its place."""

    heading: str
    fields: list[Field]


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.PackageLoader("ftdocs"), autoescape=True, undefined=jinja2.StrictUndefined)


def render_parts() -> str:
    """What scenarios show on any page, in a template that stays inert until a scenario is kept."""
    gates = [(gate, GATE_PAGES[gate.id]) for gate in readiness.GATES]
    template = _environment().get_template("scenario.html.jinja")
    return template.render(gates=gates, record=RECORD_PAGE, decide=home("readiness"), note=reading.NOTE)


def render_record(root: str) -> str:
    """The scenario's page. `root`: the way from this page to the site's root."""
    context = {
        "id": ID,
        "groups": groups(),
        "usual": usual(),
        "homes": {each: root + page for each, page in HOMES.items()},
        "examples": examples.summaries(),
        "gates": root + home("readiness"),
        "note": reading.NOTE,
    }
    return _environment().get_template("record.html.jinja").render(context)


def groups() -> list[Group]:
    """The form, in the order in which a team fills it."""
    words = [replace(f, name=f"record.{f.name}", help=f"{f.help}{_if_blank(f)}") for f in fields.RECORD]
    about = [fields.NAME, *(f for f in words if f.group == fields.ABOUT)]
    situation = [replace(f, name=f"shared.{name}") for name, f in shared.inputs().items()]
    return [
        Group(fields.ABOUT, about),
        *_by_group(situation),
        Group(GATES_GROUP, list(_gates())),
        *_by_group(f for f in words if f.group != fields.ABOUT),
        Group(COSTS_GROUP, list(_costs())),
    ]


def _if_blank(f: Field) -> str:
    """What counts where nothing is given, for a field whose help cannot know."""
    return f" Blank: {review.basis()}." if f.name == "review_date" else ""


def usual() -> dict[str, str]:
    """What a control shows where a scenario says nothing, unless that is blank."""
    chosen = {f"record.{f.name}": f.canonical(f.default) for f in fields.RECORD if f.default}
    return chosen | {f"costs.{each}": "true" for each in USUAL_COSTS}


def _by_group(given: Iterable[Field]) -> list[Group]:
    found: dict[str, list[Field]] = {}
    for f in given:
        # A choice that always has a value needs no entry for none.
        found.setdefault(f.group, []).append(replace(f, optional=False) if isinstance(f, Choice) and f.default else f)
    return [Group(heading, listed) for heading, listed in found.items()]


def _gates() -> Iterable[Field]:
    for f in GATE_FIELDS.values():
        yield replace(f, name=f"gates.{f.name}", default=None, optional=True)
    for gate in GATES.values():
        yield replace(readiness.CALCULATOR.field(gate.waiver), name=f"waivers.{gate.id}")


def _costs() -> Iterable[Field]:
    """A box for each calculator that gives dollars."""
    for each in calculators.ids():
        calculator = calculators.get(each)
        if any(output.shown is money for output in calculator.outputs):
            yield Bool(
                name=f"costs.{each}", label=calculator.title, help=calculator.question, default=each in USUAL_COSTS
            )


def texts(group: Group) -> dict[str, Any]:
    """What stands in each control before a scenario fills it."""
    return {f.name: usual().get(f.name, "") for f in group.fields}
