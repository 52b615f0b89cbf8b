"""`ftdocs prices`: lists, updates, compares and checks, and writes nothing that fails a check."""

import copy
import json

import pytest

import calculators
from calculators.kit import prices as used
from ftdocs.prices import checks, compare, snapshot
from tests.calculators.helpers import answered
from tests.ftdocs.prices.packages_of_prices import LOCK, TODAY, run, update


def test_a_comparison_names_what_came_went_and_moved():
    old, new = snapshot.load(used.MONTH), snapshot.load(used.MONTH)
    assert compare.is_same(compare.compare(old, new))
    moved = next(row for row in new["models"] if row["id"] == "gpt-6.1-sol")
    moved["input"] = 3
    gone = new["models"].pop(0)
    new["machines"][0]["usd_per_hour"] = 1
    found = compare.compare(old, new)
    assert found["models"]["removed"] == [gone["id"]]
    assert found["models"]["changed"] == [{"name": "gpt-6.1-sol", "figure": "input", "old": 2, "new": 3}]
    assert found["machines"]["changed"][0]["new"] == 1
    assert not compare.is_same(found)
    asked = {(each["calculator"], each["inputs"].get("model")): each for each in found["answers"]}
    assert set(asked) == {(name, model) for name in ("few-shot", "retrieval") for model in ("gpt-6.1-sol", gone["id"])}
    one = asked["few-shot", "gpt-6.1-sol"]
    with used.using(used.from_json(new)):
        assert one["new"] == answered(calculators.get("few-shot"), {"model": "gpt-6.1-sol"}).sentence
    assert one["old"] != one["new"]
    assert "none of the models" in asked["few-shot", gone["id"]]["new"]


def test_a_default_that_rests_on_a_price_shows_in_the_comparison(monkeypatch):
    few_shot = calculators.get("few-shot")
    resting = [
        copy.copy(f) if f.name != "model" else type(f)(**{**vars(f), "default": "gpt-6.1-sol"}) for f in few_shot.inputs
    ]
    changed = type(few_shot)(**{**vars(few_shot), "inputs": resting})
    monkeypatch.setattr(calculators, "ids", lambda: ["few-shot"])
    monkeypatch.setattr(calculators, "get", lambda _: changed)
    old, new = snapshot.load(used.MONTH), snapshot.load(used.MONTH)
    next(row for row in new["models"] if row["id"] == "gpt-6.1-sol")["output"] = 99
    defaults = [each for each in compare.answers(old, new) if each["inputs"] == {}]
    assert len(defaults) == 1
    assert defaults[0]["old"] != defaults[0]["new"]


def test_the_list_has_every_model_with_its_source_and_date():
    found = snapshot.load(used.MONTH)
    lines = run().stdout.splitlines()
    for row in found["models"]:
        (line,) = [line for line in lines if line.split()[:1] == [row["id"]]]
        package = next(name for name, figures in row["from"].items() if "input" in figures)
        assert f"{package} {found['packages'][package]['version']}" in line
        assert found["packages"][package]["date"] in line
        assert (" *" in line) == ("differs" in row)
    assert json.loads(run("--json").stdout) == found


def test_an_update_writes_a_checked_file_once(project):
    result = update(project)
    assert result.exit_code == 0, result.output
    path = project / f"{TODAY[:7]}.json"
    assert f"Wrote {path}: 2 models, 1 tuned," in result.stdout
    assert "small: output is 10 after genai-prices, 12 after litellm" in result.stdout
    assert checks.problems(snapshot.load(str(path))) == []
    assert path.read_text("utf-8").count("\n  {") == 4, "a row a line"
    again = update(project)
    assert again.exit_code == 2
    assert "is there already; --again replaces it" in again.stderr
    written = json.loads(update(project, "--again", "--json").stdout)
    assert (written["models"], written["differences"]) == (
        2,
        ["small: output is 10 after genai-prices, 12 after litellm"],
    )


