"""`ftdocs build` and `ftdocs check` as commands: exit codes, and one clear line for each problem."""

import errno
import json
import os
import shutil
import socket
import sys

import pytest

from ftdocs import build
from ftdocs.assets import write_index
from ftdocs.target import new_site
from tests.ftdocs.projects import CONFIG, run, stand_in_assets


def test_a_build_says_what_it_made_and_where(project):
    result = run("build", "--site-dir", "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Built 1 page into out in ")
    assert "sha256-" in json.loads((project / "out/_headers.json").read_text())["headers"]["Content-Security-Policy"]
    assert (project / "out/index.html.br").is_file()


def test_a_second_build_takes_the_place_of_the_first(project):
    assert run("build", "--site-dir", "out").exit_code == 0
    assert run("build", "--site-dir", "out").exit_code == 0


def test_what_a_build_took_can_be_read_by_machines(project):
    told = json.loads(run("build", "--json", "--no-compress").stdout)
    assert (told["site_dir"], told["pages"]) == (str(project / "site"), 1)
    assert list(told["stages"]) == ["Runtime and pictures", "Pages", "Inventory", "Headers", "Manifest"]
    assert sum(told["stages"].values()) > 0


def test_compressed_copies_can_be_left_out(project):
    assert run("build", "--no-compress").exit_code == 0
    assert not list((project / "site").rglob("*.br"))


def test_without_a_configuration_the_command_says_where_to_run_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("build")
    assert result.exit_code == 2
    assert result.stderr == "ftdocs: there is no mkdocs.yml; run this beside the site's mkdocs.yml\n"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "# Home\n\n```calculator\nlfit\n```\n",
            "ftdocs: index.md:3: there is no calculator called “lfit”; did you mean",
        ),
        (
            "# Home\n\n```calculator\nlift\nitems: x\n```\n",
            "ftdocs: index.md:3: calculator lift: “Test items” must be a number",
        ),
        ("# Home\n\n[gone](gone.md)\n", "gone.md"),
    ],
)
def test_a_page_that_cannot_be_built_is_named_once_without_a_traceback(project, page, said):
    (project / "docs/index.md").write_text(page)
    result = run("build")
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("folder", ["docs", "docs/inside", ".", ".."])
def test_a_folder_of_sources_is_never_emptied(project, folder):
    (project / "docs/inside").mkdir()
    result = run("build", "--site-dir", folder)
    assert result.exit_code == 2
    assert "which a build would delete" in result.stderr
    assert (project / "docs/index.md").is_file()


def test_a_folder_of_somebody_elses_files_is_never_emptied(project):
    (project.parent / "precious").mkdir(exist_ok=True)
    kept = project.parent / "precious/letter.txt"
    kept.write_text("Dear all")
    assert run("build", "--site-dir", str(kept.parent)).exit_code == 2
    assert run("build", "--site-dir", str(kept)).exit_code == 2
    assert kept.read_text() == "Dear all"


def test_a_taken_port_is_said_before_anything_is_built(project):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "choose another with --port" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_broken_configuration_is_named(project):
    (project / "mkdocs.yml").write_text("site_name: [")
    result = run("build")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr


def test_a_missing_runtime_package_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "docs").mkdir()
    result = run("build")
    assert result.exit_code == 1
    assert "node_modules" in result.stderr or "npm" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_finds_nothing_in_a_good_site_and_exits_with_1_on_a_bad_one(project):
    (project / "docs/index.md").write_text("# Home { #home }\n\nText.\n")
    run("build")
    page = project / "site/index.html"
    page.write_text(
        page.read_text().replace("<p>Text.</p>", '<p>Text.</p><img src="https://elsewhere.example/x.png" alt="">')
    )
    result = run("check", "--json")
    assert result.exit_code == 1
    assert any("elsewhere.example" in finding["message"] for finding in json.loads(result.stdout)["findings"])


def test_check_wants_a_built_site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("check", "nowhere")
    assert result.exit_code == 2
    assert "run `ftdocs build` first" in result.stderr


