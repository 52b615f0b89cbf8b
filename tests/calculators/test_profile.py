"""An organisation's profile in the calculators: starting values, currency, models, and its links elsewhere."""

import json
import types
from typing import Any
from urllib.parse import quote

import pytest

import calculators
from calculators import protocol
from calculators.kit import currency, links, presets, prices
from calculators.kit import profile as kit
from calculators.kit.currency import Currency
from calculators.kit.formatting import money, significant

EURO = Currency(
    code="EUR",
    symbol="€",
    name="euros",
    thousands="space",
    after=True,
    usd_rate=0.92,
    usd_date="2026-11-20",
    usd_source="a bank",
)
MODEL = {
    "id": "ours/large",
    "name": "Large",
    "input": 1.5,
    "output": 6,
    "cached": 0.15,
    "date": "2026-10-01",
    "source": "our contract",
}


def profile(**given):
    """A profile as it comes out of its file, with what is `given`."""
    blank: dict[str, Any] = {
        "version": "v1",
        "organisation": "",
        "currency": None,
        "shared": {},
        "defaults": {},
        "hours_in_week": None,
        "models": [],
    }
    return kit.from_json(blank | given)


def euros(**given):
    return profile(currency=vars(EURO), **given)


def answered(name, fields=None):
    """A calculator's answer to `fields`, as pages get it."""
    reply = protocol.as_data(calculators.answer(calculators.get(name), fields or {}))
    assert reply["ok"], reply
    return reply


def origin_of(name, field):
    """Where an input's starting value comes from."""
    origin = calculators.get(name).field(field).origin
    assert origin is not None
    return origin


def opened(link):
    calculator = calculators.get(link.partition("?")[0])
    return links.open_fragment(calculator, link)


# --- Starting values -------------------------------------------------------------


def test_without_a_profile_every_calculator_is_the_guides():
    assert all(calculators.get(name) is calculators.guides(name) for name in calculators.ids())


def test_a_starting_value_by_calculator_wins_over_a_shared_one():
    with kit.using(profile(shared={"calls_per_month": "2M"}, defaults={"break-even": {"calls_per_month": "3M"}})):
        assert calculators.get("break-even").defaults()["calls_per_month"] == "3000000"
        assert calculators.get("total-cost").defaults()["calls_per_month"] == "2000000"
    assert calculators.get("break-even").defaults()["calls_per_month"] == "1000000"


def test_what_the_profile_sets_is_the_organisations_and_the_rest_keeps_its_origin():
    with kit.using(profile(shared={"calls_per_month": "2M"})):
        origins = {f.name: f.origin for f in calculators.get("break-even").inputs if f.origin}
    assert origins["calls_per_month"].kind == "profile"
    assert origins["calls_per_month"].why == "the guide starts from 1,000,000"
    assert origins["fixed_usd"].kind == "organisation"
    assert origins["tuned_usd_per_month"].kind == "sourced"


def test_thresholds_move_the_gates():
    fields = {
        "prompt_weeks": "2",
        "retrieval": "yes",
        "evaluation": "yes",
        "stability": "yes",
        "labelled_examples": "600",
    }
    assert answered("readiness", fields)["outputs"]["failed"] == ["data"]
    with kit.using(profile(shared={"min_prompt_weeks": "3", "min_labelled_examples": "500"})):
        assert answered("readiness", fields)["outputs"]["failed"] == ["prompting"]
        assert answered("prompting", {"weeks_spent": "2"})["outputs"]["weeks_left"] == 1


def test_hours_in_a_week_price_a_week_of_work():
    with kit.using(profile(shared={"engineer_usd_per_hour": "95"}, hours_in_week=38)):
        assert calculators.get("migration").field("usd_per_week").default == 38 * 95
        assert origin_of("migration", "usd_per_week").kind == "profile"
    with kit.using(profile(hours_in_week=38)):
        assert calculators.get("migration").field("usd_per_week").default == 4400
    with kit.using(profile(shared={"engineer_usd_per_hour": "95"})):
        assert calculators.get("migration").field("usd_per_week").default == 40 * 95
    with kit.using(profile(shared={"test_items": "400"})):
        assert calculators.get("lift").defaults()["items"] == calculators.get("score").defaults()["items"] == "400"


