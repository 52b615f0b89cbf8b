"""A calculator in a real browser, under the production headers, on a subpath, with every other host unreachable."""

import json
import re

import pytest
from playwright.sync_api import expect

import calculators
from calculators.kit import links
from ftdocs.homes import HOMES

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
READY = re.compile("^ready$")


def answer(calculator, **fields):
    return calculators.answer(calculators.get(calculator), fields)


def test_the_result_is_there_without_scripts(chromium, host):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, home in HOMES.items():
        page.goto(host.url + home)
        element = page.locator(f"ft-calculator[name={name}]")
        expect(element.locator(SENTENCE)).to_have_text(answer(name).sentence)
        expect(element.locator("svg").first).to_be_visible()
        expect(element.locator("form")).to_be_visible()
    context.close()


def test_nothing_of_the_runtime_loads_before_the_reader_shows_intent(visit):
    page = visit.open(LIFT)
    expect(visit.calculator("lift")).to_have_attribute("data-state", "static")
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")
    assert visit.asked_for("pyodide") == []
    assert visit.asked_for("worker.mjs") == []


def test_an_edit_gives_the_numbers_that_python_gives_here(visit):
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("1,000")
    lift.locator("[name=tuned_only_right]").fill("40")
    expected = answer("lift", items="1000", tuned_only_right="40")
    expect(lift.locator(SENTENCE)).to_have_text(expected.sentence)
    expect(lift).to_have_attribute("data-state", "ready")
    for name, value in expected.outputs.items():
        place = lift.locator(f"[data-output={name}]")
        expect(place).to_have_text(expected.shown[name])
        found = place.get_attribute("data-value")
        assert found == value if isinstance(value, str) else json.loads(found) == pytest.approx(value, rel=1e-9)


# One with a picture of each kind; the others are `full`.
SOME = {"lift", "break-even", "readiness", "total-cost", "annotation"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in SOME else pytest.mark.full) for name in sorted(HOMES)]
)
def test_the_first_live_result_is_the_printed_one(visit, name):
    """Nothing moves at the hand-over: the live element is the printed one, picture and working included."""
    page = visit.open(HOMES[name])
    element = visit.calculator(name)
    printed = element.evaluate(shape)
    drawing = element.locator(".ft-drawing svg").evaluate("svg => { svg.dataset.printed = 1; return svg.outerHTML }")
    element.locator("button[type=submit]").click()
    expect(element).to_have_attribute("data-state", "ready")
    expect(element.locator(".ft-drawing svg:not([data-printed])")).to_be_attached()
    assert element.evaluate(shape) == printed
    live = element.locator(".ft-drawing svg").evaluate("svg => svg.outerHTML")
    assert live == drawing.replace(' data-printed="1"', "")
    assert page.url.endswith(HOMES[name])


# The element's markup without the states that are meant to change, and without the drawing, compared apart.
shape = """element => {
  const copy = element.cloneNode(true);
  copy.removeAttribute("data-state");
  copy.removeAttribute("data-stage");
  copy.querySelector(".ft-drawing").replaceChildren();
  copy.querySelector(".ft-status").replaceChildren();
  const data = (_, json) => `data-value="${JSON.stringify(JSON.parse(json.replaceAll("&quot;", '"')))}"`;
  return copy.outerHTML.replaceAll(/\\s+/g, " ").replaceAll(/data-value="([-\\d.e[{"][^"]*)"/g, data);
}"""


