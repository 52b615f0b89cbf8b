"""Who searches for a calculator's question finds that calculator first, its answer before all else."""

import html
import re
from pathlib import Path

import pytest

import calculators
from ftdocs.homes import HOMES
from tests.calculators.helpers import answered
from tests.node.bundled import told_by

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def found(site_dir):
    """What the theme's own search finds for each calculator's question: pages as lists of sections, the best first."""
    queries = [calculators.guides(name).question for name in calculators.ids()]
    results = told_by(Path(__file__).with_name("search.mjs"), {"site": str(site_dir), "queries": queries})
    return dict(zip(calculators.ids(), results, strict=True))


@pytest.mark.parametrize("name", calculators.ids())
def test_a_calculators_question_finds_its_answer_first(found, name):
    # The first section of the first page: others may wait behind “more on this page”.
    best = found[name][0][0]
    assert best["location"] == f"{HOMES[name]}#{name}-question"
    # Only the first blocks of a text that hold a word that was asked for are shown.
    excerpt = " ".join(html.unescape(re.sub(r"<[^>]*>", "", best["text"])).split())
    assert excerpt.startswith(answered(calculators.guides(name), {}).sentence)
