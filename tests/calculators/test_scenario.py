"""Scenarios: what is shared, what a calculator takes, and files that are not as they should be."""

import json
import pathlib
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from calculators import protocol
from calculators.scenario import examples, model, reading, shared
from calculators.scenario.model import Evidence, Scenario
from calculators.scenario.record import compose
from calculators.scenario.schema import schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The same word for another thing, so never shared: examples in a prompt and examples to train on, …
SAME_NAME_OTHER_MEANING = {"examples", "tokens_per_example", "target"}
FULL = {"format": "ftdocs-scenario", "version": 1}


def read(**sections):
    return reading.read(json.dumps(FULL | sections))


# --- What is shared --------------------------------------------------------------


def test_a_name_that_two_calculators_have_is_shared_or_known_to_mean_two_things():
    fields: dict[str, list[str]] = {}
    for calculator_id in calculators.ids():
        for f in calculators.get(calculator_id).inputs:
            fields.setdefault(f.name, []).append(f.shared)
    several = {name: takes for name, takes in fields.items() if len(takes) > 1}
    assert {name for name, takes in several.items() if takes == [""] * len(takes)} == SAME_NAME_OTHER_MEANING
    assert [name for name, takes in several.items() if len(set(takes)) > 1] == []


def test_every_shared_input_is_used_and_every_declared_use_exists():
    used = shared.used_by(calculators.ids())
    assert set(used) == set(shared.DEFINED_IN)
    alone = [name for name, uses in used.items() if len(uses) < 2]
    # few-shot has the same price as a multiple of the input price.
    assert alone == ["usd_per_million_cached"]


@pytest.mark.parametrize("name", shared.DEFINED_IN)
def test_what_is_shared_is_of_one_kind_wherever_it_is_taken(name):
    measured = {"count": "number", "amount": "number"}
    kinds = {use.field.kind for use in shared.used_by(calculators.ids())[name]}
    assert len({measured.get(kind, kind) for kind in kinds}) == 1


def test_a_week_of_an_engineer_is_forty_hours_without_rounding():
    taken = model.taken(Scenario(shared={"engineer_usd_per_hour": "110.07 to 130"}), calculators.get("migration"))
    assert taken.fields == {"usd_per_week": "4402.80 to 5200"}


def test_a_calculator_takes_shared_inputs_under_its_own_names():
    scenario = Scenario(shared={"hosting_usd_per_month": "900", "test_items": "350", "question_tokens": "80"})
    assert model.taken(scenario, calculators.get("break-even")).fields == {"tuned_usd_per_month": "900"}
    assert model.taken(scenario, calculators.get("eval-size")).fields == {"have_items": "350"}
    assert model.taken(scenario, calculators.get("few-shot")).fields == {"user_tokens": "80"}
    assert model.taken(scenario, calculators.get("training")).fields == {}


def test_an_own_input_wins_over_a_shared_one_and_is_known_as_such():
    scenario = Scenario(
        shared={"calls_per_month": "5000"}, inputs={"break-even": {"calls_per_month": "7", "fixed_usd": "1"}}
    )
    taken = model.taken(scenario, calculators.get("break-even"))
    assert taken.fields == {"calls_per_month": "7", "fixed_usd": "1"}
    assert taken.overridden == ["calls_per_month"]
    assert model.taken(scenario, calculators.get("few-shot")).fields == {"calls_per_month": "5000"}


def test_a_model_prices_every_calculator_that_asks_for_prices_of_tokens():
    priced = next(m for m in calculators.kit.prices.current().models.values() if m.cached is not None)
    scenario = Scenario(shared={"model": priced.id, "usd_per_million_output": "1.5"})
    for name in ("few-shot", "retrieval"):
        # They take the model itself; a price given by hand stays by hand.
        taken = model.taken(scenario, calculators.get(name)).fields
        assert taken == {"model": priced.id, "usd_per_million_output": "1.5"}
        answer = calculators.answer(calculators.get(name), taken)
        assert isinstance(answer, calculators.Answer)
        assert answer.inputs["usd_per_million_input"] == priced.input


def test_gates_are_answered_from_shared_inputs_and_their_own():
    scenario = Scenario(
        shared={"prompt_weeks": "3", "labelled_examples": "1000"},
        gates={"evaluation": "yes", "stability": "yes"},
        waivers={"retrieval": "a closed set of labels"},
    )
    answer = model.gates(scenario)
    assert answer.outputs["outcome"] == "ready_to_consider"
    assert answer.outputs["waived"] == ["retrieval"]


