"""What a page is on paper: no furniture, addresses spelled out, the numbers and the answer of that moment."""

import re

import pytest
from playwright.sync_api import expect

PAGES = ["", "trap/", "calculators/", "hidden-costs/", "trap/seductive-logic/", "reference/methods/"]

# What can only be used on a screen, and is nonetheless there.
FURNITURE = """() => [...document.querySelectorAll(
  ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .headerlink, .ft-submit, .ft-actions, .ft-help, .ft-ways, " +
  ".ft-range-hint, .ft-examples, .ft-as-table, .ft-card-close, ft-calculator button"
)].filter((element) => element.checkVisibility()).map((element) => element.className || element.tagName)"""

# Addresses of other hosts that stand behind none of the links to them.
UNSPELLED = """() => {
  const links = [...document.querySelectorAll(".md-content a[rel~=noopener]")].filter((link) => link.checkVisibility());
  const spelled = links.filter((link) => getComputedStyle(link, "::after").content.includes(link.getAttribute("href")));
  const addresses = new Set(spelled.map((link) => link.href));
  return links.map((link) => link.href).filter((address) => !addresses.has(address));
}"""

# Addresses that a page's evidence spells out, spelled out in its text as well.
SPELLED_AGAIN = """() => {
  const spelled = (within) => [...document.querySelectorAll(`${within} a[rel~=noopener]`)]
    .filter((link) => getComputedStyle(link, "::after").content.includes("://")).map((link) => link.href);
  const cited = spelled(".ft-cards");
  return [
    ...spelled(".md-content__inner > :is(p, ul, table, div)").filter((it) => cited.includes(it)),
    ...cited.filter((it, at) => cited.indexOf(it) !== at),
  ];
}"""

# Addresses of this site and of no use on paper, spelled out.
SPELLED_IN_VAIN = """() => [...document.querySelectorAll(".md-content a:not(.headerlink)")]
  .filter((link) => link.host === location.host && getComputedStyle(link, "::after").content.includes("/"))
  .map((link) => link.href)"""

# Headings that may stand alone at a page's end, and pictures and rows that may be cut.
TORN = """() => [
  ...[...document.querySelectorAll(".md-content :is(h1, h2, h3)")].filter(
    (heading) => getComputedStyle(heading).breakAfter !== "avoid"),
  ...[...document.querySelectorAll(".md-content :is(figure, tr, .ft-field, .ft-working li)")].filter(
    (block) => block.checkVisibility() && getComputedStyle(block).breakInside !== "avoid"),
].map((element) => element.outerHTML.slice(0, 80))"""


# Where calculators may be torn: an answer from its picture. And where they must be, or half a page stays blank.
TORN_APART = """() => [...document.querySelectorAll("ft-calculator")].flatMap((calculator) => [
  ...[calculator.querySelector(".ft-result")].filter((answer) => getComputedStyle(answer).breakInside !== "avoid"),
  ...[...calculator.querySelectorAll("details")].filter((part) => getComputedStyle(part).breakInside !== "auto"),
]).map((element) => element.outerHTML.slice(0, 80))"""


def put_on_paper(page):
    """As a browser does that prints: first it says so, and the theme opens what opens on demand."""
    page.evaluate("() => void dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_paper(visit, path):
    page = visit.open(path)
    put_on_paper(page)
    assert page.evaluate(FURNITURE) == []
    assert page.evaluate(UNSPELLED) == []
    assert page.evaluate(SPELLED_IN_VAIN) == []
    assert page.evaluate(SPELLED_AGAIN) == []
    assert page.evaluate(TORN) == []
    assert page.evaluate(TORN_APART) == []


def test_the_longest_calculator_takes_few_sheets(visit):
    page = visit.open("hidden-costs/")
    page.emulate_media(media="print")
    total = visit.calculator("total-cost")
    figures, picture = (total.locator(part).bounding_box() for part in (".ft-figures", ".ft-spread + .ft-figure"))
    assert figures["x"] + figures["width"] < picture["x"]
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert 5 <= len(sheets) <= 8


def test_a_calculator_prints_the_numbers_and_the_answer_of_that_moment(visit):
    page = visit.open("hidden-costs/")
    total = visit.calculator("total-cost")
    calls = total.locator("[name=calls_per_month]")
    calls.fill("5M")
    expect(total.locator("[data-output=sentence]")).to_contain_text("tuning is cheaper")
    sentence = total.locator("[data-output=sentence]").inner_text()
    page.emulate_media(media="print")
    expect(total.locator("[data-output=sentence]")).to_have_text(sentence)
    expect(calls).to_have_value("5M")
    # The label and its number on one line, and the answer above them.
    label, field = total.locator("label").first.bounding_box(), calls.bounding_box()
    assert abs(label["y"] - field["y"]) < field["height"]
    assert total.locator("[data-output=sentence]").bounding_box()["y"] < label["y"]


def test_what_is_open_on_demand_is_open_on_paper(visit):
    page = visit.open("trap/seductive-logic/")
    lift = visit.calculator("lift")
    expect(lift.locator(".ft-working")).to_be_hidden()
    put_on_paper(page)
    expect(lift.locator(".ft-working")).to_be_visible()