def test_a_profile_ends_with_its_block_even_inside_another():
    with kit.using(euros()):
        with kit.using(None):
            assert money(1000) == "$1,000"
            assert kit.current() is None
        assert money(1000) == "1\u202f000\u00a0€"
    assert kit.current() is None


# --- Currency ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "value", "said"),
    [
        ({}, 60000, "60\u202f000\u00a0€"),
        ({}, 9.5, "9.50\u00a0€"),
        ({}, -0.00255, "−0.00255\u00a0€"),
        ({"after": False}, 60000, "€60\u202f000"),
        ({"after": False, "thousands": "comma"}, 1234.5, "€1,234"),
        ({"symbol": "CHF", "after": False}, 99.9, "CHF\u00a099.90"),
        ({"places": 0, "after": False}, 50.4, "€50"),
        ({"places": 3}, 1.5, "1.500\u00a0€"),
    ],
)
def test_amounts_are_written_as_the_profile_says(settings, value, said):
    with currency.using(Currency(**{**vars(EURO), **settings})):
        assert money(value) == said


def test_all_numbers_of_a_page_group_thousands_alike_and_forms_read_that_back():
    with currency.using(EURO):
        assert significant(2098954) == "2\u202f098\u202f954"
        field = calculators.guides("break-even").field("calls_per_month")
        assert field.shown(2e6) == "2\u202f000\u202f000"
        assert field.read(field.shown(2e6)) == 2e6


@pytest.mark.parametrize("text", ["1500", "€1500", "1 500 €", "EUR 1,500", "1.5k €", "1 500 eur"])
def test_an_amount_may_be_typed_with_its_sign_or_code(text):
    with currency.using(EURO):
        assert calculators.guides("break-even").field("fixed_usd").read(text) == 1500


def test_a_range_may_have_signs_too():
    with currency.using(EURO):
        field = calculators.guides("break-even").field("fixed_usd")
        assert str(field.read("€1k to €2k")) == "1000 to 2000"


def test_dollars_are_refused_where_amounts_are_euros():
    with kit.using(euros()):
        refused = calculators.answer(calculators.get("break-even"), {"fixed_usd": "$500"})
    assert isinstance(refused, calculators.Refusal)
    assert [problem.message for problem in refused.problems] == [
        "“Work before launch, €” is in euros (EUR) here, not in dollars like $500."
    ]


def test_the_guides_dollars_are_converted_once_and_say_how():
    with kit.using(euros()):
        field = calculators.get("training").field("hosting_usd_per_hour")
        assert field.default == pytest.approx(1.7 * 0.92, rel=1e-12)
        assert field.label == "Hosting the tuned model, € an hour"
        origin = origin_of("training", "hosting_usd_per_hour")
    assert origin.kind == "sourced"
    assert "1.7 US dollars converted at 0.92 € a dollar, a bank, 2026-11-20" in origin.why


@pytest.mark.parametrize("name", calculators.ids())
def test_no_word_of_an_answer_speaks_of_dollars_where_amounts_are_euros(name):
    with kit.using(euros()):
        calculator = calculators.get(name)
        reply = answered(name)
        labels = [f.label for f in calculator.inputs] + [output.unit for output in calculator.outputs]
    said = json.dumps([labels, reply["sentence"], reply["notes"], reply["shown"], reply["working"], reply["picture"]])
    assert "$" not in said
    assert "dollar" not in said


DECIDING = {name: decide for name in calculators.ids() if (decide := calculators.guides(name).decision)}


@pytest.mark.parametrize("name", DECIDING)
def test_a_converted_calculator_comes_to_the_same_decision(name):
    """Every formula is homogeneous in money, so a rate scales amounts and moves nothing else."""
    here = answered(name)["outputs"]
    with kit.using(euros()):
        there = answered(name)["outputs"]
    first, second = (DECIDING[name](types.SimpleNamespace(**outputs)) for outputs in (here, there))
    assert first == second


# --- Models ------------------------------------------------------------------------


