"""axe-core finds nothing in our pages: themes, widths and the states of a calculator."""

import pathlib

import pytest
from playwright.sync_api import expect

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A piece of advice (not of WCAG) about Material's phone menu: it names two nested lists by the same label.
ACCEPTED = {"landmark-unique"}
# So tall that no sidebar scrolls: an entry that is half scrolled away counts as a small target.
HEIGHT = 2000

# In every run; the others are `full`.
PAGES = ["", "trap/seductive-logic/", "decide/record/", "calculators/"]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


@pytest.fixture
def open_page(chromium, host):
    """Opens a page in a look: a colour scheme and a width. Scripts of the test are let in past the policy."""
    contexts = []

    def opened(path, scheme="light", width=1280, **more):
        context = chromium.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": HEIGHT},
            bypass_csp=True,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(host.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page):
    """What axe finds, one line each: the rule, the element, why."""
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(r => r.violations)", RULES
    )
    found = [rule for rule in found if rule["id"] not in ACCEPTED]
    return [f"{rule['id']}: {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def violations_in_all_looks(page):
    """What axe finds in both themes, on a broad window and on a phone: one load for four looks."""
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{scheme}, {width} px: {line}" for line in violations(page)]
    return found


@pytest.mark.parametrize("path", PAGES)
def test_pages(open_page, path):
    assert violations_in_all_looks(open_page(path)) == []


def every_page():
    docs = ROOT / "docs"
    for path in sorted(docs.rglob("*.md")):
        place = path.relative_to(docs).with_suffix("").as_posix()
        address = place.removesuffix("index").rstrip("/")
        yield f"{address}/" if address else ""


@pytest.mark.full
@pytest.mark.parametrize("path", list(every_page()))
def test_every_page(open_page, path):
    assert violations_in_all_looks(open_page(path)) == []


def lift_in(page, state):
    """Brings the calculator of the page into a state, all its parts opened."""
    lift = page.locator("ft-calculator")
    for part in lift.locator("details:visible").all():
        part.locator("summary").first.click()
    lift.locator("[name=items]").fill("500")
    expect(lift).to_have_attribute("data-state", "ready")
    if state == "error":
        lift.locator("[name=items]").fill("x")
        lift.locator("[name=items]").press("Enter")
        expect(lift.locator(".ft-errors")).to_be_visible()
    return lift


@pytest.mark.parametrize("state", ["ready", "error"])
def test_the_states_of_a_calculator(open_page, state):
    page = open_page("trap/seductive-logic/")
    lift_in(page, state)
    assert violations_in_all_looks(page) == []


def test_a_shared_link(open_page):
    page = open_page("trap/seductive-logic/#lift?items=500&itmes=1")
    expect(page.locator(".ft-shared")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["", "trap/seductive-logic/", "when/high-volume/", "decide/", "hidden-costs/"])
def test_nothing_scrolls_sideways_on_a_narrow_phone(open_page, path):
    page = open_page(path, width=320)
    widest = page.evaluate("document.documentElement.scrollWidth")
    assert widest <= 320
