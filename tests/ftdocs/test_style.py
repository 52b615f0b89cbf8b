"""tools/check_style.py finds what it should, on the line where it stands, and nothing in good pages."""

import importlib.util
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A script beside the package, not a module of it.
_spec = importlib.util.spec_from_file_location("check_style", ROOT / "tools" / "check_style.py")
assert _spec
assert _spec.loader
check_style = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(check_style)

FRONT = "---\ntitle: A page\ndescription: What it says.\n---\n\n"
LEDE = "# Title? { #title }\n\nThe answer.\n{ .lede }\n\n"
NEXT = "## What next { #what-next }\n\n- [Another page](other.md)\n"


def findings(body, path="trap/page.md", front=FRONT):
    return check_style.check(front + body, path)


def test_a_good_page_has_no_finding():
    body = (
        LEDE + '## Part { #part }\n\nTerm\n:   What it is.\n\n!!! ours "Not in the article: x"\n\n    Text.\n\n' + NEXT
    )
    assert findings(body) == []


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        (LEDE + "## Part\n\n" + NEXT, 11, "“Part” needs an id"),
        (LEDE + "## Part { .wide }\n\n" + NEXT, 11, "“Part” needs an id"),
        (LEDE + "## Part { #Part_One }\n\n" + NEXT, 11, "“Part_One” is not in lower case"),
        (LEDE + "## Part { #title }\n\n" + NEXT, 11, "“title” stands on this page already"),
        (LEDE + "### Part { #part }\n\n" + NEXT, 11, "an H3 below an H1"),
        (LEDE + "# Part { #part }\n\n" + NEXT, 11, "a second H1"),
        (LEDE + "See [here](x.md).\n\n" + NEXT, 11, "“here” does not say"),
        (LEDE + "A line,\nand [this\npage](x.md).\n\n" + NEXT, 12, "does not say"),
        (LEDE + "[Click to open](x.md)\n\n" + NEXT, 11, "“Click to open”"),
        (LEDE + "[](x.md)\n\n" + NEXT, 11, "a link without words"),
        (LEDE + "![](x.png)\n\n" + NEXT, 11, "needs a text"),
        (LEDE + "word " * 121 + "\n\n" + NEXT, 11, "a paragraph of 121 words"),
        (LEDE + '!!! ours "Title"\n\n    ' + "word " * 121 + "\n\n" + NEXT, 13, "a paragraph of 121 words"),
        (LEDE + "Term\n:   " + "word " * 121 + "\n\n" + NEXT, 12, "a paragraph of 121 words"),
        (LEDE + "| A |\n| --- |\n| [more](x.md) |\n\n" + NEXT, 13, "“more” does not say"),
        ("# Title { #title }\n\nThe answer.\n\n" + NEXT, 8, "ends with a line { .lede }"),
        (LEDE + "## Part { #part }\n\nText.\n", 1, "ends with ## What next"),
        ("# Title { #title }\n\nThe answer.\n{ .lede }\n\n" + NEXT, 6, "is no question"),
        ("# Title? { #title }\n\nOne. Two. Three.\n{ .lede }\n\n" + NEXT, 8, "an answer of 3 sentences and 3 words"),
        ("# Title? { #title }\n\n" + "word " * 56 + "\n{ .lede }\n\n" + NEXT, 8, "0 sentences and 56 words"),
        ("Text.\n{ .lede }\n\n" + NEXT, 1, "needs an H1"),
    ],
)
def test_each_fault_is_named_with_its_line(body, line, said):
    assert any(number == line and said in message for number, message in findings(body)), findings(body)


def test_a_link_of_a_hundred_and_twenty_words_of_address_is_short():
    assert findings(LEDE + f"[Words]({'x-' * 500}.md) and `code`.\n\n" + NEXT) == []


def test_what_stands_in_a_fence_is_no_heading_and_no_link():
    assert findings(LEDE + "```markdown\n# No heading\n\n[here](x.md)\n```\n\n" + NEXT) == []


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("", "needs a title"),
        ("---\ntitle: A\n---\n", "needs a description"),
        (f"---\ntitle: A\ndescription: {'x' * 161}\n---\n", "161 characters"),
        ("---\ntitle: [\n---\n", "is no YAML"),
    ],
)
def test_front_matter(front, said):
    assert any(said in message for _, message in findings(LEDE + NEXT, front=front))


@pytest.mark.parametrize("path", ["index.md", "reference/page.md", "calculators/index.md"])
def test_only_pages_of_the_guide_end_with_what_next(path):
    assert findings("# Title { #title }\n\nText.\n", path) == []


def test_our_pages_are_in_order():
    for page in (ROOT / "docs").rglob("*.md"):
        assert check_style.check(page.read_text("utf-8"), page.relative_to(ROOT / "docs").as_posix()) == [], page
