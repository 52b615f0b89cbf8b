"""The plugin in a real MkDocs build of a tiny site, with assets that stand in for the runtime."""

import json
import logging

import mkdocs.commands.build
import mkdocs.config
import pytest
from mkdocs.exceptions import Abort
from selectolax.lexbor import LexborHTMLParser

from ftdocs.assets import FILES
from ftdocs.fence import FenceError

CONFIG = """
site_name: Tiny
theme: {name: material, font: false}
plugins: [search, {ftdocs: {assets: built}}]
markdown_extensions: [attr_list, pymdownx.superfences]
"""


@pytest.fixture
def tiny(tmp_path):
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
        logging.getLogger("mkdocs").setLevel(logging.ERROR)
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
    assert "../../assets/ftdocs/app-1/calculator.css" in sheets
    assert (site / "assets/ftdocs/pyodide-1/pyodide.asm.wasm").is_file()


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
