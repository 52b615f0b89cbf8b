"""The first use of a term of the glossary, and no other, becomes a link to its definition."""

import pathlib

import pytest
from markdown import markdown as to_html
from selectolax.lexbor import LexborHTMLParser

from ftdocs.fence import CURRENT_PAGE, PageSource
from ftdocs.glossary import names
from tests.ftdocs.test_evidence_marks import EXTENSIONS

ROOT = pathlib.Path(__file__).resolve().parents[2]

GLOSSARY = """# What does it mean? { #glossary }

LoRA, QLoRA { #lora }
:   A small add-on.

Preference tuning (DPO) { #preference-tuning }
:   Pairs.

Power { #power data-words="statistical power|chance of seeing it" }
:   A chance.

Test set { #test-set }
:   Items.

Learning curve { #learning-curve }
:   A score.
"""


class Linked:
    """Pages beside the glossary above, in a folder of their own."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "reference").mkdir()
        (folder / "reference/glossary.md").write_text(GLOSSARY, "utf-8")
        self.page = LexborHTMLParser("")

    def __call__(self, markdown, path="ladder/page.md", docs=...):
        """What becomes of the Markdown: each link's words, with its address."""
        token = CURRENT_PAGE.set(PageSource(path, markdown, docs=self.folder if docs is ... else docs))
        try:
            self.page = LexborHTMLParser(to_html(markdown, extensions=list(EXTENSIONS)))
        finally:
            CURRENT_PAGE.reset(token)
        return [(node.text(), node.attributes["href"]) for node in self.page.css("a.ft-term")]


@pytest.fixture
def linked(tmp_path):
    return Linked(tmp_path)


def test_the_first_use_links_and_the_second_does_not(linked):
    markdown = "A **test set** and\nlearning\ncurves.\n\nAnother test set, a learning curve.\n{ .lede }"
    assert linked(markdown) == [
        ("test set", "../reference/glossary.md#test-set"),
        ("learning\ncurves", "../reference/glossary.md#learning-curve"),
    ]
    assert (
        linked.page.css_first("body").text() == "A test set and\nlearning\ncurves.\nAnother test set, a learning curve."
    )


def test_text_around_several_terms_in_one_paragraph_stays_in_order(linked):
    assert len(linked("One test set, *two* QLoRA, `three` DPO and four.")) == 3
    assert linked.page.css_first("p").text() == "One test set, two QLoRA, three DPO and four."


def test_any_name_of_a_term_counts_and_links_once(linked):
    assert linked("DPO. Preference tuning.") == [("DPO", "../reference/glossary.md#preference-tuning")]
    assert linked("QLoRA and LoRA.") == [("QLoRA", "../reference/glossary.md#lora")]


def test_where_the_glossary_lists_words_only_those_count(linked):
    assert linked("A power tool with power.") == []
    assert linked("Its Statistical power.") == [("Statistical power", "../reference/glossary.md#power")]


def test_parts_of_words_and_abbreviations_in_other_letters_are_none(linked):
    assert linked("Contest sets, test-sets, lora, dpo, a test setting.") == []


@pytest.mark.parametrize(
    "markdown",
    [
        "## A test set { #a-test-set }",
        "[a test set](https://a.example/)",
        "`test set`",
        "```\ntest set\n```",
        "Test set\n:   Items.",
        '!!! ours "A test set"\n\n    Text.',
        "| test set |\n| --- |\n| 1 |",
        "[A test set](../reference/evidence.md#c02)",
    ],
)
def test_none_in_headings_links_code_names_and_marks(linked, markdown):
    assert linked(markdown) == []


def test_a_link_by_hand_stands_for_the_pages_first_use(linked):
    assert linked("A test set. [Held-out items](../reference/glossary.md#test-set).") == []


def test_pages_of_the_reference_and_sites_without_a_glossary_have_none(linked, tmp_path):
    assert linked("A test set.", "reference/page.md") == []
    assert linked("A test set.", docs=tmp_path / "reference") == []
    assert linked("A test set.", docs=None) == []
    assert linked("A test set.", "index.md") == [("test set", "reference/glossary.md#test-set")]


def test_every_term_of_our_glossary_is_looked_for_by_words_of_its_own():
    text = (ROOT / "docs/reference/glossary.md").read_text("utf-8")
    assert {f"{{ #{term}" for term in names(text).values()} == {
        line[line.index("{ #") :].split(" }")[0].split(" data-")[0]
        for line, below in zip(text.splitlines(), text.splitlines()[1:], strict=False)
        if below.startswith(":   ")
    }
