"""A tiny real site, built with Material and our overrides, on which each check is silent."""

import json
import textwrap
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from ftdocs.check import Finding, check_site
from ftdocs.headers import write_headers
from ftdocs.inventory import write_inventory
from ftdocs.inventory.anchors import fresh_anchors
from ftdocs.manifest import write_manifest

PROJECT = Path(__file__).resolve().parents[3]
APP = "assets/ftdocs/app-0a1b2c3d4e"

CONFIG = """
    site_name: Tiny
    strict: true
    theme:
      name: material
      custom_dir: {overrides}
      font: false
      features: [navigation.instant, navigation.tabs, navigation.indexes, content.code.copy]
    markdown_extensions:
      - attr_list
      - admonition
      - tables: {{use_align_attribute: true}}
      - toc:
          permalink: true
          slugify: !!python/name:ftdocs.check.markup.automatic_id
    validation: {{anchors: info}}
    extra_css: [{app}/ftdocs.css]
    extra_javascript: [{{path: {app}/ftdocs.js, type: module}}]
"""

HOME = """
    # Start { #start }

    [The trap](trap/index.md), [its pattern](trap/index.md#the-pattern) and
    [its numbers](trap/index.md#lift?items=700&v=1).
    [Elsewhere](https://example.com/a "a source"), [mail](mailto:team@example.com).

    | a | b |
    |:--|--:|
    | 1 | 2 |

    ![A dot](dot.svg)
"""

TRAP = """
    # The trap { #the-trap }

    ## The pattern { #the-pattern }

    [Back](../index.md#start) and [deeper](deep/er.md).

    <div>
    <ft-calculator name="lift" id="lift" data-state="static" data-home="./">
    <form data-search-exclude="1">
    <label for="lift-items">Items in the test set</label><input type="text" id="lift-items" name="items" value="200">
    <label>Mode <select name="mode"><option>paired</option></select></label>
    <input type="hidden" name="seed" value="1"><button type="submit">Calculate</button>
    </form>
    <p data-output="sentence" role="status">It is better.</p>
    <dl><dt>p</dt><dd><span data-output="p_value" data-value="0.571">0.57</span></dd></dl>
    </ft-calculator>
    </div>
"""

STYLES = """
    @import "more.css";
    /* url(https://example.com/comment.png) is only a comment */
    a { background: url("../../../dot.svg"); mask: url(data:image/svg+xml,%3Csvg%3E) }
"""

SCRIPT = """
    // Not loaded: https://example.com/a
    import { part } from "./part.js";
    const namespace = "http://www.w3.org/2000/svg";
    button.addEventListener("click", () => import("./worker.js"));
"""


TRAP_PAGE = "trap/index.html"
LINK = '<a href="trap/#the-pattern">'


def build_tiny_site(root: Path) -> Path:
    """Builds it below a folder, whose mkdocs.yml stays; returns the site."""
    files = {
        "index.md": HOME,
        "trap/index.md": TRAP,
        "trap/deep/er.md": "# Deeper { #deeper }\n\n### Below { #below-1 }\n",
        "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        f"{APP}/ftdocs.css": STYLES,
        f"{APP}/more.css": "b { color: red }",
        f"{APP}/ftdocs.js": SCRIPT,
        f"{APP}/part.js": "export const part = 1;",
        f"{APP}/worker.js": 'import "../pyodide-0a1b2c3d4e/pyodide.mjs";',
        "assets/ftdocs/pyodide-0a1b2c3d4e/pyodide.mjs": 'import("./made-up.js")',
    }
    for name, text in files.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
    settings = CONFIG.format(overrides=json.dumps(str(PROJECT / "overrides")), app=APP)
    (root / "mkdocs.yml").write_text(textwrap.dedent(settings), encoding="utf-8")
    build_pages(root / "mkdocs.yml", root / "site")
    return root / "site"


def build_pages(config: Path, site: Path) -> None:
    """What `ftdocs build` does, without a runtime, every id published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        build(load_config(str(config), site_dir=str(site)))
    write_inventory(site, config, site.parent / "cache")
    fresh_anchors(site, config, add=True)
    write_inventory(site, config, site.parent / "cache")
    write_headers(site)


def found_in(site: Path) -> list[Finding]:
    """What is found in a site whose manifest is right, so that only what a test breaks is."""
    if (site / "index.html").is_file():
        write_manifest(site)
    return check_site(site)