# --- Files -----------------------------------------------------------------------

EVERYTHING = Scenario(
    name="Sort tickets",
    shared={"calls_per_month": "200000 to 2000000", "labelled_examples": "20000"},
    gates={"retrieval": "no", "min_labelled_examples": "500"},
    waivers={"retrieval": "closed set", "data": ""},
    inputs={"break-even": {"fixed_usd": "5"}, "eval-size": {"have_items": ""}},
    evidence=(Evidence("evaluation", "lift?items=500&v=1&d=2026-11", "a word"),),
    costs=("break-even", "total-cost"),
    record={"question": "Which?\n\nReally?", "consequences": "Good: a\nBad: −5 points", "review_date": "2027-05-01"},
)


def test_a_scenario_survives_its_file_and_the_browser():
    assert reading.read(reading.to_text(EVERYTHING)) == reading.Read(EVERYTHING, [])
    assert reading.from_flat(reading.flat(EVERYTHING)) == reading.Read(EVERYTHING, [])


def test_what_people_type_is_read_as_in_the_forms():
    found = read(shared={"calls_per_month": "20k to 2M", "prompt_price_decline": "30%", "horizon_months": 12})
    assert found.problems == []
    assert found.scenario.shared == {
        "calls_per_month": "20000 to 2000000",
        "prompt_price_decline": "0.3",
        "horizon_months": "12",
    }


def test_gates_that_are_shared_may_stand_among_the_gates():
    found = read(gates={"labelled_examples": "20k", "prompt_weeks": 3, "retrieval": "yes"}, shared={"prompt_weeks": 2})
    assert found.scenario.shared == {"prompt_weeks": "2", "labelled_examples": "20000"}
    assert found.scenario.gates == {"retrieval": "yes"}
    assert [p.message for p in found.problems] == [
        "“Systematic prompt work so far, weeks” is given twice: 2 was taken, not 3."
    ]


@pytest.mark.parametrize(
    ("sections", "where", "said"),
    [
        ({"shared": {"calls_per_month": "many"}}, "shared.calls_per_month", "“Calls a month” must be a number"),
        ({"shared": {"calls_per_month": [1]}}, "shared.calls_per_month", "takes one value, not a list"),
        ({"shared": {"calls_per_month": {"a": 1}}}, "shared.calls_per_month", "takes one value, not an object"),
        ({"shared": {"calls_per_month": float("nan")}}, "shared.calls_per_month", "must be a finite number"),
        ({"shared": {"calls": 1}}, "shared.calls", "“shared” has no “calls”; it has calls_per_month"),
        ({"shared": []}, "shared", "must be an object with names and values, not a list"),
        ({"gates": {"retrieval": "maybe"}}, "gates.retrieval", "must be yes or no, not “maybe”"),
        ({"gates": {"luck": "yes"}}, "gates.luck", "has no “luck”"),
        ({"waivers": {"data": 5, "cost": "x"}}, "waivers.cost", "has no “cost”; it has prompting, retrieval"),
        ({"inputs": {"lfit": {}}}, "inputs.lfit", "There is no calculator called “lfit”"),
        ({"inputs": {"lift": {"itmes": 5}}}, "inputs.lift.itmes", "Lift has no “itmes”; it has items"),
        ({"inputs": {"lift": {"items": -1}}}, "inputs.lift.items", "“Test items” must be 1 or more, not -1"),
        ({"inputs": {"lift": 5}}, "inputs.lift", "must be an object, not “5”"),
        ({"evidence": {}}, "evidence", "must be a list, not an object"),
        ({"evidence": ["lift"]}, "evidence.1", "is an object with “gate” and “link”, not “lift”"),
        ({"evidence": [{"gate": "luck", "link": "lift"}]}, "evidence.1.gate", "must be one of prompting, retrieval"),
        ({"evidence": [{"gate": "data", "link": "javascript:alert(1)"}]}, "evidence.1.link", "no calculator called"),
        ({"evidence": [{"gate": "data"}]}, "evidence.1.link", "must be a calculator’s link"),
        ({"evidence": [{"gate": "data", "link": "lift?itmes=5"}]}, "evidence.1.link", "The link sets “itmes”"),
        ({"costs": "total-cost"}, "costs", "must be a list of calculators"),
        ({"costs": ["total-costs", 5]}, "costs", "There is no calculator called “total-costs”"),
        ({"record": {"review_date": "soon"}}, "record.review_date", "“Review on” must be a date like 2027-01-06"),
        ({"record": {"chosen": "luck"}}, "record.chosen", "“Chosen option” must be undecided, prompting"),
        ({"record": {"because": "x" * 2000}}, "record.because", "may have at most 1,500 characters, not 2,000"),
        ({"record": {"consequences": [["a"]]}}, "record.consequences", "takes plain values, not a list"),
        ({"record": {"__proto__": "x"}}, "record.__proto__", "has no “__proto__”"),
        ({"secret": 1}, "secret", "A scenario has no “secret”; it has format, version, name"),
        ({"version": 7}, "version", "The file is of version 7, newer than 1, which this guide knows"),
        ({"version": 0}, "version", "must be a whole number such as 1, not “0”"),
        ({"version": "one"}, "version", "must be a whole number such as 1, not “one”"),
        ({"version": True}, "version", "must be a whole number such as 1, not “true”"),
        ({"format": "profile"}, "format", "is “profile” and should be “ftdocs-scenario”"),
    ],
)
def test_each_problem_is_named_and_the_rest_is_read(sections, where, said):
    other = sections.get("shared", {})
    shared_ones = {"test_items": 70, **other} if isinstance(other, dict) else other
    found = read(**{"name": "kept", **sections, "shared": shared_ones})
    assert any(p.field == where and said in p.message for p in found.problems), found.problems
    assert found.scenario is not None
    assert found.scenario.name == "kept"
    assert shared_ones == other or found.scenario.shared["test_items"] == "70"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is no JSON: line 1, column 1"),
        ('{"a": 1,}', "The file is no JSON: line 1"),
        ("[1, 2]", "The file holds a list, and a scenario is an object"),
        ("7", "The file holds “7”"),
        ("null", "The file holds nothing"),
        ("[" * 100_000, "nested too deeply"),
        ('{"version": ' + "1" * 5000 + "}", "a number is too long"),
        (" " * 600_000, "The file has 600,000 characters; a scenario has at most 500,000."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text, said):
    found = reading.read(text)
    assert found.scenario is None
    assert said in found.problems[0].message


