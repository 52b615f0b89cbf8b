"""Each check of a page is silent on a good site, and speaks up when one thing breaks."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ftdocs.check import Finding
from tests.ftdocs.check.tiny_site import APP, LINK, TRAP_PAGE, build_pages, found_in


def test_the_good_site_has_no_findings(built: Path):
    assert found_in(built) == []


INTO_HEAD = "</head>"

# What is replaced in which page by what; the kind of the finding, and words of its message.
BROKEN_PAGES = {
    "page that is gone": ("index.html", LINK, '<a href="gone/">', "link", "gone/index.html, which does not exist"),
    "file that is gone": ("index.html", 'src="dot.svg"', 'src="dash.svg"', "link", "dash.svg, which does not exist"),
    "srcset": ("index.html", 'src="dot.svg"', 'srcset="dot.svg 1x, dash.svg 2x"', "link", "dash.svg"),
    "root of the host": ("index.html", LINK, '<a href="/trap/">', "link", "begins at the root of the host"),
    "out of the site": ("index.html", LINK, '<a href="../trap/">', "link", "leads out of the site"),
    "folder without slash": ("index.html", LINK, '<a href="trap">', "link", "folder without its slash"),
    "fragment": ("index.html", LINK, '<a href="trap/#pattern">', "fragment", "no id “pattern”"),
    "fragment here": ("index.html", LINK, '<a href="#gone">', "fragment", "index.html has no id “gone”"),
    "calculator's link": ("index.html", "#lift?items", "#left?items", "fragment", "no id “left”"),
    "calculator's home": (TRAP_PAGE, 'data-home="./"', 'data-home="../"', "fragment", "index.html has no id “lift”"),
    "redirect": (
        *("index.html", INTO_HEAD, '<meta http-equiv="refresh" content="0; url=gone/#a"></head>'),
        *("link", "gone/index.html, which does not exist"),
    ),
    "window": (
        *("index.html", '<a href="https://example.com/a"', '<a target="_blank" href="https://example.com/a"'),
        *("link", "reach back"),
    ),
    "same id twice": (TRAP_PAGE, 'id="the-pattern"', 'id="the-trap"', "id", "“the-trap” stands 2 times"),
    "reference to no id": (TRAP_PAGE, 'for="lift-items"', 'for="lift-item"', "id", "“lift-item”, which is not on"),
    "heading's id": (TRAP_PAGE, 'id="the-pattern"', 'id="The_Pattern"', "heading", "has the id “The_Pattern”"),
    "heading without id": (TRAP_PAGE, 'id="the-trap"', "", "heading", "“The trap” has no id of its own"),
    "heading with a made id": (TRAP_PAGE, 'id="the-trap"', 'id="_no-id_1"', "heading", "has no id of its own"),
    "name": (TRAP_PAGE, 'name="lift"', 'name="Lift"', "calculator", "not both in lower case"),
    "state": (TRAP_PAGE, 'data-state="static"', 'data-state="ready"', "calculator", "data-state"),
    "form moved out": (TRAP_PAGE, "</form>\n<p data", "</form><form></form>\n<p data", "calculator", "holds 2 forms"),
    "form that is sent": (TRAP_PAGE, "<form>\n<label", '<form action="x">\n<label', "calculator", "has an action"),
    "no label": (TRAP_PAGE, '<label for="lift-items">', "<label>", "calculator", "“items” has no label"),
    "control without name": (TRAP_PAGE, ' name="items"', "", "calculator", "<input> has no name"),
    "same name twice": (TRAP_PAGE, 'name="mode"', 'name="items"', "calculator", "2 controls have the name “items”"),
    "no status": (TRAP_PAGE, ' role="status"', "", "calculator", "role=“status”"),
    "empty sentence": (TRAP_PAGE, "It is better.", " ", "calculator", "its sentence is empty"),
    "no value": (TRAP_PAGE, ' data-value="0.571"', "", "calculator", "“p_value” has no data-value"),
    "no output": (TRAP_PAGE, ' data-output="p_value"', "", "calculator", "has no output"),
    "dialog without name": ("index.html", 'role="dialog" aria-label="Search"', 'role="dialog"', "name", "no name"),
    "menu without keyboard": (
        *("index.html", 'role="button" tabindex="0" aria-label="Navigation"', 'role="button" aria-label="Navigation"'),
        *("name", "<label for=“__drawer”> in the header"),
    ),
    "style attribute": ("index.html", 'align="right"', 'style="text-align: right"', "inline", "style=“text-align"),
    "style element": ("index.html", INTO_HEAD, "<style>a{}</style></head>", "inline", "<style> element"),
    "event handler": ("index.html", LINK, f'{LINK[:-1]} onclick="go()">', "inline", "<a onclick=…>"),
    "javascript:": ("index.html", LINK, '<a href="javascript:void(0)">', "inline", "javascript:void(0)"),
    "new inline script": ("index.html", INTO_HEAD, "<script>go()</script></head>", "inline", "“go()…” is not in"),
    "link in a drawing": (
        *("index.html", '<img alt="A dot" src="dot.svg"', '<svg><use href="#start"/></svg><img src="dot.svg"'),
        *("inline", "stops Material's script"),
    ),
    "foreign stylesheet": (
        *("index.html", INTO_HEAD, '<link rel="stylesheet" href="https://example.com/a.css"></head>'),
        *("foreign", "https://example.com/a.css"),
    ),
    "foreign script": ("index.html", 'src="dot.svg"', 'src="//example.com/a.svg"', "foreign", "example.com/a.svg"),
    "foreign frame": (
        *("index.html", LINK, f'<iframe src="http://example.com/"></iframe>{LINK}'),
        *("foreign", "<iframe src=“http://example.com/”>"),
    ),
    "preconnect": (
        *("index.html", INTO_HEAD, '<link rel="preconnect" href="https://example.com"></head>'),
        *("foreign", "opens a connection"),
    ),
    "foreign redirect": (
        *("index.html", INTO_HEAD, '<meta http-equiv="Refresh" content="0; url=https://example.com/"></head>'),
        *("foreign", "https://example.com/"),
    ),
    "Mermaid": ("index.html", LINK, f'<pre class="mermaid">a</pre>{LINK}', "foreign", "Mermaid"),
    "repository": (
        *("index.html", LINK, f'<a data-md-component="source" href="https://gitlab.example.com/a/b">a</a>{LINK}'),
        *("foreign", "leave repo_url out"),
    ),
    "runtime too early": (
        *("index.html", INTO_HEAD, f'<link rel="modulepreload" href="{APP}/vega.mjs"></head>'),
        *("budget", "vega.mjs before the reader asks"),
    ),
}


@pytest.mark.parametrize("broken", BROKEN_PAGES.values(), ids=BROKEN_PAGES.keys())
def test_a_broken_page_is_found(site: Path, change: Callable[..., list[Finding]], broken: tuple[str, ...]):
    (site / APP / "vega.mjs").write_text("1")
    path, old, new, kind, words = broken
    # An id that is gone is also one that the inventory has and the site has not.
    findings = [finding for finding in change(path, old, new) if finding.kind != "inventory"]
    found = [finding for finding in findings if finding.kind == kind and finding.page == path]
    assert [finding for finding in found if words in finding.message], findings
    assert all(finding.cure for finding in found)
    # Breaking one thing may hurt a second, but never anything on a page that does not know of it.
    assert {finding.page for finding in findings} <= {path, "index.html"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "It is better.",
            "It is better. Items in the test set.",
            "form are in the search index: “Items in the test set”",
        ),
        ("It is better.", "", "sentence is not in the search index: “It is better.”"),
    ],
)
def test_the_search_index_holds_the_answer_and_not_the_form(
    change: Callable[..., list[Finding]], old: str, new: str, words: str
):
    (finding,) = change("search/search_index.json", old, new)
    assert (finding.kind, finding.page) == ("search", TRAP_PAGE)
    assert words in finding.message


def test_a_finding_names_the_line(site: Path, change: Callable[..., list[Finding]]):
    (finding,) = change("index.html", LINK, '<a href="gone/">')
    assert finding.line is not None
    assert "gone/" in (site / "index.html").read_text().splitlines()[finding.line - 1]


@pytest.fixture(scope="module", params=["site_url: https://example.org/guides/ft/", "extra: {base_path: /guides/ft/}"])
def addressed(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site again, built for a place that is known."""
    root = built.parent
    target = tmp_path_factory.mktemp("addressed")
    (root / "addressed.yml").write_text((root / "mkdocs.yml").read_text() + request.param + "\n")
    build_pages(root / "addressed.yml", target)
    return target


