"""Published ids and redirects: what a build refuses, in which words, and what it writes where something has moved."""

import json
import shutil

import mkdocs.commands.build
import mkdocs.config
import pytest
from selectolax.lexbor import LexborHTMLParser

from ftdocs.inventory import write_inventory
from ftdocs.inventory.redirects import follow
from ftdocs.settings import SettingsError
from tests.ftdocs.projects import CONFIG, run, stand_in_assets

HOME = "# Home { #home }\n\n## New name { #new-name }\n\n```calculator\nlift\n```\n"
OTHER = "# Other { #other }\n\n## Kept { #kept }\n\n## Renamed { #renamed }\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A site of two pages, built by MkDocs, before anything is redirected."""
    root = tmp_path_factory.mktemp("project")
    stand_in_assets(root)
    (root / "mkdocs.yml").write_text(CONFIG)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text(HOME)
    (root / "docs/other.md").write_text(OTHER)
    mkdocs.commands.build.build(mkdocs.config.load_config(str(root / "mkdocs.yml")))
    return root


@pytest.fixture
def moved(built, tmp_path):
    """A function that gives the site redirects and published ids, and returns what a build would refuse."""
    project = tmp_path / "project"

    def finish(redirects=(), anchors=()):
        shutil.copytree(built, project, dirs_exist_ok=True)
        (project / "mkdocs.yml").write_text(with_redirects(redirects))
        (project / "docs/anchors.lock").write_text("# A comment.\n\n" + "".join(f"{each}\n" for each in anchors))
        try:
            write_inventory(project / "site", project / "mkdocs.yml", project / "cache")
        except SettingsError as error:
            return error.problems
        return []

    return finish


@pytest.fixture
def site(moved, tmp_path):
    """The folder of the site that `moved` finishes."""
    return tmp_path / "project/site"


def page_of(path):
    return LexborHTMLParser(path.read_text("utf-8"))


def with_redirects(lines):
    maps = "".join(f"          {line}\n" for line in lines) or "        {}\n"
    plugins = f"plugins:\n  - search\n  - ftdocs\n  - redirects:\n      redirect_maps:\n{maps}"
    return CONFIG.replace("plugins: [search, ftdocs]\n", plugins)


def test_a_build_fails_with_one_line_for_each_lost_id_and_passes_with_the_line_that_it_printed(project):
    (project / "docs/anchors.lock").write_text("./#hame\n")
    result = run("build", "--no-compress")
    assert result.exit_code == 1
    said, _, line = result.stderr.strip().rpartition("mkdocs.yml: ")
    assert said.startswith("ftdocs: docs/anchors.lock:1: “./#hame” is gone, which others link to; restore it, or add")
    assert line == '"index.md#hame": "index.md#home"'
    (project / "mkdocs.yml").write_text(with_redirects([line]))
    assert run("build", "--no-compress").exit_code == 0
    (project / "docs/anchors.lock").write_text("./#home ./#lift\n")
    assert run("build", "--no-compress").stderr.startswith("ftdocs: docs/anchors.lock:1: “./#home ./#lift” is no")


def test_published_ids_that_are_there_let_the_build_pass(moved, site):
    assert moved(anchors=["./#home", "./#lift", "other/#kept"]) == []
    written = json.loads((site / "ftdocs.json").read_text())
    assert written["anchors"] == ["./#home", "./#lift", "other/#kept"]
    assert written["redirects"] == {}


@pytest.mark.parametrize(
    ("anchor", "line"),
    [
        # A new id on the page that is like it, the same id on another page, a calculator, a page that is gone.
        ("./#old-name", '"index.md#old-name": "index.md#new-name"'),
        ("./#kept", '"index.md#kept": "other.md#kept"'),
        ("other/#lift", '"other.md#lift": "index.md#lift"'),
        ("gone/#kept", '"gone.md": "other.md"'),
        ("other/#zzz", '"other.md#zzz": "other.md"'),
    ],
)
def test_a_lost_id_stops_the_build_with_the_line_that_mends_it(moved, anchor, line):
    (only,) = moved(anchors=[anchor])
    assert only.startswith("docs/anchors.lock:3: ")
    assert only.endswith(f"add to redirect_maps in mkdocs.yml: {line}")
    assert moved(anchors=[anchor], redirects=[line]) == []


def test_a_page_that_is_gone_is_said_once_and_then_the_sections_that_nothing_has(moved):
    lines = moved(anchors=["others/#nothing-like-it"])
    assert [line.partition("in mkdocs.yml: ")[2] for line in lines] == [
        '"others.md": "other.md"',
        '"others.md#nothing-like-it": "other.md#other"',
    ]
    (only,) = moved(anchors=["gone/#kept", "gone/#renamed", "gone/#other"])
    assert '"gone.md": "other.md"' in only


