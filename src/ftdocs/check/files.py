"""The files are those that the build wrote down, byte for byte."""

from collections.abc import Iterator

from ftdocs.check.site import Finding, Site
from ftdocs.manifest import FILE, entry, read_manifest

_REBUILD = "build the site anew with `ftdocs build`"


def check_files(site: Site) -> Iterator[Finding]:
    """Findings of the kind `file`."""
    try:
        listed = read_manifest(site.root)["files"]
    except (OSError, ValueError) as problem:
        yield Finding("file", FILE, None, f"cannot be used: {problem}", _REBUILD)
        return
    for path, expected in listed.items():
        if path not in site:
            yield Finding(
                "file", path, None, f"is missing, though {FILE} lists it", f"copy the whole site, or {_REBUILD}"
            )
        elif entry((site.root / path).read_bytes()) != expected:
            yield Finding("file", path, None, f"is not the file that was built, going by its hash in {FILE}", _REBUILD)
    for path in site.files:
        if path not in listed and path != FILE:
            cure = "remove it, or put it into docs/ and build the site anew"
            yield Finding("file", path, None, f"was put there after the build: {FILE} does not list it", cure)
