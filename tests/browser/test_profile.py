"""A site with an organisation's profile, in a real browser: the printed result, the live one and the command line
agree, and its links open on a site without that profile."""

import datetime
import json

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from calculators.kit import profile as kit
from ftdocs import profile as profiles
from ftdocs.check import check_site
from ftdocs.cli import main
from ftdocs.homes import HOMES
from tests.browser.conftest import Visit

# Half of the time goes into a site of its own; under Node the same is asked in every run.
pytestmark = pytest.mark.full

SENTENCE = "[data-output=sentence]"


@pytest.fixture
def own(chromium, organisation_host):
    """A new tab on the organisation's site. The test fails at its end if anything went wrong in the page."""
    context = chromium.new_context()
    tab = Visit(context, organisation_host.url)
    yield tab
    context.close()
    assert tab.foreign() == []
    assert tab.trouble == []


@pytest.fixture
def calc(organisation):
    """`ftdocs calc` beside the organisation's profile, as data."""

    def run(name, *settings, link=None):
        words = [word for setting in settings for word in ("--set", setting)] + (["--from", link] if link else [])
        config = ["-f", str(organisation / "mkdocs.yml")] if organisation else []
        result = CliRunner().invoke(main, ["calc", name, *words, *config, "--json"], catch_exceptions=False)
        assert result.exit_code == 0, result.stdout
        return json.loads(result.stdout)

    return run


def shows(element, reply):
    """The element shows what the command line says: sentence, notes, and every output in full precision."""
    expect(element.locator(SENTENCE)).to_have_text(reply["sentence"])
    notes = element.locator("[data-list=notes] li")
    expect(notes).to_have_text(reply["notes"])
    for name, value in reply["outputs"].items():
        shown = element.locator(f"[data-output={name}]").first.get_attribute("data-value")
        if isinstance(value, float):
            assert float(shown) == pytest.approx(value, rel=1e-9), name
        else:
            assert (shown if isinstance(value, str) else json.loads(shown)) == value, name


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        ("break-even", "fixed_usd", "€70k"),
        ("readiness", "labelled_examples", "600"),
        ("readiness", "prompt_weeks", "2.5"),
        ("migration", "base_model_life_months", "12"),
        ("few-shot", "model", "ours/large-1"),
        ("few-shot", "model", "gpt-4.1"),
    ],
)
def test_the_printed_result_the_live_one_and_the_command_line_agree(own, calc, name, field, text):
    own.open(HOMES[name])
    calculator = own.calculator(name)
    assert calculator.get_attribute("data-state") == "static"
    shows(calculator, calc(name))
    # The same numbers live, then with one of them changed, then printed once more.
    calculator.get_by_role("button", name="Calculate").click()
    expect(calculator).to_have_attribute("data-state", "ready")
    shows(calculator, calc(name))
    control = calculator.locator(f"[name={field}]")
    before = control.input_value()
    control.fill(text)
    shows(calculator, calc(name, f"{field}={text}"))
    control.fill(before)
    shows(calculator, calc(name))


def test_amounts_are_euros_and_thresholds_the_organisations(own):
    own.open(HOMES["break-even"])
    break_even = own.calculator("break-even")
    expect(break_even.locator(SENTENCE)).to_contain_text("€")
    expect(break_even.get_by_label("Work before launch, €")).to_have_value("55\u202f200")
    assert "$" not in break_even.inner_text()
    break_even.get_by_label("Work before launch, €").fill("$500")
    break_even.get_by_label("Work before launch, €").press("Enter")
    expect(break_even.get_by_role("alert").first).to_contain_text("is in euros (EUR) here, not in dollars like $500")
    own.open(HOMES["readiness"])
    readiness = own.calculator("readiness")
    readiness.locator("[name=labelled_examples]").fill("600")
    readiness.locator("[name=prompt_weeks]").fill("2")
    expect(readiness.locator("[data-output=failed]")).to_have_attribute("data-value", '["prompting"]')


