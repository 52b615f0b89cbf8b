"""The whole built site: everything `ftdocs check` looks for, and what only we promise."""

import json
import re
import subprocess
import sys

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from ftdocs.check import check_site
from ftdocs.homes import HOMES
from tests.conftest import ROOT


def page(site_dir, path):
    return LexborHTMLParser((site_dir / path / "index.html").read_text("utf-8"))


def test_the_site_passes_its_own_check(site_dir):
    assert [str(finding) for finding in check_site(site_dir)] == []


@pytest.mark.parametrize("calculator_id", sorted(HOMES))
def test_each_calculator_stands_on_its_home_page_with_the_numbers_of_the_command_line(site_dir, calculator_id):
    element = page(site_dir, HOMES[calculator_id]).css_first(f"ft-calculator#{calculator_id}")
    done = subprocess.run(
        [sys.executable, "-m", "ftdocs", "calc", calculator_id, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    reply = json.loads(done.stdout)
    assert element.css_first("[data-output=sentence]").text() == reply["sentence"]
    for name, value in reply["outputs"].items():
        found = element.css_first(f"[data-output={name}]").attributes["data-value"]
        assert (found if isinstance(value, str) else json.loads(found)) == value


def test_every_page_has_one_h1_and_a_description(site_dir):
    for path in site_dir.rglob("index.html"):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        assert tree.css_first('meta[name="description"][content]'), path
        assert len(tree.css("h1")) == 1, path


def test_pages_without_a_calculator_name_no_part_of_the_runtime(site_dir):
    for path in site_dir.rglob("*.html"):
        text = path.read_text("utf-8")
        if "<ft-calculator" not in text:
            assert "pyodide" not in text or "reference" in path.as_posix(), path
            assert "python.zip" not in text or "reference" in path.as_posix(), path


def test_every_claim_of_the_map_is_marked_where_it_is_made(site_dir):
    """48 claims of the article; each stands on at least one page, ready for its evidence."""
    marked = {
        node.attributes["data-claim"]
        for path in site_dir.rglob("index.html")
        for node in LexborHTMLParser(path.read_text("utf-8")).css("[data-claim]")
    }
    assert marked == {f"C{number:02}" for number in range(1, 49)}


def test_the_navigation_lists_every_page_of_docs():
    class Loader(yaml.SafeLoader):
        """Reads mkdocs.yml whatever tags it holds."""

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    nav = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=Loader)["nav"]

    def leaves(node):
        if isinstance(node, str):
            yield node
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from leaves(child)

    on_disk = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert set(leaves(nav)) == on_disk


def test_every_page_asks_for_its_typefaces_ahead_and_the_stylesheet_names_the_same(site_dir):
    """A face that was preloaded under one address and used under another would be loaded twice."""
    for path in site_dir.rglob("index.html"):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        ahead = {(path.parent / node.attributes["href"]).resolve() for node in tree.css('link[rel=preload][as="font"]')}
        [sheet] = [node.attributes["href"] for node in tree.css("link[rel=stylesheet]") if "/ftdocs.css" in node.html]
        styles = (path.parent / sheet).resolve()
        used = {styles.parent / found for found in re.findall(r'url\("([^"]+\.woff2)"\)', styles.read_text("utf-8"))}
        assert ahead == used, path
        assert all(face.is_file() for face in ahead), path
