"""What the search plugin reads of a calculator, and that the page gets everything back."""

import calculators
from ftdocs.aside import set_aside
from ftdocs.render import render


def test_the_search_reads_the_question_and_the_answer_and_the_page_gets_all_back():
    answer = calculators.answer(calculators.get("lift"), {})
    assert isinstance(answer, calculators.Answer)
    html = f"<p>Before.</p>{render(answer, element_id='lift')}<p>Between.</p>{render(answer, element_id='lift-2')}"
    reduced, put_back = set_aside(html)
    assert reduced.count("<p>") == 2
    assert reduced.count(answer.sentence) == 2
    assert all(reduced.count(line) == 2 for line in answer.calculator.leaves_out)
    assert 'id="lift-2-question"' in reduced
    assert not [tag for tag in ("<form", "<svg", "<table", "<button") if tag in reduced]
    assert put_back(reduced) == html
