"""What a host must send with the built site: security policy, caching and content types.

`write_headers` puts `_headers.json` at the root of the site. It is the one source for every host configuration
(and for `ftdocs.hosting`, under which the tests run), so nobody copies a policy by hand:

    {
      "version": 1,                                    raised when the shape below changes
      "headers": {NAME: VALUE},                        on every answer, also on 304 and 404 and on worker scripts
      "cache": [{"pattern": REGEX, "value": ...}],     Cache-Control; the first pattern that matches the path wins
      "types": {".wasm": "application/wasm"},          Content-Type by suffix; a host's own table is often wrong
      "compressed": {"br": ".br", "gzip": ".gz"},      encodings that lie beside a file, the better one first
      "index": "index.html", "not_found": "404.html",
      "base_path": "/guides/ft/"                       the path the site was built for; null: it stands anywhere
    }

Paths are relative to the site's root, without a leading slash. Patterns keep to what Python, PCRE (nginx) and
RE2 (Caddy) read alike. Every answer gets the policy because a worker obeys the policy of its own script's answer,
not the page's: Pyodide's worker needs `'wasm-unsafe-eval'` there.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from selectolax.lexbor import LexborHTMLParser

from ftdocs.files import files_below
from ftdocs.root_file import RootFile

FILE = "_headers.json"
VERSION = 1

_JAVASCRIPT = {"", "module", "importmap", "speculationrules"} | {
    f"{kind}/{name}"
    for kind in ("text", "application")
    for name in ("javascript", "ecmascript", "x-javascript", "x-ecmascript", "jscript", "livescript")
}

_HEADERS = {
    # A link to a foreign host must not tell it which internal page the reader came from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
}


# Script elements, as text.
_SCRIPT = re.compile(rb"<script\b.*?</script", re.DOTALL)


class CacheRule(TypedDict):
    """`value` is the Cache-Control of every path in which `pattern` is found (`re.search`)."""

    pattern: str
    value: str


_CACHE: list[CacheRule] = [
    # Our own folders and Material's bundles carry a hash of their content in their names.
    {"pattern": r"^assets/ftdocs/[^/]+-[0-9a-f]{8,}/", "value": "public, max-age=31536000, immutable"},
    {
        "pattern": r"^assets/(javascripts|stylesheets)/.+\.[0-9a-f]{8}\.min\.(js|css)(\.map)?$",
        "value": "public, max-age=31536000, immutable",
    },
    # Everything else is asked for again each time and mostly answered 304: a new build is seen at once.
    {"pattern": "", "value": "no-cache"},
]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".inv": "application/octet-stream",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class Headers(TypedDict):
    """The contents of `_headers.json`; see the module's text."""

    version: int
    headers: dict[str, str]
    cache: list[CacheRule]
    types: dict[str, str]
    compressed: dict[str, str]
    index: str
    not_found: str
    base_path: str | None


_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
_FILE = RootFile(
    FILE,
    VERSION,
    {
        "required": sorted(Headers.__required_keys__ - {"base_path"}),
        "properties": {
            "headers": {**_TEXTS, "required": ["Content-Security-Policy"]},
            "cache": {
                "type": "array",
                "items": {
                    "required": ["pattern", "value"],
                    "properties": {"pattern": {"type": "string", "format": "regex"}, "value": {"type": "string"}},
                },
                # The last one fits every path.
                "contains": {"properties": {"pattern": {"const": ""}}},
            },
            "types": _TEXTS,
            "compressed": _TEXTS,
            "index": {"type": "string"},
            "not_found": {"type": "string"},
            "base_path": {"type": ["string", "null"]},
        },
    },
)


def cache_control(path: str, rules: list[CacheRule] = _CACHE) -> str:
    """The Cache-Control of the file at `path` (relative to the site's root): that of the first rule that fits."""
    return next(rule["value"] for rule in rules if re.search(rule["pattern"], path))


def policy(script_hashes: list[str], frame_ancestors: Sequence[str] = ("'none'",)) -> str:
    """The Content-Security-Policy; `script_hashes` are sources such as `'sha256-…'`, quotes included.

    `frame_ancestors` are the sources that may show the site in a frame.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *script_hashes],
        "style-src": ["'self'"],
        # Material draws its icons as CSS masks with data: addresses.
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'self'"],
        # Calculators never send their form; without JavaScript the browser must not either, since the
        # reader's numbers would stand in the host's log.
        "form-action": ["'none'"],
        "frame-ancestors": list(frame_ancestors),
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def parse_policy(text: str) -> dict[str, list[str]]:
    """The sources of each directive of a Content-Security-Policy."""
    directives = (part.split() for part in text.split(";"))
    return {words[0].lower(): words[1:] for words in directives if words}


def inline_scripts(tree: LexborHTMLParser) -> Iterator[str]:
    """The text of every inline script that a browser would run; data blocks (`application/json`) are not scripts."""
    for script in tree.css("script"):
        kind = (script.attributes.get("type") or "").split(";")[0].strip().lower()
        if "src" not in script.attributes and kind in _JAVASCRIPT:
            yield script.text()


def script_hash(script: str) -> str:
    """The policy's source for an inline script, quotes included."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def site_headers(
    site_dir: Path, *, frame_ancestors: Sequence[str] = ("'none'",), base_path: str | None = None
) -> Headers:
    """The headers of the site in `site_dir`, with the hash of each inline script in its HTML, in a stable order.

    Material's first inline script holds the way to the root and so differs with each page's depth.
    """
    pages = ((site_dir / path).read_bytes() for path in files_below(site_dir) if path.endswith(".html"))
    # Of those whose scripts are the same, as all pages of one depth mostly are, one is decoded and parsed.
    different = {b"".join(_SCRIPT.findall(page)): page for page in pages}
    parsed = (LexborHTMLParser(page.decode()) for page in different.values())
    hashes = {script_hash(script) for tree in parsed for script in inline_scripts(tree)}
    return {
        "version": VERSION,
        "headers": {"Content-Security-Policy": policy(sorted(hashes), frame_ancestors), **_HEADERS},
        "cache": [rule.copy() for rule in _CACHE],
        "types": dict(_TYPES),
        "compressed": {"br": ".br", "gzip": ".gz"},
        "index": "index.html",
        "not_found": "404.html",
        "base_path": base_path,
    }


def write_headers(
    site_dir: Path, *, frame_ancestors: Sequence[str] = ("'none'",), base_path: str | None = None
) -> Headers:
    """Write `_headers.json` at the root of the site and return what it holds."""
    headers = site_headers(site_dir, frame_ancestors=frame_ancestors, base_path=base_path)
    _FILE.write(site_dir, headers)
    return headers


def read_headers(site_dir: Path) -> Headers:
    """Read `_headers.json`. Raises FileNotFoundError (not built) or ValueError (other version), with the cure."""
    read: Headers = _FILE.read(site_dir)
    return read


def parse_headers(content: bytes) -> Headers:
    """The headers in the bytes of their file. Raises ValueError, in words that follow the file's name."""
    read: Headers = _FILE.parse(content)
    return read
