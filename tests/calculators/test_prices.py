"""Prices by model: found by any name, filled in where nothing was set by hand, and told from one month to the next."""

import json
import pathlib
from typing import Any

import pytest

import calculators
from calculators.kit import links, prices
from calculators.kit.presets import ModelField
from tests.calculators.helpers import answered

FEW_SHOT = calculators.get("few-shot")
FOLDER = pathlib.Path(calculators.__file__).parent / "prices"
FILLED = ("usd_per_million_input", "usd_per_million_output", "cache_read_multiplier", "cache_write_multiplier")


def snapshot(month="2026-11", **rows):
    """A snapshot with one model for each keyword: an id with underscores, and what differs from the usual."""
    models = []
    for name, changes in rows.items():
        row: dict[str, Any] = {
            "id": name.replace("_", "-"),
            "name": name.replace("_", " ").title(),
            "provider": "Maker",
        }
        row |= {"input": 2, "output": 10, "cached": 0.1, "cache_write": 2.5, "min_cacheable": 512} | changes
        row = {key: value for key, value in row.items() if value is not None}
        row["from"] = {"one": [f for f in ("input", "output", "cached", "cache_write", "min_cacheable") if f in row]}
        models.append(row)
    packages = {"one": {"version": "1.2", "date": "2026-11-10"}, "two": {"version": "3", "date": "2026-11-12"}}
    return prices.from_json({"month": month, "as_of": "2026-11-10", "packages": packages, "models": models})


@pytest.fixture
def use(monkeypatch):
    """Put a snapshot in use, and others on the shelf."""

    def put(current, *others):
        shelf = {each.month: each for each in (current, *others)}
        monkeypatch.setattr(prices, "of_month", shelf.get)
        monkeypatch.setattr(prices, "MONTH", current.month)

    return put


def test_the_month_in_use_is_there():
    assert (FOLDER / f"{prices.MONTH}.json").is_file()
    assert prices.current().month == prices.MONTH == FEW_SHOT.data


@pytest.mark.parametrize(
    "name",
    [
        "claude-sonnet-5-5",
        "Claude Sonnet 5.5",
        " CLAUDE SONNET 5-5 ",
        "anthropic/claude-sonnet-5-5",
        "claude-sonnet-5-5-20260930",
    ],
)
def test_a_model_is_found_by_any_of_its_names(name):
    found = prices.current().find(name)
    assert found
    assert found.id == "claude-sonnet-5-5"


def test_a_name_that_two_sellers_share_is_the_one_whose_id_it_is():
    for name, model in (("GPT-4.1", "gpt-4.1"), ("Azure GPT-4.1", "azure/gpt-4.1"), ("azure/gpt-4.1", "azure/gpt-4.1")):
        found = prices.current().find(name)
        assert found
        assert found.id == model


def test_every_model_is_found_by_its_id_and_by_its_seller_and_name():
    for model in prices.current().models.values():
        assert prices.current().find(model.id) == model
        assert prices.current().find(f"{model.provider} {model.name}") == model


@pytest.mark.parametrize(("typed", "nearest"), [("sonet 5.5", "claude-sonnet-5-5"), ("gpt6.1-sool", "gpt-6.1-sol")])
def test_an_unknown_model_is_refused_with_the_nearest_names(typed, nearest):
    refusal = calculators.answer(FEW_SHOT, {"model": typed})
    assert isinstance(refusal, calculators.Refusal)
    message = refusal.problems[0].message
    assert message.startswith(f"“Model” is none of the models with prices here: “{typed}”. Did you mean “{nearest}”")
    assert message.endswith("If not, leave it blank and give the prices yourself.")


@pytest.mark.parametrize("typed", ["?", "🦆", "zzzz", "2026-11", "../2026-11", "x" * 100])
def test_what_is_like_no_model_is_refused_without_a_guess(typed):
    refusal = calculators.answer(FEW_SHOT, {"model": typed})
    assert isinstance(refusal, calculators.Refusal)
    assert "Choose one from the list" in refusal.problems[0].message


def test_a_model_fills_the_prices_left_at_their_starting_values(use):
    use(snapshot(some_model={}))
    answer = answered(FEW_SHOT, {"model": "some model"})
    assert [answer.inputs[name] for name in FILLED] == [2, 10, 0.05, 1.25]
    assert answer.inputs["min_cacheable_tokens"] == 512
    assert answer.inputs["model"] == "some-model"
    assert answer.notes[:2] == [
        "Prices of Some Model (Maker) as of 2026-11-10 from one 1.2: input $2, output $10, cached input $0.10 and "
        "writing to the cache $2.50 a million tokens.",
        "Some Model caches prompts from 512 tokens on, says one 1.2.",
    ]
    assert "· $2 + 60 · $10" in answer.working[2].numbers


def test_the_starting_values_typed_out_count_as_not_set(use):
    """The form always sends every field."""
    use(snapshot(some_model={}))
    typed = {f.name: f.shown(f.default) for f in FEW_SHOT.inputs} | {"model": "some-model"}
    assert answered(FEW_SHOT, typed).outputs == answered(FEW_SHOT, {"model": "some-model"}).outputs


