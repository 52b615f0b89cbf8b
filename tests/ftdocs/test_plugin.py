"""The plugin in a real MkDocs build of a tiny site, with assets that stand in for the runtime."""

import json
import logging
from unittest import mock

import jinja2
import mkdocs.commands.build
import mkdocs.config
import pytest
from mkdocs.exceptions import Abort
from selectolax.lexbor import LexborHTMLParser

from ftdocs import plugin
from ftdocs.assets import FILES, MARKS, REGISTER
from ftdocs.evidence.register import load
from ftdocs.fence import FenceError
from ftdocs.theme import keep_compiled

CONFIG = """
site_name: Tiny
theme: {name: material, font: false}
plugins: [search, {ftdocs: {assets: built}}]
markdown_extensions: [attr_list, pymdownx.superfences]
"""


@pytest.fixture
def tiny(tmp_path, caplog):
    """A function that builds a site of the given pages and returns its folder."""
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    app, pyodide = tmp_path / "built/app-1", tmp_path / "built/pyodide-1"
    for path in (*(app / name for name in FILES), pyodide / "pyodide.asm.wasm"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "built/assets.json").write_text(json.dumps({"app": "app-1", "pyodide": "pyodide-1"}))

    def build(**pages):
        for name, text in pages.items():
            path = tmp_path / "docs" / (name.replace("__", "/") + ".md")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        # Put back after the test.
        caplog.set_level(logging.ERROR, "mkdocs")
        mkdocs.commands.build.build(mkdocs.config.load_config(str(tmp_path / "mkdocs.yml")))
        return tmp_path / "site"

    return build


def page_of(path):
    return LexborHTMLParser(path.read_text("utf-8"))


def test_pages_load_the_scripts_and_the_site_holds_the_assets(tiny):
    site = tiny(index="# Home\n", deep__page="# Deep\n\n```calculator\nlift\n```\n")
    deep = page_of(site / "deep/page/index.html")
    script = deep.css_first('script[src$="ftdocs.js"]')
    assert script.attributes == {"src": "../../assets/ftdocs/app-1/ftdocs.js", "type": "module"}
    sheets = [node.attributes["href"] for node in deep.css('link[rel="stylesheet"]')]
    assert "../../assets/ftdocs/app-1/ftdocs.css" in sheets
    assert (site / "assets/ftdocs/pyodide-1/pyodide.asm.wasm").is_file()


def test_a_template_that_changes_between_two_builds_changes_the_page(tiny, tmp_path):
    (tmp_path / "mkdocs.yml").write_text(CONFIG.replace("font: false", "font: false, custom_dir: own"))
    (tmp_path / "own").mkdir()
    template = tmp_path / "own/main.html"
    for words in ("First", "Second"):
        template.write_text('{% extends "base.html" %}{% block footer %}<footer>' + words + "</footer>{% endblock %}")
        site = tiny(index="# Home\n")
        assert page_of(site / "index.html").css_first("footer").text() == words
    # What is unchanged was compiled by the first build only.
    compile_one = jinja2.Environment.compile
    with mock.patch.object(jinja2.Environment, "compile", autospec=True, side_effect=compile_one) as compiled:
        tiny(index="# Home\n")
    # The search reads its words before any plugin can help it.
    assert {call.args[2] for call in compiled.call_args_list} <= {
        "partials/language.html",
        "partials/languages/en.html",
    }
    assert len(list((tmp_path / "templates").iterdir())) > 20


def test_templates_compiled_with_other_options_are_not_taken(tmp_path):
    (tmp_path / "page.html").write_text("{{ '<b>' }}")
    for escape, made in ((False, "<b>"), (True, "&lt;b&gt;")):
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path), autoescape=escape)
        keep_compiled(environment, tmp_path / "kept")
        assert environment.get_template("page.html").render() == made


def test_only_pages_with_a_calculator_load_its_script(tiny):
    site = tiny(index="# Home\n", deep__page="# Deep\n\n```calculator\nlift\n```\n")
    selector = 'head script[src$="calculator-element.js"]'
    assert page_of(site / "index.html").css_first(selector) is None
    script = page_of(site / "deep/page/index.html").css_first(selector)
    assert script.attributes == {"src": "../../assets/ftdocs/app-1/calculator-element.js", "type": "module"}


