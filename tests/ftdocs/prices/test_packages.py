"""Prices are read from packages, exactly, and no code of theirs is run."""

import ast
import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest

from ftdocs.prices import checks, packages, snapshot, sources
from ftdocs.prices.errors import PricesError
from tests.ftdocs.prices.packages_of_prices import CATALOGUE, LITELLM, MEMBERS, TODAY, update

ROOT = Path(__file__).resolve().parents[3]


def taken(project):
    return snapshot.take(packages.fetch(project / "prices.txt", project / "downloads"), TODAY[:7], TODAY)


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
