"""Blocks: a result as Markdown to paste."""

import json

import pytest

import calculators
from calculators import protocol
from calculators.kit import block as kit
from tests.calculators.helpers import answered

ASKED = {"do": "block", "address": "https://guide.example/a (b)/", "date": "2026-11-26", "numbers": True}


def block(calculator, fields, **more):
    reply = json.loads(protocol.respond(json.dumps({**ASKED, "calculator": calculator, "fields": fields, **more})))
    assert reply["ok"], reply
    return reply["block"]


def test_a_block_reads_as_it_is_and_can_be_read_back():
    assert (
        block("lift", {"items": "1000", "prompt_only_right": "21", "tuned_only_right": "45"})
        == """\
> **Did the tuned model beat the prompt on our test set, or is it noise?**
>
> The tuned model did better than the prompt on these 1,000 items: by 2.4 points, with a 95% interval of 0.8 to 4.0.
>
> - Difference, tuned minus prompt: +2.4 points
> - Interval, low end: +0.8 points
> - Interval, high end: +4.0 points
> - p-value, exact: 0.0043
> - Verdict: the tuned model is better
>
> From these inputs:
>
> - Test items: 1,000
> - Only the prompt was right, items: 21
> - Only the tuned model was right, items: 45
> - Confidence, %: 95%
>
> Computed on 2026-11-26 with [lift](https://guide.example/a%20%28b%29/#lift?items=1000&prompt_only_right=21&\
tuned_only_right=45&v=1&d=2026-11), version 1, data of 2026-11.
"""
    )


def test_without_numbers_it_asks_and_holds_nothing_of_the_readers():
    asked = block("lift", {"items": "54321"}, numbers=False)
    assert "54321" not in asked
    assert "54,321" not in asked
    assert "> - Test items\n" in asked
    assert asked.endswith("/#lift?v=1&d=2026-11), version 1, data of 2026-11, copied on 2026-11-26.\n")


def test_a_readers_words_are_no_markup():
    waived = block(
        "readiness", {"retrieval": "no", "retrieval_waiver": "a_b <i>x</i>\n\n> # [y](z) `c` | &amp; \u202e"}
    )
    assert r"does not apply because: a\_b \<i\>x\</i\> \> # \[y\](z) \`c\` \| \&amp;" + "\n" in waived
    assert all(line.startswith(">") for line in waived.splitlines())


def test_what_is_left_blank_and_what_stays_at_its_default_in_a_folded_part_is_left_out():
    given = block("annotation", {})
    calculator = calculators.get("annotation")
    folded = [f.label for f in calculator.inputs if f.group]
    assert folded
    assert not any(f"- {label}:" in given for label in folded)
    name = next(f.name for f in calculator.inputs if f.group and f.kind in ("usd", "amount", "count"))
    field = calculator.field(name)
    assert f"- {field.label}: " in block("annotation", {name: field.canonical(field.default + 1)})


def test_two_variants_stand_in_one_block():
    both = block("break-even", {"calls_per_month": "5M"}, pinned={})
    assert "> - Calls a month: 1,000,000 → 5,000,000\n" in both
    assert "> With the change: At your volume" in both
    assert "#break-even?2.calls_per_month=5000000&v=" in both


def test_ranges_say_what_the_draws_say_from_all_of_them():
    fields = {"calls_per_month": "20k to 120k"}
    # Of a held simulation, only the first draws have been taken.
    protocol.respond(json.dumps({"do": "answer", "calculator": "break-even", "fields": fields}))
    once = block("break-even", fields)
    whole = answered(calculators.get("break-even"), fields)
    assert whole.spread
    row = next(row for row in whole.spread.rows if row.label == "Saved over the horizon")
    assert f"in eight of ten draws {row.p10} to {row.p90}" in once
    assert whole.sentence in once


def test_what_is_refused_has_no_block():
    reply = json.loads(protocol.respond(json.dumps({**ASKED, "calculator": "lift", "fields": {"items": "x"}})))
    assert not reply["ok"]
    assert reply["errors"][0]["field"] == "items"


@pytest.mark.parametrize("name", calculators.ids())
def test_labels_can_be_told_from_what_stands_behind_them(name):
    """An item of a block is a label, a colon and a text; outputs and inputs are told apart by their labels."""
    calculator = calculators.get(name)
    labels = [*(field.label for field in calculator.inputs), *(output.label for output in calculator.outputs)]
    assert not any(": " in label or label.endswith(":") for label in labels)
    settled = [kit.settled(label) for label in labels]
    assert len(set(settled)) == len(settled)


def test_texts_that_a_word_processor_changed_are_the_same():
    assert kit.same("“It’s” −3 – 4…", '"It\'s"  -3 - 4...')
    assert not kit.same("3", "4")
    assert kit.figures("By 2.4 points (95%), not 3.") == ["2.4", "95%", "3"]
