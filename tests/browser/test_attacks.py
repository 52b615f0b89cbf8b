"""Markup, script and odd names in whatever a stranger can write: they stay text, or are refused in words."""

import dataclasses
import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from calculators.scenario import examples
from calculators.scenario.fields import NAME, Words, by_name
from calculators.scenario.reading import to_data
from ftdocs.homes import HOMES
from tests.browser.conftest import Visit
from tests.conftest import BASE_PATH

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
MARKUP = """"'><img src=x class=attack onerror="window.attacked=1"><script>window.attacked=1</script>{{7*7}}${7*7}"""
# What an attack would have left behind: elements, a global, or a property that every object has.
LEFT = """() => ({
  elements: document.querySelectorAll(".attack").length,
  attacked: window.attacked,
  polluted: ({}).polluted,
  prototype: Object.getOwnPropertyNames(Object.prototype).length,
  scripts: [...document.scripts].filter((script) => script.textContent.includes("attacked")).length,
})"""
NOTHING = {"elements": 0, "attacked": None, "polluted": None, "prototype": 12, "scripts": 0}


def type_markup(tab, name):
    """Markup in every text field of a calculator at once; each is refused in words."""
    page = tab.open(HOMES[name])
    element = tab.calculator(name)
    fields = element.locator("form input[type=text], form textarea, form input:not([type])")
    for field in fields.all():
        if field.is_visible():
            field.fill(MARKUP)
    element.locator("button[type=submit]").first.click()
    expect(element).to_have_attribute("data-state", re.compile("ready|error"), timeout=40_000)
    expect(element.locator("[role=alert]").filter(visible=True).first).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING


def test_markup_in_every_field_stays_text(visit):
    type_markup(visit, "lift")


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(HOMES))
def test_markup_in_every_field_of_every_calculator_stays_text(visit, name):
    type_markup(visit, name)


LINKS = {
    "markup in a value": f"items={quote(MARKUP)}",
    "markup, not encoded": 'items="><img src=x class=attack onerror=window.attacked=1>',
    "markup in a name": f"{quote(MARKUP)}=1&items=700",
    "prototype": "__proto__=1&__proto__.polluted=1&constructor.prototype.polluted=1&toString=1&items=700",
    "prototype in a variant": "items=700&2.__proto__=1&2.constructor=1&&2.items=5",
    "encoded prototype": "%5F%5Fproto%5F%5F=%7B%22polluted%22%3A1%7D&items=700",
    "script address": "items=javascript:window.attacked=1",
    "version": f"items=700&v={quote(MARKUP)}&d={quote(MARKUP)}&p={quote(MARKUP)}",
    "broken encoding": "items=%E0%A4%A&%=%&=&&&==",
    "null and line ends": "items=7%000%0A%0D&items=700",
    "right to left": "items=%E2%80%AE700",
    "very long": "items=" + "9" * 50_000,
    "very many": "&".join(f"x{number}=1" for number in range(3000)),
}


@pytest.mark.parametrize("query", LINKS.values(), ids=LINKS.keys())
def test_a_hostile_link_leaves_text_and_a_working_calculator(visit, query):
    page = visit.open(f"{LIFT}#lift?{query}")
    lift = visit.calculator("lift")
    expect(lift).to_have_attribute("data-state", re.compile("ready|error"), timeout=40_000)
    expect(lift).not_to_have_attribute("data-pending", "")
    assert page.evaluate(LEFT) == NOTHING
    for name in ("items", "prompt_only_right", "tuned_only_right"):
        lift.locator(f"[name={name}]").fill({"items": "701"}.get(name, "9"))
    lift.locator("[name=confidence]").fill("95%")
    expect(lift.locator(SENTENCE)).to_contain_text("701 items")
    assert page.evaluate(LEFT) == NOTHING


@pytest.mark.parametrize(
    "fragment", ["ft-calculator", "%3Cimg%20src%3Dx%3E", "__proto__?items=1", "lift%3Fitems=1", "[x", "😀?a=b"]
)
def test_an_odd_fragment_is_no_calculator(visit, fragment):
    page = visit.open(f"{LIFT}#{fragment}")
    expect(visit.calculator("lift")).to_have_attribute("data-state", "static")
    assert page.evaluate(LEFT) == NOTHING


