"""Prices that come from a chosen model, in a real browser."""

import datetime

from playwright.sync_api import expect

import calculators
from calculators.kit import prices
from ftdocs.homes import HOMES
from tests.calculators.helpers import answered

PAGE = HOMES["few-shot"]
FEW_SHOT = calculators.get("few-shot")
SENTENCE = "[data-output=sentence]"


def shows(element, **fields):
    """The element shows what Python answers here, notes included."""
    answer = answered(FEW_SHOT, fields)
    expect(element.locator(SENTENCE)).to_have_text(answer.sentence)
    expect(element.locator("[data-list=notes] li")).to_have_text(answer.notes)


def test_a_model_fills_prices_and_gives_them_back(visit):
    visit.open(PAGE)
    few_shot = visit.calculator("few-shot")
    model = few_shot.get_by_role("combobox", name="Model")
    model.fill("Claude Sonnet 5.5")
    shows(few_shot, model="claude-sonnet-5-5")
    few_shot.locator("[name=usd_per_million_output]").evaluate("field => field.closest('details').open = true")
    expect(few_shot.locator("[name=usd_per_million_input]")).to_have_value("3")
    few_shot.locator("[name=usd_per_million_output]").fill("7")
    shows(few_shot, model="claude-sonnet-5-5", usd_per_million_output=7)
    model.fill("gpt-6.1-sol")
    shows(few_shot, model="gpt-6.1-sol", usd_per_million_output=7)
    model.fill("")
    shows(few_shot, usd_per_million_output=7)


def test_an_unknown_model_is_explained_at_its_field(visit):
    visit.open(PAGE)
    few_shot = visit.calculator("few-shot")
    model = few_shot.locator("[name=model]")
    model.fill("sonet 5.5")
    model.press("Enter")
    expect(model).to_have_attribute("aria-invalid", "true")
    expect(few_shot.get_by_role("alert").first).to_contain_text("Did you mean “claude-sonnet-5-5”")


def test_a_link_carries_the_model(visit):
    page = visit.open(PAGE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    few_shot = visit.calculator("few-shot")
    few_shot.locator("[name=model]").fill("GPT-6.1 Sol")
    shows(few_shot, model="gpt-6.1-sol")
    few_shot.get_by_role("button", name="Copy link").click()
    expect(few_shot.get_by_text("Link copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"#few-shot?model=gpt-6.1-sol&v={FEW_SHOT.version}&d={prices.MONTH}")
    visit.open(PAGE + "#few-shot?model=gpt-6.1-sol&d=1999-01")
    expect(few_shot.locator("[name=model]")).to_have_value("gpt-6.1-sol")
    shows(few_shot, model="gpt-6.1-sol")
    expect(few_shot.get_by_text("The link’s prices are of 1999-01, which are not kept here")).to_be_visible()


def test_old_prices_are_called_old_on_the_day_they_are_seen(visit):
    aged_on = datetime.date.fromisoformat(prices.current().aged_on)
    said = visit.page.get_by_text("more than 120 days ago. Compare them with your provider’s.")
    visit.page.clock.set_fixed_time(f"{aged_on - datetime.timedelta(days=1)}T12:00:00Z")
    visit.open(PAGE)
    expect(visit.calculator("few-shot")).to_have_attribute("data-state", "static")
    expect(said).to_be_hidden()
    visit.page.clock.set_fixed_time(f"{aged_on}T12:00:00Z")
    visit.page.reload()
    expect(said).to_be_visible()
