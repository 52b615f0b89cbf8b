"""Where the site stands: the path on its host, and who may show it in a frame. Checked before anything is built."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

_PART = re.compile(r"[A-Za-z0-9._~-]+")
_HOST = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_SOURCE = re.compile(rf"https?://(\*\.)?{_HOST}(:(\d{{1,5}}|\*))?", re.IGNORECASE)


def clean_base_path(text: str) -> str:
    """The path with a slash at both ends. Raises ValueError for what a link or a host's configuration cannot hold."""
    parts = text.strip("/").split("/") if text.strip("/") else []
    if all(_PART.fullmatch(part) and part not in (".", "..") for part in parts):
        return "/" + "".join(f"{part}/" for part in parts)
    raise ValueError(
        f"the base path “{text}” cannot be used: write the path of the site on its host, such as /guides/ft/, "
        "with letters a to z, digits, and the signs - . _ ~ between its slashes"
    )


def configured_base_path(extra: Mapping[str, Any], site_url: str | None) -> str | None:
    """The path that mkdocs.yml names as `extra.base_path`, or in `site_url`; None where it names none.

    Raises ValueError.
    """
    named = extra.get("base_path")
    if named is not None and not isinstance(named, str):
        raise ValueError(f"extra.base_path must be a path such as /guides/ft/, not {named!r}")
    if named:
        return clean_base_path(named)
    return clean_base_path(urlsplit(site_url).path) if site_url else None


def frame_sources(allowed: Iterable[str]) -> list[str]:
    """The sources of `frame-ancestors` for these hosts; nobody, if there are none. Raises ValueError."""
    sources = []
    for source in allowed:
        if source.strip("'") == "self":
            sources.append("'self'")
        elif _SOURCE.fullmatch(source):
            sources.append(source)
        else:
            raise ValueError(
                f"frame_ancestors: “{source}” cannot be allowed to show the site in a frame: write the address of "
                "a host without a path, such as https://wiki.example, or self for the site’s own host"
            )
    return sources or ["'none'"]
