"""Compiles Python sources for exactly the runtime's Python, the same input always to the same bytes."""

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ftdocs.bundle.errors import BundleError

# Zip knows no earlier moment; any fixed one makes equal contents equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)

# Of every process that compiles for the browser.
ENVIRONMENT = os.environ | {
    # No docstrings and no asserts: a tenth smaller, and nothing of ours reads either at run time.
    "PYTHONOPTIMIZE": "2",
    # No columns for tracebacks, which no reader sees: a quarter of what is transferred.
    "PYTHONNODEBUGRANGES": "1",
    # With a fixed date, compiled files carry a hash of their source instead of the time of compiling.
    "SOURCE_DATE_EPOCH": "315532800",
    "PYTHONHASHSEED": "0",
}


def compile_sources(sources: Mapping[str, bytes]) -> bytes:
    """A stored zip of `sources` (path in the zip → content) with each .py compiled, sorted by path.

    Stored, not deflated: the host's Brotli packs the whole far better than deflate packs each file.
    Raises BundleError with the compiler's words.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "python.zip"
        path.write_bytes(write_zip(sources))
        command = [sys.executable, "-m", "pyodide_cli", "py-compile", "--compression-level", "0", str(path)]
        done = subprocess.run(command, env=ENVIRONMENT, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or ["no word why"]
            raise BundleError(f"the calculators cannot be compiled: {lines[-1]} (`pyodide py-compile`)")
        # The compiler stamps its members with today's time: written anew.
        with zipfile.ZipFile(path) as compiled:
            return write_zip({name: compiled.read(name) for name in compiled.namelist()})


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """A stored zip of `files`, sorted by path, with nothing in it that depends on when or where it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, EPOCH)
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()