def test_a_name_that_stands_twice_is_named():
    found = reading.read('{"format": "ftdocs-scenario", "version": 1, "name": "a", "name": "b"}')
    assert found.scenario == Scenario(name="b")
    assert [p.message for p in found.problems] == ["“name” stands twice in one object; the last one was taken."]


def test_characters_that_steer_the_writing_are_dropped():
    found = read(name="a\u202eb\u0000c\ud800d", record={"because": "one\r\ntwo\u2066"})
    assert found.scenario.name == "abcd"
    assert found.scenario.record["because"] == "one\ntwo"


def test_problems_are_listed_up_to_a_bound():
    found = read(shared={f"x{number}": 1 for number in range(1000)})
    assert len(found.problems) == reading.MOST_PROBLEMS + 1


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [*shared.DEFINED_IN, *model.GATES, *model.GATE_FIELDS, "lift", "readiness", "items", "link", "gate"]
)
SECTION = JSON_VALUES | st.dictionaries(
    NAMES, JSON_VALUES | st.dictionaries(NAMES, JSON_VALUES, max_size=3), max_size=4
)


@given(st.dictionaries(st.sampled_from(reading.SECTIONS) | st.text(max_size=8), SECTION, max_size=6))
def test_any_json_is_read_without_a_crash_and_what_was_read_reads_again(data):
    found = reading.read(json.dumps(data))
    assert found.scenario is not None
    again = reading.read(reading.to_text(found.scenario))
    assert again.scenario == found.scenario
    assert [p for p in again.problems if not p.field.startswith("evidence")] == []
    assert all(problem.message.isprintable() for problem in found.problems)
    assert reading.from_flat(reading.flat(found.scenario)).scenario == found.scenario


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    found = reading.read(text)
    assert found.scenario is not None or found.problems


# --- Schema and examples ----------------------------------------------------------


@pytest.mark.parametrize("name", examples.NAMES)
def test_examples_follow_the_schema_and_hold_no_problem(name):
    data = json.loads(examples.text(name))
    jsonschema.Draft202012Validator(schema(calculators.ids())).validate(data)
    scenario = examples.load(name)
    assert reading.to_text(scenario) == examples.text(name)
    for each in scenario.evidence:
        assert isinstance(calculators.answer(*opened(each)), calculators.Answer)


def opened(each):
    calculator = calculators.get(each.calculator)
    return calculator, calculators.kit.links.open_fragment(calculator, each.link).fields


