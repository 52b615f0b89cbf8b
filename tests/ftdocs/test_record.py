"""`ftdocs record`: what it prints, and the exit codes that pipelines rest on."""

import datetime
import json

import jsonschema
import pytest
from click.testing import CliRunner

import calculators
from calculators.scenario import examples
from ftdocs.cli import main
from ftdocs.homes import home


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """A day before the examples' reviews."""

    class Day(datetime.date):
        @classmethod
        def today(cls):
            return cls(2026, 11, 26)

    monkeypatch.setattr(datetime, "date", Day)


def run(*words, stdin=None):
    return CliRunner().invoke(main, ["record", *map(str, words)], input=stdin, catch_exceptions=False)


@pytest.fixture
def scenario(tmp_path):
    """Writes a scenario with the given changes to an example; gives its path."""

    def write(**changes):
        path = tmp_path / "scenario.json"
        path.write_text(json.dumps(json.loads(examples.text("tickets-at-volume")) | changes), "utf-8")
        return path

    return write


def test_examples_are_listed_and_printed():
    listed = run("--examples")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(examples.NAMES)
    rows = json.loads(run("--examples", "--json").stdout)["examples"]
    assert [row["name"] for row in rows] == list(examples.NAMES)
    for name in examples.NAMES:
        printed = run("--example", name)
        assert printed.exit_code == 0
        assert printed.stdout.startswith('---\nstatus: "')
        assert run("--example", name, "--scenario").stdout == examples.text(name)


def test_a_record_links_to_the_calculators_pages(scenario):
    printed = run(scenario()).stdout
    for calculator_id in ("readiness", "total-cost", "break-even", "lift"):
        assert f"]({home(calculator_id)}#{calculator_id}?" in printed


def test_links_are_whole_where_the_site_has_an_address(scenario, tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_url: https://guide.internal/ft/\n")
    assert "](https://guide.internal/ft/decide/#readiness?" in run(scenario(), "-f", config).stdout


def test_links_are_whole_where_the_address_is_given(scenario):
    assert (
        "](https://guide.internal/ft/decide/#readiness?"
        in run(scenario(), "--address", "https://guide.internal/ft").stdout
    )
    refused = run(scenario(), "--address", "guide.internal")
    assert refused.exit_code == 2
    assert "--address takes a whole address" in refused.stderr


def test_the_organisations_profile_says_when_a_record_must_be_reviewed(scenario, tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Guide\n")
    (tmp_path / "profile.yml").write_text("organisation: Example Ltd\nreview: {months: 3}\n")
    result = run(scenario(), "--check", "-f", config)
    assert result.exit_code == 1
    assert "2027-02-26 is 3 months after the decision, as Example Ltd’s profile asks." in result.stderr
    (tmp_path / "profile.yml").write_text("review: {months: 6}\n")
    assert run(scenario(), "--check", "-f", config).exit_code == 0


def test_the_json_holds_the_record_and_the_scenario():
    reply = json.loads(run("--example", "distillation", "--json").stdout)
    assert reply["scenario"] == json.loads(examples.text("distillation"))
    assert reply["gates"]["waived"] == ["data"]
    assert (reply["checks"], reply["problems"]) == ([], [])
    assert reply["markdown"] == run("--example", "distillation").stdout


def test_a_record_goes_to_a_file(scenario, tmp_path):
    out = tmp_path / "0042-tickets.md"
    printed = run(scenario(), "--out", out)
    assert (printed.exit_code, printed.stdout) == (0, "")
    assert out.read_text("utf-8") == run(scenario()).stdout
    assert run(scenario(), "--out", tmp_path / "no" / "where.md").exit_code == 2


def test_a_scenario_comes_from_standard_input():
    assert run("-", stdin=examples.text("strict-format")).stdout == run("--example", "strict-format").stdout


# --- The gate for pipelines ------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in examples.NAMES if name != "policy-questions"])
def test_a_record_that_stands_passes_the_check(name):
    assert run("--example", name, "--check").exit_code == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gates": {"retrieval": "yes", "evaluation": "no", "stability": "yes"}, "waivers": {}}, "“evaluation” fails"),
        ({"waivers": {"retrieval": " "}}, "The waiver of “retrieval” has no reason."),
        ({"record": {"review_date": "2026-11-25"}}, "The review was due on 2026-11-25"),
        ({"record": {}}, "has no review date"),
        ({"gates": {"evaluation": "yes"}}, "The gate has no answer: “a stable task”."),
        ({"shared": {"prompt_weeks": "four"}}, "shared.prompt_weeks: “Systematic prompt work so far, weeks” must be"),
    ],
)
def test_a_record_that_does_not_stand_fails_the_check(scenario, changes, said):
    result = run(scenario(**changes), "--check")
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_check_of_a_decision_not_to_tune_names_the_gates_that_fail():
    result = run("--example", "policy-questions", "--check", "--json")
    assert result.exit_code == 1
    assert [check["field"] for check in json.loads(result.stdout)["checks"]] == ["gates.data", "gates.stability"]


# --- Bad input ---------------------------------------------------------------------------


def test_problems_are_named_and_the_rest_is_printed(scenario):
    result = run(scenario(version=9, surprise=1))
    assert result.exit_code == 0
    assert "version: The file is of version 9" in result.stderr
    assert "surprise: A scenario has no “surprise”" in result.stderr
    assert "# Sort support tickets at volume" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name a scenario's file, or one of the examples"),
        (["x.json", "--example", "distillation"], "name a scenario's file, or one of the examples"),
        (["nowhere.json"], "nowhere.json cannot be read: No such file or directory"),
        (["--example", "distilation"], "did you mean “distillation”?"),
    ],
)
def test_wrong_usage_exits_2_with_one_line(words, said):
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_scenario_exits_2(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 2
    assert result.stderr.startswith("ftdocs: ")
    assert "Traceback" not in result.stderr


def test_the_schema_is_printed_and_accepts_the_examples():
    schema = json.loads(run("--schema").stdout)
    for name in examples.NAMES:
        jsonschema.validate(json.loads(examples.text(name)), schema)
    assert set(schema["properties"]["inputs"]["properties"]) == set(calculators.ids())
