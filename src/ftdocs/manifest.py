"""`_manifest.json`: every file of the built site with its hash, and what was carried over from the release before.

    {
      "version": 1,                                          raised when the shape below changes
      "build": "9f2c…",                                      16 hexadecimal digits that name these very files
      "files": {"index.html": {"sha256": "…", "bytes": 1}},  every file but this one, compressed copies included
      "carried": ["assets/ftdocs/app-…/worker.mjs", …]       those that only pages of the release before ask for
    }

Pages name files by their hash, so a page that was opened before a new release may ask for one of its own files after
it. The build therefore keeps those of the release before, for one release.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypedDict

from ftdocs.headers import cache_control

FILE = "_manifest.json"
VERSION = 1
COPIES = (".br", ".gz")


class Entry(TypedDict):
    """What a file must be: its SHA-256 in hexadecimal, and its length."""

    sha256: str
    bytes: int


class Manifest(TypedDict):
    """The contents of `_manifest.json`; see the module's text."""

    version: int
    build: str
    files: dict[str, Entry]
    carried: list[str]


def entry(content: bytes) -> Entry:
    """What the manifest says of a file with this content."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def write_manifest(site_dir: Path, carried: Iterable[str] = ()) -> Manifest:
    """Write `_manifest.json` at the root of the site and return what it holds."""
    paths = sorted(path for path in site_dir.rglob("*") if path.is_file())
    names = {path.relative_to(site_dir).as_posix(): path for path in paths}
    names.pop(FILE, None)
    files = {name: entry(path.read_bytes()) for name, path in names.items()}
    known = "".join(f"{name} {files[name]['sha256']}\n" for name in sorted(files))
    manifest: Manifest = {
        "version": VERSION,
        "build": hashlib.sha256(known.encode()).hexdigest()[:16],
        "files": files,
        "carried": sorted(carried),
    }
    (site_dir / FILE).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def read_manifest(site_dir: Path) -> Manifest:
    """Read `_manifest.json`. Raises FileNotFoundError (not built) or ValueError (no such manifest), with the cure."""
    try:
        content = (site_dir / FILE).read_bytes()
    except FileNotFoundError as missing:
        raise FileNotFoundError(f"{site_dir / FILE} is missing: build the site with `ftdocs build`") from missing
    try:
        return parse_manifest(content)
    except ValueError as problem:
        raise ValueError(f"{site_dir / FILE} {problem}: build the site anew") from None


def parse_manifest(content: bytes) -> Manifest:
    """The manifest in the bytes of its file. Raises ValueError, in words that follow the file's name."""
    try:
        read: Any = json.loads(content)
    except ValueError:
        raise ValueError("is no JSON") from None
    if not isinstance(read, dict) or read.get("version") != VERSION:
        said = read.get("version") if isinstance(read, dict) else None
        raise ValueError(f"has version {said}, not {VERSION}")
    files: Any = read.get("files")
    whole = isinstance(files, dict) and isinstance(read.get("carried"), list) and isinstance(read.get("build"), str)
    if not whole or not all(_is_entry(each) for each in files.values()):
        raise ValueError("does not list files with their hashes")
    manifest: Manifest = {"version": VERSION, "build": read["build"], "files": files, "carried": read["carried"]}
    return manifest


def _is_entry(each: object) -> bool:
    return isinstance(each, Mapping) and isinstance(each.get("sha256"), str) and isinstance(each.get("bytes"), int)


def carry_over(previous: Path, site_dir: Path) -> list[str]:
    """Copy into the new site in `site_dir` what pages opened before it may still ask for; returns those paths.

    That is every file of the site in `previous` whose name holds a hash and which the new one lacks. What `previous`
    itself had carried over goes, unless its own such files are the new site's as well: then this is the same release,
    built once more. Without a manifest in `previous` there is nothing to go by, and nothing is copied.
    """
    try:
        before = read_manifest(previous)
    except (OSError, ValueError):
        return []
    hashed = {name for name in before["files"] if not name.endswith(COPIES) and "immutable" in cache_control(name)}
    new = {path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*") if path.is_file()}
    own = hashed - set(before["carried"])
    carried = []
    for name in sorted((hashed if own <= new else own) - new):
        source = previous / name
        # What was changed or lost since then helps nobody.
        if ".." in name.split("/") or not source.is_file() or entry(source.read_bytes()) != before["files"][name]:
            continue
        (site_dir / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, site_dir / name)
        carried.append(name)
    return carried
