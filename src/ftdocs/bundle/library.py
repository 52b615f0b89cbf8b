"""The standard library as the bundle has it: what takes long at the start and is never used there is left out.

Four means, each checked by the closed world (closure.py), in which every calculator must still answer the same:

- *stand-ins* (folder `standins`): small modules in place of those with which Pyodide would load event loops, package
  installers and readers of source code. Half of a start went into importing them.
- *ready-made code*: `dataclass` writes the source of its methods and compiles it whenever a class is made. The same
  sources come out at every start, so they are compiled with the bundle; an unknown one is compiled as ever.
- *ready-made patterns*: Python compiles a regular expression in Python, whenever its module is loaded. What comes out
  is compiled with the bundle in the same way.
- *later*: a few modules that run when they are first used (`standins/sitecustomize.py`).
"""

import json
import marshal
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ftdocs.bundle.compile import ENVIRONMENT, write_zip
from ftdocs.bundle.errors import BundleError
from ftdocs.bundle.runtime import Runtime

_STANDINS = Path(__file__).parent / "standins"
IMPORTER = "sitecustomize.py"
_READY_MADE = Path(__file__).parent / "ready_made.py"
# From where `dataclasses` takes what it does not need of `inspect`, and its way to run a source.
_EDITED = "dataclasses.py"
_BEFORE, _AFTER = b"\nimport inspect\n", b"\nfrom ready_made import inspect, run as exec\n"
_READY_PATTERNS = Path(__file__).parent / "ready_patterns.py"
_COMPILER = "re/_compiler.py"
_LOOK_UP = b"\nfrom ready_patterns import looked_up\ncompile = looked_up(compile)\n"

# Runs before the calculators are imported with all of the library: notes what `dataclass` compiles.
RECORDER = """
import builtins, dataclasses
ready_made = {}
def note(source, *names):
    ready_made[source] = True
    return builtins.exec(source, *names)
dataclasses.exec = note
"""
_COMPILE = """
import json, marshal, sys
made = {source: compile(source, "<string>", "exec", dont_inherit=True) for source in json.load(sys.stdin)}
sys.stdout.buffer.write(marshal.dumps(made))
"""


def standins() -> dict[str, bytes]:
    """The modules that stand in for others, by their path in the archive."""
    found = sorted(path for path in _STANDINS.rglob("*.py") if "__pycache__" not in path.parts)
    return {path.relative_to(_STANDINS).as_posix(): path.read_bytes() for path in found}


def write_open_library(runtime: Runtime, path: Path) -> None:
    """Write the whole standard library to `path`, as a zip of sources, with everything that is replaced in it.

    Raises BundleError where the library is not the one that this was written for.
    """
    with zipfile.ZipFile(runtime.stdlib) as stdlib:
        files = {name: stdlib.read(name) for name in stdlib.namelist() if not name.endswith("/")}
    if files.get(_EDITED, b"").count(_BEFORE) != 1:
        raise BundleError(f"{_EDITED} of this Python does not import `inspect` as expected: see bundle/library.py")
    if b"\ndef compile(" not in files.get(_COMPILER, b""):
        raise BundleError(f"{_COMPILER} of this Python does not compile as expected: see bundle/library.py")
    files |= standins() | {path.name: path.read_bytes() for path in (_READY_MADE, _READY_PATTERNS)}
    files[_EDITED] = files[_EDITED].replace(_BEFORE, _AFTER)
    files[_COMPILER] += _LOOK_UP
    # How modules are imported concerns only what is compiled.
    del files[IMPORTER]
    path.write_bytes(write_zip(files))


def library_sources(
    library: Path, members: Iterable[str], compiled: Iterable[str], patterns: Iterable[list[Any]]
) -> dict[str, bytes]:
    """The sources of `members` of the zip `library`, to be compiled, with the importer that they are written for.

    `compiled` are the sources that `dataclass` compiles; `patterns` are what `_sre.compile` takes for each regular
    expression, after the flags that it was asked for with.
    """
    with zipfile.ZipFile(library) as opened:
        sources = {name: opened.read(name) for name in members}
    known = {(text, asked): (text, *more, tuple(names)) for asked, text, *more, names in patterns}
    sources[_READY_MADE.name] = _with_table(_READY_MADE, "TABLE", _compiled(sorted(compiled)))
    # Version 2: the same bytes whatever else refers to the parts.
    sources[_READY_PATTERNS.name] = _with_table(_READY_PATTERNS, "PATTERNS", marshal.dumps(known, 2))
    return sources | {IMPORTER: standins()[IMPORTER]}


def _with_table(module: Path, name: str, table: bytes) -> bytes:
    return module.read_bytes() + f"\nimport marshal\n\n{name} = marshal.loads({table!r})\n".encode()


def _compiled(sources: list[str]) -> bytes:
    """The code of each source by its text, as `marshal` writes it."""
    command = [sys.executable, "-c", _COMPILE]
    return subprocess.run(
        command, input=json.dumps(sources).encode(), env=ENVIRONMENT, capture_output=True, check=True
    ).stdout
