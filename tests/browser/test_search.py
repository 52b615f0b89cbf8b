"""Who searches for the question that a calculator answers finds that calculator first, with an answer beside it."""

import re

import pytest
from playwright.sync_api import expect

import calculators
from ftdocs.homes import HOMES
from tests.calculators.helpers import answered

SOME = ["lift", "break-even", "total-cost", "retrieval"]


def first_result(page, words):
    """The first page that the search finds, as the reader sees it."""
    page.keyboard.press("f")
    box = page.locator(".md-search__input")
    expect(box).to_be_focused()
    box.press_sequentially(words)
    found = page.locator(".md-search-result__item").first
    expect(found).to_be_visible()
    return found


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in SOME else pytest.mark.full) for name in calculators.ids()]
)
def test_a_calculators_question_finds_it_first(visit, name):
    calculator = calculators.guides(name)
    found = first_result(visit.open(), calculator.question)
    home = f"{visit.url}{HOMES[name]}"
    # Results come as the words are typed.
    expect(found.locator("a").first).to_have_attribute("href", re.compile(rf"^{re.escape(home)}(\?|$)"))
    expect(found.locator(f"a[href$='#{name}-question']")).to_be_attached()


@pytest.mark.parametrize("name", SOME)
@pytest.mark.full
def test_the_excerpt_has_the_answer_to_the_starting_values(visit, name):
    calculator = calculators.guides(name)
    found = first_result(visit.open(), calculator.question)
    words = " ".join(answered(calculator, {}).sentence.split()[:6])
    expect(found).to_contain_text(words)