def test_a_price_set_by_hand_stays_and_is_named(use):
    use(snapshot(some_model={}))
    answer = answered(FEW_SHOT, {"model": "some-model", "usd_per_million_output": "7", "min_cacheable_tokens": "0"})
    assert answer.inputs["usd_per_million_output"] == 7
    assert answer.inputs["usd_per_million_input"] == 2
    assert answer.notes[0].endswith("input $2, cached input $0.10 and writing to the cache $2.50 a million tokens.")
    assert (
        "Set by hand, so not the model’s: “Shortest prompt that is cached, tokens” and “Output, US$ a million tokens”."
        in answer.notes
    )


def test_multiples_of_an_input_price_set_by_hand_are_not_said_as_prices(use):
    use(snapshot(some_model={}))
    first = answered(FEW_SHOT, {"model": "some-model", "usd_per_million_input": "20"}).notes[0]
    assert "output $10 a million tokens, cached input 0.05 times the input price" in first
    assert "$0.10" not in first


def test_without_a_cached_price_caching_saves_nothing_and_says_so(use):
    use(snapshot(some_model={"cached": None, "cache_write": None, "min_cacheable": None}))
    answer = answered(FEW_SHOT, {"model": "some-model"})
    assert answer.outputs["usd_per_call"] == answer.outputs["usd_per_call_uncached"]
    assert answer.inputs["min_cacheable_tokens"] == 1024
    assert "No cached price is known for Some Model, so cached input is counted like any other." in answer.notes


def test_a_model_that_charges_nothing_for_writing_writes_at_the_input_price(use):
    use(snapshot(some_model={"cache_write": None}))
    assert answered(FEW_SHOT, {"model": "some-model"}).inputs["cache_write_multiplier"] == 1


def test_doubts_about_a_price_are_said_where_it_is_used(use):
    doubtful = {
        "differs": [{"figure": "output", "package": "two", "value": 12}],
        "announced": {"from": "2027-01-01", "input": 4, "output": 20},
        "by_hour": True,
        "dearer_above": 2000,
    }
    use(snapshot(some_model=doubtful))
    said = [
        "The packages disagree: two 3 has output $12.",
        "Maker charges more at certain hours; these prices hold outside them.",
        "From 2027-01-01 on it costs input $4 and output $20.",
        "Above 2,000 tokens a prompt costs more, which is not counted here.",
    ]
    assert [note for note in answered(FEW_SHOT, {"model": "some-model"}).notes if note in said] == said
    own = {"model": "some-model", "usd_per_million_output": "7", "examples": "1"}
    notes = answered(FEW_SHOT, own).notes
    assert said[0] not in notes
    assert said[3] not in notes
    assert "From 2027-01-01 on it costs input $4." in notes


def test_without_a_model_nothing_is_said_of_prices():
    assert not [note for note in answered(FEW_SHOT, {}).notes if "Prices of" in note]


# --- Links ---------------------------------------------------------------------


def test_a_link_carries_the_model_and_what_was_set_by_hand():
    answer = answered(FEW_SHOT, {"model": "Azure GPT-4.1", "usd_per_million_output": "7"})
    link = links.fragment(FEW_SHOT, answer.inputs)
    assert link == f"few-shot?model=azure%2Fgpt-4.1&usd_per_million_output=7&v={FEW_SHOT.version}&d={prices.MONTH}"
    opened = links.open_fragment(FEW_SHOT, link)
    assert opened.notices == []
    assert opened.fields["usd_per_million_input"] == "3"
    assert answered(FEW_SHOT, opened.fields) == answer


def test_a_link_from_an_earlier_month_says_what_its_model_cost_then(use):
    use(snapshot("2026-11", some_model={}), snapshot("2026-08", some_model={"input": 3, "cached": None}))
    opened = links.open_fragment(FEW_SHOT, "few-shot?model=some-model&v=2&d=2026-08")
    assert opened.notices == [
        "Some Model (Maker) has other prices than in 2026-08, the month of this link: input $3 and cached input "
        "unknown then, input $2 and cached input $0.10 now. Today’s are used."
    ]
    assert answered(FEW_SHOT, opened.fields).inputs["usd_per_million_input"] == 2


@pytest.mark.parametrize(
    "query", ["model=some-model&d=2026-11", "model=some-model", "d=2026-08", "model=nobody&d=2026-08"]
)
def test_where_nothing_moved_nothing_is_said(use, query):
    use(snapshot("2026-11", some_model={}), snapshot("2026-08", some_model={}))
    assert links.open_fragment(FEW_SHOT, f"few-shot?{query}&v=2").notices == []
    assert links.open_fragment(FEW_SHOT, "few-shot?model=some-model&v=2&d=2026-08").notices == []


