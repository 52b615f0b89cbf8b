"""The bundle: Pyodide, the calculators and the part of Python's library they use, as files for any static host.

- runtime: the locked Pyodide in node_modules
- closure: which modules the calculators load, and that they work with these alone
- library: what of the standard library is replaced, so that a start is quick
- compile: sources to byte code
- pack: the archive and the two folders
- manifest: what the worker reads first
- cache: nothing is made twice
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import ftdocs
from ftdocs.bundle.cache import digest, keep_newest, only_one, write_folder
from ftdocs.bundle.errors import BundleError
from ftdocs.bundle.manifest import shipped
from ftdocs.bundle.pack import ARCHIVE, app_files, make_archive, read_calculators, read_scripts
from ftdocs.bundle.runtime import Runtime, find_runtime

__all__ = ["Bundle", "BundleError", "Progress", "build_bundle"]

BROWSER = Path(ftdocs.__file__).parent / "browser"
# Old archives are kept for the way back of an edit; old folders of assets for a page that is still open.
KEPT = 4


class Progress(Protocol):
    """Told what is being done, as each of `steps` begins."""

    def __call__(self, doing: str, step: int, steps: int) -> None: ...


@dataclass(frozen=True)
class Bundle:
    """The two finished folders, named by the hash of their contents: `app-…` and `pyodide-…`."""

    app: Path
    pyodide: Path

    @property
    def archive(self) -> Path:
        """The calculators and what they use of the standard library."""
        return self.app / ARCHIVE


def build_bundle(
    root: Path,
    cache: Path,
    progress: Progress | None = None,
    *,
    extra: Mapping[str, bytes] | None = None,
    profile: Mapping[str, Any] | None = None,
) -> Bundle:
    """Make the bundle of `root`/calculators with `root`/node_modules/pyodide, below `cache`/assets.

    `extra` are further files for the app's folder (path in it → content); `profile` is the organisation's, compiled.
    Whatever has not changed since an earlier
    call is taken from `cache`: with nothing changed this takes a fraction of a second, after an edit of a calculator
    some ten. Raises BundleError with the cure.
    """
    say = progress or _silent
    root, cache = root.resolve(), cache.resolve()
    with only_one(cache / "lock"):
        say("Checking the runtime", 1, 3)
        runtime = find_runtime(root)
        assets = cache / "assets"
        unchanged = shipped(runtime.folder)
        pyodide = write_folder(assets / f"pyodide-{digest(unchanged)}", unchanged)

        say("Compiling the calculators", 2, 3)
        calculators = root / "calculators"
        made_of = read_calculators(calculators) | _own_sources() | _locked(runtime)
        archives = cache / "archives"
        kept = archives / digest(made_of)
        if not (kept / ARCHIVE).is_file():
            write_folder(kept, make_archive(runtime, calculators, cache / "scratch"))
        archive = (kept / ARCHIVE).read_bytes()

        say("Putting the assets together", 3, 3)
        files = app_files(runtime, pyodide.name, archive, read_scripts(BROWSER), extra or {}, profile)
        app = write_folder(assets / f"app-{digest(files)}", files)

        os.utime(kept)
        keep_newest(archives, "*", KEPT)
        keep_newest(assets, "app-*", KEPT)
        keep_newest(assets, "pyodide-*", 2)
        return Bundle(app, pyodide)


def _locked(runtime: Runtime) -> dict[str, bytes]:
    return {f"runtime/{name}": value.encode() for name, value in runtime.hashes.items()}


def _own_sources() -> dict[str, bytes]:
    """This package itself: an archive made by other code is another archive."""
    here = Path(__file__).parent
    own = [path for path in here.rglob("*") if path.suffix in (".py", ".mjs", ".json")]
    return {f"bundle/{path.relative_to(here).as_posix()}": path.read_bytes() for path in own}


def _silent(doing: str, step: int, steps: int) -> None:
    """Progress for nobody."""
