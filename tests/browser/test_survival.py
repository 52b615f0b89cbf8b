"""A link and a block made in the browser, pasted into a document: the guide changes, and what was written still lands.

The changed guide is a copy of this project in which a heading is renamed, a default moved and a formula corrected,
built like any other.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from ftdocs.homes import home

# It builds a site of its own, beside the one of all tests.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = "when/high-volume/"
COPIED = (
    "calculators",
    "src",
    "docs",
    "overrides",
    "tools",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "pyproject.toml",
)
SENTENCE = "[data-output=sentence]"
CORRECTED = "Social charges are counted."


def rewrite(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no “{old}” any more"
    path.write_text(text.replace(old, new), "utf-8")


class Changed:
    """The project with its changes, and the site built from it."""

    def __init__(self, root):
        self.root = root
        self.site = root / "site"

    def run(self, *words, **options):
        """`ftdocs` as the changed project has it."""
        path = os.pathsep.join([str(self.root / "src"), str(self.root)])
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
            **options,
        )


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    root = tmp_path_factory.mktemp("changed")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    # The worked cases that the methods page prints.
    (root / "tests" / "calculators").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "calculators" / "cases.json", root / "tests" / "calculators")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(ROOT / ".cache" / "ftdocs", root / ".cache" / "ftdocs")
    # A heading is renamed, its id with it; whoever links to it is sent on.
    for page in (root / "docs").rglob("*.md"):
        page.write_text(
            page.read_text("utf-8").replace("high-volume.md#sweet-spot", "high-volume.md#where-it-pays"), "utf-8"
        )
    rewrite(
        root / "docs" / f"{PAGE.rstrip('/')}.md",
        "## The sweet spot { #sweet-spot }",
        "## Where it pays { #where-it-pays }",
    )
    moves = '      redirect_maps:\n        "when/high-volume.md#sweet-spot": "when/high-volume.md#where-it-pays"'
    rewrite(root / "mkdocs.yml", "      redirect_maps: {}", moves)
    # A default moves with its version.
    even = root / "calculators" / "break_even.py"
    work = re.search(r'name="fixed_usd",.*?default=60_?000,', even.read_text("utf-8"), re.DOTALL)
    assert work
    rewrite(even, work[0], f"{work[0].rpartition('default=')[0]}default=75000,")
    rewrite(even, "    version=1,\n", "    version=2,\n")
    # A formula is corrected.
    other = root / "calculators" / "opportunity.py"
    labour = "labour = i.engineers * i.weeks * i.engineer_usd_per_year / WEEKS_A_YEAR"
    rewrite(other, labour, f"{labour} * 1.25")
    rewrite(other, "    version=1,\n", "    version=2,\n")
    project = Changed(root)
    # Asked in the order of the alphabet: nothing for the moved default, a sentence for the formula.
    done = project.run("tools.freeze_defaults", input=f"\n{CORRECTED}\n")
    assert done.returncode == 0, done.stderr
    done = project.run("ftdocs", "build", "--no-compress", "--site-dir", "site")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def design(visit, tmp_path):
    """A document with everything that can be copied from the guide, made in the browser."""
    page = visit.open(PAGE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def clipboard():
        return page.evaluate("navigator.clipboard.readText()")

    page.locator("#sweet-spot a.headerlink").click()
    menu = page.get_by_role("dialog", name=re.compile("Copy"))
    menu.get_by_role("button", name="Markdown", exact=True).click()
    expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
    section = clipboard()
    page.keyboard.press("Escape")

    def copied(name, field, text):
        visit.open(home(name))
        element = visit.calculator(name)
        if element.get_by_role("button", name="Stop comparing").is_visible():
            element.get_by_role("button", name="Stop comparing").click()
        element.locator(f"[name={field}]").fill(text)
        element.get_by_role("button", name="Copy link").click()
        expect(element.get_by_text("Link copied.")).to_be_visible()
        link = clipboard()
        element.get_by_role("button", name="Copy as…").click()
        menu.get_by_role("button", name="Result as a Markdown block").click()
        expect(menu.get_by_text("Copied.", exact=True)).to_be_visible()
        page.keyboard.press("Escape")
        return link, clipboard()

    link, volume = copied("break-even", "calls_per_month", "3M")
    _, team = copied("opportunity", "weeks", "10")
    path = tmp_path / "design.md"
    path.write_text(f"# Design\n\nWhy {section}, and [our volume]({link}).\n\n{volume}\n{team}\n", "utf-8")
    return path, link


def verified(project, path, address, *more):
    words = ("ftdocs", "verify", str(path), "--site", str(project.site), "--address", address, "--json", *more)
    done = project.run(*words)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


@pytest.mark.full
def test_what_was_pasted_survives_and_verify_tells_what_moved_and_what_changed(
    visit, host, hosted, site_dir, changed, design, chromium
):
    path, link = design
    text = path.read_text("utf-8")
    lines = text.splitlines()

    # The day it is written, everything holds.
    here = Changed(ROOT)
    here.site = site_dir
    code, reply = verified(here, path, host.url)
    assert (code, reply["findings"], reply["notes"], reply["links"], reply["blocks"]) == (0, [], [], 4, 2)

    # After the changes: the renamed heading and the corrected formula are found, the moved default is told.
    code, reply = verified(changed, path, host.url)
    assert code == 1
    moved, *wrong = reply["findings"]
    assert (moved["kind"], moved["line"], moved["new"]) == ("moved", 3, f"{host.url}{PAGE}#where-it-pays")
    assert {each["url"].partition("#")[2].partition("?")[0] for each in wrong} == {"opportunity"}
    figures = {each["label"]: (each["quoted"], each["today"]) for each in wrong if each["kind"] == "result"}
    assert figures["The team’s time"][0] in text
    old, new = (float(amount.lstrip("$").replace(",", "")) for amount in figures["The team’s time"])
    assert new == pytest.approx(old * 1.25, abs=1)
    for each in wrong:
        if each["kind"] == "result":
            assert lines[each["line"] - 1] == f"> - {each['label']}: {each['quoted']}"
    said = {each["message"] for each in reply["notes"]}
    default = "the link was made when the default was 60,000, and is computed with it. Today’s is 75,000."
    assert f"break-even: Work before launch, US$: {default}" in said
    assert any(f"The formula changed in version 2: {CORRECTED}" in each for each in said)

    # Put right, only the address differs.
    code, reply = verified(changed, path, host.url, "--fix")
    assert reply["fixed"] == 1
    assert path.read_text("utf-8") == text.replace(f"{PAGE}#sweet-spot", f"{PAGE}#where-it-pays")
    assert [each["kind"] for each in verified(changed, path, host.url)[1]["findings"]].count("moved") == 0

    # In a terminal, the link still gives what was quoted, and says what has changed.
    sentence = lines[
        lines.index("> **At what volume does a tuned model cost less than a prompted one?**") + 2
    ].removeprefix("> ")
    recomputed = changed.run("ftdocs", "calc", "--from", link).stdout
    assert sentence.replace("\\", "") in recomputed
    assert default in recomputed

    # And so it does in the browser.
    with hosted(changed.site) as running:
        page = visit.page
        visit.url = running.url
        page.goto(link.replace(host.url, running.url))
        element = visit.calculator("break-even")
        expect(element.locator(SENTENCE)).to_have_text(sentence.replace("\\", ""))
        expect(element.locator("[name=fixed_usd]")).to_have_value("60,000")
        expect(element.get_by_text(default)).to_be_visible()
        page.goto("about:blank")
        page.goto(f"{running.url}{PAGE}#sweet-spot")
        expect(page.locator("#where-it-pays")).to_be_in_viewport()
        expect(page).to_have_url(f"{running.url}{PAGE}#where-it-pays")
