"""`ftdocs verify` on the command line: what it prints, exits with, and where it looks for the guide."""

import json
import os
import pathlib
import shlex
import subprocess
import sys

import pytest
import yaml

from ftdocs import verify
from tests.ftdocs.verify.small_guide import ADDRESS, GIVEN, NEW, OLD, SITE, SPOT, block, run


def test_json_has_what_people_are_told(site, tmp_path):
    path = tmp_path / "design.md"
    path.write_text(f"[a]({OLD})\n\n{block('lift', GIVEN).replace('+2.4', '+2.9')}\n[b]({ADDRESS}nowhere/)\n")
    done = run(path, "--site", site, "--address", ADDRESS, "--json")
    reply = json.loads(done.stdout)
    assert done.exit_code == 1
    assert {name: reply[name] for name in ("documents", "links", "blocks", "fixed", "notes", "trouble")} == {
        "documents": 1,
        "links": 3,
        "blocks": 1,
        "fixed": 0,
        "notes": [],
        "trouble": [],
    }
    moved, result, gone = reply["findings"]
    assert moved == {
        "file": str(path),
        "kind": "moved",
        "line": 1,
        "message": "this section has moved: when/high-volume/#the-spot is now when/high-volume/#sweet-spot; "
        f"write {NEW}",
        "url": OLD,
        "new": NEW,
        "fixed": False,
    }
    assert (result["kind"], result["quoted"], result["today"]) == ("result", "+2.9 points", "+2.4 points")
    assert (gone["kind"], gone["line"]) == ("gone", 22)


def test_nothing_to_mend_is_said_and_exits_with_0(site, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"[a]({NEW})\n")
    done = run(path, "--site", site, "--address", ADDRESS)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Nothing to mend in 1 document, 1 link, 0 pasted results.\n"


def test_folders_are_searched_and_many_documents_keep_their_order(site, tmp_path):
    shelf = tmp_path / "docs"
    for number in range(verify.MANY + 6):
        path = shelf / f"{number % 7}" / f"{number:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[a]({OLD})\n" if number % 2 else "[a](https://guide.example/ft/)\n")
    (shelf / ".git").mkdir()
    (shelf / ".git" / "x.md").write_text(f"[a]({OLD})")
    (shelf / "notes.txt").write_text(OLD)
    reply = json.loads(run(shelf, "--site", site, "--address", ADDRESS, "--json").stdout)
    assert reply["documents"] == verify.MANY + 6
    files = [each["file"] for each in reply["findings"]]
    assert files == sorted(files)
    assert len(files) == (verify.MANY + 6) // 2
    fixed = run(shelf, "--site", site, "--address", ADDRESS, "--fix")
    assert fixed.exit_code == 0
    assert OLD not in "".join(path.read_text() for path in shelf.rglob("[0-9]*.md"))


def test_without_an_address_calculators_tell_where_the_guide_is(site, tmp_path):
    path = tmp_path / "a.md"
    other = "http://wiki.internal/x/"
    path.write_text(f"[a]({other}trap/seductive-logic/#lift?items=0&v=1) [b]({other}when/high-volume/#the-spot)\n")
    done = run(path, "--site", site, "-f", tmp_path / "none.yml")
    assert done.exit_code == 1
    assert "the site's address is not known" in done.stderr
    assert "“Test items” must be 1 or more" in done.stderr
    assert f"write {other}when/high-volume/#sweet-spot" in done.stderr


