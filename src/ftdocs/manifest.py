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
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from ftdocs.files import files_below
from ftdocs.headers import cache_control
from ftdocs.root_file import RootFile

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


# Below the site's root, and nothing that a file system or an address could not hold.
_PATH = {"type": "string", "pattern": r"^(?!/)(?!(.*/)?\.\.(/|$))[^\x00-\x1f\x7f\\]+$"}
_FILE = RootFile(
    FILE,
    VERSION,
    {
        "required": sorted(Manifest.__required_keys__),
        "properties": {
            "build": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "files": {
                "type": "object",
                "propertyNames": _PATH,
                "additionalProperties": {
                    "type": "object",
                    "required": ["sha256", "bytes"],
                    "properties": {"sha256": {"type": "string"}, "bytes": {"type": "integer"}},
                },
            },
            "carried": {"type": "array", "items": _PATH},
        },
    },
)


def entry(content: bytes) -> Entry:
    """What the manifest says of a file with this content."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def write_manifest(site_dir: Path, carried: Iterable[str] = ()) -> Manifest:
    """Write `_manifest.json` at the root of the site and return what it holds."""
    files = {name: entry((site_dir / name).read_bytes()) for name in files_below(site_dir) if name != FILE}
    known = "".join(f"{name} {files[name]['sha256']}\n" for name in files)
    manifest: Manifest = {
        "version": VERSION,
        "build": hashlib.sha256(known.encode()).hexdigest()[:16],
        "files": files,
        "carried": sorted(carried),
    }
    _FILE.write(site_dir, manifest, indent=1)
    return manifest


def read_manifest(site_dir: Path) -> Manifest:
    """Read `_manifest.json`. Raises FileNotFoundError (not built) or ValueError (no such manifest), with the cure."""
    read: Manifest = _FILE.read(site_dir)
    return read


def parse_manifest(content: bytes) -> Manifest:
    """The manifest in the bytes of its file. Raises ValueError, in words that follow the file's name."""
    read: Manifest = _FILE.parse(content)
    return read


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
    new = set(files_below(site_dir))
    own = hashed - set(before["carried"])
    carried = []
    for name in sorted((hashed if own <= new else own) - new):
        source = previous / name
        # What was changed or lost since then helps nobody.
        if not source.is_file() or entry(source.read_bytes()) != before["files"][name]:
            continue
        (site_dir / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, site_dir / name)
        carried.append(name)
    return carried
