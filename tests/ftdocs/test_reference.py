"""The `reference` fence and the pages that use it: complete, and true to the code."""

import json
import pathlib
import re
import types

import pytest
from selectolax.lexbor import LexborHTMLParser

import calculators
from calculators import protocol
from calculators.kit import links
from ftdocs import pictures
from ftdocs.fence import FenceError
from ftdocs.homes import HOMES
from ftdocs.reference import (
    EXAMPLES,
    UnknownReferenceError,
    accepts,
    commands,
    default_answer,
    field_kinds,
    gist,
    render_reference,
)
from tests.calculators.test_cases import CASES
from tests.conftest import ROOT
from tests.ftdocs.test_fence import convert

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
CALCULATORS = [calculators.get(calculator_id) for calculator_id in calculators.ids()]


def source(page):
    return (DOCS / "reference" / page).read_text("utf-8")


def reference(words, root="../"):
    return LexborHTMLParser(render_reference(words, root))


def fence(words):
    return f"# Title\n\n```reference\n{words}\n```\n"


def test_it_is_a_fence_of_the_extension():
    page = convert(fence("gallery"), root="../")
    assert page.css_first(".ft-gallery a").attributes["href"] == f"../{HOMES['readiness']}#readiness"
    assert not page.css("p > .ft-gallery")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("metods lift", "there is no reference called “metods”; did you mean “methods”? There are: commands, methods"),
        ("", "there is no reference called “”"),
        ("methods", "there is no calculator called “”"),
        ("methods lfit", "did you mean “lift”?"),
        ("commands biuld", "there is no command called “biuld”; did you mean “build”?"),
    ],
)
def test_a_fence_that_names_nothing_says_where_and_what_there_is(words, said):
    with pytest.raises(FenceError) as caught:
        convert(fence(words))
    assert str(caught.value).startswith("guide/page.md:3: ")
    assert said in str(caught.value)


def test_every_command_has_its_section():
    page = source("commands.md")
    for name in commands():
        assert f"## ftdocs {name} {{ #{name.replace(' ', '-')} }}" in page
        assert f"```reference\ncommands {name}\n```" in page
    listed = [a.attributes["href"] for a in reference("commands").css("a")]
    assert listed == [f"#{name.replace(' ', '-')}" for name in commands()]


def test_a_command_shows_every_option_it_has():
    for name, command in commands().items():
        text = reference(f"commands {name}").text()
        for parameter in command.params:
            wanted = parameter.opts[-1] if parameter.param_type_name == "option" else parameter.human_readable_name
            assert wanted in text, (name, wanted)


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda c: c.id)
def test_every_calculator_has_its_methods(calculator):
    page = source("methods.md")
    assert f"## {calculator.title} {{ #{calculator.id} }}" in page
    assert f"```reference\nmethods {calculator.id}\n```" in page
    printed = reference(f"methods {calculator.id}")
    text = " ".join(printed.text().split())
    answer = default_answer(calculator.id)
    assert answer.sentence in text
    for field in calculator.inputs:
        assert field.name in text
        assert accepts(field) in text
        if field.origin:
            assert field.origin.why in text
    for step in answer.working:
        assert step.numbers in text
        assert step.result in text
    for line in calculator.leaves_out:
        assert line in text
    own = [case for case in CASES if case["calculator"] == calculator.id]
    assert f"Version {calculator.version}," in text
    (table,) = [table for table in printed.css("table") if "What must come out" in table.text()]
    rows = [" ".join(row.text().split()) for row in table.css("tbody tr")]
    assert len(rows) == len(own)
    for case, row in zip(own, rows, strict=True):
        assert ("Refused: " in row) == ("refuse" in case), case["id"]
        assert case["source"] in row
    addresses = [a.attributes["href"] for a in printed.css("a")]
    assert f"../{HOMES[calculator.id]}#{calculator.id}" in addresses
    for known in calculator.formula_sources:
        assert known.title in text
        assert not known.url or known.url in addresses


def test_headings_on_the_methods_page_have_ids_of_their_own():
    ids = [node.attributes["id"] for c in CALCULATORS for node in reference(f"methods {c.id}").css("h3")]
    assert len(ids) == len(set(ids)) == 5 * len(CALCULATORS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids)


