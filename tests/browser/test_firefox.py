"""The site in Firefox, whose engine shares nothing with Chromium's: a reader's walk, and every worked case.

Firefox is driven by Puppeteer, since Playwright drives only a Firefox of its own.
"""

import json
import subprocess
from pathlib import Path

import pytest

import calculators
from calculators import protocol
from ftdocs import hosting
from tests.browser.test_cases import numbers
from tests.calculators.helpers import answered, assert_holds, differences
from tests.calculators.test_cases import CASES
from tests.conftest import BASE_PATH, ROOT
from tests.node.bundled import told_by

WALK = Path(__file__).parents[1] / "firefox" / "walk.mjs"
REQUESTS = [{"do": "answer", "calculator": case["calculator"], "fields": case["set"]} for case in CASES]


@pytest.fixture(scope="module")
def seen(site_dir):
    """What the walk tells. Its host has nobody to tell of violations: they are in the page's own console."""
    look = ["sh", "tools/find-browser", "--firefox"]
    found = subprocess.run(look, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    with hosting.serve(site_dir, BASE_PATH) as host:
        return told_by(WALK, {"firefox": found.stdout.strip(), "url": host.url, "requests": REQUESTS})


@pytest.mark.full
class TestFirefox:
    def test_nothing_goes_wrong_and_no_other_host_is_asked(self, seen):
        assert seen["trouble"] == []

    def test_an_edit_and_a_link_are_answered(self, seen):
        lift = calculators.guides("lift")
        assert seen["live"] == answered(lift, {"items": "555"}).sentence
        assert seen["linked"] == answered(lift, {"items": "700"}).sentence

    def test_pages_change_without_a_reload(self, seen):
        assert seen["next"] == {"path": "reality/", "stayed": True}

    def test_search_finds(self, seen):
        assert seen["results"] >= 3

    def test_nothing_scrolls_sideways_at_320_px(self, seen):
        assert seen["sideways"] == {}

    def test_every_case_holds_and_agrees_with_python_here(self, seen):
        for case, request, text in zip(CASES, REQUESTS, seen["replies"], strict=True):
            assert_holds(case, json.loads(text))
            assert list(differences(numbers(text), numbers(protocol.respond(json.dumps(request))))) == [], case["id"]
