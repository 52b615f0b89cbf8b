"""A number under the reader's fingers: what arrow keys do to it, and how often its result is announced."""

from playwright.sync_api import expect

from tests.browser.test_calculator import LIFT, SENTENCE

# What a screen reader would say of the result: its text whenever that changes or a wait for it ends, if none goes on.
ANNOUNCED = """() => {
  const sentence = document.querySelector("ft-calculator[name=lift] [data-output=sentence]");
  window.announced = [];
  let said = sentence.textContent;
  new MutationObserver(() => {
    if (sentence.getAttribute("aria-busy") !== "true" && sentence.textContent !== said) {
      said = sentence.textContent;
      window.announced.push(said);
    }
  }).observe(sentence, { attributes: true, childList: true, characterData: true, subtree: true });
}"""


def test_arrow_keys_change_a_number_by_a_step(visit):
    visit.open(LIFT)
    lift = visit.calculator("lift")
    items = lift.locator("[name=items]")
    items.fill("1,000")
    items.press("ArrowUp")
    expect(items).to_have_value("1,100")
    expect(lift.locator(SENTENCE)).to_contain_text("1,100 items")
    items.press("ArrowDown")
    items.press("ArrowDown")
    expect(items).to_have_value("900")
    items.press("Shift+ArrowUp")
    expect(items).to_have_value("1,900")
    # A step stays what it was, until somebody types or leaves the field.
    items.fill("90")
    items.press("Shift+ArrowUp")
    items.press("ArrowUp")
    expect(items).to_have_value("101")
    items.blur()
    items.press("ArrowUp")
    expect(items).to_have_value("111")
    confidence = lift.locator("[name=confidence]")
    confidence.press("ArrowUp")
    expect(confidence).to_have_value("96%")


def test_steps_in_quick_succession_all_count(visit):
    visit.open(LIFT)
    items = visit.calculator("lift").locator("[name=items]")
    items.fill("20k")
    for _ in range(12):
        items.press("ArrowUp", no_wait_after=True)
    expect(items).to_have_value("32k")


def test_arrow_keys_leave_other_fields_ranges_and_mistakes_alone(visit):
    page = visit.open("when/high-volume/")
    calls = visit.calculator("break-even").locator("[name=calls_per_month]")
    for text in ("20k to 120k", "many"):
        calls.fill(text)
        calls.press("ArrowUp")
        calls.press("ArrowDown")
        expect(calls).to_have_value(text)
    page.goto(f"{visit.url}decide/")
    gate = visit.calculator("readiness").locator("select").first
    before = gate.evaluate("select => select.selectedIndex")
    gate.press("ArrowDown")
    assert gate.evaluate("select => select.selectedIndex") == before + 1


def test_a_result_is_announced_once_for_each_change_that_has_settled(visit):
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    items = lift.locator("[name=items]")
    items.focus()
    expect(lift).to_have_attribute("data-state", "ready")
    page.evaluate(ANNOUNCED)
    items.press("ControlOrMeta+a")
    for text in ("5", "50", "500"):
        items.press(text[-1])
        expect(lift.locator("[data-output=sentence][aria-busy=true]")).to_have_count(1)
    expect(lift.locator(SENTENCE)).to_contain_text("500 items")
    expect(lift.locator("[data-output=sentence][aria-busy]")).to_have_count(0)
    items.press("Enter")
    expect(lift).to_have_attribute("data-state", "ready")
    said = page.evaluate("window.announced")
    assert len(said) == 1
    assert "500 items" in said[0]
