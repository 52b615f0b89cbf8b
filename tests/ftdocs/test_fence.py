"""The `calculator` fence in plain Python-Markdown: what it prints, and how it refuses."""

import re

import markdown
import pytest
from selectolax.lexbor import LexborHTMLParser

from ftdocs.fence import CURRENT_PAGE, FenceError, PageSource, printed


def convert(
    text, *, path="guide/page.md", root="../", extensions=("ftdocs", "pymdownx.superfences", "pymdownx.tabbed")
):
    token = CURRENT_PAGE.set(PageSource(path, text, root))
    try:
        return LexborHTMLParser(markdown.markdown(text, extensions=list(extensions)))
    finally:
        CURRENT_PAGE.reset(token)


def fence(*lines):
    return "```calculator\n" + "\n".join(lines) + "\n```\n"


def test_the_default_result_is_printed_in_full():
    page = convert("# Title\n\n" + fence("lift"))
    element = page.css_first("ft-calculator")
    assert element.attributes["name"] == element.attributes["id"] == "lift"
    assert element.attributes["data-state"] == "static"
    assert element.attributes["data-home"] == "../trap/seductive-logic/"
    assert element.attributes["data-link"] == "lift?v=1&d=2026-11"
    assert element.css_first("form").attributes["data-search-exclude"] == "1"
    assert element.css_first("[data-output=p_value]").attributes["data-value"] == "0.5715881884098053"
    sentence = element.css_first("[data-output=sentence]")
    assert sentence.attributes["role"] == "status"
    assert sentence.text() == (
        "You cannot tell: the tuned model was ahead by 2.0 points, "
        "and anything from −3.2 to +7.2 points fits these 200 items."
    )
    assert element.css_first(".ft-drawing svg") is not None
    assert not page.css("p > ft-calculator"), "a browser would move the form out of the element"


def test_every_input_has_one_labelled_control_with_its_name():
    for calculator_id in ("lift", "break-even", "readiness"):
        page = convert(fence(calculator_id))
        names = [node.attributes["name"] for node in page.css("form [name]")]
        assert len(names) == len(set(names))
        for control in page.css("form [name]"):
            key = control.attributes["id"]
            assert page.css_first(f'label[for="{key}"]').text().strip()
            for described in control.attributes["aria-describedby"].split():
                assert page.css_first(f"#{described}") is not None


def test_starting_values_of_the_fence_are_computed_and_shown():
    page = convert(fence("lift", "items: 1,000", "confidence: 90%"))
    assert page.css_first("[name=items]").attributes["value"] == "1,000"
    assert page.css_first("[name=confidence]").attributes["value"] == "90%"
    assert page.css_first("ft-calculator").attributes["data-link"] == "lift?confidence=0.9&items=1000&v=1&d=2026-11"
    assert "1,000 items" in page.css_first("[data-output=sentence]").text()


def test_lists_stand_as_json_in_the_page():
    page = convert(fence("readiness", "retrieval: no"))
    assert page.css_first("[data-output=failed]").attributes["data-value"] == '["retrieval"]'
    assert page.css_first("[data-output=next_step]").attributes["data-value"] == "better_retrieval"
    assert page.css_first("[name=retrieval] option[selected]").attributes["value"] == "no"


def test_a_second_one_gets_an_id_of_its_own():
    page = convert(fence("lift") + "\n" + fence("lift") + "\n" + fence("lift", "_id: after-tuning"))
    assert [node.attributes["id"] for node in page.css("ft-calculator")] == ["lift", "lift-2", "after-tuning"]
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_the_short_view_asks_the_main_questions_and_keeps_the_rest():
    page = convert(fence("readiness", "_view: short", "retrieval_waiver: a closed set"))
    shown = [node.attributes["name"] for node in page.css("form [name]") if "hidden" not in node.attributes]
    assert shown == ["prompt_weeks", "retrieval", "evaluation", "labelled_examples", "stability"]
    assert page.css_first("[name=retrieval_waiver]").attributes["value"] == "a closed set"


def test_an_example_is_a_figure_with_a_link_that_restores_it():
    page = convert(fence("readiness", "_view: example", "_title: A typical team", "prompt_weeks: 0.5"))
    assert page.css_first("ft-calculator") is None
    assert page.css_first("figure.ft-example").attributes["aria-label"] == "A typical team"
    assert page.css_first(".ft-more a").attributes["href"] == "../decide/#readiness?prompt_weeks=0.5&v=1&d=2026-11"


