"""When the runtime cannot start, the page says why, keeps its printed result, and tries again when asked."""

import dataclasses

import pytest
from playwright.sync_api import expect

from ftdocs import hosting
from tests.browser.conftest import Visit
from tests.conftest import BASE_PATH

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"


class Fault:
    """A host that answers one file wrongly until it is mended."""

    def __init__(self):
        self.part = ""
        self.change = missing

    def __call__(self, path, answer):
        return self.change(answer) if self.part and self.part in path else answer

    def set(self, part, change):
        self.part, self.change = part, change

    def mend(self):
        self.part = ""


def missing(answer):
    return dataclasses.replace(
        answer, status=404, headers={"Content-Type": "text/html", "Content-Length": "4"}, body=b"gone"
    )


def html(answer):
    page = b"<!doctype html><title>Please sign in</title>"
    headers = {"Content-Type": "text/html", "Content-Length": str(len(page))}
    return dataclasses.replace(answer, status=200, headers=headers, body=page)


def cut(answer):
    return dataclasses.replace(answer, body=answer.body[: len(answer.body) // 2])


@pytest.fixture
def faulty(chromium, site_dir):
    fault = Fault()
    with hosting.serve(site_dir, BASE_PATH, fault=fault) as running:
        context = chromium.new_context()
        yield Visit(context, running.url), fault
        context.close()


MISSING = "A part of the calculator is missing on the server."
WRONG = "Something else came in place of a part of the calculator"
# The browser does not say why it did not start a worker.
NO_WORKER = "in the background"


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("pyodide.asm.wasm", missing, MISSING),
        ("python.zip", missing, MISSING),
        ("pyodide.asm.js", missing, MISSING),
        ("worker.mjs", missing, MISSING),
        ("pyodide.asm.wasm", html, WRONG),
        ("python.zip", html, WRONG),
        ("pyodide.asm.js", html, WRONG),
        ("worker.mjs", html, WRONG),
    ],
)
def test_a_missing_or_wrong_file_is_explained_and_a_retry_works_once_it_is_back(faulty, part, change, said):
    tab, fault = faulty
    fault.set(part, change)
    tab.open(LIFT)
    lift = tab.calculator("lift")
    printed = lift.locator(SENTENCE).inner_text()
    lift.locator("[name=items]").fill("555")
    failure = lift.locator(".ft-failure")
    expect(failure).to_be_visible(timeout=40_000)
    expect(failure).to_contain_text(said)
    expect(lift).to_have_attribute("data-state", "error")
    expect(lift.locator(SENTENCE)).to_have_text(printed)
    expect(lift.locator("[name=items]")).to_have_value("555")
    fault.mend()
    lift.get_by_role("button", name="Try again").click()
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    expect(failure).to_be_hidden()


def test_a_download_that_breaks_off_is_explained(faulty):
    tab, fault = faulty
    fault.set("pyodide.asm.wasm", cut)
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(".ft-failure")).to_contain_text("broke off before its end", timeout=40_000)


def test_a_link_that_could_not_be_read_is_read_on_the_next_try_whatever_was_typed(faulty):
    tab, fault = faulty
    fault.set("python.zip", missing)
    tab.open(LIFT + "#lift?items=700&prompt_only_right=5&v=1")
    lift = tab.calculator("lift")
    expect(lift.locator(".ft-failure")).to_be_visible(timeout=40_000)
    expect(lift.get_by_text("These are not the link’s numbers yet")).to_be_visible()
    fault.mend()
    lift.locator("[name=tuned_only_right]").fill("20")
    lift.get_by_role("button", name="Try again").click()
    expect(lift.locator("[name=items]")).to_have_value("700")
    expect(lift.locator("[name=tuned_only_right]")).to_have_value("20")
    expect(lift.locator(SENTENCE)).to_contain_text("700 items")


def test_a_picture_that_cannot_be_drawn_leaves_the_numbers_alone(faulty):
    tab, fault = faulty
    fault.set("vega.mjs", missing)
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    expect(lift).to_have_attribute("data-state", "ready")
    expect(lift.get_by_text("The picture could not be drawn")).to_be_visible()
