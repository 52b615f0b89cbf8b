"""A worker that is killed, by the system say, tells nothing of it: the page finds out and goes on with another."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import faults

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
STARTED = 30_000
# All has come but the file that is held back.
FAR = re.compile(r"^[5-9]\d%$")
# Ended from outside: no error, no message, nothing more.
KILLER = """
const Original = Worker;
globalThis.workers = [];
globalThis.Worker = class extends Original {
  constructor(url, options) {
    super(url, options);
    if (!String(url).endsWith("worker.mjs")) return;
    workers.push(this);
    this.addEventListener("message", ({ data }) => (this.begun = data.begun));
  }
};
globalThis.kill = () => workers.at(-1).terminate();
globalThis.atWork = async () => {
  while (!workers.at(-1).begun) await new Promise((resolve) => workers.at(-1).addEventListener("message", resolve));
};
"""


@pytest.fixture
def killable(faulty):
    tab, fault = faulty
    tab.page.add_init_script(KILLER)
    # Deadlines pass when the test says so.
    tab.page.clock.install()
    yield tab, fault
    assert tab.trouble == []


def mark_drawing(element):
    """So that a drawn picture can be told from the printed one. A worker that draws takes up nothing else."""
    element.locator(".ft-drawing svg").evaluate("svg => { svg.dataset.printed = 1; }")


def pass_seconds(page, seconds):
    page.clock.run_for(seconds * 1000)


def test_one_that_is_killed_at_rest_is_replaced_without_a_word(killable):
    tab, _ = killable
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    mark_drawing(lift)
    lift.locator("[name=items]").fill("444")
    expect(lift.locator(".ft-drawing svg:not([data-printed])")).to_be_attached(timeout=STARTED)
    expect(lift.locator(SENTENCE)).to_contain_text("444 items", timeout=STARTED)
    page.evaluate("kill()")
    lift.locator("[name=items]").fill("550")
    lift.locator("[name=items]").fill("555")
    expect(lift).to_have_attribute("data-state", "computing")
    pass_seconds(page, 4)
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift).to_have_attribute("data-state", "ready")
    expect(lift.locator(".ft-failure")).to_be_hidden()
    assert page.evaluate("workers.length") == 2


def test_one_that_is_killed_before_it_is_ready_is_given_up_and_the_next_edit_answered(killable):
    tab, fault = killable
    fault.set("python.zip", fault.hold)
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("444")
    expect(lift.locator("[data-percent]")).to_have_text(FAR)
    page.evaluate("kill()")
    fault.mend()
    lift.locator("[name=tuned_only_right]").fill("20")
    pass_seconds(page, 21)
    expect(lift.locator(".ft-failure")).to_contain_text("did not finish loading in time")
    expect(lift.locator("[name=items]")).to_have_value("444")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift.locator("[name=tuned_only_right]")).to_have_value("20")
    expect(lift.locator(".ft-failure")).to_be_hidden()
    assert page.evaluate("workers.length") == 2


def test_one_that_is_killed_at_work_is_given_up_and_the_next_edit_answered(killable):
    tab, fault = killable
    fault.set("worker.mjs", faults.for_some_items("666", faults.NEVER_RETURNS))
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    mark_drawing(lift)
    lift.locator("[name=items]").fill("444")
    expect(lift.locator(SENTENCE)).to_contain_text("444 items", timeout=STARTED)
    # Its picture is drawn in the worker too.
    expect(lift.locator(".ft-drawing svg:not([data-printed])")).to_be_attached(timeout=STARTED)
    lift.locator("[name=items]").fill("666")
    page.evaluate("atWork()")
    page.evaluate("kill()")
    pass_seconds(page, 11)
    expect(lift.locator(".ft-failure")).to_contain_text("took too long and was stopped")
    expect(lift.get_by_text("Out of date")).to_be_visible()
    expect(lift.locator("[name=items]")).to_have_value("666")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift.locator(".ft-failure")).to_be_hidden()
    assert page.evaluate("workers.length") == 2
