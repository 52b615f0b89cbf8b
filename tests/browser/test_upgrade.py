"""A new release goes up while a page is open: the page goes on with its own files, the next load has the new ones."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from ftdocs.headers import write_headers
from ftdocs.manifest import carry_over, read_manifest, write_manifest
from ftdocs.target import new_site
from tests.browser.conftest import Visit

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"


def release(source, folder, app):
    """The site with its bundle under another name, as a change of a calculator would give it."""
    old = next((source / "assets/ftdocs").glob("app-*")).name
    for path in source.rglob("*"):
        target = folder / path.relative_to(source).as_posix().replace(old, app)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif path.suffix not in (".br", ".gz"):
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix in (".html", ".js", ".json", ".css", ".xml"):
                target.write_bytes(path.read_bytes().replace(old.encode(), app.encode()))
            else:
                shutil.copyfile(path, target)
    return folder


@pytest.fixture
def up(site_dir, tmp_path):
    """A release that is up; returns its folder, and what puts up the next."""
    place = tmp_path / "guide"
    release(site_dir, place, "app-000000000000000a")
    write_headers(place)
    write_manifest(place)

    def upgrade(app):
        with new_site(place, tmp_path / "nowhere") as aside:
            release(site_dir, aside, app)
            carried = carry_over(place, aside)
            write_headers(aside)
            write_manifest(aside, carried)

    return place, upgrade


def test_an_open_page_goes_on_after_an_upgrade_and_a_reload_has_the_new_release(chromium, up, hosted):
    place, upgrade = up
    with hosted(place) as host:
        context = chromium.new_context()
        tab = Visit(context, host.url)
        page = tab.open(LIFT)
        upgrade("app-000000000000000b")
        # Nothing of the runtime was loaded before.
        lift = tab.calculator("lift")
        lift.locator("[name=items]").fill("555")
        expect(lift.locator(SENTENCE)).to_contain_text("555 items")
        assert tab.asked_for("app-000000000000000a/python.zip")
        assert not tab.asked_for("app-000000000000000b/")
        # To another page without a load: it comes from the new release, and the started Python answers on it.
        page.get_by_role("link", name=re.compile("Calculators")).first.click()
        expect(page.locator("h1")).not_to_have_text("")
        page.goto(f"{host.url}{LIFT}")
        lift.locator("[name=items]").fill("556")
        expect(lift.locator(SENTENCE)).to_contain_text("556 items")
        assert tab.asked_for("app-000000000000000b/python.zip")
        context.close()
        assert tab.trouble == []


@pytest.mark.full
def test_after_a_second_upgrade_the_first_release_is_gone_and_the_page_says_so(chromium, up, hosted):
    place, upgrade = up
    with hosted(place) as host:
        context = chromium.new_context()
        tab = Visit(context, host.url)
        tab.open(LIFT)
        upgrade("app-000000000000000b")
        upgrade("app-000000000000000c")
        carried = read_manifest(place)["carried"]
        assert carried
        assert all("app-000000000000000b/" in path for path in carried)
        lift = tab.calculator("lift")
        printed = lift.locator(SENTENCE).inner_text()
        lift.locator("[name=items]").fill("555")
        expect(lift.locator(".ft-failure")).to_be_visible(timeout=40_000)
        expect(lift.locator(SENTENCE)).to_have_text(printed)
        context.close()
