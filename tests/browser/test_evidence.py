"""Marks, cards and the register in a real browser: by mouse and keyboard, without script, on paper, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import open_page, violations

__all__ = ["open_page"]


def test_a_card_opens_by_keyboard_takes_the_focus_and_gives_it_back(visit):
    page = visit.open("trap/")
    mark = page.get_by_role("button", name="Evidence: contested").first
    card = page.locator("#claim-c01")
    expect(card).to_be_hidden()
    mark.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    expect(page.get_by_role("dialog", name=re.compile("About 2% better"))).to_be_visible()
    expect(card.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()
    page.keyboard.press("Space")
    expect(card).to_be_visible()
    page.keyboard.press("Enter")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()


def test_a_card_closes_by_a_click_elsewhere_and_by_another_card(visit):
    page = visit.open("trap/")
    marks = page.locator(".ft-mark")
    marks.nth(0).click()
    expect(page.locator("#claim-c02")).to_be_visible()
    page.mouse.click(5, 300)
    expect(page.locator("#claim-c02")).to_be_hidden()
    marks.nth(0).press("Enter")
    page.locator("#claim-c02").get_by_role("button", name="Close").click()
    expect(page.locator("#claim-c02")).to_be_hidden()


def test_a_card_leads_to_its_entry_in_the_register_and_back(visit):
    page = visit.open("trap/")
    page.locator(".ft-mark").nth(0).click()
    page.get_by_role("link", name="C02 in the register").click()
    page.wait_for_url("**/reference/evidence/#c02")
    entry = page.locator("[data-claim-entry=C02]")
    expect(entry).to_be_in_viewport()
    entry.get_by_role("link", name="The trap").click()
    page.wait_for_url("**/trap/#the-pattern")
    # Swapped in without a load, with the style that the page before did not need.
    page.locator(".ft-mark").nth(1).click()
    expect(page.locator("#claim-c01")).to_have_css("border-top-style", "solid")
    expect(page.locator("#claim-c01")).to_be_visible()


def test_a_page_reached_without_a_load_gets_its_style(visit):
    page = visit.open("calculators/")
    assert visit.asked_for("marks.css") == []
    page.locator(".md-tabs__link", has_text="The trap").click()
    page.wait_for_url("**/trap/")
    expect(page.locator(".ft-mark").first).to_have_css("border-top-style", "solid")


@pytest.fixture
def plain(chromium, host):
    """A page of a browser whose scripts are switched off."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    def opened(path):
        page.goto(host.url + path)
        return page

    yield opened
    context.close()


def test_cards_need_no_script(plain):
    page = plain("hidden-costs/")
    page.locator(".ft-mark").click()
    card = page.locator("#claim-c35")
    expect(card).to_be_visible()
    expect(card).to_contain_text("sells the service")
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()


def test_the_register_is_filtered_without_script(plain):
    page = plain("reference/evidence/")
    entries = page.locator(".ft-entry:visible")
    expect(entries).to_have_count(48)
    for label, count in (("contested: 11", 11), ("no public evidence: 8", 8), ("supported: 9", 9), ("mixed: 20", 20)):
        page.get_by_label(label).check()
        expect(entries).to_have_count(count)
    page.get_by_label("all 48").check()
    expect(entries).to_have_count(48)


def test_an_entry_that_a_link_leads_to_is_shown_whatever_the_choice(plain):
    page = plain("reference/evidence/#c01")
    page.get_by_label("supported: 9").check()
    expect(page.locator("[data-claim-entry=C01]")).to_be_visible()
    expect(page.locator("[data-claim-entry=C02]")).to_be_hidden()


def test_on_paper_marks_have_numbers_and_cards_are_endnotes(visit):
    page = visit.open("trap/")
    page.emulate_media(media="print")
    expect(page.locator("#claim-c02")).to_be_visible()
    expect(page.locator("#claim-c02 button")).to_be_hidden()
    numbers = page.locator(".ft-claim").evaluate_all("all => all.map(e => getComputedStyle(e, '::after').content)")
    # Browsers give the pieces of the text apart or as one.
    assert [re.sub(r'"( ")?', "", number) for number in numbers] == [" [C02]", " [C01]", " [C03]"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 320)])
def test_an_open_card_is_accessible_and_stays_on_the_screen(open_page, scheme, width):
    page = open_page("decide/", scheme, width)
    for number in (0, 3):
        page.locator(".ft-mark").nth(number).press("Enter")
        box = page.locator(".ft-card:popover-open").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= page.viewport_size["height"]
        assert violations(page) == []
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_register_is_accessible(open_page, scheme, width):
    page = open_page("reference/evidence/", scheme, width)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
