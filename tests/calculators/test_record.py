"""The decision record: what it says, as Markdown that others render, with links that give the same numbers again."""

import html
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import calculators
from calculators.kit import links, profile
from calculators.kit.flips import flips
from calculators.scenario import checks, document, examples, fields, model, review
from calculators.scenario.document import Bullets, Heading, Link, Paragraph, Strong, Table
from calculators.scenario.model import Evidence, Scenario
from calculators.scenario.record import compose
from tests.calculators.helpers import answered

TODAY = "2026-11-26"
COMMONMARK = MarkdownIt("commonmark").enable("table")
HREF = re.compile(r'href="([^"]*)"')
GOOD = Scenario(
    name="Sort tickets",
    shared={"prompt_weeks": "3", "labelled_examples": "1000"},
    gates={"retrieval": "yes", "evaluation": "yes", "stability": "yes"},
    record={"review_date": "2027-05-01"},
)


def home(calculator_id):
    return f"https://guide.internal/ft/{calculator_id}/"


def composed(scenario, today=TODAY):
    return compose(scenario, home=home, today=today)


def rendered(markdown):
    """The document as a CommonMark parser renders it, without what stands above it."""
    return COMMONMARK.render(markdown.split("\n---\n", 1)[1])


def plain(markup):
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", markup)))


def flattened(node):
    """All texts, and all elements' names, of nodes."""
    if isinstance(node, str):
        return [node], []
    texts, tags = [], [node[0]]
    for child in node[2]:
        more, named = flattened(child)
        texts += more
        tags += named
    return texts, tags


def same_as_rendered(blocks):
    """The nodes and a CommonMark parser's rendering of the Markdown hold the same texts, elements and addresses."""
    markup = COMMONMARK.render(document.markdown(blocks))
    texts, tags = [], []
    for node in document.nodes(blocks):
        more, named = flattened(node)
        texts += more
        tags += named
    assert plain(markup) == re.sub(r"\s+", "", "".join(texts))
    assert sorted(re.findall(r"<([a-z0-9]+)", markup)) == sorted(tags)


def total_cost(scenario):
    calculator = calculators.get("total-cost")
    return answered(calculator, model.taken(scenario, calculator).fields)


# --- What it says ----------------------------------------------------------------


@pytest.mark.parametrize("name", examples.NAMES)
def test_links_of_a_record_open_with_identical_numbers(name):
    scenario = examples.load(name)
    markup = rendered(composed(scenario).markdown())
    addresses = [html.unescape(found) for found in HREF.findall(markup)]
    given_by = {each: model.taken(scenario, calculators.get(each)).fields for each in ("readiness", *scenario.costs)}
    expected = [answered(calculators.get(each), taken) for each, taken in given_by.items()]
    shown = {}
    for address in addresses:
        fragment = address.partition("#")[2]
        calculator = calculators.get(fragment.partition("?")[0])
        opened = links.open_fragment(calculator, fragment)
        assert opened.notices == []
        answer = answered(calculator, opened.fields)
        assert answer.sentence in html.unescape(re.sub(r"<[^>]*>", "", markup))
        shown[address] = answer.outputs
    for answer in expected:
        address = f"{home(answer.calculator.id)}#{links.fragment(answer.calculator, answer.inputs)}"
        assert shown[address] == answer.outputs
    assert len(set(addresses)) >= 3


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_record_has_the_shape_of_a_decision_record(name):
    markup = rendered(composed(examples.load(name)).markdown())
    assert re.findall(r"<h2>(.*?)</h2>", markup) == [
        "Context and Problem Statement",
        "Considered Options",
        "Decision Outcome",
        "Gates",
        "Costs",
        "What Would Flip This",
        "What Was Left Out",
        "More Information",
    ]
    assert re.findall(r"<h3>(.*?)</h3>", markup) == ["Consequences", "Confirmation"]
    for words in ("A better prompt.", "Retrieval.", "A few examples in the prompt.", "Fine-tuning."):
        assert f"<strong>{words}</strong>" in markup


@pytest.mark.parametrize("name", examples.NAMES)
def test_page_and_file_hold_the_same(name):
    same_as_rendered(composed(examples.load(name)).blocks)


def test_front_matter_is_yaml_whatever_people_are_called():
    who = 'Ann: "the\\" boss\n---\nevil: true'
    front = composed(Scenario(name="x", record={"decision_makers": who})).markdown().split("\n---\n")[0]
    assert yaml.safe_load(front) == {"status": "proposed", "date": "2026-11-26", "decision-makers": who}


