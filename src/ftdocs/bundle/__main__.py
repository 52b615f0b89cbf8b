"""`python -m ftdocs.bundle`: lock the files of the Pyodide in node_modules as they are now, after an upgrade."""

import json
from pathlib import Path

from ftdocs.bundle.runtime import LOCK, READ, SHIPPED, sha256


def write_lock(folder: Path, lock: Path = LOCK) -> None:
    """Write the hashes of the Pyodide package in `folder`, its version, and what it says of itself, to `lock`."""
    content = {
        "version": json.loads((folder / "package.json").read_text("utf-8"))["version"],
        "info": json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["info"],
        "sha256": {name: sha256(folder / name) for name in (*SHIPPED, *READ)},
    }
    lock.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    write_lock(Path("node_modules/pyodide"))
