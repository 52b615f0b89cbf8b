"""A site is built beside its place and swapped in: whatever goes wrong, the site that was there stays as it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from ftdocs import target
from ftdocs.target import TargetError, new_site


@pytest.fixture
def place(tmp_path):
    """A site that is up."""
    folder = tmp_path / "www/guide"
    folder.mkdir(parents=True)
    (folder / "404.html").write_text("old")
    return folder


@pytest.fixture
def root(tmp_path):
    return tmp_path / "project"


def listing(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def beside(place: Path) -> list[str]:
    return [path.name for path in place.parent.iterdir()]


def test_what_was_built_takes_the_place_and_nothing_else_stays_behind(place, root):
    with new_site(place, root) as aside:
        (aside / "404.html").write_text("new")
        assert listing(place) == {"404.html": "old"}
    assert listing(place) == {"404.html": "new"}
    assert beside(place) == ["guide"]


def test_a_first_build_makes_its_place(tmp_path, root):
    with new_site(tmp_path / "a/b/guide", root) as aside:
        (aside / "index.html").write_text("new")
    assert listing(tmp_path / "a/b/guide") == {"index.html": "new"}


def test_without_the_one_step_exchange_two_renames_do(place, root, monkeypatch):
    monkeypatch.setattr(target, "_exchange", lambda one, other: False)
    with new_site(place, root) as aside:
        (aside / "404.html").write_text("new")
    assert listing(place) == {"404.html": "new"}
    assert beside(place) == ["guide"]


def test_a_failure_leaves_the_site_as_it_was(place, root):
    def broken_off():
        with new_site(place, root) as aside:
            (aside / "404.html").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert listing(place) == {"404.html": "old"}
    assert beside(place) == ["guide"]


def test_what_a_killed_build_left_is_cleared_away(place, root):
    left = place.parent / ".guide.building"
    (left / "trap").mkdir(parents=True)
    (left / "trap/index.html").write_text("half")
    with new_site(place, root) as aside:
        assert list(aside.iterdir()) == []
        (aside / "404.html").write_text("new")
    assert listing(place) == {"404.html": "new"}


def test_two_builds_into_one_place_exclude_each_other(place, root):
    with new_site(place, root) as aside:
        with pytest.raises(TargetError, match=r"another build into .*guide is under way; wait until it has ended"):
            new_site(place, root).__enter__()
        # The one that was refused has taken nothing from the one that runs.
        (aside / "404.html").write_text("new")
    assert listing(place) == {"404.html": "new"}


def test_builds_into_neighbouring_places_do_not(place, root):
    with new_site(place, root) as one, new_site(place.parent / "other", root) as two:
        assert one != two


def test_a_build_in_another_process_counts_too(place, root):
    script = (
        "import sys; from pathlib import Path; from ftdocs.target import new_site\n"
        "with new_site(Path(sys.argv[1]), Path('/nowhere')): print('building', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "building\n"
        with pytest.raises(TargetError, match="under way"):
            new_site(place, root).__enter__()
        other.kill()
    # A killed build holds nothing.
    with new_site(place, root):
        pass


def test_a_link_stays_a_link(place, root):
    current = place.parent / "current"
    current.symlink_to("guide")
    with new_site(current, root) as aside:
        (aside / "404.html").write_text("new")
    assert current.is_symlink()
    assert listing(place) == {"404.html": "new"}


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder in which nobody can write")
def test_a_place_that_cannot_be_written_is_said(root):
    with pytest.raises(
        TargetError, match=r"^/proc/guide cannot be written: a site is built beside its place, and /proc"
    ):
        new_site(Path("/proc/guide"), root).__enter__()


@pytest.mark.skipif(not Path("/proc").is_mount(), reason="needs a mount")
def test_a_mount_is_refused(root):
    with pytest.raises(TargetError, match="choose a folder inside it"):
        new_site(Path("/proc"), root).__enter__()
