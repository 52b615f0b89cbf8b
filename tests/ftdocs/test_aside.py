"""What the search plugin reads of a calculator, and that the page gets everything back."""

import calculators
from ftdocs.aside import set_aside, stand_ins, without
from ftdocs.render import render


def test_the_search_reads_the_question_and_the_answer_and_the_page_gets_all_back():
    answer = calculators.answer(calculators.get("lift"), {})
    assert isinstance(answer, calculators.Answer)
    html = f"<p>Before.</p>{render(answer, element_id='lift')}<p>Between.</p>{render(answer, element_id='lift-2')}"
    reduced, put_back = set_aside(html)
    # One paragraph, so that an excerpt cannot leave the answer out.
    said = " ".join([answer.sentence, *answer.calculator.leaves_out])
    assert reduced.count(f"<p>{said}</p>") == 2
    assert reduced.count("<p>") == 4
    assert 'id="lift-2-question"' in reduced
    assert not [tag for tag in ("<form", "<svg", "<table", "<button") if tag in reduced]
    assert put_back(reduced) == html


def test_what_only_looks_like_a_calculator_stays():
    one = '<ft-calculator name="lift" id="lift"><p>x</p></ft-calculator>'
    html = f"<ft-calculators></ft-calculators>a{one}b{one}c<ft-calculator never closed"
    assert stand_ins(html) == (
        "<ft-calculators></ft-calculators>a"
        '<blockquote data-calculator="0"></blockquote>b<blockquote data-calculator="1"></blockquote>'
        "c<ft-calculator never closed",
        [one, one],
    )
    assert without(html) == "<ft-calculators></ft-calculators>abc<ft-calculator never closed"
