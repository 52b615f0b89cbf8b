"""Ranges drawn live, undo, what would flip a decision, two variants side by side, and examples to start from."""

import json
import re

import pytest
from playwright.sync_api import expect

import calculators
from calculators import protocol

pytestmark = pytest.mark.browser

SENTENCE = "[data-output=sentence]"
BREAK_EVEN = "when/high-volume/"
RANGED = {"calls_per_month": "500k to 8M", "prompt_price_decline": "10% to 60%"}


def answer(name, **fields):
    found = calculators.answer(calculators.get(name), fields)
    assert isinstance(found, calculators.Answer)
    return found


def fill(calculator, fields):
    for name, text in fields.items():
        calculator.locator(f"[name={name}]").fill(text)


def test_a_range_is_drawn_from_and_the_page_agrees_with_the_command_line(visit):
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    expect(element.locator(".ft-spread")).to_be_hidden()
    fill(element, RANGED)
    # `ready` is said of the last draw, not of the first thousand.
    expect(element).to_have_attribute("data-state", "ready", timeout=20_000)
    here = answer("break-even", **RANGED)
    expect(element.locator(SENTENCE)).to_have_text(here.sentence)
    for name, value in here.outputs.items():
        place = element.locator(f"[data-output={name}]")
        assert place.count() == 1, name
        found = place.get_attribute("data-value")
        if isinstance(value, float | int):
            assert float(found) == pytest.approx(value, rel=1e-9), name
        else:
            assert json.loads(found) == value, name
        expect(place).to_have_text(here.shown[name])
    expect(element.locator(".ft-tornado svg")).to_be_visible()
    assert here.spread
    assert here.spread.tornado
    expect(element.locator(".ft-tornado svg")).to_have_attribute("aria-label", here.spread.tornado.text)
    fill(element, dict.fromkeys(RANGED, "1M") | {"prompt_price_decline": "30%"})
    expect(element.locator(".ft-spread")).to_be_hidden()
    expect(element.locator("[data-output=net_saving_usd_p50]")).to_have_count(0)


def test_the_first_draws_show_before_the_last_and_an_edit_ends_them(visit):
    page = visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    fill(element, {"calls_per_month": "2M"})
    expect(element).to_have_attribute("data-state", "ready")
    # A long horizon: many draws take a while.
    fill(element, {"horizon_months": "600"})
    expect(element).to_have_attribute("data-state", "ready")
    page.evaluate(
        """() => {
          window.said = [];
          const place = document.querySelector("[data-refined]");
          new MutationObserver(() => window.said.push(place.textContent)).observe(place, {childList: true});
        }"""
    )
    fill(element, {"calls_per_month": "500k to 8M"})
    expect(element.locator(".ft-refining")).to_be_visible()
    expect(element.locator(".ft-spread")).to_be_visible()
    expect(element).to_have_attribute("data-state", "computing")
    fill(element, {"calls_per_month": "3M", "horizon_months": "24"})
    expect(element).to_have_attribute("data-state", "ready")
    expect(element.locator(SENTENCE)).to_have_text(answer("break-even", calls_per_month="3M").sentence)
    expect(element.locator(".ft-refining")).to_be_hidden()
    said = page.evaluate("window.said")
    assert said[0] == "Refining: 1,000 of 20,000 draws"
    assert "Refining: 20,000 of 20,000 draws" not in said
    # What went on would have its turn before the next edit.
    fill(element, {"horizon_months": "36"})
    after = answer("break-even", calls_per_month="3M", horizon_months="36")
    expect(element.locator(SENTENCE)).to_have_text(after.sentence)
    assert page.evaluate("window.said") == said, "it went on after the edit"


def test_a_range_survives_its_link(visit):
    link = protocol.reply_to(calculators.get("break-even"), RANGED)["link"]
    visit.open(f"{BREAK_EVEN}#{link}")
    element = visit.calculator("break-even")
    expect(element.locator("[name=calls_per_month]")).to_have_value("500,000 to 8,000,000")
    expect(element).to_have_attribute("data-state", "ready", timeout=20_000)
    expect(element.locator(SENTENCE)).to_have_text(answer("break-even", **RANGED).sentence)


def test_a_wrong_range_says_what_is_wrong_with_it(visit):
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    field = element.locator("[name=calls_per_month]")
    field.fill("20 to 120k")
    field.press("Enter")
    expect(element.get_by_role("alert").first).to_contain_text("did you mean 20k to 120k?")


