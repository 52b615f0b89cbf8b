"""The shelf: one member of the archive that holds the code of all its modules.

Python reads the directory of a zip entry by entry and opens the zip anew for each module, all of it in Python and so
slowly in the browser. On the shelf, from which `standins/sitecustomize.py` imports, a module is one look into a
dictionary. What Python imports before that stays a member of its own; so does every file of data.
"""

import io
import marshal
import zipfile
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from ftdocs.bundle.compile import write_zip

SHELF = "modules"
Shelf = dict[str, tuple[str, bytes]]
"""Path in the archive and code of each module by its name."""

_COMPILED = ".pyc"
# A compiled file begins with what tells whether it is stale, which nobody asks in the browser.
_HEADER_BYTES = 16


def shelve(archive: bytes, early: Collection[str]) -> bytes:
    """The zip `archive` of compiled modules with all of them on the shelf but those of the sources `early`."""
    members, _ = read_archive(archive)
    on_it = {path for path in members if path.endswith(_COMPILED) and path.removesuffix("c") not in early}
    shelf = {_module(path): (path, members[path][_HEADER_BYTES:]) for path in sorted(on_it)}
    return write_archive({path: members[path] for path in members.keys() - on_it}, shelf)


def read_archive(archive: bytes) -> tuple[dict[str, bytes], Shelf]:
    """The members of an archive by path, without the shelf; and what is on the shelf, if there is one."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    return members, marshal.loads(members.pop(SHELF, marshal.dumps({})))


def write_archive(members: Mapping[str, bytes], shelf: Shelf) -> bytes:
    """The archive of `members` by path, and `shelf`."""
    # Version 2 writes the same bytes whatever else refers to the parts.
    return write_zip({**members, SHELF: marshal.dumps(shelf, 2)})


def _module(path: str) -> str:
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
