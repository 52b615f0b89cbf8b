"""The whole built site: everything `ftdocs check` looks for, and what only we promise."""

import json
import re
import subprocess
import sys
from urllib.parse import unquote

import jsonschema
import pytest
import yaml
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from ftdocs.check import check_site
from ftdocs.evidence.places import places
from ftdocs.evidence.register import register
from ftdocs.homes import HOMES
from ftdocs.inventory.document import SCHEMA, read_document
from tests.conftest import ROOT


def page(site_dir, path):
    return LexborHTMLParser((site_dir / path / "index.html").read_text("utf-8"))


def test_the_site_passes_its_own_check(site_dir):
    # On the day of the last review: later days find what is late, and no test should fail by the calendar.
    today = max(claim.reviewed for claim in register().values())
    assert [str(finding) for finding in check_site(site_dir, today)] == []


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


def test_every_claim_is_marked_where_the_register_says(site_dir):
    """48 claims of the article; each mark opens its card, and stands in the section that the register names."""
    found: dict[str, set[str]] = {}
    for path in sorted(site_dir.rglob("index.html")):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        section = ""
        for node in tree.css("article :is(h1, h2, h3)[id], article .ft-claim"):
            if "id" in node.attributes:
                section = node.attributes["id"] or ""
                continue
            claim = node.attributes["data-claim"] or ""
            assert len(node.css(f"button[popovertarget=claim-{claim.lower()}]")) == 1
            assert len(tree.css(f"#claim-{claim.lower()}[popover]")) == 1
            url = path.parent.relative_to(site_dir).as_posix()
            found.setdefault(claim, set()).add(f"{'' if url == '.' else f'{url}/'}#{section}")
    assert set(found) == set(register())
    assert found == {claim: {place.address for place in said} for claim, said in places(ROOT / "docs").items()}


def test_ftdocs_json_says_of_each_claim_what_the_register_does(site_dir):
    listed = {claim["id"]: claim for claim in json.loads((site_dir / "ftdocs.json").read_text("utf-8"))["claims"]}
    assert {name: claim["verdict"] for name, claim in listed.items()} == {c.id: c.verdict for c in register().values()}
    for name, said in places(ROOT / "docs").items():
        assert {place.removeprefix("./") for place in listed[name]["marked"]} == {place.address for place in said}


def test_the_register_has_an_entry_for_every_claim_and_links_to_its_marks(site_dir):
    tree = page(site_dir, "reference/evidence")
    for claim in register().values():
        [entry] = tree.css(f"[data-claim-entry={claim.id}]:has(#{claim.anchor})")
        assert claim.found in entry.text()
        assert entry.css(".ft-entry-foot a")


def test_words_of_marks_and_cards_are_not_searched_for(site_dir):
    docs = json.loads((site_dir / "search/search_index.json").read_text("utf-8"))["docs"]
    trap = " ".join(doc["text"] for doc in docs if doc["location"].startswith("trap/#"))
    assert "Three months go by." in trap
    assert "no public evidence" not in trap
    assert "Reviewed on" not in trap
    entry = [doc["title"] for doc in docs if doc["location"] == "reference/evidence/#c02"]
    assert entry == ["C02: Three months of work"]


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
        [sheet] = [
            node.attributes["href"] for node in tree.css("link[rel=stylesheet]") if "/ftdocs.css" in (node.html or "")
        ]
        styles = (path.parent / sheet).resolve()
        used = {styles.parent / found for found in re.findall(r'url\("?([^")]+\.woff2)"?\)', styles.read_text("utf-8"))}
        assert ahead == used, path
        assert all(face.is_file() for face in ahead), path


def test_every_page_previews_with_its_part_of_the_guide_and_a_description(site_dir):
    titles = {}
    for listed in read_document(site_dir)["pages"]:
        tree = page(site_dir, listed["address"])
        head = {
            node.attributes.get("property") or node.attributes.get("name"): node.attributes.get("content")
            for node in tree.css("head meta[content]")
        }
        assert head["og:site_name"] == "Should we fine-tune?"
        assert head["og:description"] == head["description"], listed["address"]
        assert 40 <= len(head["description"] or "") <= 200, listed["address"]
        titles[listed["address"]] = head["og:title"]
    assert titles["when/latency/"].endswith(" - When it is right")
    assert titles["./"] == "Should we fine-tune?"


def test_the_inventory_of_the_guide_fits_its_schema_and_lists_every_calculator(site_dir):
    written = read_document(site_dir)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(written)
    assert set(written["calculators"]) == set(HOMES)
    for calculator in written["calculators"].values():
        for schema in (calculator["inputs"], calculator["outputs"]):
            jsonschema.Draft202012Validator.check_schema(schema)
    links = links_in((site_dir / "llms.txt").read_text("utf-8"))
    assert sorted(links) == sorted(each["markdown"] for each in written["pages"])


def test_every_link_in_a_pages_markdown_is_one_of_the_page(site_dir):
    for path in site_dir.rglob("*.html.md"):
        there = LexborHTMLParser(path.with_suffix("").read_text("utf-8"))
        known = {unquote(node.attributes["href"] or "") for node in there.css("article a[href]:not(.headerlink)")}
        for element in there.css("ft-calculator"):
            known.add(unquote(f"{element.attributes['data-home']}#{element.attributes['data-link']}"))
        links = links_in(path.read_text("utf-8"))
        assert links <= known, path
        assert links or not known, path


def links_in(markdown):
    tokens = MarkdownIt().parse(markdown)
    inline = [token for each in tokens for token in each.children or () if token.type == "link_open"]
    return {unquote(str(token.attrs["href"])) for token in inline}
