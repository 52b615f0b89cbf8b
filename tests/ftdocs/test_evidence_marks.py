"""Marks in Markdown: what a link to the register's entry becomes, and where it stays a link."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from ftdocs.evidence.places import Place, places
from ftdocs.evidence.register import register
from ftdocs.fence import FenceError
from ftdocs.inventory.markdown import page_as_markdown
from ftdocs.reference import render_reference
from tests.ftdocs.test_fence import convert

EXTENSIONS = ("ftdocs", "admonition", "attr_list", "def_list", "tables", "md_in_html", "pymdownx.superfences")


def page(text):
    return convert(text, extensions=EXTENSIONS)


def test_the_words_stay_plain_and_a_button_names_the_verdict():
    found = page("So [three months go by](../reference/evidence.md#c02), they say.")
    paragraph = found.css_first("p")
    assert paragraph.text() == "So three months go by no public evidence, they say."
    assert paragraph.css("a") == []
    button = paragraph.css_first(".ft-claim[data-claim=C02] > button[type=button]")
    assert button.attributes["popovertarget"] == "claim-c02"
    assert button.attributes["data-verdict"] == "no-public-evidence"
    assert button.attributes["aria-label"] == "Evidence: no public evidence"
    assert button.attributes["data-search-exclude"] == "1"


def test_the_card_says_what_the_register_says():
    found = page("[About 2%](../reference/evidence.md#c01)")
    section = found.css_first("section.ft-cards")
    assert section.attributes["data-search-exclude"] == "1"
    # Elements of the same name inside would end the exclusion early.
    assert section.css("section section") == []
    card = section.css_first("#claim-c01[popover=auto][role=dialog]")
    claim = register()["C01"]
    assert found.css_first(f"#{card.attributes['aria-labelledby']}").text() == "About 2% better: contested"
    assert [node.text() for node in card.css("dd")][:3] == [claim.says, claim.found, claim.caveat]
    links = [node.attributes["href"] for node in card.css("li a")]
    assert links == [source.url for source in claim.sources]
    assert "sells a platform" in card.css_first("li:nth-child(3)").text()
    assert card.css_first(".ft-card-foot a").attributes["href"] == "../reference/evidence.md#c01"
    close = card.css_first("button")
    assert close.attributes["popovertarget"] == "claim-c01"
    assert close.attributes["popovertargetaction"] == "hide"
    assert "style" not in {name for node in found.css("*") for name in node.attributes}


def test_a_card_says_what_is_second_hand_from_memory_or_ours():
    text = page("[a](evidence.md#c03) [b](evidence.md#c33) [c](evidence.md#c43)").css_first(".ft-cards").text()
    assert "second-hand; via imagine-works.com)" in text
    assert "from memory, not checked)" in text
    own = page("[c](evidence.md#c43)").css_first('.ft-card a[href^="../reference/methods/"]')
    assert own.attributes["href"] == "../reference/methods/#eval-size"


@pytest.mark.parametrize(
    "text",
    [
        "**[Bold](evidence.md#c02)** words",
        "[With **bold** and `code`](evidence.md#c02)",
        "- in a [list](evidence.md#c02)",
        "Term\n:   with a [definition](evidence.md#c02)",
        "| a |\n|---|\n| [cell](evidence.md#c02) |",
        "!!! note\n\n    [inside](evidence.md#c02)",
        "> [quoted](../../reference/evidence.md#c02)",
        "[over two\nlines](evidence.md#c02)",
        "[as built](../reference/evidence/#c02)",
        "[angled](<evidence.md#c02>)",
        '[titled](evidence.md#c02 "a title")',
        "[capital (brackets) [inside]](evidence.md#c02)",
        "the first [marked](evidence.md#c02).\n{ .lede }",
        '<div markdown="1">\n\n[in a block](evidence.md#c02)\n\n</div>',
    ],
)
def test_a_mark_works_wherever_a_link_does(text):
    found = page(text)
    assert len(found.css("button.ft-mark")) == 1
    assert len(found.css("#claim-c02")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[the register](../reference/evidence.md)",
        "[its verdicts](../reference/evidence.md#verdicts)",
        "[another](other-evidence.md#c02)",
        "[a reference][c02]\n\n[c02]: ../reference/evidence.md#c02",
        "<../reference/evidence.md#c02>",
        "`[code](evidence.md#c02)`",
        "    [code](evidence.md#c02)",
        "```\n[code](evidence.md#c02)\n```",
        "\\[escaped](evidence.md#c02)",
        "[no address] (evidence.md#c02)",
        "![picture](evidence.md#c02)",
    ],
)
def test_other_links_stay_what_they_are(text):
    found = page(text)
    assert found.css("button.ft-mark, .ft-cards") == []


def test_a_link_may_stand_inside_a_mark():
    found = page("[as [Pan](pan.md) says](evidence.md#c02)")
    assert found.css_first(".ft-claim a").attributes["href"] == "pan.md"


def test_a_claim_that_is_marked_twice_has_one_card():
    found = page("[once](evidence.md#c02), [twice](evidence.md#c02), [other](evidence.md#c01)")
    assert len(found.css(".ft-mark")) == 3
    assert [node.attributes["id"] for node in found.css(".ft-card")] == ["claim-c02", "claim-c01"]


def test_a_page_without_marks_gets_nothing():
    assert page("Nothing to see.").body.inner_html == "<p>Nothing to see.</p>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x\n\n[words](evidence.md#c99)", "guide/page.md:3: there is no claim C99; there are C01 to C48"),
        ("[](evidence.md#c02)", "guide/page.md:1: the mark of C02 has no words; write [words](…#c02)"),
        (
            "\n## [A](evidence.md#c02) { #a }",
            "guide/page.md:2: the mark of C02 stands in a heading; put it into the text",
        ),
        (
            "[an outer [mark](evidence.md#c02) link](other.md)",
            "guide/page.md:1: the mark of C02 stands in a link; end the",
        ),
    ],
)
def test_a_mark_that_cannot_be_drawn_stops_the_page(text, said):
    with pytest.raises(FenceError) as caught:
        page(text)
    assert str(caught.value).startswith(said)


def test_an_entry_of_the_register_names_its_source_in_full():
    entries = LexborHTMLParser(render_reference("evidence opening", "../"))
    assert [node.attributes["id"] for node in entries.css("h3")] == ["c01", "c02", "c03"]
    text = entries.css("section")[0].text()
    for source in register()["C01"].sources:
        assert source.title in text
        assert source.fact in text
        assert f"{source.authors}, {source.year}" in text


def test_the_choice_of_verdicts_counts_them():
    choice = LexborHTMLParser(render_reference("evidence filter", ""))
    words = [label.text().strip() for label in choice.css("fieldset label")]
    assert words == ["all 48", "supported: 9", "mixed: 20", "contested: 11", "no public evidence: 8"]


def test_a_part_that_is_not_there():
    with pytest.raises(FenceError, match="the register has no part called “openning”; did you mean “opening”"):
        page("```reference\nevidence openning\n```")


def test_marks_are_found_in_the_pages(tmp_path):
    (tmp_path / "trap").mkdir()
    (tmp_path / "trap/index.md").write_text(
        "---\ntitle: The trap\n---\n# Trap { #trap }\n\n[a](../reference/evidence.md#c02)\n\n"
        "## Pattern { #pattern .x }\n\n[b\nc](evidence.md#c02) `[d](evidence.md#c03)`\n[e](evidence.md#c01)\n"
        "[again](evidence.md#c02)\n\n````markdown\n```\n[f](evidence.md#c04)\n```\n````\n",
        "utf-8",
    )
    (tmp_path / "plain.md").write_text("# Plain { #plain }\n\n[g](reference/evidence.md#c01)\n", "utf-8")
    found = places(tmp_path)
    assert found == {
        "C01": [Place("plain.md", "", "plain", "Plain"), Place("trap/index.md", "The trap", "pattern", "Pattern")],
        "C02": [
            Place("trap/index.md", "The trap", "trap", "Trap"),
            Place("trap/index.md", "The trap", "pattern", "Pattern"),
        ],
    }
    assert [place.address for place in found["C01"]] == ["plain/#plain", "trap/#pattern"]


def test_the_markdown_of_a_page_names_the_verdict_and_leaves_cards_out():
    found = page("# Title { #title }\n\nSo [three *months*](../reference/evidence.md#c02), they say.\n")
    [body] = found.css("body")
    assert page_as_markdown(body.html or "").splitlines()[2:] == [
        "So three *months* ([evidence: no public evidence](../reference/evidence.md#c02)), they say."
    ]
