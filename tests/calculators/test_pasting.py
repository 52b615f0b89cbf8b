"""Results pasted from a spreadsheet, with what stands around them there."""

import pytest

import calculators
from tests.calculators.helpers import answered

LIFT = calculators.get("lift")


@pytest.mark.parametrize(
    "text",
    [
        "1,0\n1,0\n0,1\n1,1",
        "1\t0\r\n1\t0\r\n0\t1\r\n1\t1\r\n",
        "1 0\n1 0\n\n0 1\n1 1\n",
        "1;0;\n1;0;\n0;1;\n1;1;",
        '"1","0"\n"1","0"\n"0","1"\n"1","1"',
        "prompt,tuned\n1,0\n1,0\n0,1\n1,1",
        "\N{ZERO WIDTH NO-BREAK SPACE}Prompt v1\tTuned 2\n1\t0\n1\t0\n0\t1\n1\t1",
        "Run of 26 November\n\nitem scores\nprompt tuned\n1 0\n1 0\n0 1\n1 1",
    ],
    ids=["commas", "tabs", "spaces", "semicolons", "quotes", "heading", "heading with numbers", "headings"],
)
def test_columns_are_counted_whatever_stands_around_them(text):
    answer = answered(LIFT, {"paired_results": text})
    counts = {name: answer.inputs[name] for name in ("items", "prompt_only_right", "tuned_only_right")}
    assert counts == {"items": 4, "prompt_only_right": 2, "tuned_only_right": 1}
    assert any("The counts come from the pasted results: 4 items" in note for note in answer.notes)
    headed = not text.startswith(("1", '"'))
    assert any("taken as a heading" in note for note in answer.notes) == headed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,0\n2,1", "line 2 reads “2,1”; each line takes two values, 0 or 1."),
        ("1,1,0\n2,0,1", "line 1 reads “1,1,0”; each line takes two values, 0 or 1, and no other columns."),
        ("prompt,tuned\n1,0\ntotal,150", "line 3 reads “total,150”"),
        ("1,0\n1", "line 2 reads “1”"),
        ("prompt,tuned", "no line holds two values; write 0 or 1 twice, such as 1,0."),
        ("TRUE\tFALSE\n1\t0", "line 1 reads “TRUE FALSE”"),
        ("0,5\n0,7", "line 1 reads “0,5”"),
    ],
)
def test_what_is_no_result_is_named_with_its_line(text, said):
    refused = calculators.answer(LIFT, {"paired_results": text})
    assert isinstance(refused, calculators.Refusal)
    (problem,) = refused.problems
    assert problem.field == "paired_results"
    assert problem.message.startswith("“Paired results, one item a line”: ")
    assert said in problem.message
