"""A real Chromium that can reach this machine only; every page of it must stay free of errors and of other hosts."""

import os
import pathlib
import subprocess

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import faults

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(config, items):
    ours = [item for item in items if "tests/browser" in item.path.as_posix()]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    if config.getoption("--server") != "ours":
        # Under another server these would prove nothing more: they start hosts of their own.
        others = [item for item in ours if "host" not in item.fixturenames]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


@pytest.fixture(scope="session")
def chromium():
    """The browser, without any other host: names resolve to nothing, addresses other than 127.0.0.1 too."""
    path = (
        os.environ.get("FTDOCS_CHROMIUM")
        or subprocess.run(
            ["sh", "tools/find-browser"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def under_the_policy(policy_reports):
    """Nothing on the sites of this test broke their policy. What is reported later fails the end of the run."""
    before = len(policy_reports.all())
    yield
    assert policy_reports.all()[before:] == []


# A worker's violations are heard by `policy_reports` only; a page's are heard here as well, on any server.
LISTEN = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
  console.error(`policy: ${effectiveDirective} stops ${blockedURI} in ${sourceFile}`));"""


class Visit:
    """One tab on a site, and what went wrong in it: errors, violations of the policy, requests to other hosts."""

    def __init__(self, context, url):
        self.url = url
        context.add_init_script(LISTEN)
        self.page = context.new_page()
        self.trouble: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("console", self.heard)
        context.on("request", lambda request: self.requests.append(request.url))

    def heard(self, message):
        if message.type == "error":
            self.trouble.append(message.text)

    def open(self, path=""):
        self.page.goto(self.url + path)
        return self.page

    def calculator(self, name):
        return self.page.locator(f"ft-calculator[name={name}]")

    def asked_for(self, part):
        return [url for url in self.requests if part in url]

    def foreign(self):
        return [url for url in self.requests if not url.startswith(("http://127.0.0.1:", "data:"))]


@pytest.fixture
def visit(chromium, host):
    """A new tab on the hosted site. The test fails at its end if anything went wrong in the page."""
    context = chromium.new_context()
    tab = Visit(context, host.url)
    yield tab
    context.close()
    assert tab.foreign() == []
    assert tab.trouble == []


@pytest.fixture(scope="session")
def faulty_host(site_dir, hosted):
    """The site on a host whose answers can be made wrong."""
    fault = faults.Fault()
    with hosted(site_dir, fault=fault) as running:
        yield running, fault


@pytest.fixture
def faulty(chromium, faulty_host):
    """A new tab on that host, and what makes its answers wrong."""
    running, fault = faulty_host
    fault.held.clear()
    context = chromium.new_context()
    yield Visit(context, running.url), fault
    fault.mend()
    context.close()
