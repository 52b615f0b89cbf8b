"""What a reader hears of a start: little, late and in order; and nothing of one that is over in a second."""

import re

from playwright.sync_api import expect

from bench import tasks
from tests.browser import faults

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
STARTED = 30_000
# All has come but the file that is held back.
FAR = re.compile(r"^[5-9]\d%$")
# What screen readers are given to announce: every new text of a live region, with the region's name.
LISTEN = """
globalThis.heard = [];
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest("ft-calculator [role=status], ft-calculator [role=alert]");
      if (region && region.textContent.trim()) heard.push([region.className, region.textContent.trim()]);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
});
"""


def heard_of_the_start(page):
    return [text for name, text in page.evaluate("heard") if name == "ft-stage"]


def test_a_slow_start_is_told_in_stages_and_each_of_them_once(faulty):
    tab, fault = faulty
    fault.set("python.zip", fault.hold)
    tab.page.add_init_script(LISTEN)
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    # To the eye at once.
    expect(lift.get_by_role("progressbar", name="Loading the calculator")).to_be_visible()
    expect(lift.locator("[data-percent]")).to_have_text(re.compile(r"^\d+%$"))
    expect(lift.locator(".ft-stage")).to_have_text("Loading Python")
    # Everything else has come by now: of the bar's many steps none is told.
    expect(lift.locator("[data-percent]")).to_have_text(FAR)
    assert heard_of_the_start(page) == ["Loading Python"]
    assert lift.locator(".ft-stage").evaluate("stage => getComputedStyle(stage).position") == "static"
    fault.mend()
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    assert heard_of_the_start(page) == ["Loading Python", "Starting Python", "Python is ready"]
    # For the eye that is over.
    assert lift.locator(".ft-stage").bounding_box()["width"] <= 1
    lift.locator("[name=items]").fill("444")
    expect(lift.locator(SENTENCE)).to_contain_text("444 items")
    assert heard_of_the_start(page)[3:] == []


def test_a_start_that_fails_is_told_by_its_reason(faulty):
    tab, fault = faulty
    fault.set("python.zip", lambda answer: faults.missing(fault.hold(answer)))
    tab.page.add_init_script(LISTEN)
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(".ft-stage")).to_have_text("Loading Python")
    fault.mend()
    expect(lift.locator(".ft-failure")).to_contain_text("missing on the server", timeout=STARTED)
    expect(lift.locator(".ft-stage")).to_have_text("")
    regions = [name for name, _ in page.evaluate("heard")]
    assert regions == ["ft-stage", "ft-failure"]


def test_a_start_that_is_over_in_a_second_is_told_by_its_result_alone(faulty):
    tab, _ = faulty
    tab.page.add_init_script(LISTEN)
    # However busy this machine is: no second passes in the page.
    tab.page.clock.install()
    tab.page.clock.pause_at("2027-01-01")
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    assert heard_of_the_start(page) == []


def test_a_start_never_holds_the_page_up(chromium, visit):
    page = visit.open(LIFT)
    page.wait_for_load_state("networkidle")
    lift = visit.calculator("lift")

    def start():
        lift.locator("[name=items]").fill("555")
        expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
        lift.locator("[name=items]").fill("444")
        expect(lift.locator(SENTENCE)).to_contain_text("444 items")

    milliseconds, scripts = tasks.longest(chromium, page, start)
    assert milliseconds < 50, scripts


# What the page asks Python for.
COUNT = """
globalThis.questions = [];
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...more) {
  if (message.request?.do === "answer") questions.push(message.request.fields.items);
  return post.call(this, message, ...more);
};
"""


def test_what_is_typed_during_a_start_is_neither_lost_nor_asked_key_by_key(faulty):
    tab, fault = faulty
    fault.set("python.zip", fault.hold)
    tab.page.add_init_script(COUNT)
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("12345")
    expect(lift).to_have_attribute("data-state", "loading")
    page.keyboard.press("Home")
    page.keyboard.type("9")
    fault.mend()
    expect(lift.locator(SENTENCE)).to_contain_text("912,345 items", timeout=STARTED)
    expect(lift.locator("[name=items]")).to_have_value("912345")
    assert page.evaluate("questions") in (["912345"], ["912345"] * 2)  # once more when the entry is finished
    # The same while an answer is on its way: keys that come in one turn are one question.
    lift.locator("[name=items]").evaluate(TYPED_AT_ONCE)
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    asked = [items for items in page.evaluate("questions") if items != "912345"]
    assert asked[-1] == "555"
    assert len(asked) <= 3
    assert tab.trouble == []


TYPED_AT_ONCE = """field => {
  for (let items = 500; items <= 555; items += 1) {
    field.value = String(items);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