def test_a_poisoned_storage_entry_runs_nothing_and_stops_nothing(chromium, host):
    """The theme keeps the choice of colours there; another page of the same host could write anything."""
    context = chromium.new_context()
    tab = Visit(context, host.url)
    page = tab.open()
    keys = page.evaluate("() => Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    known = [f"{BASE_PATH}.__palette", "/.__palette", "__palette", "__proto__", f"{BASE_PATH}.__tabs", "ftdocs"]
    entries = {
        key: {"index": 0, "color": {"scheme": MARKUP, "media": MARKUP, "__proto__": MARKUP}} for key in keys + known
    }
    page.evaluate(
        """entries => { for (const [key, value] of Object.entries(entries)) {
          localStorage.setItem(key, JSON.stringify(value)); sessionStorage.setItem(key, JSON.stringify(value)) } }""",
        entries,
    )
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    assert page.evaluate(LEFT) == NOTHING
    context.close()


SCENARIOS = {
    "markup in every text": {
        "places": {
            **{
                place: [MARKUP, 1]
                for place in (
                    "name",
                    "shared.calls_per_month",
                    "gates.prompting",
                    "inputs.lift.items",
                    "record.question",
                )
            },
            **{place: ["1", 1] for place in ("__proto__", "shared.__proto__", "inputs.lift.__proto__", MARKUP, "")},
            "evidence.1": [json.dumps({"gate": "data", "link": f"javascript:attacked=1//#lift?items={MARKUP}"}), 1],
            f"evidence.{MARKUP}": [MARKUP, 1],
        },
        "gates": {"gates": [{"id": '"]', "status": MARKUP}, {"id": "data", "status": MARKUP}], "next": '"]'},
    },
    "gates of another kind": {"places": {"name": ["Mine", 1]}, "gates": {"gates": 7}},
    "gates without words": {"places": {"name": ["Mine", 1]}, "gates": {"gates": [None, {"id": {}}]}},
    "other kinds": {"places": {"name": [{}, 1], "a": 7, "b": None, "costs.lift": ["", "x"], "begun": ["", 1e308]}},
    "no object": [],
}


@pytest.mark.parametrize(
    "entry",
    # One in every run, the others are `full`.
    [
        pytest.param(entry, id=name, marks=() if n == 0 else pytest.mark.full)
        for n, (name, entry) in enumerate(SCENARIOS.items())
    ],
)
def test_a_poisoned_scenario_runs_nothing_and_stops_nothing(visit, entry):
    """It is kept in the browser's storage, where any page of the same host may write."""
    page = visit.open()
    page.evaluate(
        "entries => { for (const [key, text] of Object.entries(entries)) localStorage.setItem(key, text) }",
        {"ftdocs:current": "x", "ftdocs:scenario:x": json.dumps(entry)},
    )
    visit.open("decide/record/")
    record = page.locator("ft-record")
    expect(record).to_have_attribute("data-state", "ready")
    if isinstance(entry, dict):
        expect(record).to_have_attribute("data-composed", "", timeout=60_000)
    assert page.evaluate(LEFT) == NOTHING
    assert page.locator("ft-record a[href^=javascript]").count() == 0
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=40_000)
    assert page.evaluate(LEFT) == NOTHING


def test_markup_in_every_text_of_a_scenarios_file_stays_text(visit):
    name = MARKUP[: NAME.longest]
    words = {each: field for each, field in by_name().items() if isinstance(field, Words)}
    texts = {each: [MARKUP, MARKUP] if field.listed else MARKUP for each, field in words.items()}
    file = to_data(examples.load("tickets-at-volume")) | {
        "name": name,
        "record": texts,
        "waivers": {"retrieval": MARKUP, MARKUP: MARKUP},
        "evidence": [
            {"gate": "data", "link": "labels?labels=20000", "note": MARKUP},
            {"gate": "data", "link": f"javascript:window.attacked=1//#labels?labels={MARKUP}", "note": MARKUP},
            {"gate": MARKUP, "link": MARKUP, MARKUP: MARKUP},
        ],
        "inputs": {"lift": {"items": MARKUP, MARKUP: 1}, MARKUP: {}, "__proto__": {"polluted": 1}},
        "costs": ["break-even", MARKUP],
        "__proto__": {"polluted": 1},
        MARKUP: MARKUP,
    }
    page = visit.open("decide/record/")
    expect(page.locator("ft-record")).to_have_attribute("data-state", "ready")
    buffer = json.dumps(file).encode()
    page.locator("ft-record input[type=file]").set_input_files(
        {"name": f"{MARKUP.replace('/', '')}.json", "mimeType": "application/json", "buffer": buffer}
    )
    preview = page.locator("ft-record [data-preview]")
    expect(preview.locator("h3").first).to_have_text(name, timeout=60_000)
    expect(page.locator("[data-list=problems] li").first).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING
    assert page.locator("ft-record a[href^=javascript]").count() == 0
    # On every page the bar names it.
    visit.open(LIFT)
    expect(page.locator("#ft-gates [data-name]")).to_have_text(name)
    assert page.evaluate(LEFT) == NOTHING


def flipped(answer):
    """The middle of the file is other bytes, of the same length."""
    middle = len(answer.body) // 2
    body = (
        answer.body[:middle]
        + bytes(255 - byte for byte in answer.body[middle : middle + 4096])
        + answer.body[middle + 4096 :]
    )
    return dataclasses.replace(answer, body=body)


@pytest.mark.parametrize("part", ["pyodide.asm.wasm", "python.zip"])
def test_a_tampered_bundle_gives_words_and_no_numbers(chromium, site_dir, hosted, part):
    fault = lambda path, answer: flipped(answer) if path.endswith(part) else answer  # noqa: E731
    with hosted(site_dir, fault=fault) as host:
        context = chromium.new_context()
        tab = Visit(context, host.url)
        tab.open(LIFT)
        lift = tab.calculator("lift")
        printed = lift.locator(SENTENCE).inner_text()
        lift.locator("[name=items]").fill("555")
        expect(lift.locator(".ft-failure")).to_be_visible(timeout=40_000)
        expect(lift.locator(SENTENCE)).to_have_text(printed)
        context.close()
