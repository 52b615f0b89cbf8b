"""Nothing is asked of a foreign host, and nothing in the pages breaks the policy that hosts send."""

import re
from collections.abc import Iterator
from functools import cache

import tinycss2

from ftdocs.check.links import references
from ftdocs.check.site import Finding, Page, Site
from ftdocs.headers import FILE, inline_scripts, parse_policy, policy, read_headers, script_hash
from ftdocs.place import frame_sources

# Links a browser does not follow by itself.
_ONLY_NAMED = {"canonical", "alternate", "author", "help", "license", "me", "next", "prev", "search", "bookmark"}
_BY_HAND = ("a", "area")
_EARLY = {"preconnect", "dns-prefetch"}

# An absolute address handed to something that loads it. Any other one in a script is a name or a message.
_FETCHED = re.compile(
    r"""(?:\b(?:fetch|import|importScripts|Worker|SharedWorker|WebSocket|EventSource|sendBeacon|Request)\s*\(\s*"""
    r"""|\bfrom\s*|\bimport\s*|\.(?:src|href)\s*=\s*|\.open\s*\(\s*["'`]\w+["'`]\s*,\s*)"""
    r"""["'`]((?:https?|wss?):)?(//[^"'`\s]+)"""
)
_HANDLER = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)


def check_policy(site: Site) -> Iterator[Finding]:
    """Findings of the kinds `foreign`, `inline`, `link` (an opened window) and `headers`."""
    text, problems = _policy_of(site)
    yield from problems
    hashes = set(parse_policy(text).get("script-src", [])) if text is not None else None
    if text is not None:
        used = {script_hash(script) for page in site.pages.values() for script in inline_scripts(page.tree)}
        for message in policy_problems(text, policy(sorted(used))):
            yield Finding(
                "headers", FILE, None, message, "write the headers with `ftdocs build`, and edit nothing in them"
            )
    for page in site.pages.values():
        yield from _loads(site, page)
        yield from _theme_requests(page)
        yield from _inline(page, hashes)
    for path in site.files_like(r"\.css$"):
        yield from _stylesheet(site, path)
    for path in site.files_like(r"^assets/ftdocs/.*\.m?js$"):
        for match in _FETCHED.finditer(site.read(path)):
            address = (match[1] or "") + match[2]
            yield _foreign(path, None, f"the script loads {address}")


def _foreign(path: str, line: int | None, message: str) -> Finding:
    return Finding("foreign", path, line, message, "put the file into the site; readers' hosts reach no other one")


def _loads(site: Site, page: Page) -> Iterator[Finding]:
    for node, attribute, value in references(page):
        if value.strip().lower().startswith("javascript:"):
            yield Finding("inline", page.path, page.line(value), f"{attribute}=“{value}”", "use a button and a script")
            continue
        rel = set((node.attributes.get("rel") or "").lower().split())
        if node.tag == "link" and rel & _EARLY:
            yield _foreign(page.path, page.line(value), f"<link rel=“{' '.join(rel)}”> opens a connection to {value}")
            continue
        address = site.resolve(page.url, value)
        if address is None or not address.foreign:
            continue
        if node.tag in _BY_HAND:
            if (node.attributes.get("target") or "_self") != "_self" and not rel & {"noopener", "noreferrer"}:
                message = f"the link to {value} opens a window that can reach back to this one"
                yield Finding("link", page.path, page.line(value), message, 'add rel="noopener"')
        elif node.tag != "link" or not rel <= _ONLY_NAMED:
            yield _foreign(page.path, page.line(value), f"<{node.tag} {attribute}=“{value}”>")


def _theme_requests(page: Page) -> Iterator[Finding]:
    """Markup at whose sight Material's own script asks a foreign host."""
    if page.tree.css_first(".mermaid"):
        yield _foreign(page.path, page.line("mermaid"), "Material fetches Mermaid from a foreign host for this diagram")
    for node in page.tree.css('[data-md-component="source"]'):
        href = node.attributes.get("href") or ""
        if re.search(r"github\.com|gitlab", href):
            message = f"Material asks the host of {href} for its stars and version; leave repo_url out of mkdocs.yml"
            yield _foreign(page.path, page.line(href), message)