def test_the_schema_refuses_what_reading_names():
    validator = jsonschema.Draft202012Validator(schema(calculators.ids()))
    jsonschema.Draft202012Validator.check_schema(schema(calculators.ids()))
    refused: list[dict[str, Any]] = [
        {"secret": 1},
        {"gates": {"luck": "yes"}},
        {"evidence": [{"gate": "data"}]},
        {"version": 2},
        {"shared": []},
    ]
    for wrong in refused:
        assert not validator.is_valid(FULL | wrong)
        assert read(**wrong).problems


# --- What pages ask ---------------------------------------------------------------


def ask(what, **request):
    return json.loads(protocol.respond(json.dumps({"do": f"scenario-{what}", **request})))


def test_a_page_learns_which_inputs_come_from_the_scenario():
    texts = {"shared.calls_per_month": "5000", "inputs.break-even.fixed_usd": "1200", "shared.horizon_months": "12"}
    reply = ask("take", calculator="break-even", texts=texts | {"inputs.break-even.horizon_months": "6"})
    assert reply["fields"] == {"calls_per_month": "5,000", "fixed_usd": "1,200", "horizon_months": "6"}
    assert reply["shared"] == {"calls_per_month": "5,000", "horizon_months": "12"}
    assert reply["own"] == ["fixed_usd", "horizon_months"]


def test_a_half_typed_value_is_refused_and_a_whole_one_comes_back_canonical():
    assert ask("check", place="shared.calls_per_month", text="20k to")["ok"] is False
    assert ask("check", place="shared.calls_per_month", text="20k")["texts"] == {"shared.calls_per_month": "20000"}
    assert ask("check", place="gates.labelled_examples", text="20k")["texts"] == {"shared.labelled_examples": "20000"}


def test_a_note_on_evidence_is_read_at_its_own_place():
    piece = {"gate": "data", "link": "annotation?usable_examples=400&v=1"}
    good = ask("check", place="evidence.m1x", text=json.dumps(piece | {"note": " checked\u202e twice "}))
    assert json.loads(good["texts"]["evidence.m1x"]) == piece | {"note": "checked twice"}
    assert list(good["texts"]) == ["evidence.m1x"]
    long = ask("check", place="evidence.m1x", text=json.dumps(piece | {"note": "x" * 301}))
    assert long["errors"][0]["message"].endswith("may have at most 300 characters, not 301.")


def test_a_reset_takes_out_what_is_the_calculators_own():
    texts = reading.flat(EVERYTHING) | {"shared.prompt_weeks": "3"}
    assert ask("reset", calculator="break-even", texts=texts)["texts"] == {"inputs.break-even.fixed_usd": None}
    # The five questions are where the gates' answers are given, also those that others share.
    gone = {"shared.prompt_weeks", "shared.labelled_examples", "gates.retrieval", "gates.min_labelled_examples"}
    assert set(ask("reset", calculator="readiness", texts=texts)["texts"]) == gone | {
        "waivers.retrieval",
        "waivers.data",
    }


def test_export_and_import_give_the_same_back():
    texts = reading.flat(EVERYTHING)
    written = ask("export", texts=texts)
    assert written["filename"] == "sort-tickets.json"
    assert ask("import", text=written["text"]) == {"ok": True, "texts": texts, "problems": []}


def test_the_state_of_the_gates_is_told():
    reply = ask("gates", texts={"gates.retrieval": "no", "shared.prompt_weeks": "3"})
    assert {gate["id"]: gate["status"] for gate in reply["gates"]} == {
        "prompting": "passed",
        "retrieval": "failed",
        "evaluation": "unanswered",
        "data": "unanswered",
        "stability": "unanswered",
    }
    assert reply["next"] == "retrieval"


def test_a_record_over_ranges_comes_in_steps_and_is_the_same():
    texts = reading.flat(examples.load("tickets-at-volume"))
    request = {"texts": texts, "homes": {each: each for each in calculators.ids()}, "today": "2026-11-26"}
    steps = []
    while "nodes" not in (reply := ask("record", **request)):
        steps.append(reply["said"])
    assert all(re.fullmatch(r"Working out the ranges: [\d,]+ of 20,000 draws", said) for said in steps)
    composed = compose(examples.load("tickets-at-volume"), home=str, today="2026-11-26")
    assert reply["markdown"] == composed.markdown()
    assert reply["evidence"][0]["said"] == "Evaluation: Is the lift real?"
    assert reply["evidence"][0]["note"].startswith("trial on last month")
