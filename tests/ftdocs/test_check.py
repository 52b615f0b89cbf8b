"""Each check is silent on a good site, built with Material and our overrides, and speaks up when one thing breaks."""

import json
import re
import shutil
import textwrap
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from ftdocs.check import Finding, check_site
from ftdocs.check.policy import css_addresses, policy_problems
from ftdocs.headers import policy, write_headers
from ftdocs.inventory import write_inventory
from ftdocs.inventory.anchors import fresh_anchors
from ftdocs.manifest import write_manifest

PROJECT = Path(__file__).resolve().parents[2]
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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny real site."""
    root = tmp_path_factory.mktemp("tiny")
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    finish(root / "site", root / "mkdocs.yml")
    return root / "site"


def found_in(site: Path) -> list[Finding]:
    """What is found in a site whose manifest is right, so that only what a test breaks is."""
    if (site / "index.html").is_file():
        write_manifest(site)
    return check_site(site)


def finish(site: Path, config: Path) -> None:
    """What `ftdocs build` does after the pages, every id published."""
    write_inventory(site, config, site.parent / "cache")
    fresh_anchors(site, config, add=True)
    write_inventory(site, config, site.parent / "cache")
    write_headers(site)


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of the tiny site, to be broken."""
    return Path(shutil.copytree(built, tmp_path / "site"))


@pytest.fixture
def change(site: Path) -> Callable[[str, str, str], list[Finding]]:
    """Replace one text in one file of the site, and check."""

    def apply(path: str, old: str, new: str) -> list[Finding]:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        return found_in(site)

    return apply


def test_the_good_site_has_no_findings(built: Path):
    assert found_in(built) == []


TRAP_PAGE = "trap/index.html"
LINK = '<a href="trap/#the-pattern">'
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


# A change of ftdocs.json, and what is said of it.
BROKEN_INVENTORY = {
    "missing": (lambda found: found.clear(), "has format None, not 1"),
    "section not listed": (lambda found: found["pages"][0]["sections"].pop(), "is on the site and not listed"),
    "page not on the site": (
        lambda found: found["pages"][0].update(address="gone/"),
        "“gone/” is listed and not on the site",
    ),
    "new section": (lambda found: found["anchors"].remove("./#start"), "not kept for good yet: “./#start”"),
    "lost section": (lambda found: found["anchors"].append("./#gone"), "“./#gone” was published and leads nowhere"),
    "loop": (lambda found: found["redirects"].update({"a/": "b/", "b/": "a/"}), "“a/” is sent round in a circle"),
    "chain": (lambda found: found["redirects"].update({"a/": "b/", "b/": "trap/"}), "“b/”, which has moved itself"),
    "nowhere": (lambda found: found["redirects"].update({"a/": "b/"}), "redirected to “b/”, which does not exist"),
    "still there": (lambda found: found["redirects"].update({"trap/": "./"}), "“trap/” is redirected and still there"),
    "without a stub": (lambda found: found["redirects"].update({"a/": "trap/"}), "and the page does not say so"),
    "not in the page": (
        lambda found: found["redirects"].update({"trap/#old": "trap/#lift"}),
        "“trap/#old” is redirected and the page does not say so",
    ),
}


@pytest.mark.parametrize("broken", BROKEN_INVENTORY.values(), ids=BROKEN_INVENTORY.keys())
def test_an_inventory_that_does_not_hold_is_found(site: Path, broken: tuple[Callable[..., None], str]):
    change, words = broken
    found = json.loads((site / "ftdocs.json").read_text())
    change(found)
    (site / "ftdocs.json").write_text(json.dumps(found))
    findings = found_in(site)
    assert {finding.kind for finding in findings} == {"inventory"}
    assert any(words in finding.message for finding in findings), findings
    assert all(finding.cure for finding in findings)


@pytest.mark.parametrize(("name", "words"), [("objects.inv", "missing"), ("trap/index.html.md", "not on the site")])
def test_a_missing_part_of_the_inventory_is_found(site: Path, name: str, words: str):
    (site / name).unlink()
    (finding,) = found_in(site)
    assert (finding.kind, finding.cure) == ("inventory", "build the site anew with `ftdocs build`")
    assert words in finding.message


def test_sphinx_is_sent_nowhere_that_does_not_exist(site: Path):
    file = site / "objects.inv"
    head, body = file.read_bytes().split(b"compressed using zlib.\n")
    entries = zlib.decompress(body).replace(b"trap/#lift", b"trap/#left")
    file.write_bytes(head + b"compressed using zlib.\n" + zlib.compress(entries))
    assert [finding.message for finding in found_in(site)] == ["“trap/#left” does not exist"]
    file.write_bytes(b"no such thing")
    assert [finding.message for finding in found_in(site)] == ["the file cannot be read"]


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


def policy_findings(site: Path, old: str, new: str) -> list[Finding]:
    file = site / "_headers.json"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return found_in(site)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("style-src 'self'", "style-src 'self' 'unsafe-inline'", "style-src allows 'unsafe-inline'"),
        ("connect-src 'self'", "connect-src https://example.com", "connect-src allows https://example.com"),
        ("default-src 'none'", "default-src 'self'", "default-src allows 'self'"),
        ("default-src 'none'", "default-src 'self'", "default-src does not allow 'none', which the site needs"),
        ("worker-src 'self'; ", "", "the policy has no worker-src, which should be 'self'"),
        ("base-uri", "sandbox; base-uri", "the policy has sandbox, which the build does not write"),
        ("frame-ancestors 'none'", "frame-ancestors *", "“*” cannot be allowed to show the site in a frame"),
        ("frame-ancestors 'none'", "frame-ancestors", "frame-ancestors is empty"),
        ("frame-ancestors 'none'", "frame-ancestors 'none' https://a.example", "says both nobody and somebody"),
        ("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'sha256-b2xk'", "'sha256-b2xk', an inline script that no page has"),
        ('"version": 1', '"version": 0', "version 0"),
        ("{", "", "cannot be used"),
    ],
)
def test_a_loose_policy_is_found(site: Path, old: str, new: str, words: str):
    findings = policy_findings(site, old, new)
    assert [finding for finding in findings if finding.kind == "headers" and words in finding.message], findings


def test_who_may_show_the_site_in_a_frame_is_the_operators_to_say():
    assert list(policy_problems(policy([], ["'self'", "https://wiki.example"]), policy([]))) == []


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


def test_a_missing_policy_is_found(site: Path):
    (site / "_headers.json").unlink()
    (finding,) = found_in(site)
    assert (finding.kind, finding.page) == ("headers", "_headers.json")


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        build(load_config(str(root / "addressed.yml"), site_dir=str(target)))
    finish(target, root / "addressed.yml")
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
