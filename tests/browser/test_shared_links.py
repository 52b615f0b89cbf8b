"""Links that others made: a shared scenario beside the reader's own, and links as nobody should write them."""

import pytest
from playwright.sync_api import expect

import calculators
from calculators.kit import calculator as kit
from calculators.kit import links
from ftdocs.homes import home
from tests.hostile import fragments

pytestmark = pytest.mark.browser

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
SAMPLE = 40
# Sets the fragment and waits until the page has heard of it.
GO = """fragment => new Promise((resolve) => {
  addEventListener("hashchange", () => setTimeout(resolve), { once: true });
  location.hash = fragment;
})"""


def test_a_shared_scenario_is_edited_restored_or_left_with_one_click(visit):
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("777")
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    page.evaluate("location.hash = 'lift?confidence=0.9&items=500&v=1'")
    shared = lift.get_by_role("region", name="A shared scenario")
    expect(shared).to_contain_text(
        "A shared scenario. These are the numbers of the link you opened. Your own are kept."
    )
    expect(lift.locator(SENTENCE)).to_contain_text("500 items")
    restore = shared.get_by_role("button", name="Restore the link’s numbers")
    expect(restore).to_be_hidden()
    shared.get_by_role("button", name="Edit these numbers").click()
    expect(lift.locator("[name=items]")).to_be_focused()
    page.keyboard.type("600")
    expect(lift.locator(SENTENCE)).to_contain_text("600 items")
    expect(shared).to_contain_text("A shared scenario, with your changes.")
    restore.click()
    expect(lift.locator("[name=items]")).to_have_value("500")
    expect(lift.locator(SENTENCE)).to_contain_text("500 items")
    expect(restore).to_be_hidden()
    shared.get_by_role("button", name="Back to my own numbers").click()
    expect(lift.locator("[name=items]")).to_have_value("777")
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    expect(shared).to_be_hidden()


def test_numbers_for_a_calculator_of_another_page_lead_there(visit):
    page = visit.open(f"{LIFT}#break-even?calls_per_month=3000000&v=1")
    said = page.get_by_role("alert").filter(has_text="break-even")
    expect(said).to_contain_text(
        "This link holds numbers for the calculator “break-even”, which stands on another page."
    )
    said.get_by_role("link", name="Open it there, with these numbers").click()
    element = visit.calculator("break-even")
    expect(element.locator("[name=calls_per_month]")).to_have_value("3,000,000")
    expect(page.locator(".ft-strayed")).to_have_count(0)


@pytest.mark.parametrize(
    "name", ["nothing", "__proto__", "constructor", "%3Cb%3Ex%3C/b%3E", "%E0%A4%A", "first-filter"]
)
def test_numbers_for_no_calculator_are_said_to_be_that(visit, name):
    for path in (LIFT, "bottom-line/"):
        page = visit.open(f"{path}#{name}?items=1")
        said = page.locator(".ft-strayed")
        expect(said).to_contain_text(f"This link holds numbers for “{name}”, which is no calculator of this guide.")
        assert said.locator("b").count() == 0
        page.goto("about:blank")


def test_a_section_that_is_not_there_is_said_to_be_missing(visit):
    page = visit.open("bottom-line/#no-such-section")
    said = page.get_by_role("status").filter(has_text="This page has no section “no-such-section”")
    expect(said).to_be_in_viewport()
    page.evaluate("location.hash = '%3Cb%3Ex%3C/b%3E'")
    expect(page.locator(".ft-strayed")).to_contain_text("This page has no section “%3Cb%3Ex%3C/b%3E”")
    page.evaluate(f"location.hash = '{page.locator('h2[id]').first.get_attribute('id')}'")
    expect(page.locator(".ft-strayed")).to_have_count(0)


def test_a_choice_that_is_not_offered_is_said_and_not_lost_at_the_next_edit(visit):
    visit.open("decide/#readiness?retrieval=maybe&labelled_examples=300&v=1")
    readiness = visit.calculator("readiness")
    notices = readiness.locator("[data-list=notices] li")
    expect(notices).to_have_count(1)
    expect(notices).to_contain_text("was taken in its place")
    before = readiness.locator("[name=retrieval]").input_value()
    readiness.locator("[name=labelled_examples]").fill("400")
    expect(readiness.locator("[name=retrieval]")).to_have_value(before)
    expect(readiness.locator("[data-state=error]")).to_have_count(0)
    expect(notices).to_have_count(1)


def test_hostile_links_land_with_the_words_that_python_has_here(visit):
    """A sample of those of tests/calculators, among them the longest. Whatever one runs would show as trouble."""
    page = visit.open(LIFT)
    page.on("dialog", lambda dialog: visit.trouble.append(f"dialog: {dialog.message}"))
    lift, calculator = visit.calculator("lift"), calculators.get("lift")
    for number, (name, fragment) in enumerate(fragments(1000 + SAMPLE)):
        # Those beyond a thousand hold megabytes; the first make up the rest of the sample.
        if SAMPLE <= number < 1006 or not fragment.startswith(f"{name}?"):
            continue
        page.evaluate(GO, f"lift{fragment.removeprefix(name)}&n={number}")
        expect(lift).not_to_have_attribute("data-pending", "")
        opened = links.open_fragment(calculator, page.evaluate("location.hash.slice(1)"))
        expect(lift.locator("[data-list=notices] li")).to_have_text(opened.notices)
        _, problems = kit.read(calculator, opened.second or opened.fields)
        if problems:
            expect(lift.locator(".ft-errors")).to_be_visible()
            expect(lift.locator(".ft-errors li").first).to_have_text(problems[0].message)
        assert lift.locator(SENTENCE).inner_text()
        assert lift.locator("script, img, b").count() == 0


@pytest.mark.full
def test_each_calculator_stands_a_hostile_link(visit):
    name_of_page: dict[str, str] = {}
    for name in calculators.ids():
        name_of_page.setdefault(home(name), name)
    hostile = "?__proto__=1&v=99&%FF=%FF&x=%3Cscript%3Ealert(1)%3C/script%3E&2.constructor=1"
    for page_of, name in name_of_page.items():
        page = visit.open(f"{page_of}#{name}{hostile}")
        element = visit.calculator(name)
        expected = links.open_fragment(calculators.get(name), page.evaluate("location.hash.slice(1)")).notices
        expect(element.locator("[data-list=notices] li")).to_have_text(expected)
        answer = calculators.answer(calculators.get(name), {})
        assert isinstance(answer, calculators.Answer)
        page.goto("about:blank")
