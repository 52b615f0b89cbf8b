"""The site in a browser behind a real nginx on a subpath, and behind Python's own `http.server`.

`--server` puts the whole browser suite behind one of them; `make test-full` does so.
"""

import pytest
from playwright.sync_api import expect

from tests import real_servers
from tests.browser.conftest import Visit
from tests.conftest import BASE_PATH

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"


@pytest.fixture(scope="module")
def nginx(site_dir, tmp_path_factory, policy_reports):
    folder = tmp_path_factory.mktemp("nginx")
    with real_servers.serve("nginx", site_dir, BASE_PATH, folder, also=policy_reports.headers) as host:
        yield host


@pytest.fixture(scope="module")
def plain(site_dir):
    with real_servers.plain_server(site_dir) as host:
        yield host


@pytest.fixture(params=["nginx", "plain"])
def tab(request, chromium):
    context = chromium.new_context()
    tab = Visit(context, request.getfixturevalue(request.param).url)
    yield tab
    context.close()
    assert tab.foreign() == []
    assert tab.trouble == []


def test_a_link_is_opened_and_a_change_answered(tab):
    tab.open(f"{LIFT}#lift?items=700&v=1")
    lift = tab.calculator("lift")
    expect(lift.locator(SENTENCE)).to_contain_text("700 items")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    expect(lift.locator(".ft-drawing svg")).to_be_visible()


def test_search_and_instant_navigation(tab):
    page = tab.open(LIFT)
    page.evaluate("() => { window.stayed = true }")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").press_sequentially("distillation")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url(lambda url: LIFT not in url)
    expect(page.locator("h1").first).to_be_attached()
    assert page.evaluate("() => window.stayed") is True


def test_an_address_that_does_not_exist(chromium, nginx):
    context = chromium.new_context()
    tab = Visit(context, nginx.url)
    page = tab.open("nowhere/at/all/")
    expect(page.locator("h1")).to_have_text("No page at this address")
    context.close()


def test_a_file_under_a_hashed_name_is_asked_for_once(chromium, nginx):
    context = chromium.new_context()
    tab = Visit(context, nginx.url)
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    page = tab.open(LIFT)
    lift.locator("[name=items]").fill("556")
    expect(lift.locator(SENTENCE)).to_contain_text("556 items")
    entries = page.evaluate("() => performance.getEntriesByType('resource').map((e) => [e.name, e.transferSize])")
    sizes = {size for name, size in entries if "/assets/ftdocs/" in name}
    assert sizes == {0}
    context.close()
