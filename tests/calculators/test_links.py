"""Links: what they hold, and how old ones are filled from the defaults of their day."""

import dataclasses
import json
import pathlib

import pytest

import calculators
from calculators.kit import links
from calculators.kit.links import Version
from tests.calculators.helpers import answered

LIFT = calculators.get("lift")


def test_a_link_holds_only_what_differs_sorted_and_readable():
    answer = answered(LIFT, {"tuned_only_right": "30", "confidence": "90%", "items": "20k"})
    assert links.fragment(LIFT, answer.inputs) == "lift?confidence=0.9&items=20000&tuned_only_right=30&v=1&d=2026-11"


def test_text_in_a_link_is_percent_encoded():
    readiness = calculators.get("readiness")
    answer = answered(readiness, {"retrieval_waiver": "closed set & no facts+#?"})
    link = links.fragment(readiness, answer.inputs)
    assert link == "readiness?retrieval_waiver=closed%20set%20%26%20no%20facts%2B%23%3F&v=1&d=2026-11"
    assert links.open_fragment(readiness, link).fields["retrieval_waiver"] == "closed set & no facts+#?"


def test_pasted_rows_travel_as_counts():
    answer = answered(LIFT, {"paired_results": "1,0\n1,0\n0,1"})
    link = links.fragment(LIFT, answer.inputs)
    assert link == "lift?items=3&prompt_only_right=2&tuned_only_right=1&v=1&d=2026-11"


def test_unknown_names_are_ignored_with_a_notice():
    opened = links.open_fragment(LIFT, "lift?itmes=500&v=1")
    assert opened.fields["items"] == "200"
    assert opened.notices == ["The link sets “itmes”, which this calculator does not have; it was ignored."]


def test_a_bad_value_stays_as_it_came_for_the_form_to_explain():
    assert links.open_fragment(LIFT, "lift?items=many").fields["items"] == "many"


@pytest.mark.parametrize("version", ["99", "abc", "-1", "1.0"])
def test_an_unknown_version_is_named(version):
    opened = links.open_fragment(LIFT, f"lift?v={version}")
    assert len(opened.notices) == 1
    assert version in opened.notices[0]


def test_an_old_link_is_filled_from_its_own_defaults_and_says_what_moved():
    today = dataclasses.replace(LIFT, version=3)
    frozen = links.history(LIFT)[1]
    old = Version(frozen.defaults | {"confidence": "0.9", "items": "100"}, "2024-01", "")
    versions = {
        1: old,
        2: Version(frozen.defaults, "2025-01", "The exact test took the place of an approximation."),
        3: frozen,
    }
    opened = links.open_fragment(today, "lift?items=500&v=1", versions)
    assert opened.fields["items"] == "500"
    assert opened.fields["confidence"] == "90%"
    assert opened.notices == [
        "Confidence, %: the link was made when the default was 90%, and is computed with it. Today’s is 95%.",
        "The formula changed in version 2: The exact test took the place of an approximation. "
        "The link was made with version 1, so its result then may have been another.",
    ]


@pytest.mark.parametrize("calculator_id", calculators.ids())
def test_the_current_version_is_frozen_as_it_is(calculator_id):
    """A default changed without a new version would change what links mean: run tools/freeze_defaults.py."""
    calculator = calculators.get(calculator_id)
    assert links.history(calculator)[calculator.version].defaults == calculator.defaults()


def test_versions_count_up_from_one_and_say_what_changed():
    folder = pathlib.Path(calculators.__file__).parent / "history"
    assert sorted(path.stem for path in folder.glob("*.json")) == calculators.ids()
    for path in folder.glob("*.json"):
        versions = json.loads(path.read_text("utf-8"))["versions"]
        assert list(versions) == [str(number) for number in range(1, len(versions) + 1)]
