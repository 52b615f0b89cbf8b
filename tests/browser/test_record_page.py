"""The record's page: examples, files in and out, and what is printed."""

import json
import pathlib
import re

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import expect

import calculators
from calculators.kit import links
from calculators.scenario import examples, reading
from calculators.scenario.record import compose
from ftdocs.homes import home
from tests.browser.scenarios import PREVIEW, RECORD, open_example, open_group, open_small, press, settle, stored

pytestmark = pytest.mark.browser

OTHERS = [name for name in examples.NAMES if name != "distillation"]
TODAY = "2026-11-26"


def saved(page, action):
    with page.expect_download() as waiting:
        page.locator(f"ft-record [data-action={action}]").first.click()
    return pathlib.Path(waiting.value.path()).read_text("utf-8"), waiting.value.suggested_filename


@pytest.mark.parametrize("name", ["distillation", *(pytest.param(name, marks=pytest.mark.full) for name in OTHERS)])
def test_an_example_opens_in_one_click_and_is_what_the_command_composes(visit, name):
    # Before the examples' reviews are due.
    visit.page.clock.set_fixed_time(f"{TODAY}T12:00:00")
    page = visit.open(RECORD)
    open_example(page, name)
    markdown, filename = saved(page, "markdown")
    composed = compose(examples.load(name), home=lambda each: visit.url + home(each), today=TODAY)
    assert markdown == composed.markdown()
    assert filename.endswith(".md")
    written, _ = saved(page, "export")
    assert written == examples.text(name)
    sheets = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4")))
    assert 1 <= sheets <= 3
    assert visit.trouble == []


@pytest.mark.full
def test_the_files_links_open_again_with_identical_numbers(visit):
    page = visit.open(RECORD)
    open_example(page, "strict-format")
    markdown, _ = saved(page, "markdown")
    shown = page.locator(PREVIEW).inner_text()
    markup = MarkdownIt("commonmark").enable("table").render(markdown.split("\n---\n", 1)[1])
    addresses = list(dict.fromkeys(re.findall(r'href="([^"]*)"', markup)))
    assert len(addresses) >= 4
    for address in addresses:
        page.goto(address.replace("&amp;", "&"))
        fragment = address.replace("&amp;", "&").partition("#")[2]
        element = page.locator(f"ft-calculator#{fragment.partition('?')[0]}")
        expect(element).to_have_attribute("data-state", "ready", timeout=30_000)
        calculator = calculators.get(fragment.partition("?")[0])
        answer = calculators.answer(calculator, links.open_fragment(calculator, fragment).fields)
        assert isinstance(answer, calculators.Answer)
        expect(element.locator("[data-output=sentence]")).to_have_text(answer.sentence)
        assert answer.sentence in shown
    assert visit.trouble == []


def test_export_clear_and_import_give_the_same_scenario_by_keyboard(visit, tmp_path):
    page, keys = visit.open(RECORD), visit.page.keyboard
    open_example(page, "distillation")
    before = stored(page)
    with page.expect_download() as waiting:
        press(page, page.locator(".ft-record-tools > .ft-actions [data-action=export]"))
    path = tmp_path / waiting.value.suggested_filename
    path.write_bytes(pathlib.Path(waiting.value.path()).read_bytes())
    press(page, page.locator("[data-action=clear]"))
    dialog = page.get_by_role("dialog", name="Clear “Distil a good prompt into a small model” from this browser?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-action=clear]")).to_be_focused()
    assert stored(page) == before
    keys.press("Enter")
    press(page, dialog.get_by_role("button", name="Clear it"))
    expect(page.locator("[data-say=said]")).to_have_text("Cleared.")
    expect(page.locator("select[data-scenarios] option")).to_have_count(0)
    expect(page.locator("#ft-gates")).to_have_count(0)
    with page.expect_file_chooser() as choosing:
        press(page, page.locator("ft-record input[type=file]"))
    choosing.value.set_files(path)
    expect(page.locator("select[data-scenarios] option")).to_have_count(1)
    expect(page.locator(f"{PREVIEW} h3").first).to_have_text("Distil a good prompt into a small model")
    without = {place: text for place, text in stored(page).items() if not place.startswith(("evidence", "begun"))}
    assert without == {place: text for place, text in before.items() if not place.startswith(("evidence", "begun"))}
    assert reading.from_flat(stored(page)).scenario == examples.load("distillation")


