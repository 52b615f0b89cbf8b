"""The navigation's entries, printed once: to the letter what Material prints of them on every page."""

import json
import logging
from pathlib import Path

import jinja2
import material
import mkdocs.commands.build
import mkdocs.config
import pytest
from mkdocs.plugins import BasePlugin
from mkdocs.utils.templates import url_filter
from selectolax.lexbor import LexborHTMLParser

from ftdocs import navigation
from ftdocs.files import files_below
from tests.ftdocs.projects import stand_in_assets

MATERIAL = (Path(material.__file__).parent / "templates" / navigation.TEMPLATE).read_text("utf-8")

# Sections in sections, an index, pages beside folders, one page in two places, a folder called like the start of
# another, links of every kind, and a page that stands in no navigation.
NAV = [
    {"Home": "index.md"},
    {"Guide": ["guide/index.md", {"First": "guide/first.md"}, {"Deep": ["guide/deep/er/one.md", "guide/deep/two.md"]}]},
    {
        "Guides": [
            "guides/first.md",
            {"Away": "https://example.org/a?b=1"},
            {"Up": "../up/"},
            {"Top": "/top/"},
        ]
    },
    {"Mixed": [{"First, again": "guide/first.md"}, "v1.2/notes.md", "alone.md"]},
    "last.md",
]
PAGES = {
    "index.md": "# Home\n",
    "guide/index.md": "# The guide\n\n## Part\n",
    "guide/first.md": "---\nicon: material/scale-balance\nstatus: new\n---\n# First & best\n\n## A\n",
    "guide/deep/er/one.md": "# One\n",
    "guide/deep/two.md": "# Two\n\n## Twice\n",
    "guides/first.md": "# Another first\n",
    "v1.2/notes.md": "# Notes\n",
    "alone.md": "# Alone\n",
    "last.md": "---\nhide: [navigation]\n---\n# Last\n",
    "guide/unlisted.md": "# Unlisted\n",
}
# Features of the theme, and whether each page has a folder of its own.
SITES = [
    ((), True),
    (("navigation.prune",), False),
    (("navigation.tabs", "navigation.indexes"), True),
    (("navigation.sections", "navigation.indexes", "navigation.expand", "toc.integrate"), False),
    (("navigation.tabs", "navigation.sections", "navigation.prune"), True),
]


@pytest.fixture
def build(tmp_path, caplog):
    """A function that builds the pages and returns every text of the site by its path."""
    caplog.set_level(logging.CRITICAL, "mkdocs")
    stand_in_assets(tmp_path)
    for name, text in PAGES.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text)

    def built(features=(), *, directories=True, plugins=()):
        settings = {
            "site_name": "Nested",
            "theme": {"name": "material", "font": False, "features": list(features)},
            "plugins": ["search", "ftdocs"],
            "use_directory_urls": directories,
            "nav": NAV,
        }
        # JSON is YAML.
        (tmp_path / "mkdocs.yml").write_text(json.dumps(settings))
        config = mkdocs.config.load_config(str(tmp_path / "mkdocs.yml"))
        for name, plugin in plugins:
            config.plugins[name] = plugin
        mkdocs.commands.build.build(config)
        site = tmp_path / "site"
        return {path: (site / path).read_text("utf-8") for path in files_below(site) if path.endswith(".html")}

    return built


@pytest.fixture
def printed(monkeypatch):
    """Counts how often Material's own macro printed an entry, and how often one was asked for."""
    counted = {"asked": 0, "printed": 0}
    on_page = navigation.Entries.on_page

    def counting(self, render, page, features):
        def by_material(*given):
            counted["printed"] += 1
            return render(*given)

        ours = on_page(self, by_material, page, features)

        def asked(*given):
            counted["asked"] += 1
            return ours(*given)

        return asked

    monkeypatch.setattr(navigation.Entries, "on_page", counting)
    return counted


@pytest.mark.parametrize(("features", "directories"), SITES)
def test_every_page_is_to_the_letter_what_material_prints(build, printed, monkeypatch, features, directories):
    ours = build(features, directories=directories)
    assert 0 < printed["printed"] < printed["asked"]
    monkeypatch.setattr(navigation, "KNOWN", frozenset())
    asked = printed["asked"]
    assert build(features, directories=directories) == ours
    assert printed["asked"] == asked, "nothing was to be kept this time"


def test_a_way_is_that_from_the_page(build):
    pages = build()
    for path, way in (("guide/deep/two/", "../../../v1.2/notes/"), ("guides/first/", "../../last/")):
        page = LexborHTMLParser(pages[f"{path}index.html"])
        links = [node.attributes["href"] for node in page.css(".md-nav--primary a")]
        assert way in links
        assert "https://example.org/a?b=1" in links


def test_a_page_in_two_places_is_marked_in_both(build):
    marked = LexborHTMLParser(build()["guide/first/index.html"]).css(".md-nav--primary a.md-nav__link--active")
    assert [node.attributes["href"] for node in marked] == ["./", "./"]


class Renames(BasePlugin):
    """A plugin that gives a page another title when its template is filled."""

    def on_page_context(self, context, page, **_):
        page.title = f"{page.title}, seen"


def test_nothing_is_kept_where_another_plugin_may_change_what_the_navigation_reads(build, printed):
    pages = build(plugins=[("renames", Renames())])
    assert printed["asked"] == 0
    links = LexborHTMLParser(pages["last/index.html"]).css(".md-nav--primary a")
    assert "Alone, seen" in [node.text().strip() for node in links]


def test_another_theme_is_left_as_it_is():
    filters = {"url": url_filter}
    for text, chosen, done in (
        (MATERIAL, filters, True),
        (MATERIAL + " ", filters, False),
        (None, filters, False),
        # A way that is made otherwise may depend on more than two folders.
        (MATERIAL, {"url": str}, False),
    ):
        environment = jinja2.Environment(loader=jinja2.DictLoader({} if text is None else {navigation.TEMPLATE: text}))
        environment.filters |= chosen
        before = environment.loader
        assert navigation.print_once(environment, []) is done
        assert (environment.loader is not before) is done
