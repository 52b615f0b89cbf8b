"""`ftdocs profile`, and the commands that take the organisation's numbers from it."""

import json
import re

import markdown
import pytest

import calculators
from calculators.kit import profile as kit
from ftdocs import profile as profiles
from ftdocs.profile import schema
from tests.ftdocs.profile.trying import MODEL, RATE, run


def test_init_lists_every_number_that_is_the_organisations_to_give(folder):
    assert run(folder, "profile", "init").exit_code == 0
    text = (folder / profiles.NAME).read_text()
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (folder / first.partition("=")[2]).resolve() == schema.FILE.resolve()
    for name, fields in schema.inputs().items():
        for field in fields.values():
            if field.origin and field.origin.kind == "organisation":
                assert f"#    {field.name}: {field.canonical(field.default)}   #" in text, (name, field.name)


def test_what_init_writes_is_in_order_once_its_lines_are_taken_into_use(folder):
    run(folder, "profile", "init")
    path = folder / profiles.NAME
    head, _, rest = path.read_text().partition("\n")
    path.write_text(f"{head}\n" + re.sub(r"(?m)^#(?=( *- | *)[a-z_-]+:( |$))", "", rest))
    result = run(folder, "profile", "check")
    assert result.stderr == ""
    assert re.search(r"is in order: version 1, \d+ starting values of your own, 0 numbers not yours yet", result.stdout)
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        assert calculators.get("break-even").field("calls_per_month").label == "Calls a month"


def test_init_never_replaces_a_file(folder):
    (folder / profiles.NAME).write_text("hours_in_week: 38\n")
    result = run(folder, "profile", "init")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert (folder / profiles.NAME).read_text() == "hours_in_week: 38\n"


def test_check_says_what_is_wrong_and_exits_with_1(folder):
    (folder / profiles.NAME).write_text("baner: x\n")
    result = run(folder, "profile", "check")
    assert result.exit_code == 1
    assert "profile.yml:1: baner is no key" in result.stderr
    machine = json.loads(run(folder, "profile", "check", "--json").stdout)
    assert len(machine["problems"]) == 1


@pytest.mark.parametrize(
    ("command", "code", "stdout", "stderr"),
    [
        ("check", 2, "", "`ftdocs profile init` writes one to fill in"),
        ("show", 0, "everything is the guide’s own", ""),
    ],
)
def test_without_a_profile_each_says_so(folder, command, code, stdout, stderr):
    result = run(folder, "profile", command)
    assert result.exit_code == code
    assert stdout in result.stdout
    assert stderr in result.stderr
    # Each speaks where it should, and only there.
    assert bool(result.stdout) == bool(stdout)
    assert bool(result.stderr) == bool(stderr)


def test_show_sets_the_organisations_beside_the_guides(folder):
    (folder / profiles.NAME).write_text(
        f"version: v7\norganisation: Example Ltd\ncurrency: {{code: EUR, {RATE}}}\n"
        f"models: [{MODEL}]\ndefaults: {{break-even: {{calls_per_month: 2M}}}}\n"
    )
    said = run(folder, "profile", "show").stdout
    assert "Profile of Example Ltd, version v7." in said
    assert "converted at 0.92 (a bank, 2026-11-20)" in said
    assert re.search(r"break-even +calls_per_month +1,000,000 +2,000,000 *\n", said)
    assert re.search(r"training +hosting_usd_per_hour +1.7 US\$ +1.564 +converted", said)
    assert "Model of your own: ours/a (A)" in said
    assert "not your number yet" not in said
    assert "not your number yet" in run(folder, "profile", "show", "--unset").stdout
    machine = json.loads(run(folder, "profile", "show", "--json").stdout)
    assert machine["version"] == "v7"
    assert {"calculator": "break-even", "name": "calls_per_month", "guides": "1,000,000"}.items() <= machine[
        "defaults"
    ][0].items()


def test_calc_reads_the_profile_beside_the_configuration(folder):
    (folder / profiles.NAME).write_text(
        f"version: v7\ncurrency: {{code: EUR, {RATE}}}\ndefaults: {{shared: {{calls_per_month: 2M}}}}\n"
    )
    reply = json.loads(run(folder, "calc", "break-even", "--json").stdout)
    assert reply["inputs"]["calls_per_month"] == 2_000_000
    assert reply["profile"] == {"version": "v7", "currency": "EUR"}
    assert reply["link"].endswith("&p=v7:EUR")
    assert "€" in reply["sentence"]
    again = json.loads(run(folder, "calc", "break-even", "--from", reply["link"], "--json").stdout)
    assert again == reply
    assert kit.current() is None


def test_a_fence_shows_the_organisations_numbers_and_an_example_the_guides(folder):
    (folder / profiles.NAME).write_text("organisation: Example Ltd\nthresholds: {min_prompt_weeks: 3}\n")
    source = "```calculator\nreadiness\n```\n\n```calculator\nreadiness\n_view: example\nprompt_weeks: 2\n```\n"
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        page = markdown.markdown(source, extensions=["ftdocs"])
    calculator, example = page.split('<figure class="ft-example"')
    assert "Judged by 3 weeks of prompt work" in calculator
    assert "Your organisation’s default, not the guide’s." in calculator
    assert "with Example Ltd’s profile" in calculator
    assert "&p=" not in example.replace("&amp;", "&")
    assert "No gate fails so far" in example


def test_records_are_judged_by_the_organisations_thresholds(folder):
    (folder / profiles.NAME).write_text("thresholds: {min_labelled_examples: 100000}\nreview: {months: 9}\n")
    [first, *_] = json.loads(run(folder, "record", "--examples", "--json").stdout)["examples"]
    name = first["name"] if isinstance(first, dict) else first
    assert "data" in json.loads(run(folder, "record", "--example", name, "--json").stdout)["gates"]["failed"]
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        assert kit.review_months() == 9
    assert kit.review_months() == kit.REVIEW_MONTHS


def test_a_pages_own_amounts_are_dollars_and_are_converted(folder):
    (folder / profiles.NAME).write_text(f"currency: {{code: EUR, {RATE}}}\n")
    source = "```calculator\nbreak-even\nfixed_usd: $50,000\nhorizon_months: 12\n```\n"
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        page = markdown.markdown(source, extensions=["ftdocs"])
    assert 'name="fixed_usd" value="46,000"' in page
    assert 'name="horizon_months" value="12"' in page