def test_the_guides_models_cost_what_the_rate_makes_of_them():
    plain = prices.current().models["gpt-4.1"]
    with kit.using(euros()):
        local = prices.current().models["gpt-4.1"]
        reply = answered("few-shot", {"model": "gpt-4.1"})
    assert local.input == pytest.approx(plain.input * 0.92, rel=1e-12)
    assert local.read_multiplier == plain.read_multiplier
    assert local.min_cacheable == plain.min_cacheable
    assert reply["inputs"]["usd_per_million_input"] == local.input
    assert any("published in USD, and converted at 0.92 €" in note for note in reply["notes"])


def test_a_model_of_the_organisations_own_gives_its_prices_unconverted():
    with kit.using(euros(models=[MODEL], organisation="Example Ltd")):
        reply = answered("few-shot", {"model": "ours/large"})
        suggested = calculators.get("few-shot").field("model").suggestions[0]
    assert reply["inputs"]["usd_per_million_input"] == 1.5
    assert reply["inputs"]["cache_read_multiplier"] == pytest.approx(0.1)
    assert suggested == ("ours/large", "Large (Example Ltd)")
    assert reply["notes"][0].startswith("Prices of Large (Example Ltd) as of 2026-10-01 from our contract: input")
    assert not any("converted" in note for note in reply["notes"])


def test_no_model_of_the_organisations_own_is_left_behind():
    with kit.using(euros(models=[MODEL])):
        pass
    assert "ours/large" not in prices.current().models


def test_a_starting_model_gives_its_prices_to_a_blank_form():
    with kit.using(profile(models=[MODEL], defaults={"few-shot": {"model": "ours/large"}})):
        assert answered("few-shot")["inputs"]["usd_per_million_output"] == 6


def test_a_price_that_the_organisation_sets_gives_way_to_a_chosen_model():
    with kit.using(profile(shared={"usd_per_million_input": "2.5"})):
        assert answered("few-shot")["inputs"]["usd_per_million_input"] == 2.5
        assert answered("few-shot", {"model": "gpt-4.1"})["inputs"]["usd_per_million_input"] == 2
        assert isinstance(calculators.get("few-shot").field("model"), presets.ModelField)


# --- Links -------------------------------------------------------------------------

OWN = {"shared": {"calls_per_month": "2M", "usd_per_million_input": "2.5"}, "models": [MODEL]}


def test_a_link_leaves_out_what_equals_the_guides_default_and_never_the_organisations():
    with kit.using(profile(shared={"calls_per_month": "2M"})):
        assert answered("break-even")["link"] == "break-even?calls_per_month=2000000&v=1&d=2026-11&p=v1"
        link = answered("break-even", {"calls_per_month": "1M", "horizon_months": "12"})["link"]
        assert link == "break-even?horizon_months=12&v=1&d=2026-11&p=v1"
        assert opened(link).fields["calls_per_month"] == "1,000,000"
        assert opened(link).notices == []


def test_the_mark_names_the_currency_where_amounts_are_not_dollars():
    with kit.using(euros()):
        assert answered("lift")["link"].endswith("&p=v1:EUR")


@pytest.mark.parametrize("given", [OWN, OWN | {"currency": vars(EURO)}], ids=["dollars", "euros"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"model": "gpt-4.1"},
        {"model": "ours/large"},
        {"model": "ours/large", "usd_per_million_input": "9"},
        {"usd_per_million_input": "3"},
        {"calls_per_month": "1k to 2k"},
    ],
    ids=str,
)
def test_a_link_opened_where_it_was_made_gives_back_what_it_was_made_from(given, fields):
    with kit.using(profile(**given)):
        reply = answered("few-shot", fields)
        found = opened(reply["link"])
        assert found.notices == []
        again = answered("few-shot", found.fields)
    assert again["inputs"] == reply["inputs"]
    assert again["link"] == reply["link"]


@pytest.mark.parametrize("fields", [{}, {"model": "ours/large"}, {"usd_per_million_input": "3"}], ids=str)
def test_opened_without_the_profile_the_inputs_are_the_same_and_that_is_said(fields):
    with kit.using(profile(**OWN)):
        reply = answered("few-shot", fields)
    found = opened(reply["link"])
    again = answered("few-shot", found.fields)
    numbers = {name: value for name, value in reply["inputs"].items() if name != "model"}
    assert {name: again["inputs"][name] for name in numbers} == numbers
    assert again["outputs"] == reply["outputs"]
    assert found.notices[0] == (
        "The link was made on a site with its organisation’s own starting values (profile “v1”). They are not known "
        "here, but all the link’s inputs are."
    )


