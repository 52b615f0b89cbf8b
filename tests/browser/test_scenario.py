"""One scenario across pages: from the home page's gates to the record, kept in this browser and nowhere else."""

import pathlib
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.scenarios import (
    BREAK_EVEN,
    PREVIEW,
    RECORD,
    field,
    open_group,
    open_small,
    press,
    settle,
    stored,
    tab_to,
)

pytestmark = pytest.mark.browser


def test_from_the_home_page_to_the_record_and_back_by_keyboard(visit):
    page, keys = visit.open(), visit.page.keyboard
    gates = visit.calculator("readiness").first
    press(page, page.get_by_role("link", name="Answer five questions"))
    answers = {"prompt_weeks": "1", "retrieval": "Yes", "evaluation": "Yes", "labelled_examples": "2000"}
    for name, answer in (answers | {"stability": "Yes"}).items():
        tab_to(page, gates.locator(f"[name={name}]"))
        keys.type(answer)
    keys.press("Tab")
    expect(gates).to_have_attribute("data-state", "ready")
    press(page, gates.locator("[data-action=keep]"))
    # Nobody loses their place.
    expect(gates.locator("[data-action=attach]")).to_be_focused()
    bar = page.locator("#ft-gates")
    expect(bar.locator("[data-gate=prompting]")).to_have_attribute("data-status", "failed")
    expect(bar.locator("[data-gate=data]")).to_have_attribute("data-status", "passed")
    # The next step is marked, and leads to its section.
    step = bar.locator("[aria-current=step]")
    expect(step).to_have_attribute("data-gate", "prompting")
    press(page, step)
    page.wait_for_url("**/ladder/prompts/")
    expect(bar).to_be_visible()
    expect(visit.calculator("prompting").locator("[name=weeks_spent]")).to_have_value("1")
    # And back to the questions.
    press(page, bar.get_by_role("link", name="Answer the gates"))
    page.wait_for_url("**/decide/#readiness")
    expect(visit.calculator("readiness").first.locator("[name=prompt_weeks]")).to_have_value("1")
    press(page, bar.get_by_role("link", name="Decision record"))
    page.wait_for_url(f"**/{RECORD}")
    expect(page.locator("[data-list=checks] li").first).to_contain_text("The gate “prompting” fails")
    expect(page.locator(f"{PREVIEW} table").first).to_contain_text("2,000 labelled")
    tab_to(page, page.locator("[name='record.question']"))
    keys.type("Which queue?")
    press(page, page.locator("summary", has_text="The decision"))
    tab_to(page, page.locator("[name='record.chosen']"))
    keys.type("A better")
    press(page, page.locator("summary", has_text="Afterwards"))
    tab_to(page, page.locator("[name='record.review_date']"))
    keys.type("2099-01-06")
    keys.press("Tab")
    expect(page.locator(PREVIEW)).to_contain_text("This record is read again on 2099-01-06.")
    expect(page.locator(PREVIEW)).to_contain_text("Chosen option: A better prompt")
    # A gate that fails is no fault of a decision for something else.
    expect(page.locator("[data-against]")).to_be_visible()
    expect(page.locator("[data-wrong]")).to_be_hidden()
    with page.expect_download() as waiting:
        press(page, page.locator("ft-record [data-action=markdown]"))
    text = pathlib.Path(waiting.value.path()).read_text("utf-8")
    assert 'review-date: "2099-01-06"' in text
    assert "Which queue?" in text
    assert visit.trouble == []


@pytest.mark.full
def test_a_waiver_counts_in_the_short_form_that_does_not_ask_for_it(visit):
    page = visit.open(RECORD)
    answers = {"gates": {"retrieval": "no"}, "waivers": {"retrieval": "A closed set of labels."}}
    open_small(page, "Waived", **answers)
    visit.open()
    gates = visit.calculator("readiness").first
    expect(gates.locator("[data-output=retrieval_waiver], .ft-notes")).to_contain_text("A closed set of labels.")
    expect(gates.locator("[data-action=undo]")).to_be_hidden()
    expect(page.locator("#ft-gates [data-gate=retrieval]")).to_have_attribute("data-status", "waived")


@pytest.mark.full
def test_a_reset_of_the_gates_empties_them_everywhere_and_can_be_undone(visit):
    page = visit.open(RECORD)
    open_small(page, "Gates", gates={"retrieval": "no"}, waivers={"retrieval": "A closed set of labels."})
    visit.open("decide/")
    gates = visit.calculator("readiness").first
    expect(gates.locator("[name=labelled_examples]")).to_have_value("2,000")
    gates.locator(".ft-foot [data-action=reset]").click()
    expect(gates.locator("[name=labelled_examples]")).to_have_value("")
    expect(gates.locator("[data-output=sentence]")).to_contain_text("Answer five questions")
    for gate in ("retrieval", "data"):
        expect(page.locator(f"#ft-gates [data-gate={gate}]")).to_have_attribute("data-status", "unanswered")
    left = {place for place in stored(page) if place.startswith(("gates", "waivers", "shared"))}
    assert left == {"shared.calls_per_month", "shared.horizon_months"}
    gates.locator("[data-action=undo]").click()
    expect(page.locator("#ft-gates [data-gate=retrieval]")).to_have_attribute("data-status", "waived")
    assert stored(page)["shared.labelled_examples"] == "2000"


