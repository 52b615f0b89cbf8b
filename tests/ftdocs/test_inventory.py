"""What a site says of itself for other programs, and that Sphinx and mkdocstrings follow it."""

import io
import json
import shutil
import subprocess
import sys
from unittest import mock

import jsonschema
import mkdocs.commands.build
import mkdocs.config
import pytest
from mkdocstrings import Inventory
from selectolax.lexbor import LexborHTMLParser

from calculators.scenario import examples
from ftdocs import inventory
from ftdocs.check.site import Site
from ftdocs.inventory import write_inventory
from ftdocs.inventory.anchors import fresh_anchors, read_anchors
from ftdocs.inventory.document import SCHEMA, read_document
from ftdocs.inventory.markdown import page_as_markdown
from ftdocs.inventory.places import pages_of
from tests.ftdocs.projects import CONFIG, run, stand_in_assets

HOME = """
---
description: What this is.
---

# Are we there? { #home }

See [the lift](trap/seductive-logic.md#lift?items=500&v=1) and [terms](trap/terms.md#odd-one).
"""
TRAP = """
# The trap { #the-trap }

## A `code` & *more* { #code }

````markdown
```calculator
lift
```
````

```calculator
lift
items: 500
```

!!! note "Mind"

    Back to [the start](../index.md#home).
"""
TERMS = "# Terms { #terms }\n\nOdd one { #odd-one }\n:   Its meaning.\n"
MARKDOWN = """
nav:
  - Start: index.md
  - The trap:
      - trap/seductive-logic.md
      - Deeper:
          - trap/terms.md
markdown_extensions:
  - attr_list
  - admonition
  - def_list
  - pymdownx.superfences
  - toc: {permalink: true}
plugins:
  - search
  - ftdocs
  - redirects:
      redirect_maps:
        "old.md": "trap/seductive-logic.md"
        "trap/terms.md#former": "trap/terms.md#odd-one"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A site of three pages with its inventory, every id published and two things moved."""
    root = tmp_path_factory.mktemp("project")
    stand_in_assets(root)
    (root / "mkdocs.yml").write_text(CONFIG.partition("plugins:")[0] + MARKDOWN)
    for name, text in {"index": HOME, "trap/seductive-logic": TRAP, "trap/terms": TERMS}.items():
        path = root / f"docs/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip())
    (root / "docs/anchors.lock").write_text("old/#lift\ntrap/terms/#former\n")
    mkdocs.commands.build.build(mkdocs.config.load_config(str(root / "mkdocs.yml")))
    write_inventory(root / "site", root / "mkdocs.yml", root / "cache")
    fresh_anchors(root / "site", root / "mkdocs.yml", add=True)
    write_inventory(root / "site", root / "mkdocs.yml", root / "cache")
    return root


@pytest.fixture(scope="module")
def written(project):
    return read_document(project / "site")


def test_the_document_fits_its_schema_and_names_what_is_there(written):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(written)
    addresses = [page["address"] for page in written["pages"]]
    assert addresses == ["./", "trap/seductive-logic/", "trap/terms/"]
    home, trap, terms = written["pages"]
    assert home["heading"] == "Are we there?"
    assert [(s["address"], s["title"], s["kind"]) for s in trap["sections"]] == [
        ("trap/seductive-logic/#the-trap", "The trap", "heading"),
        ("trap/seductive-logic/#code", "A code & more", "heading"),
        (
            "trap/seductive-logic/#lift",
            "Did the tuned model beat the prompt on our test set, or is it noise?",
            "calculator",
        ),
    ]
    assert terms["sections"][1]["kind"] == "term"
    assert list(written["calculators"]) == ["lift"]
    assert written["calculators"]["lift"]["versions"]["1"]["defaults"]["items"] == "200"
    assert written["redirects"] == {"old/": "trap/seductive-logic/", "trap/terms/#former": "trap/terms/#odd-one"}
    assert set(written["anchors"]) >= {"old/#lift", "./#home", "trap/seductive-logic/#lift"}


