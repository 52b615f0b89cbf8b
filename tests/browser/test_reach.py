"""Everyone reaches everything: by keyboard, zoomed in, with colours of their own, without motion."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import every_page

SAMPLE = ["", "trap/seductive-logic/", "hidden-costs/", "calculators/", "decide/"]
# What the element that has the focus looks like; the policy lets no test's script in but this reads only.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  // The theme's own controls are shown by what is around them.
  const toggled = focused.matches(".md-option") ? focused.nextElementSibling : focused;
  const at = focused.closest(".md-search__form") ?? toggled;
  // Of a link that is broken over two lines, the first.
  const box = at.getClientRects()[0] ?? at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const label = at.matches("input, select, textarea") ? at.closest("label, .ft-field, form") ?? at : at;
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight - 1)) / 2;
  const top = document.elementFromPoint(x, y);
  return {
    what: at.outerHTML.slice(0, 120),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none",
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    uncovered: !!top && (at.contains(top) || top.contains(at) || label.contains(top)),
  };
}"""


def walk(page):
    """Press Tab until the page has been gone through; what had the focus, in order."""
    seen: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            return seen
        seen.append(found)
    raise AssertionError(f"no end of the page after 400 steps; the last: {seen[-1]['what']}")


def lost(seen):
    """Stops of a walk at which a reader would not see where they are."""
    return [stop["what"] for stop in seen if not (stop["ringed"] and stop["inside"] and stop["uncovered"])]


def check_walk(page, fewest):
    seen = walk(page)
    assert len(seen) >= fewest
    assert lost(seen) == []