def test_a_model_that_has_left_is_named_with_its_last_prices(use):
    use(snapshot("2026-11", some_model={}), snapshot("2026-08", old_model={"input": 3}))
    opened = links.open_fragment(FEW_SHOT, "few-shot?model=old-model&v=2&d=2026-08")
    assert opened.notices == [
        "Old Model (Maker) is no longer among our prices. In 2026-08 it cost input $3, cached input $0.10, writing to "
        "the cache $2.50 and output $10."
    ]
    assert opened.fields["model"] == "old-model"


@pytest.mark.parametrize("month", ["2031-01", "../../x", "9", "2026-11.json"])
def test_a_month_that_is_not_kept_is_named(month):
    opened = links.open_fragment(FEW_SHOT, f"few-shot?model=gpt-6.1-sol&v=2&d={month}")
    assert opened.notices == [
        f"The link’s prices are of {month}, which are not kept here; those of {prices.MONTH} are used."
    ]


def test_only_a_month_is_looked_for_among_the_files():
    assert prices.of_month("../history/few-shot") is None
    assert prices.of_month("1999-01") is None
    assert prices.of_month(prices.MONTH) is prices.current()


def test_a_range_around_a_starting_value_counts_as_set_by_hand(use):
    use(snapshot(some_model={}))
    answer = answered(FEW_SHOT, {"model": "some-model", "cache_read_multiplier": "0.05 to 0.2"})
    assert str(answer.inputs["cache_read_multiplier"]) == "0.05 to 0.2"
    assert answer.outputs["usd_per_call"] == pytest.approx(
        answered(FEW_SHOT, {"model": "some-model", "cache_read_multiplier": "0.1000001"}).outputs["usd_per_call"],
        rel=1e-6,
    )
    assert any("“Reading from the cache, times the input price”" in note for note in answer.notes)
    link = links.fragment(FEW_SHOT, answer.inputs)
    assert link.startswith("few-shot?cache_read_multiplier=0.05%20to%200.2&model=some-model&v=")


def test_two_models_are_compared_by_a_link_that_holds_both(use):
    use(snapshot(dear={"input": 4}, cheap={"output": 5}), snapshot("2026-08", dear={"input": 5}, cheap={}))
    dear, cheap = (answered(FEW_SHOT, {"model": name}) for name in ("dear", "cheap"))
    link = links.fragment(FEW_SHOT, dear.inputs, cheap.inputs)
    assert link == "few-shot?model=dear&2.model=cheap&v=2&d=2026-11"
    opened = links.open_fragment(FEW_SHOT, link.replace("2026-11", "2026-08"))
    assert opened.second
    assert answered(FEW_SHOT, opened.fields) == dear
    assert answered(FEW_SHOT, opened.second) == cheap
    assert [notice.partition(" has ")[0] for notice in opened.notices] == ["Dear (Maker)", "Cheap (Maker)"]


# --- Age and suggestions ----------------------------------------------------------


def test_prices_are_old_after_120_days(use):
    use(snapshot(some_model={}))
    aged = FEW_SHOT.field("model").aged
    assert aged
    assert aged[0] == "2027-03-10"
    assert "are of 2026-11-10, more than 120 days ago" in aged[1]


def test_the_list_suggests_every_model_by_its_id():
    field = FEW_SHOT.field("model")
    assert isinstance(field, ModelField)
    assert [name for name, _ in field.suggestions] == list(prices.current().models)
    assert ("azure/gpt-4.1", "GPT-4.1 (Azure)") in field.suggestions


def test_another_snapshot_can_be_tried():
    with prices.using(snapshot(some_model={})):
        assert answered(FEW_SHOT, {"model": "some-model"}).inputs["usd_per_million_input"] == 2
    assert isinstance(calculators.answer(FEW_SHOT, {"model": "some-model"}), calculators.Refusal)


def test_what_a_page_sends_stays_small():
    """All snapshots together, as the browser gets them. Above this, thin out the oldest: keep what links need."""
    import brotli

    files = b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.json")))
    assert len(brotli.compress(files)) < 25_000
    assert all(json.loads(path.read_text("utf-8"))["month"] == path.stem for path in FOLDER.glob("*.json"))


def test_retrieval_takes_a_models_prices_and_never_makes_a_cache_look_cheap():
    retrieval = calculators.get("retrieval")
    for model in prices.current().models.values():
        answer = answered(retrieval, {"model": model.id})
        assert answer.inputs["usd_per_million_input"] == model.input
        assert answer.inputs["usd_per_million_output"] == model.output
        assert answer.inputs["usd_per_million_cached"] == (model.input if model.cached is None else model.cached)
        assert answer.notes[0].startswith(f"Prices of {model.titled} as of {model.date} from ")
        assert any("No cached price is known" in note for note in answer.notes) == (model.cached is None)


def test_a_cached_price_beside_an_input_price_by_hand_stays_a_price():
    answer = answered(calculators.get("retrieval"), {"model": "gpt-4.1", "usd_per_million_input": "9"})
    assert "cached input $0.50" in answer.notes[0]
    assert "Set by hand, so not the model’s: “Input, US$ a million tokens”." in answer.notes