def test_it_works_by_keyboard_alone(visit):
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "items":
            break
    else:
        pytest.fail("the first field cannot be reached with Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    expect(lift.locator(SENTENCE)).to_contain_text("500 items")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "prompt_only_right"


def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(visit):
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    items = lift.locator("[name=items]")
    items.fill("abc")
    items.press("Enter")
    message = "“Test items” must be a number, such as 500, 1,000, 20k or 0.5, not “abc”."
    alert = lift.get_by_role("alert").filter(has_text=message)
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
    expect(lift).to_have_attribute("data-state", "error")
    expect(items).to_have_attribute("aria-invalid", "true")
    described = items.get_attribute("aria-describedby").split()
    expect(page.locator(f"#{described[1]}")).to_have_text(message)
    expect(lift.locator(SENTENCE)).to_have_text(answer("lift").sentence)
    expect(lift.get_by_text("Out of date")).to_be_visible()
    alert.get_by_role("link").click()
    expect(items).to_be_focused()
    items.fill("400")
    expect(alert).to_be_hidden()
    expect(lift.locator(SENTENCE)).to_contain_text("400 items")
    expect(items).not_to_have_attribute("aria-invalid", "true")


def test_a_rule_across_fields_marks_each_of_them_and_is_said_once(visit):
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=prompt_only_right]").fill("300")
    lift.locator("[name=prompt_only_right]").press("Enter")
    expect(lift.locator("[aria-invalid=true]")).to_have_count(3)
    expect(lift.locator(".ft-errors li")).to_have_count(1)


def test_unfinished_typing_is_not_scolded(visit):
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("500")
    expect(lift).to_have_attribute("data-state", "ready")
    lift.locator("[name=confidence]").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("9")
    expect(lift.get_by_text("Out of date")).to_be_visible()
    expect(lift.locator(".ft-errors")).to_be_hidden()
    page.keyboard.type("0%")
    expect(lift.locator("[data-output=difference_low]")).to_have_text(
        answer("lift", items=500, confidence="90%").shown["difference_low"]
    )
    expect(lift.locator(".ft-errors")).to_be_hidden()


def test_the_worker_and_what_was_typed_survive_a_walk_through_the_site(visit):
    page = visit.open(LIFT)
    visit.calculator("lift").locator("[name=items]").fill("777")
    expect(visit.calculator("lift").locator(SENTENCE)).to_contain_text("777 items")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="whether your volume would pay for a tuned model").click()
    other = visit.calculator("break-even")
    other.locator("[name=calls_per_month]").fill("5M")
    expect(other.locator(SENTENCE)).to_have_text(answer("break-even", calls_per_month="5M").sentence)
    assert page.evaluate("window.sameDocument") is True, "the page was loaded anew"
    page.go_back()
    lift = visit.calculator("lift")
    expect(lift.locator("[name=items]")).to_have_value("777")
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    assert len(visit.asked_for("worker.mjs")) == 1
    assert len(visit.asked_for("pyodide.asm.wasm")) == 1


def test_typed_values_survive_a_jump_within_the_page(visit):
    """The first such click after a load mounts the page's content anew."""
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("321")
    expect(lift.locator(SENTENCE)).to_contain_text("321 items")
    page.locator(".md-sidebar--secondary a", has_text="It feels like progress").click()
    expect(lift.locator("[name=items]")).to_have_value("321")
    expect(lift.locator(SENTENCE)).to_contain_text("321 items")


def test_a_link_restores_and_computes_and_lands_on_its_calculator(visit):
    visit.open(LIFT + "#lift?items=500&confidence=0.9&itmes=3&v=1&d=2026-11")
    lift = visit.calculator("lift")
    expect(lift.locator(SENTENCE)).to_have_text(answer("lift", items=500, confidence="90%").sentence)
    expect(lift.locator("[name=items]")).to_have_value("500")
    expect(lift.locator("[name=confidence]")).to_have_value("90%")
    expect(lift.locator(".ft-as-given")).to_be_visible()
    expect(lift.get_by_text("The link sets “itmes”, which this calculator does not have")).to_be_visible()
    expect(lift.locator(".ft-question")).to_be_in_viewport()


def test_a_link_leaves_the_readers_own_numbers_alone(visit):
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("777")
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    page.evaluate("location.hash = 'lift?items=500&v=1'")
    expect(lift.locator("[name=items]")).to_have_value("500")
    expect(lift.locator(SENTENCE)).to_contain_text("500 items")
    lift.get_by_role("button", name="Back to my own numbers").click()
    expect(lift.locator("[name=items]")).to_have_value("777")
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    expect(lift.locator(".ft-shared")).to_be_hidden()