def test_what_fails_a_check_is_not_written(project, monkeypatch):
    monkeypatch.setattr(checks, "MOST_CACHE_WRITE", 1)
    result = update(project)
    assert result.exit_code == 1
    assert result.stderr == "ftdocs: small: writing to the cache costs 2.5, against 2 for other input\n"
    assert not list(project.glob("*.json"))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--month", "november"], 2, "--month takes a month like"),
        (["--month", "2020-01"], 2, "no snapshot of 2020-01 can be taken now"),
        (["--lock", "nothing.txt"], 2, "nothing.txt cannot be read: run this in the project’s folder"),
    ],
)
def test_bad_usage_is_one_clear_line(project, words, code, said):
    result = run("update", "--folder", project, *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_lock_without_dates_and_a_broken_package_are_named(project):
    lock = project / "prices.txt"
    lock.write_text("genai-prices==0.2.3\n")
    assert "names no package with its date" in update(project).stderr
    lock.write_text(LOCK)
    (project / "downloads" / "litellm-1.2-py3-none-any.whl").write_bytes(b"no zip")
    result = update(project)
    assert result.exit_code == 1
    assert "litellm 1.2 has no readable litellm/model_prices" in result.stderr


def test_a_download_that_fails_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock = tmp_path / "prices.txt"
    lock.write_text("# released 2026-05-01\nnot-a-package==1.0 \\\n    --hash=sha256:zz\n")
    result = run("update", "--lock", lock, "--folder", tmp_path)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "pip could not download the packages" in result.stderr


def test_diff_prints_changes_for_people_and_machines(tmp_path):
    new = snapshot.load(used.MONTH) | {"month": "2099-01"}
    row = next(row for row in new["models"] if row["id"] == "gpt-6.1-sol")
    row |= {"input": 3, "announced": {"from": "2099-02-01", "input": 4}}
    path = tmp_path / "new.json"
    path.write_text(snapshot.text_of(new))
    result = run("diff", used.MONTH, path)
    assert result.exit_code == 0
    assert "  gpt-6.1-sol: input 2 → 3\n" in result.stdout
    assert '  gpt-6.1-sol: announced none → {"from": "2099-02-01", "input": 4}\n' in result.stdout
    assert "  few-shot model=gpt-6.1-sol\n    was  8 examples" in result.stdout
    assert json.loads(run("diff", used.MONTH, path, "--json").stdout)["new"] == "2099-01"
    assert run("diff", used.MONTH, used.MONTH).stdout == f"Nothing differs between {used.MONTH} and {used.MONTH}.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "there is no snapshot"), ("{", "is no JSON"), ("[]", "is no snapshot of prices"), ("{}", "is no snapshot")],
)
def test_what_is_no_snapshot_is_named(tmp_path, text, said):
    path = tmp_path / "x.json"
    if text is not None:
        path.write_text(text)
    result = run("diff", used.MONTH, path)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_check_fails_for_a_broken_snapshot_and_for_old_prices(tmp_path, monkeypatch):
    for month in snapshot.months():
        (tmp_path / f"{month}.json").write_text(snapshot.text_of(snapshot.load(month)))
    monkeypatch.setattr(checks, "age", lambda found, today: 120)
    assert run("check", "--folder", tmp_path).exit_code == 0
    monkeypatch.setattr(checks, "age", lambda found, today: 121)
    old = run("check", "--folder", tmp_path)
    assert old.exit_code == 1
    assert "its prices are 121 days old, more than 120" in old.stderr
    assert "These prices are 121 days old" in run().stdout
    broken = snapshot.load(used.MONTH)
    broken["models"][0]["batch_output"] = 999
    (tmp_path / f"{used.MONTH}.json").write_text(snapshot.text_of(broken))
    problems = json.loads(run("check", "--folder", tmp_path, "--json").stdout)["problems"]
    assert len(problems) == 2
    (tmp_path / f"{used.MONTH}.json").unlink()
    assert "the snapshot in use is missing" in run("check", "--folder", tmp_path).stderr
