"""Pasted blocks are read back in whatever shape they come, and held against their own link."""

import json
import random

import pytest
from markdown_it import MarkdownIt

import calculators
from ftdocs import verify
from ftdocs.homes import home
from tests.ftdocs.verify.small_guide import ADDRESS, GIVEN, LIFT, NEW, OLD, SITE, block


def as_rst(text):
    """A block as pandoc writes it."""
    body = "\n".join(f"   {line.removeprefix('>').removeprefix(' ')}".rstrip() for line in text.splitlines())
    return body.replace("[lift](", "`lift <").replace("), version", ">`__, version")


def reflowed(text):
    """The words one a line, as far as Markdown lets them be."""
    lines = [line.removeprefix("> ") for line in text.splitlines()]
    return "\n".join(
        "> " + ("\n>   " if line.startswith("- ") else "\n> ").join(line.split(" ")).replace("-\n>  ", "-")
        for line in lines
    )


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("markdown", str),
        ("markdown", lambda text: text.replace("> ", "").replace(">", "")),
        ("markdown", lambda text: text.replace("> ", "> > ").replace(">\n", "> >\n")),
        ("markdown", reflowed),
        ("markdown", lambda text: f"{text}>\n{text}"),
        ("markdown", lambda text: text.replace("’", "'").replace("−", "-")),
        ("html", lambda text: MarkdownIt().render(text)),
        ("rst", as_rst),
    ],
)
def test_a_block_is_read_back_in_whatever_shape_it_comes(kind, shape, guide):
    pasted = f"Before.\n\n- a list: of something\n\n{shape(block('lift', GIVEN))}\n\nAfter.\n"
    report = verify.verify_text(pasted, kind, guide)
    assert report.blocks == pasted.count("Computed")
    assert report.findings == []
    tampered = pasted.replace("+2.4", "+2.9").replace("1,000", "1,001", 1) if kind != "x" else ""
    kinds = {
        (each.kind, each.label, each.quoted, each.today) for each in verify.verify_text(tampered, kind, guide).findings
    }
    assert ("result", "Difference, tuned minus prompt", "+2.9 points", "+2.4 points") in kinds
    assert any(kind == "sentence" for kind, *_ in kinds)


RANGED = ("break-even", "few-shot")


def test_every_calculators_block_is_read_back_without_a_finding(tmp_path):
    places = {name: {"address": f"{home(name)}#{name}", "calculator": name} for name in calculators.ids()}
    pages = [{"address": home(name), "sections": [place]} for name, place in places.items()]
    site = {**SITE, "pages": pages}
    path = tmp_path / "ftdocs.json"
    path.write_text(json.dumps(site))
    guide = verify.read_guide(path, tmp_path / "none", [ADDRESS])
    for name in calculators.ids():
        calculator = calculators.get(name)
        # A whole run of draws takes a while; some calculators stand for all.
        field = next((f for f in calculator.inputs if name in RANGED and f.name in calculator.uncertain), None)
        ranged = (
            {field.name: f"{field.canonical(field.default * 0.9)} to {field.canonical(field.default)}"} if field else {}
        )
        text = "\n".join([block(name, {}), block(name, ranged), block(name, ranged, pinned={})])
        report = verify.verify_text(text, "markdown", guide)
        assert report.findings == [], name
        assert report.blocks == 3


def test_lines_of_a_block_are_told_one_by_one(guide):
    text = block("lift", GIVEN).replace("p-value, exact: 0.0043", "p-value, exact: 0.0001")
    text = text.replace("- Verdict:", "- Outcome:").replace("- Test items: 1,000", "- Test items: 900")
    report = verify.verify_text("\n" + text, "markdown", guide)
    assert [(each.line, each.kind, each.label) for each in report.findings] == [
        (9, "result", "p-value, exact"),
        (10, "result", "Outcome"),
        (14, "input", "Test items"),
    ]
    assert "is quoted as 0.0001; its link gives 0.0043" in report.findings[0].message


def test_other_words_with_the_same_figures_are_a_note(guide):
    text = block("lift", GIVEN).replace("did better than", "was ahead of")
    (note,) = verify.verify_text(text, "markdown", guide).findings
    assert (note.kind, note.is_note) == ("worded", True)


def test_a_block_without_its_quotation_ends_at_its_question(guide):
    text = "- Test items: 7\n\nOther.\n\n" + block("lift", GIVEN).replace("> ", "").replace(">", "")
    assert verify.verify_text(text, "markdown", guide).findings == []


def test_a_question_without_numbers_is_no_block(guide):
    report = verify.verify_text(block("lift", GIVEN, numbers=False), "markdown", guide)
    assert (report.links, report.blocks, report.findings) == (1, 0, [])


PIECES = (
    *(
        "> ",
        "- ",
        "`",
        "``",
        "[",
        "](",
        ")",
        "**",
        "|",
        "\\",
        "<",
        "&#45;",
        "_",
        "::",
        "..",
        "   ",
        "\t",
        "===",
        "\n",
        "\n\n",
    ),
    *(
        OLD,
        f"<a href='{OLD}'>",
        "</a>",
        "<blockquote>",
        "<li>",
        "<!--",
        "-->",
        f"`a <{OLD}>`__",
        f"[r]: {OLD}",
        "\x0c",
        "\u2028",
    ),
    *("é", f"Computed on 2026-11-26 with [lift]({LIFT}?items=5&v=1)", ".. note::", "From these inputs:", "\r\n", "\0"),
)


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.rst"])
def test_whatever_stands_in_a_document_it_is_read_and_only_addresses_are_written(name, guide, tmp_path):
    chance = random.Random(6)
    path = tmp_path / name
    fixed = 0
    for _ in range(300):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 60)))
        path.write_bytes(text.encode())
        report = verify.verify_file(path, guide, fix=True)
        assert report.trouble == ""
        fixed += sum(each.fixed for each in report.findings)
        assert path.read_bytes().decode().replace(NEW, OLD) == text
    assert fixed > 100