def test_a_calculator_on_a_deep_page_knows_its_way_home(tiny):
    site = tiny(index="# Home\n\n```calculator\nlift\n```\n", deep__page="# Deep\n\n```calculator\nlift\n```\n")
    homes = [
        page_of(site / path).css_first("ft-calculator").attributes["data-home"]
        for path in ("index.html", "deep/page/index.html")
    ]
    assert homes == ["trap/seductive-logic/", "../../trap/seductive-logic/"]


def test_the_search_index_holds_the_answer_and_not_the_form(tiny):
    site = tiny(index="# Home\n\n```calculator\nlift\n```\n")
    text = " ".join(doc["text"] for doc in json.loads((site / "search/search_index.json").read_text())["docs"])
    assert "You cannot tell" in text
    assert "Both models answered every one of them" not in text


def test_a_bad_fence_stops_the_build_and_names_page_and_line(tiny):
    with pytest.raises(FenceError, match=r"^deep/page\.md:3: .*did you mean “lift”"):
        tiny(index="# Home\n", deep__page="# Deep\n\n```calculator\nlfit\n```\n")


@pytest.mark.parametrize("lost", ["assets.json", "app-1/ftdocs.js", "pyodide-1/pyodide.asm.wasm"])
def test_a_missing_runtime_says_what_to_run(tiny, tmp_path, caplog, lost):
    (tmp_path / "built" / lost).unlink()
    with pytest.raises(Abort):
        tiny(index="# Home\n")
    assert "run `ftdocs build`" in caplog.text


def test_only_pages_with_marks_or_entries_load_their_style(tiny):
    site = tiny(
        index="# Home { #home }\n\n[Three months.](reference/evidence.md#c02)\n",
        plain="# Plain\n",
        reference__evidence="# Evidence\n\n```reference\nevidence opening\n```\n",
    )

    def styles(path):
        found = [node.attributes["href"] for node in page_of(site / path).css("link[rel=stylesheet]")]
        return {href.rpartition("/")[2] for href in found} & {MARKS, REGISTER}

    assert styles("index.html") == {MARKS}
    assert styles("reference/evidence/index.html") == {REGISTER}
    assert styles("plain/index.html") == set()


def test_the_register_says_where_claims_are_marked_and_cards_lead_to_it(tiny):
    site = tiny(
        index="# Home { #home }\n\n## Part { #part }\n\n[Three months.](reference/evidence.md#c02)\n",
        reference__evidence="# Evidence\n\n```reference\nevidence opening\n```\n",
    )
    entry = page_of(site / "reference/evidence/index.html").css_first("[data-claim-entry=C02] .ft-entry-foot")
    assert entry.css_first("a").attributes["href"] == "../../#part"
    foot = page_of(site / "index.html").css_first("#claim-c02 .ft-card-foot a")
    assert foot.attributes["href"] == "reference/evidence/#c02"


def test_the_search_index_holds_neither_marks_nor_cards(tiny):
    site = tiny(
        index="# Home { #home }\n\n[Three months.](reference/evidence.md#c02) End.\n", reference__evidence="# E\n"
    )
    text = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"][0]["text"]
    assert "Three months." in text
    assert "End." in text
    assert "no public evidence" not in text
    assert "Reviewed" not in text
    assert "Close" not in text


def test_a_mark_of_an_unknown_claim_stops_the_build_and_names_page_and_line(tiny):
    with pytest.raises(FenceError, match=r"index\.md:3: there is no claim C77; there are C01 to C48"):
        tiny(index="# Home\n\n[x](reference/evidence.md#c77)\n", reference__evidence="# E\n")


def test_a_register_with_a_mistake_stops_the_build(tiny, tmp_path, monkeypatch, caplog):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims/opening.yml").write_text("C01: {}\n")
    monkeypatch.setattr(plugin, "register", lambda: load(tmp_path))
    with pytest.raises(Abort):
        tiny(index="# Home\n")
    assert "claims/opening.yml:1: C01: lacks “title”: a few words, at most 60 characters" in caplog.text


def test_a_page_is_described_by_its_author_or_else_by_its_first_sentences(tiny):
    site = tiny(
        index="---\ndescription: By hand.\n---\n# Home\n\nText.\n", other="# Other\n\nIt says this. And that.\n"
    )
    found = [
        page_of(site / path).css_first("meta[name=description]").attributes["content"]
        for path in ("index.html", "other/index.html")
    ]
    assert found == ["By hand.", "It says this. And that."]
