"""Who searches for the question that a calculator answers sees that calculator first, with the answer beside it.

That it is so for every calculator is tested without a browser: tests/site/test_search.py.
"""

import re

import pytest
from playwright.sync_api import expect

import calculators
from ftdocs.homes import HOMES
from ftdocs.search_order import INDEX
from tests.browser.conftest import Visit
from tests.calculators.helpers import answered


# A page with a heading of its own, and one that asks the same question itself.
@pytest.mark.parametrize("name", ["lift", "readiness"])
def test_a_calculators_question_finds_it_first_with_its_answer(visit, name):
    calculator = calculators.guides(name)
    page = visit.open()
    page.keyboard.press("f")
    box = page.locator(".md-search__input")
    expect(box).to_be_focused()
    box.press_sequentially(calculator.question)
    found = page.locator(".md-search-result__item").first
    # Results come as the words are typed.
    home = f"{visit.url}{HOMES[name]}"
    expect(found.locator("a").first).to_have_attribute("href", re.compile(rf"^{re.escape(home)}(\?|$)"))
    answer = found.locator(f"a[href$='#{name}-question']")
    expect(answer).to_be_visible()
    expect(answer).to_contain_text(" ".join(answered(calculator, {}).sentence.split()[:6]))


def test_the_index_comes_when_somebody_is_about_to_search(visit):
    page = visit.open("trap/seductive-logic/")
    # Material's script, which asks for it as soon as it runs, has run.
    assert page.evaluate("() => 'document$' in window")
    page.locator("h1").hover()
    assert visit.asked_for(INDEX) == []
    with page.expect_response(f"**/{INDEX}"):
        page.locator(".md-search__form").hover()
    page.locator(".md-search__input").fill("distillation")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert len(visit.asked_for(INDEX)) == 1


def test_an_address_that_holds_a_question_is_answered_at_once(visit):
    page = visit.open("?q=distillation")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_the_index_comes_at_a_touch(chromium, host):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab = Visit(context, host.url)
    page = tab.open()
    assert tab.asked_for(INDEX) == []
    page.get_by_role("button", name="Search").tap()
    page.locator(".md-search__input").fill("distillation")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    context.close()
    assert tab.trouble == []
