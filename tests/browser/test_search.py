"""Who searches for the question that a calculator answers sees that calculator first, with the answer beside it.

That it is so for every calculator is tested without a browser: tests/site/test_search.py.
"""

import re

import pytest
from playwright.sync_api import expect

import calculators
from ftdocs.homes import HOMES
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
