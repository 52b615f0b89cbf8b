"""A reader who saves data, or whose line is very slow, is asked before Python is loaded; nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from ftdocs.bundle.runtime import SHIPPED

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
ASKED = "Not loaded yet, to spare your connection."
LOAD = "Load the calculator"


def on_a_line(visit, **connection):
    """The browser says so of its line. It loads nothing but headers of the runtime from then on, which is noted."""
    words = ", ".join(f"{name}: {value!r}".replace("True", "true") for name, value in connection.items())
    visit.page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {{ {words} }} }});")
    visit.loaded = []
    visit.page.on("request", lambda request: request.method == "GET" and visit.loaded.append(request.url))


def loaded(visit):
    """What was loaded of the runtime."""
    return [url for url in visit.loaded if any(part in url for part in ("pyodide", "python.zip", "worker.mjs"))]


def is_asked(element):
    """It asks, in words and with a button; the printed result stays."""
    expect(element.locator(".ft-stage")).to_contain_text(ASKED)
    expect(element.get_by_role("button", name=LOAD)).to_be_visible()
    expect(element).to_have_attribute("data-state", "static")


@pytest.mark.parametrize("connection", [{"saveData": True}, {"effectiveType": "2g"}, {"effectiveType": "slow-2g"}])
def test_nothing_is_loaded_before_the_reader_says_so(visit, site_dir, connection):
    on_a_line(visit, **connection)
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    printed = lift.locator(SENTENCE).inner_text()
    lift.locator("[name=items]").hover()
    page.wait_for_timeout(500)  # longer than a pointer has to rest
    lift.locator("[name=items]").fill("444")
    lift.locator("[name=items]").fill("555")
    is_asked(lift)
    expect(lift.locator(".ft-stage")).to_contain_text(f"It takes {megabytes(site_dir):.1f} MB, once.")
    expect(lift.locator(SENTENCE)).to_have_text(printed)
    expect(lift.get_by_text("Out of date")).to_be_visible()
    expect(lift.locator("[data-when=static]")).to_be_hidden()
    assert loaded(visit) == []
    lift.get_by_role("button", name=LOAD).click()
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    expect(lift).to_have_attribute("data-state", "ready")
    expect(lift.get_by_role("button", name=LOAD)).to_be_hidden()
    assert len([url for url in loaded(visit) if "worker.mjs" in url]) == 1


def megabytes(site_dir):
    """What the runtime takes with Brotli, which browsers ask a host on this machine for."""
    app = next((site_dir / "assets/ftdocs").glob("app-*"))
    pyodide = next((site_dir / "assets/ftdocs").glob("pyodide-*"))
    return sum((folder / f"{name}.br").stat().st_size for folder, name in files(app, pyodide)) / 1e6


def files(app, pyodide):
    return [(app, "python.zip"), *((pyodide, name) for name in SHIPPED)]


def test_it_is_said_and_allowed_by_keyboard(visit):
    on_a_line(visit, saveData=True)
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("555")
    is_asked(lift)
    expect(lift.get_by_role("status").filter(has_text=ASKED)).to_have_count(1)
    button = lift.get_by_role("button", name=LOAD)
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    else:
        pytest.fail("the button cannot be reached with Tab")
    page.keyboard.press("Enter")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    # The button is gone, and the way goes on from where it was.
    assert lift.evaluate("lift => lift.contains(document.activeElement)")
    page.keyboard.press("Tab")
    assert lift.evaluate("lift => lift.contains(document.activeElement)")


@pytest.mark.full
def test_the_choice_holds_for_the_tab(visit):
    on_a_line(visit, saveData=True)
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("777")
    is_asked(lift)
    # Not chosen yet: the next page asks too, and what was typed waits for the answer.
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="whether your volume would pay for a tuned model").click()
    other = visit.calculator("break-even")
    other.locator("[name=calls_per_month]").fill("5M")
    is_asked(other)
    assert loaded(visit) == []
    other.get_by_role("button", name=LOAD).click()
    expect(other.locator(SENTENCE)).to_contain_text("5,000,000")
    page.go_back()
    expect(lift.locator("[name=items]")).to_have_value("777")
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    expect(lift.get_by_role("button", name=LOAD)).to_be_hidden()
    assert page.evaluate("window.sameDocument") is True, "the page was loaded anew"


@pytest.mark.full
def test_a_browser_that_holds_all_of_it_asks_nothing(visit):
    on_a_line(visit, saveData=True)
    page = visit.open(LIFT)
    lift = visit.calculator("lift")
    lift.locator("[name=items]").fill("777")
    lift.get_by_role("button", name=LOAD).click()
    expect(lift.locator(SENTENCE)).to_contain_text("777 items")
    page.reload()
    lift.locator("[name=items]").fill("888")
    expect(lift.locator(SENTENCE)).to_contain_text("888 items")


@pytest.mark.full
def test_a_link_waits_for_the_answer(visit):
    on_a_line(visit, effectiveType="2g")
    visit.open(LIFT + "#lift?items=700&v=1")
    lift = visit.calculator("lift")
    is_asked(lift)
    expect(lift.get_by_text("These are not the link’s numbers yet")).to_be_visible()
    lift.locator("[name=tuned_only_right]").fill("20")
    lift.get_by_role("button", name=LOAD).click()
    expect(lift.locator(SENTENCE)).to_contain_text("700 items")
    expect(lift.locator("[name=tuned_only_right]")).to_have_value("20")


@pytest.mark.full
def test_the_record_asks_as_well(visit):
    on_a_line(visit, saveData=True)
    page = visit.open("decide/record/")
    record = page.locator("ft-record")
    expect(record).to_have_attribute("data-state", "ready")
    record.get_by_role("button", name="New scenario").click()
    expect(record.locator(".ft-stage")).to_contain_text(ASKED)
    record.locator("[name=name]").fill("Ours")
    record.locator("[name=name]").press("Tab")
    assert loaded(visit) == []
    record.get_by_role("button", name=LOAD).click()
    expect(record.locator("[data-preview] h3").first).to_have_text("Ours")
    expect(record.get_by_role("button", name=LOAD)).to_be_hidden()
