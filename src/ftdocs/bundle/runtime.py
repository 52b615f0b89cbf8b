"""The Pyodide runtime in node_modules: found, of the right version, and byte for byte the files that were locked.

After an upgrade of Pyodide in package.json, `python -m ftdocs.bundle` writes `runtime.lock.json` anew.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftdocs.bundle.errors import BundleError

LOCK = Path(__file__).with_name("runtime.lock.json")
# Shipped unchanged, in the order in which a start needs them.
SHIPPED = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
# Read at build only.
READ = ("python_stdlib.zip",)


@dataclass(frozen=True)
class Runtime:
    """A verified Pyodide package: its folder, its version, the Python inside it, and what a lock file says of it."""

    folder: Path
    version: str
    python: str
    info: dict[str, str]
    hashes: dict[str, str]

    @property
    def stdlib(self) -> Path:
        """The whole standard library as Pyodide ships it: a zip of sources."""
        return self.folder / "python_stdlib.zip"


def find_runtime(root: Path, lock: Path = LOCK) -> Runtime:
    """The runtime in `root`/node_modules. Raises BundleError if a file is missing or is not the locked one, or if
    this Python could not compile for it."""
    folder = root / "node_modules" / "pyodide"
    if not folder.is_dir():
        raise BundleError(f"node_modules/pyodide is missing in {root}: run `make setup`, or `npm ci --ignore-scripts`")
    locked: dict[str, Any] = json.loads(lock.read_text("utf-8"))
    for name, expected in locked["sha256"].items():
        path = folder / name
        if not path.is_file():
            raise BundleError(f"node_modules/pyodide/{name} is missing: delete node_modules and run `make setup`")
        if sha256(path) != expected:
            raise BundleError(
                f"node_modules/pyodide/{name} is not the file of Pyodide {locked['version']} that was locked: delete "
                "node_modules and run `make setup`; after a deliberate upgrade run `python -m ftdocs.bundle`"
            )
    check_python(locked["info"]["python"])
    return Runtime(folder, locked["version"], locked["info"]["python"], locked["info"], locked["sha256"])


def check_python(wanted: str, running: tuple[int, int] = sys.version_info[:2]) -> None:
    """Byte code loads only in the Python it was compiled for. Raises BundleError if `running` is not `wanted`."""
    needed = ".".join(wanted.split(".")[:2])
    if needed != f"{running[0]}.{running[1]}":
        raise BundleError(
            f"this is Python {running[0]}.{running[1]}, but the browser's runtime holds {needed}, and byte code "
            f"must be compiled by the same: install Python {needed} and run `make setup`"
        )


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