def test_a_site_that_knows_its_place(addressed: Path):
    """The not-found page is then a full page whose links start at the root of the host, and they are followed."""
    text = (addressed / "404.html").read_text()
    assert 'href="/guides/ft/assets/stylesheets/' in text
    assert found_in(addressed) == []
    (addressed / "404.html").write_text(text.replace('href="/guides/ft/trap/', 'href="/guides/ft/gone/', 1))
    (finding,) = found_in(addressed)
    assert (finding.kind, finding.page) == ("link", "404.html")


def test_the_not_found_page_needs_nothing_where_the_place_is_unknown(built: Path):
    """A host answers any address with it, so no relative address in it can be right, and no absolute one is known."""
    text = (built / "404.html").read_text()
    assert re.findall(r'(?:href|src)="([^"]*)"', text) == ["./", "../"]
    assert "<script" not in text


def test_sixty_pages_take_less_than_two_seconds(site: Path):
    page = (site / TRAP_PAGE).read_text()
    for number in range(60):
        (site / f"trap-{number}").mkdir()
        (site / f"trap-{number}/index.html").write_text(page)
    # Of the processor: others may be using it.
    start = time.process_time()
    found_in(site)
    assert time.process_time() - start < 2


def test_a_folder_that_holds_no_site_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="holds no built site; build it with `ftdocs build`"):
        found_in(tmp_path)
