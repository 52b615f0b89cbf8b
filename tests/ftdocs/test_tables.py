"""Wide tables carry their columns' names, for phones; columns of figures line up."""

import pytest

from tests.ftdocs.test_evidence_marks import page

WIDE = """
| Where | What ends there | Source & note |
| --- | --- | --- |
| OpenAI, training | Closed to newcomers since May | [A list](https://a.example/) |
| Azure | April 2027 | x |
"""
FIGURES = """
| Items | Minutes each | Share | Note |
| --- | --- | --- | --- |
| 500 | 1 | $0.30 | 3 of 4 |
| 1,000 | 12 | Under $12.50 | none |
"""


def labels(found):
    return [node.attributes.get("data-label") for node in found.css("td")]


def test_each_cell_of_a_wide_table_names_its_column():
    found = page(WIDE)
    assert labels(found) == [None, "What ends there", "Source & note"] * 2
    assert found.css_first("td a").attributes["href"] == "https://a.example/"
    assert [node.text() for node in found.css("th")] == ["Where", "What ends there", "Source & note"]


def test_a_table_that_fits_a_phone_stays_one():
    assert labels(page("| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |")) == [None] * 3
    assert labels(page(f"| A | B |\n| --- | --- |\n| {'word ' * 20} | {'word ' * 20} |")) == [None] * 2


def test_columns_of_figures_are_marked_but_for_the_first():
    found = page(FIGURES)
    assert [node.attributes.get("class") for node in found.css("th")] == [None, "ft-number", "ft-number", None]
    assert [node.text() for node in found.css("td.ft-number")] == ["1", "$0.30", "12", "Under $12.50"]


def test_links_to_other_hosts_say_so_and_others_do_not():
    found = page("[A](https://a.example/) [B](other.md) [C](#c)")
    assert [node.attributes.get("rel") for node in found.css("p a")] == ["noopener", None, None]


def test_words_of_a_marks_button_are_none_of_the_cells():
    text = "| A | B | C |\n| --- | --- | --- |\n| a | [4](../reference/evidence.md#c02) | c |"
    assert [node.attributes.get("class") for node in page(text).css("td")] == [None, "ft-number", None]


@pytest.mark.parametrize("fence", ["lift", "total-cost"])
def test_tables_of_calculators_keep_their_own_layout(fence):
    found = page(f"```calculator\n{fence}\n```")
    assert found.css("table")
    assert found.css("[data-label]") == []


def test_tables_that_the_code_prints_are_lists_too():
    found = page("```reference\nmethods lift\n```")
    assert {"Takes", "Why this one"} <= {*labels(found)}
    assert found.css("h3[id=lift-inputs]")