@pytest.mark.full
def test_on_a_phone_the_gates_stay_in_one_line(chromium, host):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    tab = Visit(context, host.url)
    page = tab.open(RECORD)
    open_small(page)
    page.goto(host.url + BREAK_EVEN)
    bar = page.locator("#ft-gates")
    expect(bar.get_by_role("link", name=re.compile("Prompting ?: unanswered"))).to_be_visible()
    page.evaluate("scrollTo(0, 900)")
    header = page.locator(".md-header").bounding_box()
    below = header["y"] + header["height"]
    # The other line has moved behind the header.
    other = bar.get_by_role("link", name="Decision record").bounding_box()
    assert other["y"] + other["height"] <= below + 4
    tops = {round(item.bounding_box()["y"]) for item in bar.locator("li").all()}
    assert len(tops) == 1
    assert tops.pop() >= below - 1
    context.close()


def test_shared_inputs_are_entered_once_and_overridden_visibly(visit):
    page = visit.open(RECORD)
    expect(page.locator("ft-record")).to_have_attribute("data-state", "ready")
    page.locator("[data-action=new]").click()
    open_group(page, "shared.calls_per_month")
    settle(page.locator("[name='shared.calls_per_month']"), "20k to 2M")
    expect(page.locator(PREVIEW)).to_contain_text("Calls a month: 20,000 to 2,000,000", timeout=60_000)
    assert stored(page)["shared.calls_per_month"] == "20000 to 2000000"
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    calls = field(element, "calls_per_month")
    expect(calls.locator("[name=calls_per_month]")).to_have_value("20,000 to 2,000,000")
    expect(calls.locator(".ft-from-scenario")).to_have_text("From your scenario.")
    expect(element.locator(".ft-spread")).to_be_visible()
    settle(calls.locator("[name=calls_per_month]"), "5M")
    expect(calls.locator(".ft-from-scenario")).to_contain_text("Your scenario says 20,000 to 2,000,000.")
    assert stored(page)["inputs.break-even.calls_per_month"] == "5000000"
    assert stored(page)["shared.calls_per_month"] == "20000 to 2000000"
    # Elsewhere it is still the shared one; here the override outlives a load.
    visit.open("ladder/few-shot/")
    expect(visit.calculator("few-shot").locator("[name=calls_per_month]")).to_have_value("20,000 to 2,000,000")
    visit.open(BREAK_EVEN)
    expect(calls.locator("[name=calls_per_month]")).to_have_value("5,000,000")
    calls.get_by_role("button", name="Use that").click()
    expect(calls.locator("[name=calls_per_month]")).to_have_value("20,000 to 2,000,000")
    expect(calls.locator(".ft-from-scenario")).to_have_text("From your scenario.")
    assert "inputs.break-even.calls_per_month" not in stored(page)
    assert visit.trouble == []


@pytest.mark.full
def test_a_link_shows_its_own_numbers_and_leaves_the_scenario_alone(visit):
    page = visit.open(RECORD)
    open_small(page)
    before = stored(page)
    visit.open(f"{BREAK_EVEN}#break-even?calls_per_month=7000&v=1")
    element = visit.calculator("break-even")
    expect(element.locator("[name=calls_per_month]")).to_have_value("7,000")
    settle(element.locator("[name=fixed_usd]"), "1")
    expect(element).to_have_attribute("data-state", "ready")
    assert stored(page) == before
    element.locator("[data-action=own]").click()
    expect(element.locator("[name=calls_per_month]")).to_have_value("5,000")


def test_a_result_attaches_to_a_gate_and_can_be_taken_off(visit):
    page = visit.open(RECORD)
    expect(page.locator("ft-record")).to_have_attribute("data-state", "ready")
    page.locator("[data-action=new]").click()
    visit.open("trap/seductive-logic/#is-the-lift-real")
    element = visit.calculator("lift").first
    settle(element.locator("[name=items]"), "500")
    expect(element).to_have_attribute("data-state", "ready")
    element.locator("[data-action=attach]").click()
    menu = page.locator("#ft-attach")
    menu.get_by_label("What it shows, in a few words").fill("the trial of May")
    menu.locator("[data-to=evaluation]").click()
    expect(menu.get_by_role("status")).to_have_text("Added to your record.")
    # Twice the same is once.
    menu.locator("[data-to=evaluation]").click()
    menu.locator("[data-to=costs]").click()
    visit.open(RECORD)
    expect(page.locator("[data-list=evidence] li")).to_contain_text("Evaluation: Is the lift real?")
    expect(page.locator(PREVIEW)).to_contain_text("anything from −1.3 to +2.9 points fits these 500 items")
    assert stored(page)["costs.lift"] == "true"
    expect(page.locator(PREVIEW)).to_contain_text("(the trial of May)")
    note = page.locator("[data-list=evidence] input")
    expect(note).to_have_count(1)
    settle(note, "the trial of June")
    expect(page.locator(PREVIEW)).to_contain_text("(the trial of June)")
    expect(page.locator("[data-list=evidence] a")).to_have_attribute("href", re.compile("#lift\\?items=500"))
    page.locator("[data-list=evidence] button").click()
    expect(page.locator("[data-list=evidence] li")).to_have_count(0)
    expect(page.locator("[data-no-evidence]")).to_be_visible()
    assert not [place for place in stored(page) if place.startswith("evidence")]


