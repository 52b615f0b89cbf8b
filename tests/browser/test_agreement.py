"""The first live result is held against the printed one, and a difference is said on the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import faults
from tests.browser.conftest import Visit

LIFT = "trap/seductive-logic/"
DIFFERENCE = re.compile(r'(data-output="difference" data-value=")([^"]+)(">)([^<]*)')


@pytest.fixture
def altered(chromium, site_dir, hosted):
    """Opens the page altered: `alter` takes its HTML and gives another."""
    fault = faults.Fault()
    context = chromium.new_context()
    with hosted(site_dir, fault=fault) as running:

        def open_altered(alter):
            def change(answer):
                page = faults.plain(answer).decode()
                changed = alter(page)
                assert changed != page
                return faults.with_body(answer, changed.encode())

            fault.set(LIFT, change)
            tab = Visit(context, running.url)
            tab.open(LIFT)
            lift = tab.calculator("lift")
            lift.locator("button[type=submit]").click()
            expect(lift).to_have_attribute("data-state", "ready", timeout=60_000)
            return lift

        yield open_altered
    context.close()


def test_another_printed_figure_is_said_with_its_name(altered):
    lift = altered(lambda page: DIFFERENCE.sub(r"\g<1>99.5\g<3>+99.5", page, count=1))
    said = lift.get_by_role("alert").filter(has_text="printed with another result")
    expect(said).to_be_visible()
    expect(said.locator("li")).to_have_count(1)
    live = lift.locator("[data-output=difference]").inner_text()
    label = lift.locator("div:has(> dd > [data-output=difference]) > dt").inner_text()
    expect(said.locator("li")).to_have_text(f"{label} printed +99.5, computed {live}")
    # It goes on working, and the difference stays said.
    lift.locator("[name=items]").fill("555")
    expect(lift.locator("[data-output=sentence]")).to_contain_text("555 items")
    expect(said).to_be_visible()


def test_another_printed_sentence_is_said(altered):
    lift = altered(lambda page: re.sub(r'(data-output="sentence" role="status">)', r"\1Surely: ", page, count=1))
    said = lift.locator(".ft-differs li")
    expect(said).to_have_count(1)
    sentence = lift.locator("[data-output=sentence]").inner_text()
    expect(said).to_have_text(f"The sentence printed Surely: {sentence}, computed {sentence}")


def test_a_difference_too_small_to_be_seen_is_said_to_the_last_digit(altered):
    lift = altered(lambda page: DIFFERENCE.sub(lambda m: f"{m[1]}{float(m[2]) + 1e-7!r}{m[3]}{m[4]}", page, count=1))
    live = lift.locator("[data-output=difference]").get_attribute("data-value")
    expect(lift.locator(".ft-differs li")).to_contain_text(f"computed {live}")


def test_the_last_digits_of_a_float_are_no_difference(altered):
    lift = altered(lambda page: DIFFERENCE.sub(lambda m: f"{m[1]}{float(m[2]) + 1e-12!r}{m[3]}{m[4]}", page, count=1))
    expect(lift.locator(".ft-differs")).to_be_hidden()
