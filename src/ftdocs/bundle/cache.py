"""What was made stays: named by a hash of everything it was made of, and written whole or not at all."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ftdocs.files import write_whole

FORGET = 60 * 24 * 3600
"""Seconds after which a file that was of no use is dropped."""


def digest(parts: Mapping[str, bytes]) -> str:
    """16 hexadecimal digits for these contents under these names, whatever their order."""
    total = hashlib.sha256()
    for name in sorted(parts):
        for part in (name.encode(), parts[name]):
            # The length first, so that no other split of the same bytes gives the same hash.
            total.update(len(part).to_bytes(8))
            total.update(part)
    return total.hexdigest()[:16]


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """`folder`, holding `files` (path → content). Left as it is if they are there; made anew if one is missing or cut.

    It appears under its name only when complete, so a build that was interrupted leaves nothing half made.
    """
    if all(_size(folder / name) == len(content) for name, content in files.items()):
        # Its age is the time since it was last of use.
        os.utime(folder)
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        part.chmod(0o755)
        for name, content in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """What `file` holds, or else what `make` gives, which is never nothing and stays in `file`.

    Its name must say all that it is made of, and by what.
    """
    if _size(file) > 0:
        # Its age is the time since it was last of use.
        os.utime(file)
        return file.read_bytes()
    made = make()
    _write_whole(file, made)
    return made


class LastTime:
    """The texts that the last build made, by key, in one file: for what is too small to have a file of its own.

    A key must say all that its text is made of, and by what. Texts that this build does not ask for go.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.now: dict[str, str] = {}
        try:
            found = json.loads(file.read_bytes())
        except (OSError, ValueError):
            found = None
        self.before: dict[str, str] = found if isinstance(found, dict) else {}

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text of `key`, or else what `make` gives."""
        found = self.before.get(key)
        self.now[key] = found if isinstance(found, str) else make()
        return self.now[key]

    def write(self) -> None:
        """Keep what was asked for, for the next build."""
        if self.now != self.before:
            _write_whole(self.file, json.dumps(self.now).encode())


def _write_whole(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # A build that is interrupted must not leave half a file under a name that promises a whole one.
    write_whole(file, content)


def forget(folder: Path, age: float = FORGET) -> None:
    """Remove the files in `folder` that were of no use for `age` seconds."""
    oldest = time.time() - age
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.is_file() and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def keep_newest(parent: Path, pattern: str, count: int) -> None:
    """Remove all but the `count` folders in `parent` that match `pattern` and were last of use."""
    found = sorted(parent.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[count:]:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Wait until no other build works in the same cache."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        # Not on Windows, where two builds at once are at their own risk.
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