def test_a_bad_file_names_every_problem_and_the_rest_is_opened(visit, tmp_path):
    page = visit.open(RECORD)
    path = tmp_path / "bad.json"
    hostile = "<img src=x onerror=alert(1)>"
    data = {"format": "ftdocs-scenario", "version": 9, "name": hostile, "shared": {"calls_per_month": "x", "<b>": 1}}
    path.write_text(json.dumps(data | {"record": {"question": hostile}}), "utf-8")
    page.locator("ft-record input[type=file]").set_input_files(path)
    problems = page.locator("[data-list=problems] li")
    expect(problems).to_have_count(3)
    expect(page.locator("[data-list=problems]")).to_contain_text("The file is of version 9")
    expect(page.locator("[data-list=problems]")).to_contain_text("“Calls a month” must be a number")
    expect(page.locator(f"{PREVIEW} h3").first).to_have_text(hostile)
    assert page.locator("ft-record img").count() == 0
    path.write_text("{", "utf-8")
    page.locator("ft-record input[type=file]").set_input_files(path)
    expect(page.locator("[data-partly]")).to_be_visible()
    expect(page.locator("[data-list=problems]")).to_contain_text("The file is no JSON")
    assert visit.trouble == []


def test_a_half_typed_value_keeps_what_is_stored(visit):
    page = visit.open(RECORD)
    open_small(page)
    open_group(page, "shared.calls_per_month")
    calls = page.locator("[name='shared.calls_per_month']")
    settle(calls, "20M to")
    expect(calls).to_have_attribute("aria-invalid", "true")
    expect(page.locator("ft-record form .ft-errors")).to_contain_text("“Calls a month”")
    assert stored(page)["shared.calls_per_month"] == "5000"
    expect(calls).to_have_value("20M to")
    settle(calls, "30M")
    expect(calls).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(PREVIEW)).to_contain_text("Calls a month: 30,000,000;")
    assert stored(page)["shared.calls_per_month"] == "30000000"


def test_on_paper_the_page_is_the_record_alone(visit):
    page = visit.open(RECORD)
    open_small(page)
    page.emulate_media(media="print")
    for furniture in (
        "ft-record form",
        ".ft-record-tools",
        ".md-header",
        ".md-footer",
        "#ft-gates",
        "h1",
        ".ft-stands-not",
    ):
        expect(page.locator(furniture).first).to_be_hidden()
    preview = page.locator(PREVIEW)
    expect(preview).to_be_visible()
    # From the top of the sheet on.
    assert preview.bounding_box()["y"] < 20


def test_what_was_typed_and_chosen_before_the_script_came_is_kept(visit, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"format": "ftdocs-scenario", "version": 1, "name": "Mine"}), "utf-8")
    held = []
    visit.page.route("**/record-element.js", lambda route: held.append(route))
    with visit.page.expect_request("**/record-element.js"):
        page = visit.open(RECORD)
    question = page.locator("[name='record.question']")
    question.evaluate("field => field.closest('details')?.setAttribute('open', '')")
    question.fill("Shall we tune?")
    page.locator("ft-record input[type=file]").set_input_files(path)
    for route in held:
        route.continue_()
    expect(page.locator("select[data-scenarios] option")).to_have_text(["A scenario without a name", "Mine"])
    page.locator("select[data-scenarios]").select_option("A scenario without a name")
    expect(question).to_have_value("Shall we tune?")
