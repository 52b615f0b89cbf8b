"""Ways within a page, and back: the page stays, with all that its reader has begun on it."""

from playwright.sync_api import expect

PAGE = "when/high-volume/"


def test_a_way_to_a_place_on_the_page_leaves_the_page_as_it_is(visit):
    page = visit.open(PAGE)
    page.locator("ft-calculator details summary").last.click()
    assert page.locator("ft-calculator details[open]").count() == 1
    page.locator(".md-nav--secondary").get_by_role("link", name="Cheaper than what?").click()
    expect(page).to_have_url(f"{visit.url}{PAGE}#the-right-baseline")
    page.go_back()
    expect(page).to_have_url(f"{visit.url}{PAGE}")
    # Material asks for the page in the same moment in which it hears of the way.
    assert len([url for url in visit.requests if url.endswith(PAGE)]) == 1
    assert page.locator("ft-calculator details[open]").count() == 1


def test_after_another_page_has_come_places_are_still_found_and_the_way_back_works(visit):
    page = visit.open(PAGE)
    page.evaluate("window.stayed = true")
    page.locator(".md-nav--secondary").get_by_role("link", name="Cheaper than what?").click()
    page.locator(".md-footer__link--next").click()
    expect(page.locator("h1")).not_to_have_id("high-volume")
    page.locator(".md-nav--secondary a").last.click()
    place = page.evaluate("location.hash.slice(1)")
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    page.go_back()
    page.go_back()
    # Where the reader was on the page before.
    expect(page.locator("h1")).to_have_id("high-volume")
    expect(page.locator(".md-footer__link--next")).to_be_in_viewport()
    assert page.evaluate("window.stayed") is True