def test_the_gallery_shows_every_calculator_once_with_the_gist_of_its_default_answer():
    rows = reference("gallery").css(".ft-gallery li")
    assert [row.css_first("a").attributes["href"].partition("#")[2] for row in rows] == list(HOMES)
    for row, calculator_id in zip(rows, HOMES, strict=True):
        assert row.css_first("a").text() == calculators.get(calculator_id).question
        said = row.css_first("span").text().removesuffix(".")
        assert default_answer(calculator_id).sentence.startswith(said)
        assert 2 <= len(said.split()) <= 25


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("You cannot tell: it was ahead by 2.0 points.", "You cannot tell."),
        ("No: it takes 60.1 ms, and no server helps; the rest waits.", "No: it takes 60.1 ms, and no server helps."),
        ("Blocked until somebody has read it. Then pay $1.50.", "Blocked until somebody has read it."),
        ("Yes.", "Yes."),
    ],
)
def test_the_gist_of_a_sentence(sentence, said):
    assert gist(sentence) == said


def test_the_page_of_calculators_has_every_part_of_the_gallery():
    page = (ROOT / "docs/calculators/index.md").read_text("utf-8")
    parts = re.findall(r"^gallery (.+)$", page, re.MULTILINE)
    cards = [card for part in parts for card in reference(f"gallery {part}").css(".ft-gallery a")]
    assert sorted(card.attributes["href"].partition("#")[2] for card in cards) == sorted(HOMES)


def test_an_unknown_part_of_the_gallery_is_refused_with_the_known_ones():
    with pytest.raises(UnknownReferenceError, match="“nowhere”") as refused:
        render_reference("gallery nowhere")
    assert "hidden-costs" in refused.value.known


def test_every_kind_of_field_has_examples():
    assert set(EXAMPLES) == set(field_kinds())
    text = reference("fields").text()
    for field, taken, refused in EXAMPLES.values():
        assert all(example in text for example in (type(field).__name__, *taken, refused))


def test_texts_from_the_code_are_text():
    assert "<script" not in render_reference("fields")
    assert "&#39;" in render_reference("commands calc")


def test_the_example_in_authoring_is_a_working_calculator():
    code = re.search(r"```python\n(.*?)```", source("authoring.md"), re.DOTALL)
    module = types.ModuleType("wrong_answers")
    assert code
    exec(compile(code[1], "authoring.md", "exec"), module.__dict__)
    calculator = module.CALCULATOR
    answer = calculators.answer(calculator, {"answers_per_month": "10k", "accuracy": "90%"})
    assert isinstance(answer, calculators.Answer)
    assert answer.sentence == "Of 10,000 answers a month, 1,000 will be wrong."
    assert pictures.render(
        pictures.compile_spec(calculator.picture_spec()), answer.picture.data, answer.picture.text
    ).startswith("<svg")
    assert isinstance(calculators.answer(calculator, {"accuracy": "110%"}), calculators.Refusal)
    assert all(field.origin for field in calculator.inputs)


@pytest.mark.parametrize("page", ["linking.md", "commands.md"])
def test_every_link_in_the_examples_opens_without_a_notice(page):
    found = re.findall(r"([a-z/-]+/)#([a-z-]+)\?([a-z0-9_.=&%-]+[a-z0-9])", source(page))
    assert found
    for home, calculator_id, query in found:
        assert home.removeprefix("/").endswith(HOMES[calculator_id])
        calculator = calculators.get(calculator_id)
        opened = links.open_fragment(calculator, f"{calculator_id}?{query}")
        assert opened.notices == []
        assert isinstance(calculators.answer(calculator, opened.fields), calculators.Answer)


def test_the_block_in_linking_is_the_one_that_is_copied():
    fields = {"items": "1000", "prompt_only_right": "21", "tuned_only_right": "45"}
    asked = {"do": "block", "calculator": "lift", "fields": fields, "numbers": True, "date": "2026-11-26"}
    asked["address"] = "https://guide.example/trap/seductive-logic/"
    assert json.loads(protocol.respond(json.dumps(asked)))["block"] in source("linking.md")