def test_a_model_that_only_the_organisation_knows_is_left_blank_elsewhere_and_named():
    with kit.using(profile(**OWN)):
        link = answered("few-shot", {"model": "ours/large"})["link"]
    found = opened(link)
    assert found.fields["model"] == ""
    assert found.fields["usd_per_million_input"] == "1.5"
    assert "“Model” was “ours/large”, which is not known here." in found.notices[-1]


def test_amounts_of_another_currency_are_kept_and_named_where_no_rate_is_known():
    with kit.using(euros()):
        link = answered("break-even", {"fixed_usd": "500"})["link"]
    found = opened(link)
    assert found.fields["fixed_usd"] == "500"
    assert found.notices[-1].startswith(
        "The link’s amounts were in EUR, and are shown as the same numbers of US dollars"
    )


def test_a_link_in_dollars_is_converted_where_the_rate_is_known():
    link = answered("break-even", {"fixed_usd": "500", "calls_per_month": "3M"})["link"]
    with kit.using(euros()):
        found = opened(link)
    assert found.fields["fixed_usd"] == "460"
    assert found.fields["tuned_usd_per_month"] == "1\u202f141.72"
    assert found.fields["calls_per_month"] == "3\u202f000\u202f000"
    assert found.notices == [
        "The link’s amounts were in US dollars (USD). They are converted at 0.92 € a dollar, a bank, 2026-11-20."
    ]


def test_a_converted_link_keeps_ranges_and_a_second_variant():
    link = "break-even?fixed_usd=1000 to 2000&2.fixed_usd=5000&v=1&d=2026-11"
    with kit.using(euros()):
        found = opened(link)
    assert found.fields["fixed_usd"] == "920 to 1\u202f840"
    assert found.second is not None
    assert found.second["fixed_usd"] == "4\u202f600"


def test_a_link_of_another_version_of_the_profile_says_so():
    with kit.using(profile(version="v1")):
        link = answered("lift")["link"]
    with kit.using(profile(version="v2")):
        assert opened(link).notices == [
            "The link was made under the profile “v1”; the one in use here is “v2”. All inputs are the link’s."
        ]


def test_a_link_made_without_the_profile_says_which_numbers_are_not_the_organisations():
    link = answered("break-even", {"horizon_months": "12"})["link"]
    with kit.using(profile(shared={"calls_per_month": "2M"})):
        found = opened(link)
    assert found.fields["calls_per_month"] == "1,000,000"
    assert found.notices == [
        "The link was made without your organisation’s profile. The guide’s starting values, not your organisation’s, "
        "stand in “Calls a month”."
    ]


@pytest.mark.parametrize("mark", ["<b>&p", "a" * 5000, ":", "v1:", "v1:<script>", "\u202e"])
def test_a_mangled_mark_does_no_harm(mark):
    for used in (None, euros()):
        with kit.using(used):
            found = opened(f"break-even?fixed_usd=500&v=1&d=2026-11&p={quote(mark)}")
            assert found.fields["calls_per_month"]
            assert all(len(notice) < 400 for notice in found.notices)
            assert not any("\u202e" in notice for notice in found.notices)


@pytest.mark.parametrize("name", [name for name in calculators.ids() if calculators.guides(name).examples])
def test_examples_to_start_from_are_converted_like_everything_that_the_guide_knows(name):
    with kit.using(euros()):
        calculator = calculators.get(name)
        for guides, local in zip(calculators.guides(name).examples, calculator.examples, strict=True):
            for field, text in guides.inputs.items():
                here = calculators.guides(name).field(field)
                if here.kind == "usd" and " to " not in text:
                    with currency.using(currency.DOLLARS):
                        dollars = here.read(text)
                    assert here.read(local.inputs[field]) == pytest.approx(dollars * 0.92)
                elif here.kind != "usd":
                    assert local.inputs[field] == text
