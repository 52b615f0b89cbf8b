"""Where a built site goes: beside its place first, and into its place in one step when it is whole.

    with new_site(Path("/srv/www/guide"), root) as aside:
        ...                       # /srv/www/.guide.building, empty; a failure here leaves /srv/www/guide as it was

The decision is recorded in docs/reference/decisions/. A site is never seen half written, a build that fails changes
nothing, and two builds into one place exclude each other.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from ftdocs.headers import FILE as HEADERS

# Folders of a project that no build may touch.
SOURCES = ("docs", "overrides", "calculators", "src", "tests", "tools", "bench", ".git", ".venv", "node_modules")
# Either tells a folder that an earlier build made; the second is there even if that build broke off.
BUILT = (HEADERS, "404.html")
ASIDE = ".building"
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2
_AT_FDCWD = -100


class TargetError(Exception):
    """Why a folder cannot take the site. `usage` is true where another folder must be chosen."""

    def __init__(self, message: str, *, usage: bool = False) -> None:
        super().__init__(message)
        self.usage = usage


@contextlib.contextmanager
def new_site(site_dir: Path, root: Path) -> Iterator[Path]:
    """An empty folder beside `site_dir` to build into; it takes the place of `site_dir` when the block ends well.

    `root` is the project's folder. A `site_dir` that is a link stays one: what it leads to is replaced. Raises
    TargetError; of what the block itself raises, nothing is changed.
    """
    check_target(site_dir, root)
    target = site_dir.resolve()
    aside = target.with_name(f".{target.name}{ASIDE}")
    with _only_build(aside, site_dir):
        try:
            _empty(aside)
            yield aside
            _swap(aside, target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def check_target(site_dir: Path, root: Path) -> None:
    """Whether a folder may take the site: what it holds is replaced. Raises TargetError, saying what would be lost."""
    target = site_dir.resolve()
    sources = [root / name for name in SOURCES]
    if target == root or target in root.parents or any(target.is_relative_to(path) for path in sources):
        raise TargetError(f"{site_dir} holds sources, which a build would delete; choose another folder", usage=True)
    if target.exists() and not target.is_dir():
        raise TargetError(f"{site_dir} is a file; choose a folder", usage=True)
    if target.is_mount():
        said = f"{site_dir} is a mount, which cannot be replaced in one step; choose a folder inside it"
        raise TargetError(said, usage=True)
    try:
        foreign = target.is_dir() and any(target.iterdir()) and not any((target / name).exists() for name in BUILT)
    except OSError as error:
        raise TargetError(f"{site_dir} cannot be read: {error.strerror}") from None
    if foreign:
        said = f"{site_dir} holds files that are no site of ours, which a build would delete; choose an empty folder"
        raise TargetError(said, usage=True)


@contextlib.contextmanager
def _only_build(aside: Path, site_dir: Path) -> Iterator[None]:
    """Make the folder `aside` and hold it. What a build that was killed has left there is free to take."""
    while True:
        try:
            aside.mkdir(parents=True, exist_ok=True)
            if os.name == "nt":  # no such locks there: two builds at once are at their own risk
                yield
                return
            held = os.open(aside, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError as error:
            said = f"{site_dir} cannot be written: a site is built beside its place, and {aside.parent} says: "
            raise TargetError(said + (error.strerror or str(error))) from None
        try:
            if _lock(held) and _same(held, aside):
                yield
                return
            if _same(held, aside):
                raise TargetError(f"another build into {site_dir} is under way; wait until it has ended")
        finally:
            os.close(held)
        # The other build ended between the two steps, and the folder that was opened is the site by now.


def _lock(held: int) -> bool:
    import fcntl

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _same(held: int, path: Path) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samestat(os.fstat(held), path.stat())
    return False


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    folder.chmod(0o755)


def _swap(aside: Path, target: Path) -> None:
    """Put `aside` into the place of `target`, and what was there into the place of `aside`."""
    if not target.exists():
        aside.rename(target)
    elif not _exchange(aside, target):
        # Elsewhere in two steps: for an instant there is no site.
        before = target.with_name(f".{target.name}.before")
        target.rename(before)
        try:
            aside.rename(target)
        except OSError:
            before.rename(target)
            raise
        before.rename(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step. False where the system or its file system has no such call."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(number, os.strerror(number), str(other))
