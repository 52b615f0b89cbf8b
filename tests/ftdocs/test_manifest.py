"""`_manifest.json`: every file with its hash; and files that open pages still want stay for one release."""

import hashlib
import json
from pathlib import Path

import pytest

from ftdocs.manifest import FILE, carry_over, read_manifest, write_manifest

OLD = "assets/ftdocs/app-00000000aaaaaaaa/worker.mjs"
OLDER = "assets/ftdocs/app-00000000bbbbbbbb/worker.mjs"
NEW = "assets/ftdocs/app-00000000cccccccc/worker.mjs"
SAME = "assets/ftdocs/pyodide-00000000dddddddd/pyodide.mjs"
THEME = "assets/javascripts/bundle.a5f9d56c.min.js"


def site(folder: Path, *names: str, carried: tuple[str, ...] = ()) -> Path:
    for name in ("index.html", *names, *carried):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    write_manifest(folder, carried)
    return folder


def test_every_file_is_listed_with_its_hash(tmp_path):
    folder = site(tmp_path, OLD, "index.html.br")
    manifest = read_manifest(folder)
    assert set(manifest["files"]) == {"index.html", "index.html.br", OLD}
    expected = {"sha256": hashlib.sha256(b"index.html").hexdigest(), "bytes": 10}
    assert manifest["files"]["index.html"] == expected


def test_the_build_is_named_by_its_files(tmp_path):
    one, same = site(tmp_path / "a", OLD), site(tmp_path / "b", OLD)
    other = site(tmp_path / "c", NEW)
    assert (one / FILE).read_bytes() == (same / FILE).read_bytes()
    assert read_manifest(one)["build"] != read_manifest(other)["build"]


def test_what_open_pages_want_is_kept_for_one_release(tmp_path):
    before = site(tmp_path / "before", OLD, f"{OLD}.br", SAME, THEME, "assets/x.css", carried=(OLDER,))
    new = site(tmp_path / "new", NEW, SAME)
    assert carry_over(before, new) == [OLD, THEME]
    assert (new / OLD).read_text() == OLD
    assert not (new / OLDER).exists()
    assert not (new / "assets/x.css").exists()
    assert not (new / f"{OLD}.br").exists()


def test_the_same_release_built_again_keeps_what_it_kept(tmp_path):
    before = site(tmp_path / "before", NEW, carried=(OLD,))
    again = site(tmp_path / "again", NEW)
    assert carry_over(before, again) == [OLD]


def test_a_changed_page_alone_is_no_new_release_of_the_bundle(tmp_path):
    before = site(tmp_path / "before", NEW, carried=(OLD,))
    again = site(tmp_path / "again", NEW, "more/index.html")
    assert carry_over(before, again) == [OLD]


def test_a_file_that_was_changed_on_the_host_is_not_spread(tmp_path):
    before = site(tmp_path / "before", OLD)
    (before / OLD).write_text("tampered")
    assert carry_over(before, site(tmp_path / "new", NEW)) == []


def test_a_manifest_that_climbs_out_of_its_site_takes_nothing_along(tmp_path):
    name = "assets/ftdocs/app-00000000aaaaaaaa/../../../../secret"
    before = site(tmp_path / "before", OLD)
    (tmp_path / "secret").write_text("secret")
    listed = read_manifest(before)
    listed["files"][name] = {"sha256": hashlib.sha256(b"secret").hexdigest(), "bytes": 6}
    (before / FILE).write_text(json.dumps(listed))
    assert carry_over(before, site(tmp_path / "new", NEW)) == []


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"version": 2}', '{"version": 1, "files": {"a": 1}}', "[" * 100_000]
)
def test_without_a_good_manifest_nothing_is_kept_and_reading_it_says_what_to_do(tmp_path, content):
    before = site(tmp_path / "before", OLD)
    (before / FILE).write_text(content)
    assert carry_over(before, site(tmp_path / "new", NEW)) == []
    with pytest.raises(ValueError, match="build the site anew"):
        read_manifest(before)


def test_a_missing_manifest_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="build the site with `ftdocs build`"):
        read_manifest(tmp_path)
    assert carry_over(tmp_path, site(tmp_path / "new", NEW)) == []