def test_the_last_changes_can_be_undone_and_so_can_a_reset(visit):
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    calls, undo = element.locator("[name=calls_per_month]"), element.get_by_role("button", name="Undo")
    expect(undo).to_be_hidden()
    for text in ("2M", "3M"):
        calls.fill(text)
        calls.press("Enter")
        expect(element.locator(SENTENCE)).to_have_text(answer("break-even", calls_per_month=text).sentence)
    element.get_by_role("button", name="Reset").click()
    expect(calls).to_have_value("1,000,000")
    for text in ("3M", "2M", "1,000,000"):
        undo.click()
        expect(calls).to_have_value(text)
        expect(element.locator(SENTENCE)).to_have_text(answer("break-even", calls_per_month=text).sentence)
    expect(undo).to_be_hidden()


def test_what_would_flip_a_decision_follows_the_form(visit):
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    flips = element.locator(".ft-flips")
    flips.locator("summary").click()
    expect(flips.get_by_text("Now: tuning does not pay.")).to_be_visible()
    expect(flips.get_by_role("row", name=re.compile("Calls a month"))).to_contain_text("2,099,000 or more")
    fill(element, {"calls_per_month": "5M"})
    element.locator("[name=calls_per_month]").press("Enter")
    expect(flips.get_by_text("Now: tuning pays.")).to_be_visible()
    expect(flips.get_by_role("row", name=re.compile("Calls a month"))).to_contain_text("2,098,000 or less")


def test_two_variants_stand_side_by_side_in_one_link(visit):
    page = visit.open("when/latency/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    element = visit.calculator("latency")
    table = element.locator(".ft-compared")
    expect(table).to_be_hidden()
    element.get_by_role("button", name="Compare with a change").click()
    expect(element.get_by_text("These numbers are pinned.")).to_be_visible()
    fill(element, {"output_tokens": "1"})
    element.locator("[name=output_tokens]").press("Enter")
    row = table.get_by_role("row", name=re.compile("Tokens in the answer"))
    expect(row).to_contain_text("3")
    expect(row.locator("td").nth(1)).to_have_text("1")
    element.get_by_role("button", name="Copy link").click()
    expect(element.get_by_text("Link copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visit.url}when/latency/#latency?2.output_tokens=1&v=1&d=2026-11"
    page.goto("about:blank")
    page.goto(copied)
    expect(element.locator("[name=output_tokens]")).to_have_value("1")
    expect(table).to_be_visible()
    element.get_by_role("button", name="Stop comparing").click()
    expect(table).to_be_hidden()
    expect(element.locator("[name=output_tokens]")).to_have_value("1")


def test_the_page_prints_two_baselines_of_break_even(visit):
    visit.open(BREAK_EVEN)
    table = visit.calculator("break-even").locator(".ft-compared")
    expect(table).to_be_visible()
    expect(table.get_by_role("row", name=re.compile("Prompted model"))).to_contain_text("0.00026")


def test_an_example_fills_the_form_and_keeps_the_readers_numbers(visit):
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    fill(element, {"calls_per_month": "777k"})
    expect(element).to_have_attribute("data-state", "ready")
    element.get_by_role("link", name="a typical doomed project").click()
    expect(element.locator("[name=calls_per_month]")).to_have_value("100,000")
    expect(element.locator(".ft-as-given")).to_be_visible()
    element.get_by_role("button", name="Back to my own numbers").click()
    expect(element.locator("[name=calls_per_month]")).to_have_value("777k")


def test_a_share_without_its_sign_is_echoed_and_a_huge_figure_stays_in_its_column(visit):
    page = visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    echo = element.locator("[data-echo=prompt_price_decline]")
    expect(echo).to_be_hidden()
    fill(element, {"prompt_price_decline": "1"})
    expect(echo).to_have_text("Read as 100%. For 1% add the sign.")
    fill(element, {"prompt_price_decline": "1%"})
    expect(echo).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 800})
    fill(element, {"calls_per_month": "900000000000000", "prompt_usd_per_call": "900000000000"})
    figure = element.locator(".ft-figures [data-output=net_saving_usd]")
    expect(figure).to_have_text(re.compile(r"^\$[\d,]{30,}$"))
    assert element.evaluate(
        "e => e.querySelector('.ft-figures').scrollWidth <= e.querySelector('.ft-figures').clientWidth"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