@pytest.fixture
def up(project):
    """A site that is up, in `out`; returns what it holds."""
    assert run("build", "--site-dir", "out", "--no-compress").exit_code == 0
    return held(project / "out")


def held(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_that_fails_leaves_the_site_that_was_there(project, up):
    (project / "docs/index.md").write_text("# Home\n\n[gone](gone.md)\n")
    assert run("build", "--site-dir", "out").exit_code == 1
    assert held(project / "out") == up
    assert not (project / ".out.building").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit for the length of files")
def test_a_full_disk_is_said_in_a_line_and_leaves_the_site_that_was_there(project, up):
    """A limit to the length of a file stands in for the disk: writing fails in the same place, in the same way."""
    import resource

    (project / "docs/index.md").write_text("# Home { #home }\n" + "Many words. " * 10_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        result = run("build", "--site-dir", "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert result.exit_code == 1
    assert "File too large; what was there before is untouched" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert held(project / "out") == up
    assert not (project / ".out.building").exists()


def test_a_copy_that_fails_is_blamed_on_what_was_to_be_written(project, up, monkeypatch):
    def full(source, target, *_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source, None, target)

    monkeypatch.setattr(shutil, "copyfile", full)
    result = run("build", "--site-dir", "out")
    assert result.exit_code == 1
    assert ".out.building" in result.stderr
    assert "No space left on device; what was there before is untouched" in result.stderr
    assert held(project / "out") == up


def test_a_second_build_at_the_same_time_is_refused(project, up):
    with new_site(project / "out", project):
        result = run("build", "--site-dir", "out")
    assert result.exit_code == 1
    assert result.stderr == "ftdocs: another build into out is under way; wait until it has ended\n"


def test_the_place_and_the_frames_come_from_the_configuration(project):
    more = CONFIG.replace("ftdocs]", "ftdocs: {frame_ancestors: [self, 'https://wiki.example']}]")
    (project / "mkdocs.yml").write_text(f"{more}\nextra: {{base_path: guides/ft}}\n")
    assert run("build").exit_code == 0
    headers = json.loads((project / "site/_headers.json").read_text())
    assert headers["base_path"] == "/guides/ft/"
    assert headers["headers"]["Content-Security-Policy"].endswith("frame-ancestors 'self' https://wiki.example")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("extra: {base_path: '/my guides/'}", "mkdocs.yml: the base path “/my guides/” cannot be used"),
        ("extra: {base_path: [a]}", "mkdocs.yml: extra.base_path must be a path"),
    ],
)
def test_a_place_that_cannot_be_is_refused_before_anything_is_built(project, more, said):
    (project / "mkdocs.yml").write_text(f"{CONFIG}\n{more}\n")
    result = run("build")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"ftdocs: {said}")
    assert not (project / "site").exists()


def test_a_previous_release_must_be_one(project):
    result = run("build", "--previous", "nowhere")
    assert result.exit_code == 2
    assert result.stderr == "ftdocs: --previous nowhere holds no site to keep files of\n"


def test_files_of_the_release_before_are_kept_also_from_another_folder(project, up, monkeypatch):
    def next_assets(root, advance=None):
        stand_in_assets(root)
        folder = root / build.CACHE / "assets"
        (folder / "app-1").rename(folder / "app-00000002")
        write_index(folder, app="app-00000002", pyodide="pyodide-1")

    def first_assets(root, advance=None):
        stand_in_assets(root)
        folder = root / build.CACHE / "assets"
        (folder / "app-1").rename(folder / "app-00000001")
        write_index(folder, app="app-00000001", pyodide="pyodide-1")

    monkeypatch.setattr(build, "build_assets", first_assets)
    assert run("build", "--site-dir", "first").exit_code == 0
    monkeypatch.setattr(build, "build_assets", next_assets)
    assert run("build", "--site-dir", "second", "--previous", "first").exit_code == 0
    kept = "assets/ftdocs/app-00000001/ftdocs.js"
    assert (project / "second" / kept).is_file()
    assert kept in json.loads((project / "second/_manifest.json").read_text())["carried"]
