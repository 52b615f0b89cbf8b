"""Where a built site is to stand: what every server's configuration is made of."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ftdocs.headers import FILE as HEADERS
from ftdocs.headers import Headers, cache_control, read_headers
from ftdocs.place import clean_base_path

# What would end a quoted string, or begin a variable, in one of the servers' languages.
_UNQUOTABLE = re.compile(r"""["'`$%\\{}\x00-\x1f\x7f]""")

_NAME = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Deployment:
    """A site for a place: `root` is its folder on the host, `base_path` its path there, with slashes at both ends."""

    headers: Headers
    base_path: str
    root: PurePosixPath
    hashed: tuple[str, ...] = ()
    """Folders below the site's root, and files outside them, that may be cached for ever; of this one build."""

    @property
    def not_found(self) -> str:
        """The address of the page for missing addresses."""
        return f"{self.base_path}{self.headers['not_found']}"

    @property
    def bare(self) -> str:
        """The address without its last slash, which is sent on to the one with it; empty at the root of the host."""
        return self.base_path.rstrip("/")

    @property
    def for_ever(self) -> list[tuple[str, str]]:
        """Patterns of paths below the site's root with their own Cache-Control, the first that fits first."""
        return [(rule["pattern"], rule["value"]) for rule in self.headers["cache"] if rule["pattern"]]

    @property
    def otherwise(self) -> str:
        """The Cache-Control of all other paths."""
        return next(rule["value"] for rule in self.headers["cache"] if not rule["pattern"])


def deployment(
    site_dir: Path, base_path: str | None = None, root: str | None = None, also: Mapping[str, str] | None = None
) -> Deployment:
    """The site in `site_dir`, for a place that is given or else the one it was built for.

    `also` holds headers of the operator's own, to be sent besides those of the site. Raises ValueError or
    FileNotFoundError, in words for the operator.
    """
    headers = read_headers(site_dir)
    built_for = headers.get("base_path")
    wanted = clean_base_path(base_path) if base_path is not None else built_for or "/"
    if built_for and wanted != built_for:
        raise ValueError(
            f"the site in {site_dir} was built for {built_for}, not for {wanted}: change base_path below extra in "
            "mkdocs.yml (or site_url) and build it anew"
        )
    # As it was named: a link to the release that is up stays a link, and is followed by the server.
    folder = root if root is not None else Path(os.path.abspath(site_dir)).as_posix()  # noqa: PTH100 - resolves no link
    if not folder.startswith("/") or folder.strip("/") == "" or _UNQUOTABLE.search(folder):
        raise ValueError(
            f"the folder “{folder}” cannot be written into a server's configuration: --root wants the absolute path of "
            "the site on the host, without quotes, braces, or any of $ % \\"
        )
    headers["headers"].update(_own(also or {}, headers))
    return Deployment(headers, wanted, PurePosixPath(folder), tuple(_hashed(site_dir, headers)))


def _own(also: Mapping[str, str], headers: Headers) -> Mapping[str, str]:
    known = {name.lower() for name in (*headers["headers"], "Cache-Control", "Content-Type")}
    for name, value in also.items():
        if name.lower() in known:
            raise ValueError(f"the header {name} belongs to the build, which sets it: {HEADERS} says to what")
        # A quotation mark inside a quoted string is the one thing that all the languages let stand.
        if not _NAME.fullmatch(name) or not value or not value.isascii() or _UNQUOTABLE.search(value.replace("'", "")):
            raise ValueError(
                f"the header “{name}: {value}” cannot be written into a server's configuration: it wants a name of "
                "letters, digits and hyphens, and a value without double quotes, braces, or any of $ % ` \\"
            )
    return also


def _hashed(site_dir: Path, headers: Headers) -> list[str]:
    found = set()
    for path in site_dir.rglob("*"):
        name = path.relative_to(site_dir).as_posix()
        if path.is_file() and "immutable" in cache_control(name, headers["cache"]):
            parts = name.split("/")
            folders = ("/".join(parts[:end]) + "/" for end in range(1, len(parts)))
            found.add(next((each for each in folders if "immutable" in cache_control(each, headers["cache"])), name))
    return sorted(found)