def test_a_link_survives_a_jump_within_the_page_and_forgets_edits_when_left(visit):
    page = visit.open(LIFT + "#lift?items=700&v=1")
    lift = visit.calculator("lift")
    expect(lift.locator(SENTENCE)).to_contain_text("700 items")
    page.locator(".md-sidebar--secondary a", has_text="It feels like progress").click()
    expect(lift.locator("[name=items]")).to_have_value("700")
    expect(lift.locator(".ft-as-given")).to_be_visible()
    lift.locator("[name=items]").fill("900")
    expect(lift.locator(".ft-changed")).to_be_visible()
    expect(lift.locator(SENTENCE)).to_contain_text("900 items")
    lift.get_by_role("button", name="Reset").click()
    expect(lift.locator("[name=items]")).to_have_value("700")
    expect(lift.locator(SENTENCE)).to_contain_text("700 items")
    lift.locator("[name=items]").fill("900")
    lift.get_by_role("button", name="Back to my own numbers").click()
    expect(lift.locator("[name=items]")).to_have_value("200")
    page.evaluate("location.hash = 'lift?items=700&v=1'")
    expect(lift.locator("[name=items]")).to_have_value("700")


def test_ready_is_said_only_of_an_answer(visit):
    """Whoever waits for `ready` after an edit reads the edit's result."""
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("640")
    expect(lift).to_have_attribute("data-state", "ready")
    assert "640 items" in lift.locator(SENTENCE).inner_text()


def test_a_link_with_a_bad_value_shows_it_at_its_field(visit):
    visit.open(LIFT + "#lift?items=%3Cimg%20src%3Dx%3E&v=1")
    lift = visit.calculator("lift")
    expect(lift.locator("[name=items]")).to_have_value("<img src=x>")
    expect(lift.get_by_role("alert").first).to_contain_text("not “<img src=x>”")
    assert lift.locator("img").count() == 0


def test_copy_link_writes_one_that_opens_to_the_same_result(visit):
    page = visit.open(LIFT)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("640")
    expect(lift.locator(SENTENCE)).to_contain_text("640 items")
    lift.get_by_role("button", name="Copy link").click()
    expect(lift.get_by_text("Link copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    expected = links.fragment(calculators.get("lift"), answer("lift", items=640).inputs)
    assert copied == f"{visit.url}{LIFT}#{expected}"
    page.goto("about:blank")
    page.goto(copied)
    expect(lift.locator("[name=items]")).to_have_value("640")
    expect(lift.locator(SENTENCE)).to_contain_text("640 items")


def test_a_calculator_on_another_page_links_to_its_home(visit):
    page = visit.open("")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    readiness = visit.calculator("readiness")
    readiness.locator("[name=retrieval]").select_option("no")
    expect(readiness.locator(SENTENCE)).to_contain_text("retrieval is missing")
    readiness.get_by_role("button", name="Copy link").click()
    expect(readiness.get_by_text("Link copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.url}decide/#readiness?retrieval=no&v=1&d=2026-11"


def test_without_the_clipboard_the_link_can_be_copied_by_hand(visit):
    """Plain-http hosts have no clipboard API, and a browser may refuse the old command too."""
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', {value: false}); document.execCommand = () => false"
    )
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.get_by_role("button", name="Copy link").click()
    field = lift.get_by_label("Link to this result")
    expect(field).to_be_visible()
    expect(field).to_have_value(f"{visit.url}{LIFT}#lift?v=1&d=2026-11")
    expect(lift.get_by_text("press Ctrl+C")).to_be_visible()


def test_reset_brings_the_pages_numbers_back(visit):
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("999")
    expect(lift.locator(SENTENCE)).to_contain_text("999 items")
    lift.get_by_role("button", name="Reset").click()
    expect(lift.locator("[name=items]")).to_have_value("200")
    expect(lift.locator(SENTENCE)).to_have_text(answer("lift").sentence)


def test_pasted_rows_are_counted(visit):
    visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.get_by_text("Paste the raw results instead").click()
    lift.locator("[name=paired_results]").fill("1,0\n0,1\n0,1\n1,1")
    expect(lift.get_by_text("The counts come from the pasted results: 4 items")).to_be_visible()
    expect(lift.locator("[data-output=difference]")).to_have_text("+25.0")
