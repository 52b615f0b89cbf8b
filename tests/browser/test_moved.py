"""Old addresses in a browser: what has moved is found, with the query and the inputs of the link."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from ftdocs.headers import write_headers
from ftdocs.inventory import write_inventory
from tests.browser.conftest import Visit
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

REDIRECTS = {
    "trap/old-page.md": "trap/seductive-logic.md",
    "trap/old-page.md#old-lift": "trap/seductive-logic.md#lift",
    "when/high-volume.md#old-heading": "when/high-volume.md#sweet-spot",
    "when/high-volume.md#volume": "when/high-volume.md#break-even",
    "when/high-volume.md#old-lift": "trap/seductive-logic.md#lift",
}


@pytest.fixture(scope="module")
def moved(site_dir, hosted, tmp_path_factory):
    """The site with redirects, on a subpath."""
    root = tmp_path_factory.mktemp("moved")
    lines = "".join(f'        "{old}": "{new}"\n' for old, new in REDIRECTS.items())
    settings = f"site_name: Guide\ndocs_dir: {ROOT}/docs\nplugins:\n  - redirects:\n      redirect_maps:\n{lines}"
    (root / "mkdocs.yml").write_text(settings)
    # Without the compressed copies, which are those of the pages before.
    site = shutil.copytree(site_dir, root / "site", ignore=shutil.ignore_patterns("*.br", "*.gz"))
    write_inventory(site, root / "mkdocs.yml", root / "cache")
    write_headers(site)
    with hosted(site) as running:
        yield running.url


@pytest.fixture
def old(chromium, moved):
    """A new tab on it; as with every other, nothing may go wrong in the page."""
    context = chromium.new_context()
    tab = Visit(context, moved)
    yield tab
    context.close()
    assert tab.foreign() == []
    assert tab.trouble == []


@pytest.mark.parametrize(
    ("address", "lands"),
    [
        ("trap/old-page/", "trap/seductive-logic/"),
        ("trap/old-page/#feels-like-progress", "trap/seductive-logic/#feels-like-progress"),
        ("trap/old-page/?from=wiki#is-the-lift-real", "trap/seductive-logic/?from=wiki#is-the-lift-real"),
        ("trap/old-page/#old-lift", "trap/seductive-logic/#lift"),
        ("when/high-volume/#old-heading", "when/high-volume/#sweet-spot"),
        ("when/high-volume/?from=wiki#old-heading", "when/high-volume/?from=wiki#sweet-spot"),
        ("when/high-volume/?from=wiki#old-lift", "trap/seductive-logic/?from=wiki#lift"),
    ],
)
def test_an_old_address_lands_where_the_section_is_now(old, address, lands):
    page = old.open(address)
    expect(page).to_have_url(f"{old.url}{lands}")
    _, _, name = lands.partition("#")
    if name:
        expect(page.locator(f"#{name}")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("address", "calculator", "name", "value"),
    [
        ("trap/old-page/#lift?items=500&v=1", "lift", "items", "500"),
        ("trap/old-page/?a=b#old-lift?items=500&v=1", "lift", "items", "500"),
        (
            "when/high-volume/#volume?calls_per_month=20000%20to%20120000&v=1",
            "break-even",
            "calls_per_month",
            "20,000 to",
        ),
        ("when/high-volume/#old-lift?items=500&v=1", "lift", "items", "500"),
    ],
)
def test_an_old_calculators_link_keeps_its_inputs(old, address, calculator, name, value):
    old.open(address)
    element = old.calculator(calculator)
    expect(element.locator(f"[name={name}]")).to_have_value(re.compile(f"^{value}"))
    expect(element.get_by_text("These are the numbers of the link you opened.", exact=False).first).to_be_visible()


def test_an_old_address_typed_on_the_page_itself_lands_as_well(old):
    page = old.open("when/high-volume/#sweet-spot")
    page.evaluate("location.hash = '#old-heading'")
    expect(page).to_have_url(f"{old.url}when/high-volume/#sweet-spot")


@pytest.mark.parametrize(
    "fragment", ["#__proto__", "#%E0%A4%A", "#old-heading%00", '#"><img src=x onerror=alert(1)>', "#?"]
)
def test_a_fragment_that_never_was_leads_nowhere_else(old, fragment):
    page = old.open(f"when/high-volume/{fragment}")
    expect(page.get_by_role("heading", name="The sweet spot")).to_be_visible()
    assert page.url.startswith(f"{old.url}when/high-volume/#")


def test_going_back_from_where_an_old_address_led_does_not_lead_there_again(old):
    page = old.open("trap/")
    page.goto(f"{old.url}trap/old-page/")
    expect(page).to_have_url(f"{old.url}trap/seductive-logic/")
    page.go_back()
    expect(page).to_have_url(f"{old.url}trap/")


def test_an_old_page_leads_on_without_a_script(chromium, moved):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{moved}trap/old-page/")
    expect(page).to_have_url(f"{moved}trap/seductive-logic/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_a_page_from_which_nothing_moved_loads_nothing_for_it(old):
    old.open("when/latency/#no-such-section")
    assert old.asked_for("moved.js") == []