@pytest.mark.full
def test_several_scenarios_by_name(visit):
    page = visit.open(RECORD)
    open_small(page, "Sort tickets")
    open_small(page, "Distil")
    choice = page.locator("select[data-scenarios]")
    expect(choice.locator("option")).to_have_text(["Distil", "Sort tickets"])
    choice.select_option(label="Sort tickets")
    expect(page.locator(f"{PREVIEW} h3").first).to_have_text("Sort tickets")
    expect(page.locator("[name=name]")).to_have_value("Sort tickets")
    page.reload()
    expect(page.locator(f"{PREVIEW} h3").first).to_have_text("Sort tickets")


def test_two_tabs_do_not_lose_each_others_edits(visit):
    page = visit.open(RECORD)
    open_small(page, "Sort tickets")
    other = page.context.new_page()
    other.goto(visit.url + RECORD)
    expect(other.locator(f"{PREVIEW} h3").first).to_have_text("Sort tickets")
    for tab in (page, other):
        open_group(tab, "shared.horizon_months")
        open_group(tab, "shared.calls_per_month")
    # Typed in one, and unfinished, while the other writes.
    page.locator("[name='shared.calls_per_month']").fill("11M")
    settle(other.locator("[name='shared.horizon_months']"), "36")
    expect(other.locator(PREVIEW)).to_contain_text("Horizon, months: 36")
    expect(page.locator("[name='shared.horizon_months']")).to_have_value("36")
    expect(page.locator("[name='shared.calls_per_month']")).to_have_value("11M")
    page.locator("[name='shared.calls_per_month']").press("Tab")
    for tab in (page, other):
        expect(tab.locator(PREVIEW)).to_contain_text("Calls a month: 11,000,000;")
        expect(tab.locator(PREVIEW)).to_contain_text("Horizon, months: 36")
    assert stored(page)["shared.horizon_months"] == "36"


@pytest.mark.full
def test_an_edit_that_another_tab_overwrote_unseen_is_put_back(visit):
    page = visit.open(RECORD)
    open_small(page, "Sort tickets")
    open_group(page, "shared.horizon_months")
    key = page.evaluate("'ftdocs:scenario:' + localStorage.getItem('ftdocs:current')")
    stale = page.evaluate("key => localStorage.getItem(key)", key)
    settle(page.locator("[name='shared.horizon_months']"), "36")
    expect(page.locator(PREVIEW)).to_contain_text("Horizon, months: 36")
    other = page.context.new_page()
    other.goto(visit.url + "bottom-line/")
    other.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, stale])
    expect(page.locator(PREVIEW)).to_contain_text("Horizon, months: 36")
    other.reload()
    visit.open(RECORD)
    expect(page.locator("[name='shared.horizon_months']")).to_have_value("36")


FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_without_storage_it_works_for_the_tab_and_says_so(chromium, host, script):
    context = chromium.new_context()
    context.add_init_script(script)
    tab = Visit(context, host.url)
    page = tab.open(RECORD)
    open_small(page, "Sort tickets")
    expect(page.locator("ft-record [data-unkept]")).to_contain_text("Your browser keeps nothing here")
    expect(page.locator("#ft-gates [data-unkept]")).to_be_visible()
    open_group(page, "shared.horizon_months")
    settle(page.locator("[name='shared.horizon_months']"), "36")
    expect(page.locator(PREVIEW)).to_contain_text("Horizon, months: 36")
    # The tab lives on over instant navigation.
    page.locator("#ft-gates [data-gate=stability]").click()
    page.wait_for_url("**/decide/stability/")
    expect(page.locator("#ft-gates [data-gate=data]")).to_have_attribute("data-status", "passed")
    context.close()


def test_a_page_without_a_scenario_loads_none_of_it(visit):
    page = visit.open("bottom-line/")
    page.wait_for_load_state("networkidle")
    loaded = [url for url in visit.asked_for("/scenario/") if not url.endswith("kept.js")]
    assert loaded == []
    assert page.locator("#ft-gates").count() == 0
