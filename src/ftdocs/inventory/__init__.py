"""What a site publishes about itself, for other programs and for links that must last.

`write_inventory` reads a built site and writes into it `ftdocs.json`, `objects.inv`, `llms.txt`, the JSON Schema of a
scenario's file, the Markdown of every page and what redirects take, after seeing that every address that was ever
published still leads somewhere. It needs the built pages and two files of the project, and no event of the generator
that built them.
"""

import functools
import json
import pathlib
from collections.abc import Iterable
from typing import Any

import calculators
from calculators.scenario.schema import schema as scenario_schema
from ftdocs.bundle.cache import LastTime, digest
from ftdocs.check.site import Site
from ftdocs.inventory import llms, sphinx
from ftdocs.inventory.anchors import FILE as LOCK
from ftdocs.inventory.anchors import read_anchors
from ftdocs.inventory.document import FILE, MARKDOWN, document
from ftdocs.inventory.lost import lost
from ftdocs.inventory.markdown import made_by, page_as_markdown
from ftdocs.inventory.moving import write_moves
from ftdocs.inventory.places import PageOfSite, pages_of
from ftdocs.inventory.redirects import misled, read_redirects
from ftdocs.settings import SettingsError, read_settings

__all__ = ["write_inventory"]

SCENARIO_SCHEMA = "scenario.schema.json"


def write_inventory(site_dir: pathlib.Path, config_file: pathlib.Path, cache: pathlib.Path) -> dict[str, Any]:
    """Write all of it for the site in `site_dir`, built from `config_file`, and return `ftdocs.json` as data. `cache`:
    a folder in which the next build finds what this one made.

    Raises SettingsError where a redirect or the lock is wrong, or a published address is lost: one line for each, with
    the cure.
    """
    settings = read_settings(config_file)
    site = Site(site_dir)
    pages = pages_of(site)
    moves = read_redirects(settings)
    anchors = read_anchors(settings.docs / LOCK)
    known = {page.address: {place.id for place in page.places} for page in pages}
    problems = [*misled(settings, moves, known), *lost(settings, moves, anchors, known)]
    if problems:
        raise SettingsError(problems)
    sources = {page.address: settings.source(page.address) for page in pages}
    written = document(site, pages, name=settings.name, sources=sources, redirects=moves, anchors=anchors)
    write_moves(site, pages, moves, anchors, settings.name)
    (site_dir / FILE).write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (site_dir / sphinx.FILE).write_bytes(sphinx.inventory(written))
    schema = json.dumps(scenario_schema(calculators.ids()), indent=1, ensure_ascii=False)
    (site_dir / SCENARIO_SCHEMA).write_text(schema + "\n", "utf-8")
    (site_dir / llms.FILE).write_text(llms.llms_text(written, settings), "utf-8")
    _write_markdown(site, pages, cache)
    return written


def _write_markdown(site: Site, pages: Iterable[PageOfSite], cache: pathlib.Path) -> None:
    """The Markdown of every page, made anew of those whose article is not the last build's."""
    last_time, by = LastTime(cache / "markdown.json"), made_by()
    for page in pages:
        if article := site.pages[page.path].article:
            key = digest({"article": article.encode(), "by": by})
            text = last_time.text(key, functools.partial(page_as_markdown, article))
            (site.root / (page.path + MARKDOWN)).write_text(text, "utf-8")
    last_time.write()
