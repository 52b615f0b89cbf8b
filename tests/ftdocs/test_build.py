"""`ftdocs build` and `ftdocs check` as commands: exit codes, and one clear line for each problem."""

import json
import socket

import pytest

from tests.ftdocs.projects import CONFIG, run


def test_a_build_says_what_it_made_and_where(project):
    result = run("build", "--site-dir", "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Built 1 page into out in ")
    assert "sha256-" in json.loads((project / "out/_headers.json").read_text())["headers"]["Content-Security-Policy"]
    assert (project / "out/index.html.br").is_file()


def test_a_second_build_takes_the_place_of_the_first(project):
    assert run("build", "--site-dir", "out").exit_code == 0
    assert run("build", "--site-dir", "out").exit_code == 0


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
