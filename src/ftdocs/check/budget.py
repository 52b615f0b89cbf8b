"""What a page may cost before its reader has asked for anything."""

import re
from collections.abc import Iterator

import brotli

from ftdocs.check.site import Finding, Page, Site

SCRIPTS_AND_STYLES = 8_000
"""Bytes, packed with Brotli, of our scripts and stylesheets that every page loads."""
WITH_CALCULATOR = 22_000
"""The same for a page that holds a calculator."""
FONTS = 60_000
"""Bytes of the typefaces that every page loads; they are packed already, and kept for all pages."""

_OURS = "assets/ftdocs/"
_RUNTIME = re.compile(r"pyodide|\.wasm$|\.zip$|(^|/)vega")
# What a module takes in before it runs; a call of import() waits for the reader and is not meant.
_IMPORT = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]*\s*from\s*)?["']([^"']+)["']""")


def check_budget(site: Site) -> Iterator[Finding]:
    """Findings of the kind `budget`."""
    loads: dict[frozenset[str], list[Page]] = {}
    for page in site.pages.values():
        loads.setdefault(frozenset(_loaded(site, page)), []).append(page)
    for files, pages in loads.items():
        first = pages[0].path
        ours = _with_imports(site, files)
        for path in sorted(path for path in ours if _RUNTIME.search(path.removeprefix(_OURS))):
            message = f"loads {path} before the reader asks for a result"
            yield Finding("budget", first, None, message, "load the runtime on intent, with import() or a worker")
        fonts = {path for path in ours if path.endswith(".woff2")}
        size = sum((site.root / path).stat().st_size for path in fonts)
        if size > FONTS:
            yield Finding("budget", first, None, f"typefaces take {size} bytes, of {FONTS} allowed", "preload fewer")
        size = sum(_packed(site, path) for path in ours - fonts)
        allowed = WITH_CALCULATOR if pages[0].tree.css_first("ft-calculator") else SCRIPTS_AND_STYLES
        if size > allowed:
            message = f"our scripts and stylesheets take {size} bytes with Brotli, of {allowed} allowed"
            yield Finding("budget", first, None, message, "move what is needed only after a start behind import()")


def _loaded(site: Site, page: Page) -> Iterator[str]:
    """Our files that the page's markup itself loads."""
    selector = "script[src], link[rel~=stylesheet], link[rel~=preload], link[rel~=modulepreload], link[rel~=prefetch]"
    for node in page.tree.css(selector):
        address = site.resolve(page.url, node.attributes.get("src") or node.attributes.get("href") or "")
        if address and not address.foreign and address.path.startswith(_OURS) and address.path in site:
            yield address.path


def _with_imports(site: Site, paths: frozenset[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.endswith(("js", "mjs")) and not _RUNTIME.search(path.removeprefix(_OURS)):
            addresses = (site.resolve(path, value) for value in _IMPORT.findall(site.read(path)))
            waiting += [a.path for a in addresses if a and not a.foreign and a.path in site]
    return found


def _packed(site: Site, path: str) -> int:
    beside = f"{path}.br"
    return (
        (site.root / beside).stat().st_size if beside in site else len(brotli.compress((site.root / path).read_bytes()))
    )
