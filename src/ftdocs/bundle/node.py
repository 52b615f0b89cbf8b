"""Runs the bundle's scripts under Node: JSON in on standard input, JSON out on standard output."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from ftdocs.bundle.errors import BundleError

OLDEST = 18
# A stock Pyodide starts in 2 to 4 s; a hundred answers take well under a minute on the slowest machine seen.
PATIENCE_SECONDS = 300


def find_node() -> str:
    """The path of a Node that is new enough for Pyodide. Raises BundleError."""
    node = os.environ.get("FTDOCS_NODE") or shutil.which("node")
    if not node:
        raise BundleError("Node is missing, and the bundle is checked with it: run `make setup`, which installs one")
    try:
        found = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise BundleError(f"Node at {node} does not run ({error}): run `make setup`, which installs one") from error
    version = re.match(r"v(\d+)", found)
    if not version or int(version[1]) < OLDEST:
        raise BundleError(f"Node at {node} is {found.strip()}, but {OLDEST} or newer is needed: run `make setup`")
    return node


def run_script(script: Path, message: dict[str, Any]) -> dict[str, Any]:
    """What `script` answers to `message`. Raises BundleError with the script's own words if it fails."""
    command = [find_node(), str(script)]
    try:
        done = subprocess.run(
            command, input=json.dumps(message), capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise BundleError(f"{script.name} did not end within {PATIENCE_SECONDS} s under Node") from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        said = (done.stderr.strip() or done.stdout.strip() or "nothing")[-500:]
        raise BundleError(f"{script.name} failed under Node (exit {done.returncode}): {said}") from None
    if "error" in answer:
        raise BundleError(str(answer["error"]))
    return answer
