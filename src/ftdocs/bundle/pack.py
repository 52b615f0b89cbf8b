"""The archive of all Python code, and the two folders that go into the site."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftdocs.bundle.closure import Answers, check_closed_world, find_closure
from ftdocs.bundle.compile import compile_sources
from ftdocs.bundle.errors import BundleError
from ftdocs.bundle.library import IMPORTER, library_sources, write_open_library
from ftdocs.bundle.manifest import manifest
from ftdocs.bundle.runtime import Runtime
from ftdocs.bundle.shelf import shelve

ARCHIVE = "python.zip"
# What of calculators/ is shipped: modules, and the data that they read. Notes and caches stay behind.
SOURCES = frozenset({".py", ".json"})
# What of browser/ is shipped as it is.
SCRIPTS = frozenset({".js", ".mjs"})
WORKER = "worker.mjs"
_BUNDLER_INPUT = "-entry.mjs"


def read_calculators(folder: Path) -> dict[str, bytes]:
    """The files of the package in `folder` by their path in the archive. Raises BundleError if there are none."""
    found = {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in SOURCES and path.is_file() and "__pycache__" not in path.parts
    }
    if not found:
        raise BundleError(f"there are no calculators in {folder}: run this beside the site's mkdocs.yml")
    return found


def read_scripts(folder: Path) -> dict[str, bytes]:
    """Our scripts in `folder`, except those that another tool makes a file of."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in SCRIPTS and path.is_file() and not path.name.endswith((_BUNDLER_INPUT, ".d.ts"))
    }


def make_archive(runtime: Runtime, calculators: Path, scratch: Path) -> dict[str, bytes]:
    """The files of a finished archive: itself, checked, and the answers that it gave.

    Raises BundleError where a calculator cannot work from it.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    path, library = scratch / ARCHIVE, scratch / "library.zip"
    try:
        write_open_library(runtime, library)
        closure = find_closure(runtime, library, calculators)
        sources = library_sources(library, closure.members, closure.compiled, closure.patterns)
        compiled = compile_sources(sources | read_calculators(calculators))
        archive = shelve(compiled, {*closure.early, IMPORTER})
        path.write_bytes(archive)
        check_closed_world(runtime, path, closure.answers)
    finally:
        path.unlink(missing_ok=True)
        library.unlink(missing_ok=True)
    answers: Answers = closure.answers
    return {ARCHIVE: archive, "answers.json": json.dumps(answers, indent=1).encode()}


def app_files(
    runtime: Runtime,
    pyodide_folder: str,
    archive: bytes,
    scripts: Mapping[str, bytes],
    extra: Mapping[str, bytes],
    profile: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """Everything in the app's folder: our scripts and styles, the caller's `extra`, the archive, the manifest."""
    written = manifest(runtime, pyodide_folder, archive, scripts[WORKER], profile).encode()
    return {**scripts, **extra, ARCHIVE: archive, "manifest.js": written}
