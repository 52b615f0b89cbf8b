"""The record's page and the parts of scenarios on every page, as the build prints them."""

import pathlib
import re

from selectolax.lexbor import LexborHTMLParser

import calculators
from calculators.scenario import examples, fields, model, reading, shared
from ftdocs.homes import GATE_PAGES, HOMES, RECORD_PAGE
from ftdocs.record_page import render_parts, render_record

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"


def page():
    return LexborHTMLParser(render_record("../../"))


def test_every_place_of_a_scenario_has_its_control_once():
    names = [node.attributes["name"] for node in page().css("form [name]")]
    assert len(names) == len(set(names))
    expected = {
        "name",
        *(f"shared.{each}" for each in shared.DEFINED_IN),
        *(f"gates.{each}" for each in model.GATE_FIELDS),
    }
    expected |= {f"waivers.{gate}" for gate in model.GATES} | {f"record.{each}" for each in fields.by_name()}
    assert {name for name in names if not name.startswith("costs.")} == expected
    costs = {name.removeprefix("costs.") for name in names if name and name.startswith("costs.")}
    assert "total-cost" in costs
    assert costs <= set(calculators.ids())


def test_labels_and_bounds_come_from_the_calculators():
    label = page().css_first("label[for='record-shared.calls-per-month']")
    assert label.text() == calculators.get("total-cost").field("calls_per_month").label


def test_every_calculator_and_example_can_be_reached():
    element = page().css_first("ft-record")
    assert f'"lift": "../../{HOMES["lift"]}"' in element.attributes["data-homes"]
    assert [node.attributes["data-example"] for node in page().css("[data-example]")] == list(examples.NAMES)


def test_parts_lie_inert_and_lead_to_each_gate():
    parts = LexborHTMLParser(render_parts())
    assert parts.css_first("template#ft-scenario-parts")
    html = render_parts()
    for gate, where in GATE_PAGES.items():
        assert f'data-href="{where}" data-gate="{gate}"' in html
    assert f'data-href="{RECORD_PAGE}"' in html
    # Addresses are set by the script, since a page may have been swapped in from another depth.
    assert " href=" not in html


def test_the_gates_lead_to_pages_of_the_guide():
    for where in [*GATE_PAGES.values(), RECORD_PAGE]:
        assert (DOCS / f"{where.rstrip('/')}.md").is_file()


def test_the_file_that_the_page_shows_is_a_scenario():
    text = (DOCS / "decide" / "record.md").read_text("utf-8")
    shown = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert shown
    assert reading.read(shown[1]).problems == []
