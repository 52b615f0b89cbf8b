"""`ftdocs.json`: what there is to link to, for programs. Its shape is `ftdocs.schema.json` beside this module.

    {
      "format": 1,                                          raised when the shape changes
      "site": {"name", "description", "address", "version"},  address: "" unless the site was built for one
      "data": "2026-11",                                    the month of the data behind the calculators' defaults
      "prices": {"month", "as_of"},                         the snapshot of prices in use
      "pages": [{"address", "source", "title", "heading", "description", "markdown", "sections": [
          {"id", "address", "title", "kind", "level", "calculator"}]}],
      "calculators": {ID: {"title", "question", "address", "version", "data", "inputs", "outputs", "versions"}},
      "claims": [{"id", "title", "verdict", "entry", "sources": [{"title", "authors", "year", "address"}], "marked",
          "reviewed", "review_by"}],                        of the article; "marked": the sections that carry its mark
      "redirects": {"old/#id": "new/#id"},                  as in mkdocs.yml
      "anchors": ["page/#id"]                               every one ever published: docs/anchors.lock
    }

Addresses are relative to the site's root, the start page's is `./`. A section's `kind` is heading, calculator or term.
`inputs` and `outputs` are JSON Schemas; `versions` holds each published version's frozen defaults, as links write them.
"""

import functools
import json
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any

import calculators
from calculators.kit import links, prices
from calculators.kit.calculator import DATA
from ftdocs import __version__
from ftdocs.check.site import Site
from ftdocs.homes import HOMES
from ftdocs.inventory.claims import claims_on
from ftdocs.inventory.places import PageOfSite, Place, rooted
from ftdocs.inventory.schemas import inputs_schema, outputs_schema

FILE = "ftdocs.json"
FORMAT = 1
SCHEMA = pathlib.Path(__file__).with_name("ftdocs.schema.json")
MARKDOWN = ".md"


def document(
    site: Site,
    pages: Iterable[PageOfSite],
    *,
    name: str,
    sources: Mapping[str, str],
    redirects: Mapping[str, str],
    anchors: Iterable[str],
) -> dict[str, Any]:
    """The whole inventory as data. `name`: the site's; `sources`: the Markdown file of each page's address."""
    listed = list(pages)
    home = site.pages["index.html"].tree
    return {
        "format": FORMAT,
        "site": {
            "name": name,
            "description": _content(home, 'meta[name="description"]'),
            "address": site.address,
            "version": __version__,
        },
        "data": DATA,
        "prices": {"month": prices.current().month, "as_of": prices.current().as_of},
        "pages": [_page(page, sources.get(page.address, "")) for page in listed],
        "calculators": {name: _calculator(name) for name in calculators_on(listed)},
        "claims": claims_on(site),
        "redirects": {rooted(old): rooted(new) for old, new in sorted(redirects.items())},
        "anchors": sorted(anchors),
    }


def calculators_on(pages: Iterable[PageOfSite]) -> list[str]:
    """The ids of the calculators that stand on the site, on their home pages."""
    there = {(page.address, place.id) for page in pages for place in page.places if place.calculator == place.id}
    return [name for name in calculators.ids() if (HOMES.get(name), name) in there]


def _content(tree: Any, selector: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get("content") or "") if node else ""


def _page(page: PageOfSite, source: str) -> dict[str, Any]:
    return {
        "address": rooted(page.address),
        "source": source,
        "title": page.title,
        "heading": page.heading,
        "description": page.description,
        "markdown": page.path + MARKDOWN,
        "sections": [_section(page, place) for place in page.places],
    }


def _section(page: PageOfSite, place: Place) -> dict[str, Any]:
    found = {
        "id": place.id,
        "address": rooted(f"{page.address}#{place.id}"),
        "title": place.title,
        "kind": place.kind,
        "level": place.level,
    }
    return found | ({"calculator": place.calculator} if place.calculator else {})


@functools.cache
def _calculator(name: str) -> dict[str, Any]:
    calculator = calculators.get(name)
    return {
        "title": calculator.title,
        "question": calculator.question,
        "address": rooted(f"{HOMES[name]}#{name}"),
        "version": calculator.version,
        "data": calculator.data,
        "inputs": inputs_schema(calculator),
        "outputs": outputs_schema(calculator),
        "versions": {
            str(number): {"data": version.data, "change": version.change, "defaults": version.defaults}
            for number, version in links.history(calculator).items()
        },
    }


def read_document(path: pathlib.Path) -> dict[str, Any]:
    """An inventory from a file, or from the folder of a built site. Raises ValueError, with the cure."""
    file = path / FILE if path.is_dir() else path
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError:
        raise ValueError(f"{file} is missing; build the site with `ftdocs build`") from None
    except ValueError:
        raise ValueError(f"{file} is no JSON; build the site anew with `ftdocs build`") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        said = found.get("format") if isinstance(found, dict) else None
        raise ValueError(f"{file} has format {said}, not {FORMAT}; use the ftdocs that built it, or build it anew")
    return found