def test_the_address_may_come_from_the_site_or_its_configuration(tmp_path, site):
    path = tmp_path / "a.md"
    path.write_text(f"[a]({OLD})\n")
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"site_name: x\nsite_url: {ADDRESS}\n")
    assert run(path, "--site", site, "-f", config).exit_code == 1
    site.write_text(json.dumps(SITE | {"site": {"address": ADDRESS}}))
    assert run(path, "--site", tmp_path, "-f", tmp_path / "none.yml").exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument"),
        (["none.md"], "there is no file none.md"),
        (["a.docx"], "a.docx is no Markdown, HTML or reStructuredText by its name"),
        (["a.md", "--site", "nowhere"], "is missing"),
        (["a.md", "--site", "broken.json"], "broken.json"),
        (
            ["a.md", "--address", "guide"],
            "--address takes a whole address, such as https://guide.example/, not “guide”",
        ),
        (["a.md", "--site", "other.json"], "other.json is no inventory of a site"),
        (["deep.rst", "--site", "."], "deep.rst is nested too deeply to be read"),
        (["latin.md"], "latin.md is not UTF-8 (byte 4)"),
    ],
)
def test_bad_usage_is_one_line_and_exits_with_2(words, said, site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "a.docx").write_text("x")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "other.json").write_text('{"format": 1, "pages": [1]}')
    (tmp_path / "deep.rst").write_text("- " * 3000 + ADDRESS + "#")
    (tmp_path / "latin.md").write_bytes("caf\xe9".encode("latin-1"))
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_another_version_on_the_site_than_here_is_said(site, tmp_path):
    site.write_text(json.dumps(SITE | {"calculators": {"lift": {"version": 7}, "nothing": {"version": 1}}}))
    path = tmp_path / "a.md"
    path.write_text("x")
    done = run(path, "--site", site, "--address", ADDRESS)
    assert done.exit_code == 0
    assert "the site has version 7 of lift, and this ftdocs has 1" in done.stderr
    assert "version 1 of nothing, and this ftdocs has none" in done.stderr


def test_without_a_site_it_says_what_to_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("x")
    done = run("a.md")
    assert done.exit_code == 2
    assert "--site" in done.stderr


def test_the_sources_will_do_where_nothing_is_built(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "anchors.lock").write_text("when/high-volume/#the-spot\nwhen/high-volume/#sweet-spot\n")
    maps = '"when/high-volume.md#the-spot": "when/high-volume.md#sweet-spot"'
    plugins = f"plugins:\n  - redirects:\n      redirect_maps:\n        {maps}\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nsite_url: {ADDRESS}\n{plugins}")
    (tmp_path / "a.md").write_text(f"[a]({OLD}) [b]({NEW})\n")
    done = run("a.md", "--fix")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "a.md").read_text() == f"[a]({NEW}) [b]({NEW})\n"


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit for the length of files")
def test_a_document_that_cannot_be_written_is_named_and_stays_whole(site, tmp_path):
    """A limit to the length of a file stands in for the full disk."""
    import resource

    (tmp_path / "own").mkdir()
    path = tmp_path / "own" / "a.md"
    path.write_text(f"[a]({OLD})\n")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        done = run(path, "--site", site, "--address", ADDRESS, "--fix")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert done.exit_code == 2
    assert f"{path} cannot be written: File too large" in done.stderr
    assert path.read_text() == f"[a]({OLD})\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_document_keeps_its_mode_and_its_link(site, tmp_path):
    path, link = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text(f"[a]({OLD})\n")
    path.chmod(0o640)
    link.symlink_to("a.md")
    assert run(link, "--site", site, "--address", ADDRESS, "--fix").exit_code == 0
    assert path.read_text() == f"[a]({NEW})\n"
    assert (path.stat().st_mode & 0o777, link.is_symlink()) == (0o640, True)


def test_the_hook_for_other_repositories_runs_as_it_is_written(site, tmp_path):
    """What pre-commit does once it has installed the package: the entry, then arguments, then file names."""
    root = pathlib.Path(__file__).resolve().parents[3]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    (tmp_path / "a b.md").write_text(f"[a]({OLD})\n")
    (tmp_path / "c.rst").write_text(f"`a <{NEW}>`__\n")
    words = [*shlex.split(hook["entry"]), "--site", "ftdocs.json", "--address", ADDRESS, "a b.md", "c.rst"]
    path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        words, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert (
        done.stderr
        == f"a b.md:1: moved: this section has moved: when/high-volume/#the-spot is now {SPOT}; write {NEW}\n"
    )
    assert done.stdout == "Found: 1 in 2 documents, 2 links, 0 pasted results.\n"
    assert set(hook["types_or"]) == {"markdown", "html", "rst"}
