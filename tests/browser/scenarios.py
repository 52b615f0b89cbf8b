"""What tests of the scenario and its record do again and again."""

import json

from playwright.sync_api import expect

from calculators.scenario import examples

RECORD = "decide/record/"
BREAK_EVEN = "when/high-volume/"
PREVIEW = "ft-record [data-preview]"


def stored(page):
    """The texts of the scenario in use, by place, as the browser keeps them."""
    kept = page.evaluate("localStorage.getItem('ftdocs:scenario:' + localStorage.getItem('ftdocs:current'))")
    return {
        place: text for place, (text, _) in json.loads(kept or '{"places":{}}')["places"].items() if text is not None
    }


def open_example(page, name):
    expect(page.locator("ft-record")).to_have_attribute("data-state", "ready")
    page.locator(f"[data-example={name}]").click()
    title = examples.load(name).name
    # Twenty thousand draws for each calculator take their time.
    expect(page.locator(f"{PREVIEW} h3").first).to_have_text(title, timeout=60_000)


SMALL = {
    "format": "ftdocs-scenario",
    "version": 1,
    "name": "Small",
    "shared": {"calls_per_month": 5000, "horizon_months": 12, "labelled_examples": 2000},
    "costs": ["break-even"],
}


def open_small(page, name="Small", **sections):
    """Imports a scenario without ranges, which need time."""
    text = json.dumps(SMALL | {"name": name} | sections)
    file = {"name": "small.json", "mimeType": "application/json", "buffer": text.encode()}
    expect(page.locator("ft-record")).to_have_attribute("data-state", "ready")
    page.locator("ft-record input[type=file]").set_input_files(file)
    expect(page.locator(f"{PREVIEW} h3").first).to_have_text(name)


def field(calculator, name):
    return calculator.locator(".ft-field", has=calculator.page.locator(f"[name='{name}']"))


def settle(control, text):
    control.fill(text)
    control.press("Tab")


def open_group(page, name):
    part = page.locator("ft-record details", has=page.locator(f"[name='{name}']"))
    if not part.evaluate("part => part.open"):
        part.locator("summary").click()


def tab_to(page, target):
    """Goes to a control as somebody without a mouse does."""
    for _ in range(250):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab reaches {target}")


def press(page, target):
    tab_to(page, target)
    page.keyboard.press("Enter")