def test_sphinx_resolves_sections_calculators_pages_and_former_addresses(project, tmp_path):
    """Sphinx builds a document that names them; a name that it cannot resolve is a warning, and an error here."""
    names = {
        "ref": ["trap/seductive-logic/#code", "./#home", "trap/terms/#odd-one", "trap/terms/#former", "old/#lift"],
        "doc": ["lift", "trap/seductive-logic/", "old/"],
    }
    lines = [f"- :external+guide:{role}:`{name}`" for role, listed in names.items() for name in listed]
    lines += [f"- :external+guide:{role}:`our words <{listed[0]}>`" for role, listed in names.items()]
    (tmp_path / "index.rst").write_text("Title\n=====\n\n" + "\n".join(lines) + "\n")
    (tmp_path / "conf.py").write_text(
        "extensions = ['sphinx.ext.intersphinx']\n"
        f"intersphinx_mapping = {{'guide': ('https://guide.example/ft/', {str(project / 'site/objects.inv')!r})}}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", str(tmp_path), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    links = LexborHTMLParser((tmp_path / "out/index.html").read_text()).css("a.external")
    root, trap = "https://guide.example/ft/", "https://guide.example/ft/trap/"
    assert [(link.attributes["href"], link.text()) for link in links if root in (link.attributes["href"] or "")] == [
        (f"{trap}seductive-logic/#code", "A code & more"),
        (f"{root}#home", "Are we there?"),
        (f"{trap}terms/#odd-one", "Odd one"),
        (f"{trap}terms/#odd-one", "Odd one"),
        (f"{trap}seductive-logic/#lift", "Did the tuned model beat the prompt on our test set, or is it noise?"),
        (f"{trap}seductive-logic/#lift", "Did the tuned model beat the prompt on our test set, or is it noise?"),
        (f"{trap}seductive-logic/", "The trap"),
        (f"{trap}seductive-logic/", "The trap"),
        (f"{trap}seductive-logic/#code", "our words"),
        (f"{trap}seductive-logic/#lift", "our words"),
    ]


def test_another_mkdocs_site_resolves_them_through_mkdocstrings(project, tmp_path):
    site = (project / "site/objects.inv").as_uri()
    (tmp_path / "mkdocs.yml").write_text(
        f"""
site_name: Another
strict: true
plugins:
  - mkdocstrings:
      handlers:
        python:
          inventories:
            - url: {site}
              base_url: https://guide.example/ft/
              domains: [std]
"""
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(
        "# Another\n\n[baseline][trap/seductive-logic/#code], [lift][lift], [home][./#home]\n\n"
        "::: colorsys.rgb_to_hls\n"
    )
    mkdocs.commands.build.build(mkdocs.config.load_config(str(tmp_path / "mkdocs.yml")))
    links = LexborHTMLParser((tmp_path / "site/index.html").read_text()).css("a.autorefs-external")
    assert [link.attributes["href"] for link in links] == [
        "https://guide.example/ft/trap/seductive-logic/#code",
        "https://guide.example/ft/trap/seductive-logic/#lift",
        "https://guide.example/ft/#home",
    ]


def test_every_entry_of_the_inventory_is_read_back(project, written):
    with io.BytesIO((project / "site/objects.inv").read_bytes()) as file:
        found = Inventory.parse_sphinx(file, domain_filter=["std"])
    sections = [section["address"] for page in written["pages"] for section in page["sections"]]
    assert set(found) == {
        *sections,
        *(page["address"] for page in written["pages"]),
        *written["redirects"],
        "old/#lift",
        "lift",
    }


def test_the_list_for_language_models_follows_the_navigation(project):
    schema = json.loads((project / "site/scenario.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(examples.text("distillation")), schema)
    lines = (project / "site/llms.txt").read_text().splitlines()
    assert lines[0] == "# Tiny"
    assert [line for line in lines if line.startswith(("## ", "- "))] == [
        "## Pages",
        "- [Are we there?](index.html.md): What this is.",
        "## The trap",
        "- [The trap](trap/seductive-logic/index.html.md)",
        "## Optional",
        "- [Terms](trap/terms/index.html.md)",
    ]


def test_a_page_as_markdown_keeps_ids_and_links_and_prints_its_calculators(project):
    text = (project / "site/trap/seductive-logic/index.html.md").read_text()
    assert text.startswith("# The trap { #the-trap }\n\n## A `code` & *more* { #code }\n")
    # A fence in a fence stays one.
    assert "\n````\n```calculator\nlift\n```\n````\n" in text
    assert (
        "> **Calculator: Did the tuned model beat the prompt on our test set, or is it noise?**\n>\n> You cannot"
        in text
    )
    assert "> | Test items | 500 |\n" in text
    assert "[Open this calculator with these numbers](../../trap/seductive-logic/#lift?items=500&v=1&d=2026-11)" in text
    assert "> **Mind**\n>\n> Back to [the start](../../#home)." in text
    assert "Reset" not in text
    assert "Odd one { #odd-one }\n:   Its meaning.\n" in (project / "site/trap/terms/index.html.md").read_text()


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1 id=a>A<a class=headerlink href=#a>¶</a></h1><p hidden>No</p><p>Yes</p>", "# A { #a }\n\nYes\n"),
        ("<p>Eyebrow</p><h1>A</h1>", "# A\n"),
        ("<details><summary>More</summary><p>Text</p></details>", "**More**\n\nText\n"),
        ("<p>a</p><form><input></form><svg></svg><p>b</p>", "a\n\nb\n"),
    ],
)
def test_what_only_a_browser_can_use_is_left_out(html, markdown):
    article = LexborHTMLParser(f"<article>{html}</article>").css_first("article")
    assert article is not None
    assert page_as_markdown(article.html or "") == markdown


def test_reading_the_pages_keeps_none_as_a_tree(project):
    """One takes a third of a megabyte, and a site may have thousands."""
    site = Site(project / "site")
    assert [page.heading for page in pages_of(site)] == ["Are we there?", "The trap", "Terms"]
    kept = [each for page in site.pages.values() for each in vars(page).values() if isinstance(each, LexborHTMLParser)]
    # But the start page, the one that is not found and the one that has moved: of each site a few.
    assert len(kept) <= 3


def test_the_markdown_of_a_page_is_made_once_and_again_when_page_code_or_library_changes(
    project, tmp_path, monkeypatch
):
    shutil.copytree(project, tmp_path, dirs_exist_ok=True)
    made = mock.Mock(side_effect=page_as_markdown)
    monkeypatch.setattr(inventory, "page_as_markdown", made)
    page = tmp_path / "site/trap/terms/index.html"

    def pages_made():
        made.reset_mock()
        write_inventory(tmp_path / "site", tmp_path / "mkdocs.yml", tmp_path / "cache")
        return made.call_count

    before = page.with_name("index.html.md").read_text()
    assert pages_made() == 0
    page.write_text(page.read_text().replace("Its meaning.", "Another."))
    assert pages_made() == 1
    assert page.with_name("index.html.md").read_text() == before.replace("Its meaning.", "Another.")
    assert pages_made() == 0
    monkeypatch.setattr("ftdocs.inventory.markdown.version", lambda name: "next")
    assert pages_made() == 3
    # Half a file is none.
    (tmp_path / "cache/markdown.json").write_bytes((tmp_path / "cache/markdown.json").read_bytes()[:-9])
    assert pages_made() == 3


def test_the_command_lists_new_ids_and_adds_them(project, tmp_path, monkeypatch):
    shutil.copytree(project, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    lock = tmp_path / "docs/anchors.lock"
    lock.write_text("# Mine.\ntrap/terms/#former\nold/#lift\n./#home\n")
    listed = run("anchors")
    assert listed.exit_code == 0
    assert listed.stdout.splitlines() == [
        "trap/seductive-logic/#code",
        "trap/seductive-logic/#lift",
        "trap/seductive-logic/#the-trap",
        "trap/terms/#odd-one",
        "trap/terms/#terms",
    ]
    assert lock.read_text().startswith("# Mine.")
    added = json.loads(run("anchors", "--add", "--json").stdout)
    assert added == {"lock": "docs/anchors.lock", "new": listed.stdout.splitlines(), "added": True}
    assert list(read_anchors(lock)) == sorted(["trap/terms/#former", "old/#lift", "./#home", *added["new"]])
    assert "holds them all" in run("anchors").stderr


def test_the_command_wants_a_built_site_and_a_lock_it_can_read(project, tmp_path, monkeypatch):
    shutil.copytree(project, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    missing = run("anchors", "nowhere")
    assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)
    assert "nowhere is missing; build the site with `ftdocs build`" in missing.stderr
    (tmp_path / "docs/anchors.lock").write_text("nonsense\n")
    assert run("anchors").stderr.startswith("ftdocs: docs/anchors.lock:1: “nonsense” is no address of a section")
    lock = tmp_path / "docs/anchors.lock"
    lock.unlink()
    assert len(run("anchors").stdout.splitlines()) == 6
    (tmp_path / "site/ftdocs.json").write_text("{}")
    assert "site/ftdocs.json has format None, not 1" in run("anchors").stderr