def test_costs_stand_with_their_ranges_or_say_that_there_is_none():
    ranged = Scenario(shared={"calls_per_month": "200000 to 2000000"})
    answer = total_cost(ranged)
    assert answer.spread is not None
    row = next(row for row in answer.spread.rows if row.name == "prompting_usd")
    assert f"| Prompting, in all (total-cost) | {row.p10} | {row.p50} | {row.p90} |" in composed(ranged).markdown()
    single, shown = composed(Scenario()).markdown(), total_cost(Scenario()).shown
    assert f"| Prompting, in all (total-cost) | – | {shown['prompting_usd']} | – |" in single
    assert "Starting values of the guide, not the team’s: “Calls a month”" in single


def test_what_would_flip_it_comes_from_the_calculators():
    markdown = composed(GOOD).markdown()
    found = flips(calculators.get("total-cost"), total_cost(GOOD).inputs)
    assert found is not None
    assert f"Now {found.decision}." in markdown
    assert f"{found.found[0].field.label}: {found.found[0].at} (now {found.found[0].now})" in markdown


def test_waivers_stand_with_their_reasons():
    waived = Scenario(waivers={"retrieval": "A closed set | of *labels*", "data": "?"})
    markup = rendered(composed(waived).markdown())
    assert "Waived because: A closed set | of *labels*" in markup
    assert "a waiver without a reason" in markup


def test_the_reason_is_given_once():
    chosen = {"chosen": "retrieval", "because": "Because: it lacked facts.", "review_date": "2027-05-01"}
    markdown = composed(Scenario(**{**vars(GOOD), "record": chosen})).markdown()
    assert "Chosen option: Retrieval, because it lacked facts." in markdown


def test_gates_that_fail_are_reasons_of_a_decision_against_tuning():
    failing = {**GOOD.gates, "stability": "no"}
    said = "The gate “a stable task” fails: narrow the task until it holds still."
    for chosen, label in (("retrieval", "Not fine-tuning now."), ("fine-tuning", "This record does not stand yet.")):
        record = {"review_date": "2027-05-01", "chosen": chosen}
        scenario = Scenario(**{**vars(GOOD), "gates": failing, "record": record})
        assert f"**{label}** {said}\n" in composed(scenario).markdown()
    # Anything else is a fault whatever was decided.
    overdue = composed(Scenario(**{**vars(GOOD), "record": {"review_date": "2026-01-01", "chosen": "other"}}))
    assert "**This record does not stand yet.** The review was due on 2026-01-01" in overdue.markdown()


def test_evidence_made_with_other_numbers_says_so():
    scenario = Scenario(
        shared={"test_items": "300"}, evidence=(Evidence("evaluation", "lift?items=500&v=1&d=2026-11"),)
    )
    assert "Made with other numbers than the situation’s: “Test items” 500." in composed(scenario).markdown()
    same = Scenario(shared={"test_items": "500"}, evidence=scenario.evidence)
    assert "other numbers" not in composed(same).markdown()


def test_a_calculator_without_a_result_does_not_spoil_the_record():
    scenario = Scenario(
        shared={"test_items": "10"},
        costs=("distillation", "total-cost"),
        inputs={"distillation": {"calls_per_month": "-1"}},
        evidence=(Evidence("evaluation", "lift?items=5&prompt_only_right=40&v=1"),),
    )
    markdown = composed(scenario).markdown()
    assert "**distillation**: no result. “Calls a month” must be above 0, not -1." in markdown
    assert "lift has no result for its inputs." in markdown
    assert "Prompting, in all (total-cost)" in markdown


def test_an_empty_scenario_makes_a_record_that_says_what_is_missing():
    markdown = composed(Scenario()).markdown()
    assert "No option has been chosen yet." in markdown
    assert "Nothing has been written down about it." in markdown
    assert "No day has been set for reading this record again." in markdown


# --- What it is held to ------------------------------------------------------------


def test_a_record_stands_whose_gates_pass_and_whose_review_is_to_come():
    assert checks.check(GOOD, TODAY) == []
    assert checks.check(GOOD, "2027-05-01") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"gates": {**GOOD.gates, "retrieval": "no"}},
            "The gate “retrieval” fails: build retrieval and measure with it.",
        ),
        ({"shared": {"prompt_weeks": "3", "labelled_examples": "999"}}, "The gate “labelled data” fails"),
        ({"gates": {"retrieval": "yes", "evaluation": "yes"}}, "The gate has no answer: “a stable task”."),
        ({"waivers": {"retrieval": ""}}, "The waiver of “retrieval” has no reason."),
        ({"waivers": {"retrieval": " – "}}, "The waiver of “retrieval” has no reason."),
        ({"waivers": {"retrieval": "n/a"}}, "The waiver of “retrieval” has no reason."),
        ({"waivers": {"retrieval": "TBD."}}, "The waiver of “retrieval” has no reason."),
        ({"record": {}}, "The record has no review date"),
        ({"record": {"review_date": "2026-11-25"}}, "The review was due on 2026-11-25, and today is 2026-11-26."),
    ],
)
def test_what_does_not_stand_is_named(changed, said):
    found = checks.check(Scenario(**{**vars(GOOD), **changed}), TODAY)
    assert len(found) == 1
    assert said in found[0].message
    assert found[0].message in composed(Scenario(**{**vars(GOOD), **changed})).markdown().replace("\\", "")


