"""Copying links to sections and results, in every form, with and without the clipboard API."""

import datetime
import json
import re

import pytest
from playwright.sync_api import expect

import ftdocs
from calculators import protocol

pytestmark = pytest.mark.browser

PAGE = "when/high-volume/"
HTML = """async () => {
  const [item] = await navigator.clipboard.read();
  return item.types.includes("text/html") ? await (await item.getType("text/html")).text() : null;
}"""


@pytest.fixture
def page(visit):
    page = visit.open(PAGE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_a_headings_mark_copies_its_address_and_offers_other_forms(visit, page):
    heading = page.get_by_role("heading", name="Cheaper than what?")
    heading.hover()
    heading.locator("a.headerlink").click()
    menu = page.get_by_role("dialog", name="Copy “Cheaper than what?”")
    expect(menu.get_by_text("Link copied.")).to_be_visible()
    address = f"{visit.url}{PAGE}#the-right-baseline"
    assert clipboard(page) == address
    assert f'<a href="{address}">Cheaper than what?</a>' in page.evaluate(HTML)
    today = datetime.date.today().isoformat()
    site = f"Should we fine-tune?, version {ftdocs.__version__}"
    expected = {
        "Markdown": f"[Cheaper than what?]({address})",
        "HTML": f'<a href="{address}">Cheaper than what?</a>',
        "reStructuredText": f"`Cheaper than what? <{address}>`__",
        "Citation": f"“Cheaper than what?”, Is our volume high enough to pay for tuning?, {site}, {today}. {address}",
    }
    for name, text in expected.items():
        menu.get_by_role("button", name=name, exact=True).click()
        expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
        assert clipboard(page) == text
    expect(menu.get_by_role("button", name="Result as a Markdown block")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_the_menu_works_by_keyboard_and_gives_the_focus_back(page):
    mark = page.get_by_role("heading", name="The sweet spot").locator("a.headerlink")
    mark.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    expect(menu.get_by_role("button", name="Link")).to_be_focused()
    expect(menu.get_by_text("Link copied.")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
    assert clipboard(page).startswith("[The sweet spot](")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_a_title_with_markup_is_written_so_that_it_shows_as_it_is(page):
    page.evaluate(
        """document.querySelector("#sweet-spot").firstChild.data = "a [b](c) `d` <e> & f_"
        """
    )
    mark = page.locator("#sweet-spot a.headerlink")
    mark.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    menu.get_by_role("button", name="Markdown", exact=True).click()
    expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
    assert clipboard(page).startswith(r"[a \[b\](c) \`d\` \<e\> & f\_](")
    menu.get_by_role("button", name="HTML", exact=True).click()
    expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
    assert ">a [b](c) `d` &lt;e&gt; &amp; f_</a>" in clipboard(page)


def test_without_the_clipboard_api_it_copies_the_old_way_or_by_hand(visit):
    visit.page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page = visit.open(PAGE)
    page.evaluate("document.execCommand = () => false")
    mark = page.locator("#sweet-spot a.headerlink")
    mark.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    expect(menu.get_by_text("press Ctrl+C")).to_be_visible()
    expect(menu.get_by_label("Text to copy")).to_have_value(f"{visit.url}{PAGE}#sweet-spot")


def test_a_result_is_copied_as_a_block_for_documents(visit, page):
    element = visit.calculator("break-even")
    element.locator("[name=calls_per_month]").fill("3M")
    # The first answer may move the button while it is pressed.
    expect(element).to_have_attribute("data-state", "ready", timeout=60_000)
    element.get_by_role("button", name="Copy as…").click()
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    address, date = f"{visit.url}{PAGE}", datetime.date.today().isoformat()
    # This page pins a variant, which the block then holds as well.
    pinned = json.loads(element.get_attribute("data-pinned"))
    fields = element.locator("form").evaluate("form => Object.fromEntries(new FormData(form))")
    asked = {"calculator": "break-even", "fields": fields, "pinned": pinned, "address": address, "date": date}
    for name, numbers in (("Result as a Markdown block", True), ("Block without my numbers", False)):
        menu.get_by_role("button", name=name).click()
        expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
        here = json.loads(protocol.respond(json.dumps({"do": "block", **asked, "numbers": numbers})))
        assert clipboard(page) == here["block"]
        assert ("2.calls_per_month=3000000" in clipboard(page)) is numbers


def test_what_has_no_result_is_not_copied_as_a_block(visit, page):
    element = visit.calculator("break-even")
    calls = element.locator("[name=calls_per_month]")
    calls.fill("many")
    expect(calls).to_have_attribute("aria-invalid", "true", timeout=60_000)
    element.get_by_role("button", name="Copy as…").click()
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    menu.get_by_role("button", name="Result as a Markdown block").click()
    expect(menu.get_by_text("There is no result to copy yet")).to_be_visible()


def test_a_comparison_is_copied_with_both_variants(visit, page):
    element = visit.calculator("break-even")
    element.get_by_role("button", name="Compare with a change").click()
    expect(element.get_by_text("These numbers are pinned.")).to_be_visible()
    element.locator("[name=calls_per_month]").fill("5M")
    expect(element.locator(".ft-compared")).to_be_visible()
    element.get_by_role("button", name="Copy as…").click()
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    menu.get_by_role("button", name="Result as a Markdown block").click()
    expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
    assert "> - Calls a month: 1,000,000 → 5,000,000\n" in clipboard(page)
    assert "#break-even?2.calls_per_month=5000000&v=" in clipboard(page)


def test_every_page_previews_with_its_title_and_description(visit):
    for path, title, kind in (
        ("", "Should we fine-tune?", "website"),
        (PAGE, "High volume - When it is right", "article"),
    ):
        page = visit.open(path)
        meta = lambda name, page=page: page.locator(f'meta[property="og:{name}"]').get_attribute("content")  # noqa: E731
        assert meta("title") == title
        assert meta("type") == kind
        assert meta("site_name") == "Should we fine-tune?"
        assert meta("description") == page.locator("meta[name=description]").get_attribute("content")
    assert page.title() == "High volume - When it is right - Should we fine-tune?"
