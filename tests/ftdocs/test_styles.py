"""Stylesheets: small, whole, and refused with a place where they are wrong."""

import subprocess
from unittest import mock

import pytest
import tinycss2

from ftdocs.assets import MARKS, REGISTER, SCENARIO, STYLESHEET
from ftdocs.bundle import BROWSER
from ftdocs.styles import StylesError, bundle_styles
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def made():
    return bundle_styles(ROOT, BROWSER)


def test_every_stylesheet_that_pages_name_is_made_and_stands_alone(made):
    assert set(made) == {STYLESHEET, MARKS, REGISTER, SCENARIO}
    for name, text in made.items():
        rules = tinycss2.parse_stylesheet(text.decode(), skip_comments=True, skip_whitespace=True)
        assert not [rule for rule in rules if rule.type == "error"], name
        assert not [rule for rule in rules if rule.type == "at-rule" and rule.at_keyword == "import"], name


def test_what_is_imported_is_joined_and_nothing_is_lost(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/one.css").write_text(".one { color: var(--ft-ink); }\n/* said to authors only */\n")
    (tmp_path / "all.css").write_text('@import "./parts/one.css";\n@media print { .two { display: none; } }\n')
    [(name, text)] = bundle_styles(ROOT, tmp_path).items()
    assert name == "all.css"
    assert text.decode().strip() == ".one{color:var(--ft-ink)}@media print{.two{display:none}}"


def test_a_mistake_is_named_with_its_place(tmp_path):
    (tmp_path / "wrong.css").write_text(".one {\n  color red;\n}\n")
    with pytest.raises(StylesError, match=r"wrong\.css:2"):
        bundle_styles(ROOT, tmp_path)


def test_without_the_tool_the_cure_is_named(tmp_path):
    with pytest.raises(StylesError, match="make setup"):
        bundle_styles(tmp_path, BROWSER)


def test_what_was_made_is_taken_again_until_a_stylesheet_changes(tmp_path):
    (tmp_path / "css/parts").mkdir(parents=True)
    (tmp_path / "css/all.css").write_text('@import "./parts/one.css";\n')
    run = mock.Mock(side_effect=subprocess.run)
    with mock.patch.object(subprocess, "run", run):
        for colour, calls in (("red", 1), ("red", 1), ("#00f", 2)):
            (tmp_path / "css/parts/one.css").write_text(f".one {{ color: {colour}; }}\n")
            made = bundle_styles(ROOT, tmp_path / "css", tmp_path / "kept")
            assert made == {"all.css": f".one{{color:{colour}}}\n".encode()}
            assert run.call_count == calls
    # What is wrong is said each time, and never kept.
    (tmp_path / "css/parts/one.css").write_text(".one {\n  color red;\n}\n")
    for _ in range(2):
        with pytest.raises(StylesError, match=r"one\.css:2"):
            bundle_styles(ROOT, tmp_path / "css", tmp_path / "kept")