# --- When it is read again -----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-26", 6, "2027-05-26"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-07-15", 1, "2026-08-15"),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day, months, then):
    assert review.months_after(day, months) == then


@given(st.dates(), st.integers(1, 60))
def test_a_review_date_exists_for_every_decision(day, months):
    assert review.months_after(day.isoformat(), months) >= min(day.isoformat(), "9999-11-30")


def organisation(**data):
    own: dict[str, Any] = {"version": "", "organisation": "Example Ltd", "currency": None, "shared": {}, "defaults": {}}
    return profile.from_json({**own, "hours_in_week": None, "models": [], **data})


def test_without_a_review_date_the_decisions_date_and_the_policy_give_one():
    decided = Scenario(**{**vars(GOOD), "record": {"date": "2026-11-26", "reviewer": "Ann"}})
    record = composed(decided)
    assert record.front["review-date"] == "2027-05-26"
    said = "This record is read again on 2027-05-26, by Ann: 6 months after the decision, as the guide suggests."
    assert said in record.markdown()
    assert checks.check(decided, "2027-05-26") == []
    assert "The review was due on 2027-05-26" in checks.check(decided, "2027-05-27")[0].message
    with profile.using(organisation(review_months=3)):
        assert "2027-02-26, by Ann: 3 months after the decision, as Example Ltd’s profile asks." in (
            composed(decided).markdown()
        )
        assert "The review was due on 2027-02-26" in checks.check(decided, "2027-02-27")[0].message


def test_an_organisations_policy_bounds_the_review_date_and_the_guides_suggestion_does_not():
    late = Scenario(**{**vars(GOOD), "record": {"date": "2026-11-26", "review_date": "2027-06-01"}})
    assert checks.check(late, TODAY) == []
    with profile.using(organisation()):
        assert checks.check(late, TODAY) == []
    with profile.using(organisation(review_months=6)):
        (found,) = checks.check(late, TODAY)
        assert found.field == "record.review_date"
        assert found.message == (
            "The review on 2027-06-01 comes too late: 2027-05-26 is 6 months after the decision, "
            "as Example Ltd’s profile asks."
        )
        # Without the decision's date it counts from today.
        undated = Scenario(**{**vars(GOOD), "record": {"review_date": "2027-06-01"}})
        assert checks.check(undated, TODAY) != []
        assert checks.check(undated, "2026-12-01") == []


@pytest.mark.parametrize("reason", ["closed set", "latency", "不需要检索", "The budget is 50 ms."])
def test_reasons_of_any_length_and_language_count(reason):
    assert checks.check(Scenario(**{**vars(GOOD), "waivers": {"retrieval": reason}}), TODAY) == []


# --- Texts are texts ---------------------------------------------------------------

MARKS = (
    r"<i> </td> [x](javascript:alert(1)) ![](//e) | ` `` * _ ** \ # - 1. > &lt; &amp ~~~ --- === <!-- + a é 1) ![ ]("
)
HOSTILE = st.lists(
    st.sampled_from([*MARKS.split(), "<https://a.b>", "- ", "1. ", "    ", "\n", "\n\n"]) | st.text(max_size=4),
    max_size=8,
).map("".join)


def clean(text):
    return " ".join(fields.plain(text).split()) or "x"


@given(HOSTILE, HOSTILE, HOSTILE)
@example("- #", "a ##", "1. #")
@settings(max_examples=300)
def test_no_text_becomes_markup(one, two, three):
    one, two, three = clean(one), clean(two), clean(three)
    blocks = [
        Heading(2, one),
        Paragraph([two, " ", Strong(three), " ", Link(one, "https://a.b/c?d=(e)#f g")]),
        Bullets([[one], [Strong(two), f" {three}"]]),
        Table((one, two), [[[three], [Link(two, "x/#y")]], [[one], [two]]]),
    ]
    same_as_rendered(blocks)


def test_every_shared_and_written_word_reaches_the_page_as_text():
    evil = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) | `x` **b**"
    words = {name: evil for name, f in fields.by_name().items() if isinstance(f, fields.Words)}
    scenario = Scenario(name=evil, waivers=dict.fromkeys(model.GATES, evil), record=words)
    record = composed(scenario)
    same_as_rendered(record.blocks)
    markup = rendered(record.markdown())
    assert "<img" not in markup
    assert not any(address.startswith("javascript") for address in HREF.findall(markup))
