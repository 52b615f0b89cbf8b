"""`ftdocs calc`: the JSON and exit codes that scripts rest on."""

import datetime
import json

import pytest
from click.testing import CliRunner

from calculators import protocol
from ftdocs.cli import main
from ftdocs.homes import home


def run(*words):
    return CliRunner().invoke(main, ["calc", *words], catch_exceptions=False)


def test_the_json_has_the_promised_keys_and_values():
    result = run("lift", "--set", "prompt_only_right=10", "--set", "tuned_only_right=2", "--json")
    reply = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(reply) == ["calculator", "version", "data", "inputs", "outputs", "sentence", "notes", "link"]
    assert reply["outputs"]["p_value"] == pytest.approx(0.03857421875)
    assert reply["outputs"]["verdict"] == "prompt_better"
    assert reply["inputs"]["confidence"] == 0.95
    assert reply["link"] == "trap/seductive-logic/#lift?prompt_only_right=10&tuned_only_right=2&v=1&d=2026-11"


def test_a_link_gives_back_what_it_was_made_from():
    first = json.loads(run("break-even", "--set", "calls_per_month=3M", "--set", "horizon_months=12", "--json").stdout)
    again = json.loads(run("break-even", "--from", "https://guide.internal/ft/" + first["link"], "--json").stdout)
    assert again == first


def test_settings_win_over_the_link():
    reply = json.loads(run("lift", "--from", "lift?items=500&v=1", "--set", "items=900", "--json").stdout)
    assert reply["inputs"]["items"] == 900


def test_notices_of_a_link_come_first_among_the_notes():
    reply = json.loads(run("lift", "--from", "x/#lift?itmes=500", "--json").stdout)
    assert reply["notes"][0] == "The link sets “itmes”, which this calculator does not have; it was ignored."


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        (["lift", "--set", "items=abc"], "items", "“Test items” must be a number"),
        (["lift", "--set", "items=nan"], "items", "must be a finite number"),
        (["lift", "--set", "items="], "items", "is empty; give a whole number, 1 or more"),
        (["lift", "--set", "itmes=5"], "itmes", "has no input called “itmes”"),
        (["lift", "--set", "items"], "set", "--set takes name=value"),
        (["lfit"], "calculator", "did you mean “lift”?"),
        (["lift", "--from", "x/#break-even?v=1"], "from", "the link is for “break-even”, not for lift"),
        (["lift", "--from", ""], "from", "the link names no calculator"),
        (["history"], "calculator", "there is no calculator called “history”"),
        (["lift", "--from", "nothing"], "from", "it should hold #lift?…"),
        (["break-even", "--set", "prompt_price_decline=1.5"], "prompt_price_decline", "did you mean 1.5%?"),
    ],
)
def test_bad_input_names_the_field_and_exits_with_2(words, field, said):
    machine = run(*words, "--json")
    assert machine.exit_code == 2
    errors = json.loads(machine.stdout)["errors"]
    assert errors[0]["field"] == field
    assert said in errors[0]["message"]
    person = run(*words)
    assert person.exit_code == 2
    assert person.stdout == ""
    assert said in person.stderr
    assert "Traceback" not in person.stderr


def test_all_problems_are_said_at_once_each_on_a_line():
    result = run("lift", "--set", "items=", "--set", "confidence=95", "--set", "tuned_only_right=-1")
    assert len(result.stderr.strip().splitlines()) == 3


def test_without_an_id_the_calculators_are_listed():
    assert "Did the tuned model beat the prompt" in run().stdout.replace("\n", " ")
    listed = json.loads(run("--json").stdout)["calculators"]
    assert {"calculator", "version", "question", "page"} == set(listed[0])


def test_people_get_the_sentence_first_and_a_link_last():
    lines = run("lift").stdout.strip().splitlines()
    assert lines[0].startswith("You cannot tell")
    assert lines[-1] == "Link: trap/seductive-logic/#lift?v=1&d=2026-11"


def test_extreme_inputs_within_their_ranges_are_answered():
    assert run("lift", "--set", "confidence=99.99999999999999%").exit_code == 0
    huge = run("break-even", "--set", "prompt_usd_per_call=1e15", "--set", "tuned_usd_per_call=1e-300", "--json")
    assert json.loads(huge.stdout)["outputs"]["cost_multiple"] is None


def test_a_configuration_that_cannot_be_read_is_named(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: [")
    result = run("lift", "-f", str(config))
    assert result.exit_code == 2
    assert "mkdocs.yml cannot be read" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_readers_own_words_stay_as_they_are():
    assert ":smile: [bold]" in run("readiness", "--set", "retrieval_waiver=:smile: [bold]").stdout


def test_links_are_whole_where_the_site_has_an_address(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: x\nsite_url: https://guide.internal/ft\nextra: !ENV HOME\n")
    reply = json.loads(run("lift", "-f", str(config), "--json").stdout)
    assert reply["link"].startswith("https://guide.internal/ft/trap/seductive-logic/#lift?")


def test_a_link_alone_names_its_calculator_and_says_what_it_is_about():
    lines = run("--from", "https://guide.example/x/#lift?items=500&nothing=1&v=1").stdout.splitlines()
    assert "500 items" in lines[0]
    assert "About the link:" in lines
    assert "- The link sets “nothing”, which this calculator does not have; it was ignored." in lines
    assert run("--from", "https://guide.example/").exit_code == 2
    assert "the link names no calculator" in run("--from", "https://guide.example/").stderr
    assert "there is no calculator called “nothing”" in run("--from", "x/#nothing?v=1").stderr


def test_a_link_with_two_variants_answers_for_the_second():
    reply = json.loads(run("--from", "x/#break-even?2.calls_per_month=5000000&v=1", "--json").stdout)
    assert reply["inputs"]["calls_per_month"] == 5000000
    assert reply["notes"][0] == "The link compares two variants; this is the second of them."


def test_a_block_is_the_one_the_page_copies():
    words = ("lift", "--set", "items=640", "--address", "https://guide.example/ft")
    asked = {"do": "block", "calculator": "lift", "fields": {"items": "640"}, "numbers": True}
    about = {"address": f"https://guide.example/ft/{home('lift')}", "date": datetime.date.today().isoformat()}
    expected = json.loads(protocol.respond(json.dumps(asked | about)))["block"]
    assert run(*words, "--block").stdout == expected
    reply = json.loads(run(*words, "--block", "--json").stdout)
    assert reply["block"] == expected
    both = run("--from", "x/#break-even?2.calls_per_month=5000000&v=1", "--block")
    assert "> - Calls a month: 1,000,000 → 5,000,000\n" in both.stdout
    assert run("lift", "--set", "items=x", "--block").exit_code == 2
    assert run("--block").exit_code == 2
    assert "--address takes a whole address" in run("lift", "--address", "guide").stderr