@pytest.fixture
def reader(chromium, host):
    """Opens a page for a reader with needs: any setting of the browser."""
    contexts = []

    def opened(path, **needs):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | needs, bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(host.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", SAMPLE)
def test_the_keyboard_goes_through_a_page_and_always_shows_where_it_is(reader, path):
    check_walk(reader(path, reduced_motion="reduce"), 12)


def test_the_keyboard_reaches_menu_and_search_on_a_phone(reader):
    page = reader(SAMPLE[0], reduced_motion="reduce", viewport={"width": 390, "height": 844})
    check_walk(page, 12)
    for name, opens in (("Navigation", "#__drawer"), ("Search", "#__search")):
        for key in ("Enter", " "):
            page.locator("header").get_by_role("button", name=name).first.focus()
            page.keyboard.press(key)
            assert page.locator(opens).is_checked(), (name, key)
            page.locator(opens).evaluate("(toggle) => toggle.click()")


@pytest.mark.full
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", list(every_page()))
def test_the_keyboard_goes_through_every_page(reader, path, width):
    check_walk(reader(path, reduced_motion="reduce", viewport={"width": width, "height": 844}), 3)


def sideways(page):
    """What sticks out of the window, innermost first; nothing is what a page should have."""
    if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        return []
    return page.evaluate(
        """() => [...document.querySelectorAll("article *")]
             .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
             .map((e) => e.outerHTML.slice(0, 100)).reverse().slice(0, 3)"""
    ) or ["the page itself"]


@pytest.mark.parametrize("path", SAMPLE)
def test_nothing_scrolls_sideways_zoomed_in_four_times(reader, path):
    """1280 px at 400 % are 320 px; at 200 % they are 640."""
    page = reader(path, viewport={"width": 320, "height": 256}, device_scale_factor=4)
    assert sideways(page) == []
    page.set_viewport_size({"width": 640, "height": 450})
    assert sideways(page) == []


@pytest.mark.full
@pytest.mark.parametrize("path", list(every_page()))
def test_nothing_scrolls_sideways_on_any_page(reader, path):
    page = reader(path, viewport={"width": 320, "height": 640})
    assert sideways(page) == []


@pytest.mark.parametrize("path", ["", "hidden-costs/"])
def test_text_twice_as_large_stays_on_the_page(reader, path):
    """Text alone enlarged, as browsers' own setting does; Material's size of the root is 125 %."""
    page = reader(path)
    page.add_style_tag(content="html { font-size: 250% !important; }")
    assert sideways(page) == []


def test_colours_of_the_readers_own_reach_controls_answers_and_pictures(reader):
    page = reader("trap/seductive-logic/", forced_colors="active", color_scheme="dark")
    lift = page.locator("ft-calculator")
    canvas = page.evaluate(
        """() => Object.fromEntries(["Canvas", "CanvasText", "LinkText"].map((name) => {
             const probe = document.body.appendChild(document.createElement("i"));
             probe.style.setProperty("color", name); // cspell:disable-line
             const value = getComputedStyle(probe).getPropertyValue("color"); // cspell:disable-line
             probe.remove();
             return [name, value];
           }))"""
    )
    for selector in (".ft-sentence", ".ft-button", "input[name=items]"):
        expect(lift.locator(selector)).not_to_have_css("border-top-width", "0px")
    # Pictures are not recoloured by the browser: their colours must be the reader's already.
    drawn = lift.locator(".ft-drawing svg text").first
    assert drawn.evaluate("e => getComputedStyle(e).fill") == canvas["CanvasText"]


def test_nothing_moves_for_readers_who_asked_for_that(reader):
    page = reader("trap/seductive-logic/", reduced_motion="reduce")
    slow = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((e) => {
             const { transitionDuration, animationDuration } = getComputedStyle(e);
             return [transitionDuration, animationDuration].join().split(",").some((t) => parseFloat(t) > 0.001);
           }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert slow == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_answer_stays_in_sight_while_a_number_is_edited(reader, width):
    page = reader("hidden-costs/", viewport={"width": width, "height": 844})
    total = page.locator("ft-calculator")
    last = total.locator(".ft-form > .ft-fields input").last
    last.focus()
    expect(total.locator(".ft-sentence")).to_be_in_viewport(ratio=0.95)
    expect(last).to_be_in_viewport(ratio=1)
    covered = total.locator(".ft-sentence").bounding_box()
    assert covered["y"] + covered["height"] <= last.bounding_box()["y"]


def test_a_long_form_on_a_phone_says_what_a_field_asks_for_once_it_is_in_hand(reader):
    page = reader("hidden-costs/", reduced_motion="reduce", viewport={"width": 390, "height": 844})
    total = page.locator("ft-calculator")
    calls, horizon = total.locator("[name=calls_per_month]"), total.locator("[name=horizon_months]")
    height = "e => e.closest('.ft-field').querySelector('.ft-help').getBoundingClientRect().height"
    assert calls.evaluate(height) == 1
    # Screen readers hear it as ever.
    assert calls.get_attribute("aria-describedby").startswith("total-cost-calls-per-month-help ")
    calls.focus()
    assert calls.evaluate(height) > 10
    top = "e => e.getBoundingClientRect().top + scrollY"
    below = horizon.evaluate(top)
    horizon.focus()
    assert horizon.evaluate(top) == below
    assert calls.evaluate(height) > 10


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_that_an_entry_brings_moves_the_field_away(reader, width):
    """Neither what ranges do to the result nor what is wrong; and a field shows all that is written into it."""
    page = reader("hidden-costs/", reduced_motion="reduce", viewport={"width": width, "height": 844})
    total = page.locator("ft-calculator")
    calls = total.locator("[name=calls_per_month]")
    calls.focus()
    expect(total).to_have_attribute("data-state", "ready")
    before = calls.bounding_box()
    calls.fill("200,000 to 1,500,000")
    expect(total.locator(".ft-spread")).to_be_visible()
    assert calls.bounding_box()["y"] == pytest.approx(before["y"], abs=1)
    assert calls.evaluate("e => e.scrollWidth <= e.clientWidth")
    calls.fill("nonsense")
    expect(total.locator(".ft-errors")).to_be_visible()
    assert calls.bounding_box()["y"] == pytest.approx(before["y"], abs=1)
