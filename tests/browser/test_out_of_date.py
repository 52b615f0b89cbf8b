"""A result that is not for the numbers in the form is not shown as if it were, not even until the answer comes."""

import json

from playwright.sync_api import expect

from tests.browser.scenarios import BREAK_EVEN, field, settle

SCENARIO = {"begun": ["", 1], "name": ["Small", 2], "shared.calls_per_month": ["5000", 3]}
# Notes what a form shows, and whether its result is marked, when a scenario or a reset has changed it and nothing else
# could have happened yet: a worker's answer is a task of its own.
WATCHER = f"""
localStorage['ftdocs:scenario:small'] ??= JSON.stringify({{ places: {json.dumps(SCENARIO)} }});
localStorage['ftdocs:current'] ??= 'small';
globalThis.seen = [];
globalThis.look = (part) => {{
  const element = part.closest("ft-calculator");
  return [element.querySelector("[name=calls_per_month]").value, element.hasAttribute("data-stale")];
}};
new MutationObserver((records) => {{
  const added = records.flatMap((record) => [...record.addedNodes]);
  seen.push(...added.filter((node) => node.className === "ft-from-scenario").map(look));
}}).observe(document, {{ childList: true, subtree: true }});
addEventListener("reset", ({{ target }}) => queueMicrotask(() => seen.push(look(target))), true);
"""
# A change in the moment in which the scenario is told of the one before.
USE_AND_UNDO = """(element) => new Promise((resolve) => {
  const undo = () => resolve(element.querySelector("[data-action=undo]").click());
  element.addEventListener("ft-settled", undo, { once: true });
  element.querySelector("[data-field]").click();
})"""
CLICK = "(element, button) => { element.querySelector(button).click(); return look(element); }"


def test_numbers_that_nobody_typed_mark_the_old_result_at_once(visit):
    page = visit.page
    page.add_init_script(WATCHER)
    visit.open(BREAK_EVEN)
    element = visit.calculator("break-even")
    calls = field(element, "calls_per_month")
    sentence = element.locator("[data-output=sentence]")

    def expect_answer(planned):
        expect(sentence).to_contain_text(f"you plan {planned}", timeout=60_000)
        expect(element).to_have_attribute("data-state", "ready")
        expect(element.get_by_text("Out of date")).to_be_hidden()

    expect_answer("5,000 ")
    assert page.evaluate("seen.splice(0)")[0] == ["5,000", True]
    settle(calls.locator("input"), "5M")
    expect_answer("5,000,000")
    expect(calls.get_by_role("button", name="Use that")).to_be_visible()
    assert element.evaluate(CLICK, "[data-field]") == ["5,000", True]
    expect_answer("5,000 ")
    assert element.evaluate(CLICK, "[data-action=undo]") == ["5,000,000", True]
    expect_answer("5,000,000")
    expect(calls.get_by_role("button", name="Use that")).to_be_visible()
    element.evaluate(USE_AND_UNDO)
    expect_answer("5,000,000")
    expect(calls.get_by_role("button", name="Use that")).to_be_visible()
    page.evaluate("seen.splice(0)")
    # First come the page's own numbers, then again the scenario's.
    element.locator(".ft-foot [data-action=reset]").click()
    expect_answer("5,000 ")
    assert page.evaluate("seen")[0] == ["1,000,000", True]
