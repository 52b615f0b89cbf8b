"""Every paragraph of the article has a place in the guide, and that place exists in the built site."""

import posixpath

import pytest
from selectolax.lexbor import LexborHTMLParser

# The article's sections, each with the first words of its paragraphs.
ARTICLE = {
    "The opening": ("Stop me if", "A team spends", "I’ve watched this", "So let’s talk"),
    "The Seductive Logic": (
        "The pitch always",
        "Our use case",
        "It feels rigorous",
        "And that’s exactly",
        "Fine-tuning feels like",
        "The seductive logic",
    ),
    "The Reality": ("Let’s be blunt", "It’s expensive", "It’s fragile", "It locks you", "It usually isn’t"),
    "The Hierarchy of Interventions": (
        "Before you even",
        "Better prompts. This",
        "Better retrieval (RAG)",
        "Better eval pipelines",
        "Few-shot examples. Stuff",
        "THEN fine-tuning",
    ),
    "When Fine-Tuning Actually Makes Sense": (
        "I’m not saying",
        "High-volume, narrow tasks",
        "Latency-critical applications",
        "Proprietary formatting or",
        "Distillation for deployment",
        "Notice the pattern",
    ),
    "The Hidden Costs": (
        "The GPU bill",
        "Data collection and",
        "Evaluation infrastructure. You",
        "Model drift. Your",
        "Retraining cycles. Every",
        "Opportunity cost. The",
    ),
    "The Decision Framework": (
        "Should you fine-tune",
        "Ask yourself these",
        "Have you spent",
        "Have you implemented",
        "Do you have rigorous",
        "Do you have at least",
        "Is your task",
        "If you answered",
    ),
    "The Bottom Line": (
        "Fine-tuning is a",
        "The serious, professional",
        "Save fine-tuning for",
        "Everything else is",
    ),
}
PAGE = "reference/article-map/"


def tree(path):
    return LexborHTMLParser(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def rows(site_dir):
    """(section, first words) → the addresses of its row."""
    found, section = {}, ""
    for node in tree(site_dir / PAGE / "index.html").css("article h2, article tbody tr"):
        if node.tag == "h2":
            section = node.text(deep=True).replace("¶", "").strip()
        else:
            begins = node.css_first("td").text().strip()
            found[section, begins] = [a.attributes["href"] for a in node.css("a")]
    return found


def test_every_paragraph_has_a_row_and_every_row_is_a_paragraph(rows):
    assert list(rows) == [(section, begins) for section, paragraphs in ARTICLE.items() for begins in paragraphs]


def test_every_row_leads_to_an_id_that_exists(rows, site_dir):
    for (_, begins), addresses in rows.items():
        assert addresses, begins
        for address in addresses:
            path, _, fragment = address.partition("#")
            target = site_dir / posixpath.normpath(posixpath.join(PAGE, path)) / "index.html"
            ids = {node.attributes["id"] for node in tree(target).css("[id]")}
            assert fragment in ids, f"{begins}: {address}"


def test_no_more_than_six_words_are_quoted(rows):
    assert all(len(begins.split()) <= 6 for _, begins in rows)
