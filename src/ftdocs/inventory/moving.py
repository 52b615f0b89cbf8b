"""Old addresses that lead on: a small page where a page was, and where to in pages that have lost a section.

Both work from the finished files, so whatever built them need know nothing of redirects.
"""

import json
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ftdocs.check.site import Page, Site
from ftdocs.inventory.places import PageOfSite
from ftdocs.inventory.redirects import follow
from ftdocs.inventory.templates import render

SCRIPT = r"^assets/ftdocs/app-[^/]*/moved\.js$"


def write_moves(
    site: Site, pages: Iterable[PageOfSite], moves: Mapping[str, str], anchors: Iterable[str], name: str
) -> None:
    """Make every redirect in `moves` (address to address) work in the files of `site`. `name`: the site's."""
    by_address = {page.address: page for page in pages}
    sections = _by_page(moves, anchors)
    for old, targets in sections.items():
        if old in by_address:
            _put_into(site.root / by_address[old].path, {key: _way(old, new) for key, new in targets.items()})
        else:
            _write_stub(site, old, targets, by_address, name)


def _by_page(moves: Mapping[str, str], anchors: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each page from which something has moved: where each id leads in the end, and with "" any other.

    Published ids of a page that has moved are listed where they do not simply go along.
    """
    found: dict[str, dict[str, str]] = {}
    for old in moves:
        page, _, place = old.partition("#")
        found.setdefault(page, {})[place] = follow(moves, old) or ""
    for address in anchors:
        page, _, place = address.removeprefix("./").partition("#")
        target = found.get(page, {}).get("")
        if target is None or place in found[page]:
            continue
        end = follow(moves, f"{page}#{place}") or ""
        if end != (target if "#" in target else f"{target}#{place}"):
            found[page][place] = end
    return found


def _way(page: str, target: str) -> str:
    """The relative address from `page` to `target`, both below the site's root."""
    path, hash_sign, name = target.partition("#")
    if path == page and hash_sign:
        return f"#{name}"
    return f"{'../' * page.count('/')}{path}{hash_sign}{name}" or "./"


def _data(moves: Mapping[str, Any]) -> str:
    # Within a script element only `<` could end it.
    return json.dumps(dict(sorted(moves.items())), ensure_ascii=False).replace("<", "\\u003c")


def _put_into(path: pathlib.Path, moves: Mapping[str, str]) -> None:
    text = path.read_text("utf-8")
    block = f'<script type="application/json" id="ft-moved">{_data(moves)}</script>\n'
    # A page that was here before has it already.
    text = re.sub(r'<script type="application/json" id="ft-moved">.*?</script>\n', "", text)
    path.write_text(text.replace("</body>", f"{block}</body>", 1), "utf-8")


def _write_stub(
    site: Site, old: str, targets: Mapping[str, str], by_address: Mapping[str, PageOfSite], name: str
) -> None:
    # Where only sections are redirected, the rest of the page goes where the first of them went.
    target = targets[""] if "" in targets else next(iter(targets.values())).partition("#")[0]
    page = by_address[target.partition("#")[0]]
    file = site.root / (f"{old}index.html" if old.endswith("/") or not old else old)
    file.parent.mkdir(parents=True, exist_ok=True)
    context = {
        "language": _language(site),
        "site": name,
        "title": page.heading or page.title,
        "description": page.description,
        "canonical": f"{site.address}{target}" if site.address else "",
        "target": _way(old, target),
        "moves": {key: _way(old, new) for key, new in sorted({"": target, **targets}.items())},
        "script": _way(old, next(iter(site.files_like(SCRIPT)), "")),
    }
    file.write_text(render("moved.html.jinja", **context), "utf-8")


def _language(site: Site) -> str:
    home: Page = site.pages["index.html"]
    node = home.tree.css_first("html[lang]")
    return (node.attributes["lang"] or "en") if node else "en"