def test_it_works_in_tabs_and_lists_and_whichever_extension_comes_first():
    tabbed = '=== "One"\n\n    ```calculator\n    lift\n    ```\n'
    for extensions in (
        ("ftdocs", "pymdownx.superfences", "pymdownx.tabbed"),
        ("pymdownx.superfences", "pymdownx.tabbed", "ftdocs"),
    ):
        assert convert(tabbed, extensions=extensions).css_first(".tabbed-set ft-calculator form") is not None
    assert convert("1. First\n\n    ```calculator\n    lift\n    ```\n").css_first("li ft-calculator form") is not None
    assert convert(fence("lift"), extensions=("ftdocs",)).css_first("ft-calculator") is not None


def test_a_documented_example_of_a_fence_stays_text():
    page = convert("````markdown\n```calculator\nlift\n```\n````\n")
    assert page.css_first("ft-calculator") is None
    assert "calculator" in page.css_first("code").text()


def test_texts_from_a_page_are_text():
    page = convert(fence("readiness", "retrieval_waiver: '<img src=x onerror=alert(1)>'"))
    assert page.css_first("img") is None
    assert page.css_first("[name=retrieval_waiver]").attributes["value"] == "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["lfit"],
            "there is no calculator called “lfit”; did you mean “lift”? There are: ",
        ),
        ([""], "there is no calculator called “”"),
        (["lift", "itmes: 5"], "calculator lift has no input “itmes”; did you mean “items”?"),
        (["lift", "items: many"], "calculator lift: “Test items” must be a number"),
        (
            ["lift", "items: 5", "confidence: 95"],
            "“Confidence, %” must be between 0% and 100%, both excluded, not 95: did you mean 95%?",
        ),
        (["lift", "items: 5", "prompt_only_right: 9"], "add up to 25; together they may be at most “Test items”, 5"),
        (["lift", "items"], "must read “name: value”"),
        (["lift", "items: [1"], "must read “name: value”"),
        (["lift", "_view: tiny"], "_view must be full, short or example, not “tiny”"),
        (["lift", "_view: short"], "has no short view"),
    ],
)
def test_a_fence_that_cannot_be_rendered_names_page_line_and_cure(lines, said):
    with pytest.raises(FenceError) as caught:
        convert("# Title\n\nText.\n\n" + fence(*lines))
    assert str(caught.value).startswith("guide/page.md:5: ")
    assert said in str(caught.value)


def test_the_line_is_that_of_the_fence_at_fault():
    text = "# Title\n\n" + fence("lift") + "\n" + fence("lift") + "\nText.\n\n" + fence("lift", "items: 0")
    with pytest.raises(FenceError, match=r"guide/page\.md:13: "):
        convert(text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["lift", "_id: Lift One"], "_id takes small letters, digits and hyphens, not “Lift One”"),
        (["lift", "_title: Ours"], "_title belongs to _view: example"),
        (["readiness", "_view: example", "_id: ours"], "an example has no _id"),
    ],
)
def test_keys_that_would_do_nothing_are_refused(lines, said):
    with pytest.raises(FenceError, match=re.escape(said)):
        convert(fence(*lines))


def test_an_error_nobody_foresaw_stops_the_build_instead_of_printing_code(monkeypatch):
    """superfences turns any other exception into a code block."""

    def broken(*_, **__):
        raise KeyError("gone")

    printed.cache_clear()
    monkeypatch.setattr("ftdocs.fence.render", broken)
    with pytest.raises(FenceError, match=r"guide/page\.md:1: the calculator fence failed: KeyError: 'gone'"):
        convert(fence("lift"))


def test_an_id_that_is_taken_is_refused():
    with pytest.raises(FenceError, match="the id “lift” stands on this page already"):
        convert(fence("lift") + "\n" + fence("break-even", "_id: lift"))


def test_a_fence_is_rendered_once_for_all_pages_at_the_same_depth(monkeypatch):
    printed.cache_clear()
    first = convert(fence("lift", "items: 321")).html
    monkeypatch.setattr("ftdocs.fence.render", None)
    assert convert(fence("lift", "items: 321")).html == first