def test_a_redirected_page_takes_its_sections_along_and_those_it_loses_are_named(moved):
    line = '"gone.md": "other.md"'
    (only,) = moved(anchors=["gone/#kept", "gone/#named"], redirects=[line])
    assert "“gone/#named” is gone" in only
    assert '"gone.md#named": "other.md#renamed"' in only
    both = [line, '"gone.md#named": "other.md#renamed"']
    assert moved(anchors=["gone/#kept", "gone/#named"], redirects=both) == []


@pytest.mark.parametrize(
    ("redirects", "words"),
    [
        (['"gone": "other.md"'], "“gone” is no page or section of this site; write page.md or page.md#id"),
        (['"gone.md": "https://elsewhere.example/"'], "“https://elsewhere.example/” is no page"),
        (['"../gone.md": "other.md"'], "“../gone.md” is no page"),
        (['"gone.md": ["other.md"]'], "a redirect is one line"),
        (['"gone.md": "nowhere.md"'], "“nowhere.md” does not exist; name a page and an id that do"),
        (['"gone.md": "other.md#nothing"'], "“other.md#nothing” does not exist"),
        (['"other.md": "index.md"'], "“other.md” is still there, so nothing can be redirected from it"),
        (['"other.md#kept": "index.md"'], "“other.md#kept” is still there"),
        (['"gone.md#a": "gone.md#b"', '"gone.md#b": "gone.md#a"'], "sent round in a circle"),
        (['"gone.md": "gone.md"'], "sent round in a circle"),
        (['"a.md": "b.md"', '"b.md": "other.md"'], '“b.md” has moved itself; write "a.md": "other.md"'),
        (['"gone.md": "other.md"', '"gone.md": "index.md"'], "“gone.md” is redirected on line 9 already"),
    ],
)
def test_a_bad_redirect_is_refused_with_file_line_and_cure(moved, redirects, words):
    lines = moved(redirects=redirects)
    assert any(words in line for line in lines), lines
    assert all(line.startswith(("mkdocs.yml:9: ", "mkdocs.yml:10: ")) for line in lines), lines


def test_a_bad_line_of_the_lock_is_refused_with_file_line_and_cure(moved):
    (only,) = moved(anchors=["./#home", "other"])
    assert "docs/anchors.lock:4: “other” is no address of a section; write page/#id" in only


def test_an_old_page_leads_on_without_a_script_and_previews_like_the_new_one(moved, site):
    redirects = ['"deep/gone.md": "other.md"', '"deep/gone.md#x": "index.md#lift"']
    assert moved(redirects=redirects, anchors=["deep/gone/#x", "deep/gone/#kept"]) == []
    stub = page_of(site / "deep/gone/index.html")
    assert 'http-equiv="refresh" content="0; url=../../other/"' in stub.css_first("noscript").html
    assert stub.css_first("main a").attributes["href"] == "../../other/"
    assert stub.css_first("main a").text() == "Other"
    assert stub.css_first('meta[property="og:title"]').attributes["content"] == "Other"
    assert json.loads(stub.css_first("#ft-moved").text()) == {"": "../../other/", "x": "../../#lift"}
    script = stub.css_first("script[type=module]").attributes["src"]
    assert (site / "deep/gone" / script).resolve().is_file()


def test_only_a_page_that_lost_a_section_knows_of_redirects(moved, site):
    assert moved(redirects=['"other.md#old": "other.md#renamed"', '"other.md#y": "index.md#lift"']) == []
    other = page_of(site / "other/index.html")
    assert json.loads(other.css_first("#ft-moved").text()) == {"old": "#renamed", "y": "../#lift"}
    assert "ft-moved" not in (site / "index.html").read_text()
    assert json.loads((site / "ftdocs.json").read_text())["redirects"] == {
        "other/#old": "other/#renamed",
        "other/#y": "./#lift",
    }


def test_a_section_that_moved_twice_is_found_from_every_former_address():
    moves = {"a/": "b/", "b/#x": "b/#y", "b/#gone": "c/"}
    assert follow(moves, "a/#x") == "b/#y"
    assert follow(moves, "a/#other") == "b/#other"
    assert follow(moves, "a/") == "b/"
    assert follow(moves, "b/#gone") == "c/"
    assert follow({"a/": "b/", "b/": "a/"}, "a/#x") is None
