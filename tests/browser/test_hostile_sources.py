"""Markup and script in what a site is built from: an organisation's profile, and the register of evidence."""

import contextlib
import json
import shutil

import pytest
from playwright.sync_api import expect

from ftdocs.build import build_site
from ftdocs.evidence import register as registers
from tests.browser.conftest import Visit
from tests.browser.test_attacks import LEFT, NOTHING

# Short enough for every field, with what ends an attribute, an element and a template's text.
MARKUP = "'\"></p><b class=attack><script>attacked=1</script>{{7*7}}"
# In YAML, quotes included; a name has 60 characters at most, and a sentence ends with its full stop.
LONG, SHORT, SENTENCE = (json.dumps(text) for text in (MARKUP, MARKUP[:60], f"{MARKUP}."))
PROFILE = f"""
version: "2026-11"
organisation: {SHORT}
banner: {LONG}
contact:
  name: {LONG}
  address: https://wiki.example/'javascript:attacked=1'#{{{{7*7}}}}&lt;script&gt;
currency:
  code: EUR
  symbol: "'\\"`/"
  usd: {{rate: 0.92, date: 2026-11-20, source: {LONG}}}
models:
  - id: ours/large-1
    name: {SHORT}
    provider: {SHORT}
    input: 1.5
    output: 6
    cached: 0.15
    date: 2026-10-01
    source: {LONG}
defaults:
  few-shot:
    model: ours/large-1
"""
CLAIM = f"""
C01:
  title: {SHORT}
  says: {SENTENCE}
  verdict: mixed
  found: {SENTENCE}
  caveat: {SENTENCE}
  sources: [study/figure]
  reviewed: 2026-11-26
  review_by: 2027-11-30
"""
SOURCE = f"""
study:
  title: {LONG}
  authors: {LONG}
  year: 2024
  url: https://study.example/'"><b/class=attack><script>attacked=1</script>
  via: https://other.example/'"><b/class=attack>
  interest: {LONG}
  read: reported
  facts:
    figure: {SENTENCE}
"""
PAGES = {
    "index.md": "# Home { #home }\n\n[A claim](reference/evidence.md#c01) is made.\n",
    "reference/evidence.md": "# Evidence { #evidence }\n\n```reference\nevidence opening\n```\n",
    "reference/profile.md": "# Profile { #profile }\n\n```reference\nprofile here\n```\n",
    "ladder/few-shot.md": "# Few-shot { #examples }\n\n```calculator\nfew-shot\n```\n",
}


@pytest.fixture(scope="module")
def hostile_host(organisation, hosted, tmp_path_factory):
    """A site whose profile and register were written by somebody who means harm, hosted."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(
        organisation, root, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("docs", "site")
    )
    (root / "profile.yml").write_text(PROFILE, "utf-8")
    files = {f"docs/{name}": text for name, text in PAGES.items()}
    files |= {"register/claims/opening.yml": CLAIM, "register/sources/studies.yml": SOURCE}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    with contextlib.ExitStack() as stack:
        stack.callback(registers.register.cache_clear)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(registers, "load", lambda read=registers.load: read(root / "register"))
        registers.register.cache_clear()
        build_site(root / "mkdocs.yml", site_dir=root / "site", compress=False)
    with hosted(root / "site") as running:
        yield running


@pytest.fixture
def hostile(chromium, hostile_host):
    """A new tab on it. The test fails at its end if anything went wrong in the page."""
    context = chromium.new_context()
    tab = Visit(context, hostile_host.url)
    yield tab
    context.close()
    assert tab.foreign() == []
    assert tab.trouble == []


def test_a_profile_is_text_on_every_page(hostile):
    page = hostile.open()
    expect(page.get_by_text(MARKUP).first).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING
    hostile.open("reference/profile/")
    expect(page.get_by_text(MARKUP[:60]).first).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING
    for link in page.locator("a[href^=https\\:\\/\\/wiki]").all():
        assert link.get_attribute("href").startswith("https://wiki.example/'javascript:")


def test_a_profile_is_text_in_a_calculator_that_computes(hostile):
    page = hostile.open("ladder/few-shot/")
    few = hostile.calculator("few-shot")
    few.get_by_role("button", name="Calculate").click()
    expect(few).to_have_attribute("data-state", "ready", timeout=40_000)
    assert MARKUP[:60] in few.inner_text()
    assert page.evaluate(LEFT) == NOTHING


def test_a_claim_is_text_in_its_card_and_in_the_register(hostile):
    page = hostile.open()
    page.get_by_role("button", name="Evidence: mixed").click()
    card = page.locator("#claim-c01")
    expect(card).to_be_visible()
    expect(card.locator("dd").first).to_have_text(f"{MARKUP}.")
    # What was an address stays one, whole; it is not what ends the attribute.
    assert card.locator("li a").first.get_attribute("href").startswith("https://study.example/")
    assert page.evaluate(LEFT) == NOTHING
    hostile.open("reference/evidence/")
    expect(page.locator("[data-claim-entry=C01]")).to_contain_text(MARKUP)
    assert page.evaluate(LEFT) == NOTHING
