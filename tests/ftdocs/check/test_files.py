"""Styles and scripts of a site: what they load is there and no other host's, and not more than their budget."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ftdocs.check import Finding, check_site
from ftdocs.check.policy import css_addresses
from tests.ftdocs.check.tiny_site import APP, found_in

BROKEN_FILES = {
    "imported style": ("ftdocs.css", "more.css", "gone.css", "link", "gone.css, which is not in the site", 1),
    "foreign import": ("ftdocs.css", '"more.css"', "url(https://example.com/m.css)", "foreign", "example.com/m.css", 1),
    "foreign picture": ("ftdocs.css", "../../../dot.svg", "//example.com/d.svg", "foreign", "example.com/d.svg", 3),
    "escaped address": ("ftdocs.css", "../../../dot", r"\68ttps://example.com/d", "foreign", "https://example.com", 3),
    "module": ("ftdocs.js", "./part.js", "./gone.js", "link", "./gone.js, which is not in the site", 2),
    "module on demand": ("ftdocs.js", "./worker.js", "../gone.js", "link", "../gone.js, which is not in the site", 4),
    "worker": (
        *("part.js", "export", 'new Worker(new URL("./gone.mjs", import.meta.url)); export'),
        *("link", "./gone.mjs, which is not in the site", 1),
    ),
    "fetch": (
        "ftdocs.js",
        "button",
        'fetch("https://example.com/a"); button',
        "foreign",
        "https://example.com/a",
        None,
    ),
    "import from": ("part.js", "export", 'import a from "//example.com/a.js"; export', "foreign", "example.com", None),
    "dynamic import": ("worker.js", 'mjs"', 'mjs"; import(`https://example.com/`)', "foreign", "example.com", None),
    "source": ("part.js", "1;", '1; image.src = "https://example.com/a.png";', "foreign", "example.com/a.png", None),
}


@pytest.mark.parametrize("broken", BROKEN_FILES.values(), ids=BROKEN_FILES.keys())
def test_a_broken_file_is_found(change: Callable[..., list[Finding]], broken: tuple[str, str, str, str, str, int]):
    name, old, new, kind, words, line = broken
    (finding,) = change(f"{APP}/{name}", old, new)
    assert (finding.kind, finding.page, finding.line) == (kind, f"{APP}/{name}", line)
    assert words in finding.message


def test_css_addresses_are_those_a_browser_loads():
    text = textwrap.dedent("""\
        @import 'a.css' screen;
        @import url(b.css);
        @media print { a { b: image-set("c.png" 1x, url(d.png) 2x) } }
        a::before { content: "e.png"; src: url( "f.woff2" ) format("woff2") } /* url(g.png) */
        """)
    assert css_addresses(text) == [(1, "a.css"), (2, "b.css"), (3, "c.png"), (3, "d.png"), (4, "f.woff2")]


def test_what_a_static_import_takes_in_counts(change: Callable[..., list[Finding]]):
    findings = change(f"{APP}/part.js", "export", 'export * from "./worker.js"; export')
    assert {finding.message for finding in findings} == {
        "loads assets/ftdocs/pyodide-0a1b2c3d4e/pyodide.mjs before the reader asks for a result"
    }


def test_scripts_and_styles_keep_their_budget(site: Path):
    letters = "".join(f"{number * 2654435761 % 2**32:08x}" for number in range(5000))
    (site / APP / "part.js").write_text(f"export const part = '{letters}';")
    (finding,) = found_in(site)
    assert finding.kind == "budget"
    assert re.search(r"take \d{5} bytes with Brotli, of (8000|22000) allowed", finding.message)


def test_files_are_compared_with_the_manifest(site: Path):
    assert found_in(site) == []
    (site / "dot.svg").write_text("<svg/>")
    (site / APP / "more.css").unlink()
    (site / "late.txt").write_text("x")
    found = [(f.page, f.message) for f in check_site(site) if f.kind == "file"]
    assert found == [
        (f"{APP}/more.css", "is missing, though _manifest.json lists it"),
        ("dot.svg", "is not the file that was built, going by its hash in _manifest.json"),
        ("late.txt", "was put there after the build: _manifest.json does not list it"),
    ]
    (site / "_manifest.json").unlink()
    (found_once,) = [f for f in check_site(site) if f.kind == "file"]
    assert "build the site with `ftdocs build`" in found_once.message