def test_each_starting_value_says_whose_it_is_until_it_is_changed(own):
    own.open(HOMES["break-even"])
    break_even = own.calculator("break-even")
    field = break_even.locator(".ft-field", has=own.page.locator("[name=calls_per_month]"))
    expect(field.get_by_text("Your organisation’s default, not the guide’s.")).to_be_visible()
    legends = break_even.locator(".ft-legend")
    expect(legends).to_have_text(["Not your number yet.", "Your organisation’s default, not the guide’s."])
    mark = "label => getComputedStyle(label, '::after').content"
    assert "○" in field.locator("label").evaluate(mark)
    field.locator("input").fill("5M")
    expect(field.get_by_text("Your organisation’s default")).to_be_hidden()
    assert field.locator("label").evaluate(mark) == "none"
    break_even.get_by_text("Where the starting values come from").click()
    row = break_even.get_by_role("row", name="Calls a month")
    expect(row).to_contain_text("your organisation’s, not the guide’s: the guide starts from 1\u202f000\u202f000")


def test_every_page_has_the_banner_and_the_contact(own):
    for path in ("", HOMES["readiness"]):
        own.open(path)
        expect(own.page.get_by_text("Example Ltd’s copy of the guide.")).to_be_visible()
        contact = own.page.get_by_role("link", name="Platform team")
        expect(contact).to_have_attribute("href", "mailto:platform@example.com")


def test_a_link_made_here_opens_here_without_a_notice_and_elsewhere_with_one(own, visit, calc):
    page = own.open(HOMES["break-even"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    break_even = own.calculator("break-even")
    break_even.locator("[name=calls_per_month]").fill("3000000")
    shows(break_even, calc("break-even", "calls_per_month=3000000"))
    break_even.get_by_role("button", name="Copy link").click()
    expect(break_even.get_by_text("Link copied.")).to_be_visible()
    fragment = page.evaluate("navigator.clipboard.readText()").partition("#")[2]
    assert fragment.endswith("&p=2026-11:EUR")
    typed = values(break_even)

    again = Visit(page.context, own.url)
    again.open(f"{HOMES['break-even']}#{fragment}")
    shows(again.calculator("break-even"), calc("break-even", link=f"#{fragment}"))
    expect(again.calculator("break-even").locator("[data-list=notices] li")).to_have_count(0)

    visit.open(f"{HOMES['break-even']}#{fragment}")
    elsewhere = visit.calculator("break-even")
    notices = elsewhere.locator("[data-list=notices] li")
    expect(notices).to_have_count(2)
    expect(notices.nth(0)).to_contain_text("a site with its organisation’s own starting values (profile “2026-11”)")
    expect(notices.nth(1)).to_contain_text("The link’s amounts were in EUR")
    assert values(elsewhere) == typed


def test_a_link_in_dollars_is_converted_here_and_says_so(own, visit):
    visit.open(HOMES["break-even"])
    plain = visit.calculator("break-even").get_attribute("data-link")
    own.open(f"{HOMES['break-even']}#{plain}")
    break_even = own.calculator("break-even")
    expect(break_even.get_by_text("They are converted at 0.92 € a dollar, European Central Bank")).to_be_visible()
    expect(break_even.locator("[name=fixed_usd]")).to_have_value("55\u202f200")
    expect(break_even.locator("[name=calls_per_month]")).to_have_value("1\u202f000\u202f000")
    expect(break_even.get_by_text("The guide’s starting values, not your organisation’s")).to_be_visible()


def values(element):
    """What the controls hold, without what stands between thousands."""
    texts = element.locator("form").evaluate("form => [...form.elements].map((each) => [each.name, each.value])")
    return {name: text.replace(",", "").replace("\u202f", "") for name, text in texts if name}


def test_the_site_passes_every_check_that_the_guide_passes(organisation_site):
    # The few pages of this site have links to none that it lacks.
    today = datetime.date(2026, 11, 26)
    assert [str(finding) for finding in check_site(organisation_site, today) if finding.kind != "evidence"] == []


def test_documents_are_verified_under_the_profile(organisation, organisation_site, tmp_path):
    """A block pasted under a profile follows from its own link, whatever the guide's defaults are."""
    config = ["-f", str(organisation / "mkdocs.yml"), "--address", "https://guide.example/"]
    asked = ["calc", "break-even", "--set", "fixed_usd=70k", "--block", *config]
    block = CliRunner().invoke(main, asked, catch_exceptions=False).stdout
    assert "€" in block
    document = tmp_path / "design.md"
    document.write_text(f"# Design\n\n{block}")
    words = ["verify", str(document), "--site", str(organisation_site), *config]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    document.write_text(document.read_text().replace("70000", "90000"))
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 1


def test_nothing_of_the_profile_is_left_when_the_site_is_built(organisation_site):
    assert organisation_site.is_dir()
    assert kit.current() is None
    assert profiles.NONE.data is None