def _inline(page: Page, hashes: set[str] | None) -> Iterator[Finding]:
    def found(message: str, cure: str, *needles: str) -> Finding:
        return Finding("inline", page.path, page.line(*needles), message, cure)

    for node in page.tree.css("[style]"):
        value = node.attributes["style"] or ""
        cure = "use a class; for a table's alignment set use_align_attribute: true"
        yield found(f"<{node.tag} style=“{value}”>", cure, f'style="{value}"')
    for _ in page.tree.css("style"):
        yield found("a <style> element", "move its rules to a stylesheet", "<style")
    if _HANDLER.search(page.text):
        for node in page.tree.css("*"):
            for name in node.attributes:
                if name.startswith("on"):
                    yield found(f"<{node.tag} {name}=…>", "listen in a script of the site", f" {name}=")
    for script in inline_scripts(page.tree):
        if hashes is not None and script_hash(script) not in hashes:
            message = f"the inline script “{' '.join(script.split())[:50]}…” is not in the policy of {FILE}"
            yield found(message, "write the headers after the last change to the pages: `ftdocs build`", script[:80])
    for node in page.tree.css("svg [href]"):
        value = node.attributes["href"] or ""
        if not re.match(r"(?:[a-z]+:)?//", value, re.IGNORECASE):
            # Material resolves relative links by assigning to `href`, which SVG elements refuse with an exception.
            message = f"<{node.tag} href=“{value}”> inside <svg> stops Material's script: no search, no navigation"
            yield found(message, "use xlink:href, or draw the shape in place", f'href="{value}"')


def policy_problems(found: str, expected: str) -> Iterator[str]:
    """Where the policy `found` is not the `expected` one, directive by directive, in words.

    A hash that is missing is not said here: the page that needs it is named instead. Who may show the site in a frame
    is the operator's to say, as long as it is said.
    """
    theirs, ours = parse_policy(found), parse_policy(expected)
    for name, wanted in ours.items():
        sources = theirs.get(name)
        if sources is None:
            yield f"the policy has no {name}, which should be {' '.join(wanted)}"
            continue
        if name == "frame-ancestors":
            yield from _frame_problems(sources)
            continue
        for source in sorted(set(sources) - set(wanted)):
            what = ", an inline script that no page has" if source.startswith("'sha256-") else ""
            yield f"{name} allows {source}{what}"
        for source in sorted(source for source in set(wanted) - set(sources) if not source.startswith("'sha256-")):
            yield f"{name} does not allow {source}, which the site needs"
    yield from (f"the policy has {name}, which the build does not write" for name in theirs if name not in ours)


def _frame_problems(sources: list[str]) -> Iterator[str]:
    try:
        allowed = frame_sources(source for source in sources if source != "'none'")
    except ValueError as problem:
        yield str(problem)
        return
    if allowed != sources:
        yield (
            f"frame-ancestors “{' '.join(sources)}” says both nobody and somebody"
            if sources
            else "frame-ancestors is empty"
        )


def _policy_of(site: Site) -> tuple[str | None, list[Finding]]:
    """The policy in the site's headers (None: there is none), and why it cannot be used."""
    try:
        return read_headers(site.root)["headers"]["Content-Security-Policy"], []
    except (OSError, ValueError) as problem:
        cure = "build the site with `ftdocs build`"
        return None, [Finding("headers", FILE, None, f"cannot be used: {problem}", cure)]


def _stylesheet(site: Site, path: str) -> Iterator[Finding]:
    for line, value in css_addresses(site.read(path)):
        address = site.resolve(path, value)
        if address is None or value.startswith("#"):
            continue
        if address.foreign:
            yield _foreign(path, line, f"the stylesheet loads {value}")
        elif address.absolute or address.outside or address.path not in site:
            message = f"the stylesheet loads {value}, which is not in the site"
            yield Finding("link", path, line, message, "correct the address, relative to the stylesheet")


@cache
def css_addresses(text: str) -> list[tuple[int, str]]:
    """Every address a stylesheet loads, with its line: url(), src(), @import and image-set()."""
    found: list[tuple[int, str]] = []
    waiting = [tinycss2.parse_component_value_list(text, skip_comments=True)]
    while waiting:
        strings_load = False
        for token in waiting.pop():
            match token.type:
                case "at-keyword":
                    strings_load = token.lower_value == "import"
                case "literal" if token.value == ";":
                    strings_load = False
                case "url":
                    found.append((token.source_line, token.value))
                case "string" if strings_load:
                    found.append((token.source_line, token.value))
                case "function":
                    waiting.append(token.arguments)
                    if token.lower_name in ("url", "src", "image-set", "-webkit-image-set"):
                        found += [(t.source_line, t.value) for t in token.arguments if t.type == "string"]
                case "{} block" | "() block":
                    waiting.append(token.content)
    return sorted(found)
