"""Every address inside the site leads to a file that is there, and every fragment to an id."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from ftdocs.check.site import NOT_FOUND, Finding, Page, Site

_PLACES = {
    "href": "[href]",
    "src": "[src]",
    "poster": "video[poster]",
    "data": "object[data]",
    "srcset": "[srcset]",
    "content": 'meta[http-equiv="refresh" i]',
    "data-home": "ft-calculator[data-home]",
}


# What a script of ours names by its own place: other modules, the worker, the runtime's files.
_MODULES = re.compile(
    r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}/[^"']+)["']"""
    r"""|\bnew\s+URL\(\s*["'](\.{1,2}/[^"']+)["']\s*,\s*import\.meta\.url"""
)


def references(page: Page) -> Iterator[tuple[LexborNode, str, str]]:
    """Every address in the page as (element, attribute, address)."""
    for attribute, selector in _PLACES.items():
        for node in page.tree.css(selector):
            value = node.attributes.get(attribute) or ""
            if attribute == "srcset":
                for candidate in value.split(", "):
                    yield node, attribute, (candidate.split() or [""])[0].rstrip(",")
            elif attribute == "content":
                _, _, value = value.partition("=")
                yield node, attribute, value.strip(" '\"")
            elif attribute == "data-home":
                # What *Copy link* will write: the calculator must be there.
                yield node, attribute, f"{value}#{node.attributes.get('name') or ''}"
            else:
                yield node, attribute, value


def check_links(site: Site) -> Iterator[Finding]:
    """Findings of the kinds `link` and `fragment`."""
    for page in site.pages.values():
        places = {value: attribute for _, attribute, value in references(page)}
        for value, attribute in places.items():
            problem = _problem(site, page, value)
            if problem:
                kind, message, cure = problem
                yield Finding(kind, page.path, page.line(f'{attribute}="{value}"', value), message, cure)

    for path in site.files_like(r"^assets/ftdocs/app-[^/]*/[^/]*\.m?js$"):
        for match in _MODULES.finditer(site.read(path)):
            name = match[1] or match[2]
            address = site.resolve(path, name)
            if address and address.path not in site:
                line = match.string.count("\n", 0, match.start()) + 1
                message = f"the script names {name}, which is not in the site"
                yield Finding("link", path, line, message, "correct the name, or add the file to the bundle")


def _problem(site: Site, page: Page, value: str) -> tuple[str, str, str] | None:
    """What is wrong with an address, as (kind, message, cure)."""
    if page.path == NOT_FOUND and value in ("./", "../"):
        return None  # climbs from whatever address was asked for, so it leads nowhere known
    address = site.resolve(page.url, value)
    if address is None or address.foreign:
        return None
    if address.absolute:
        cure = "write it relative to this page; the site may be hosted below any path"
        return "link", f"“{value}” begins at the root of the host", cure
    if address.outside:
        return "link", f"“{value}” leads out of the site", "write it relative to this page, with fewer “../”"
    target = address.path
    if target in ("", ".") or target.endswith("/"):
        target = f"{target.removesuffix('.')}index.html"
    elif target not in site and f"{target}/index.html" in site:
        return (
            "link",
            f"“{value}” leads to a folder without its slash",
            f"write “{address.path}/”, which saves a redirect",
        )
    if target not in site:
        return "link", f"“{value}” leads to {target}, which does not exist", "correct the link, or restore the page"
    return _fragment_problem(site.pages.get(target), address.fragment, value)


def _fragment_problem(target: Page | None, fragment: str, value: str) -> tuple[str, str, str] | None:
    if target is None or not fragment or fragment == "top" or fragment in target.ids:
        return None
    cure = "correct the fragment, or give the heading that id: ## Heading { #that-id }"
    return "fragment", f"“{value}”: {target.path} has no id “{fragment}”", cure
