"""manifest.js: what the worker must know before it has loaded anything."""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftdocs.bundle.runtime import SHIPPED, Runtime


def manifest(
    runtime: Runtime,
    pyodide_folder: str,
    archive: bytes,
    worker: bytes,
    profile: Mapping[str, Any] | None = None,
) -> str:
    """The text of manifest.js, to lie in the app's folder beside the folder of the runtime.

    `bytes` are those after decoding, as the browser counts them; addresses are relative to the manifest. `worker`: our
    script that loads all this; the page holds it against its hash where it does not run. `profile`: the organisation's,
    compiled, for Python to use from its start on.
    """
    files = {name: _entry(f"../{pyodide_folder}/{name}", (runtime.folder / name).read_bytes()) for name in SHIPPED}
    files["python.zip"] = _entry("./python.zip", archive)
    content = {
        "version": runtime.version,
        "pyodide": f"../{pyodide_folder}/",
        # Nothing is ever loaded as a package, so that the lock file holds none and need not be fetched.
        "lock": {"info": runtime.info, "packages": {}},
        "files": files,
        "worker": _integrity(worker),
        "profile": profile,
    }
    return f"// What the runtime is made of.\nexport default {json.dumps(content, indent=2)};\n"


def _entry(url: str, content: bytes) -> Mapping[str, str | int]:
    return {"url": url, "bytes": len(content), "integrity": _integrity(content)}


def _integrity(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def shipped(folder: Path) -> dict[str, bytes]:
    """The runtime's files as they go into the site."""
    return {name: (folder / name).read_bytes() for name in SHIPPED}
