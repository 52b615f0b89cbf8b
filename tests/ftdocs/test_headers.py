"""`_headers.json`: the policy admits exactly the inline scripts of the built pages, and nothing else."""

import json
import re
from pathlib import Path

import pytest

from ftdocs.headers import (
    cache_control,
    parse_policy,
    policy,
    read_headers,
    script_hash,
    site_headers,
    write_headers,
)

IMMUTABLE = "public, max-age=31536000, immutable"


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>"


def script_sources(site: Path) -> list[str]:
    return parse_policy(site_headers(site)["headers"]["Content-Security-Policy"])["script-src"]


def hashes(site: Path) -> set[str]:
    return {source for source in script_sources(site) if source.startswith("'sha256-")}


def test_the_hash_is_the_one_of_the_specification():
    """The example of the Content Security Policy specification, section 8.3."""
    assert script_hash("alert('Hello, world.');") == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


def test_inline_scripts_at_every_depth_are_admitted(tmp_path: Path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "index.html").write_text(page("<script>scope('.')</script>"))
    (tmp_path / "a/b/index.html").write_text(page('<svg><script>scope("../..")</script></svg><script>same()</script>'))
    (tmp_path / "404.html").write_text(page("<script type=module>scope('/')</script><script>same()</script>"))
    texts = ["scope('.')", 'scope("../..")', "scope('/')", "same()"]
    assert hashes(tmp_path) == {script_hash(text) for text in texts}


def test_pages_with_the_same_scripts_and_one_with_another_are_all_admitted(tmp_path: Path):
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(page(f"<p>{number}</p><script>same()</script>"))
    (tmp_path / "3.html").write_text(page("<script>same()</script><script>other()</script>"))
    # Where one page has a script in a comment, another may still run it.
    (tmp_path / "4.html").write_text(page("<!-- <script>quiet()</script> -->"))
    assert hashes(tmp_path) == {script_hash("same()"), script_hash("other()")}


def test_the_text_is_hashed_as_a_browser_reads_it(tmp_path: Path):
    """Nothing is decoded inside a script, line ends are normalised, and letters are UTF-8."""
    (tmp_path / "index.html").write_bytes("<script>\r\nif (a &amp;& b < c) say('é')\r\n</script>".encode())
    assert hashes(tmp_path) == {script_hash("\nif (a &amp;& b < c) say('é')\n")}


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/json">{"a": 1}</script>',
        '<script type="application/ld+json">{}</script>',
        '<script src="x.js"></script>',
        "<!-- <script>old()</script> -->",
    ],
)
def test_data_and_external_scripts_need_no_hash(tmp_path: Path, script: str):
    (tmp_path / "index.html").write_text(page(script))
    assert hashes(tmp_path) == set()


def test_the_policy_is_strict():
    directives = parse_policy(policy([]))
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert directives["form-action"] == directives["frame-ancestors"] == ["'none'"]
    assert {name for name, sources in directives.items() if "'self'" in sources} == {
        *("script-src", "style-src", "img-src", "font-src", "connect-src", "worker-src", "manifest-src", "base-uri")
    }
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & {s for sources in directives.values() for s in sources}


def test_the_same_site_gives_the_same_file(tmp_path: Path):
    for name in "cab":
        (tmp_path / f"{name}.html").write_text(page(f"<script>{name}()</script>"))
    write_headers(tmp_path)
    first = (tmp_path / "_headers.json").read_bytes()
    write_headers(tmp_path)
    assert (tmp_path / "_headers.json").read_bytes() == first
    found = [s for s in script_sources(tmp_path) if s.startswith("'sha256-")]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets/ftdocs/pyodide-0a1b2c3d4e/pyodide.asm.wasm", IMMUTABLE),
        ("assets/ftdocs/app-0a1b2c3d4e/pictures/lift.json", IMMUTABLE),
        ("assets/javascripts/bundle.a5f9d56c.min.js", IMMUTABLE),
        ("assets/javascripts/workers/search.a7633da7.min.js", IMMUTABLE),
        ("assets/stylesheets/main.57a0d79d.min.css", IMMUTABLE),
        # Names without a hash stay the same when their content changes.
        ("assets/ftdocs/current.json", "no-cache"),
        ("assets/stylesheets/material.css", "no-cache"),
        ("trap/assets/ftdocs/app-0a1b2c3d4e/x.js", "no-cache"),
        ("index.html", "no-cache"),
        ("search/search_index.json", "no-cache"),
    ],
)
def test_only_names_with_a_hash_are_kept_for_ever(path: str, expected: str):
    assert cache_control(path) == expected


def test_content_types_that_hosts_get_wrong(tmp_path: Path):
    """Without them a browser refuses module workers, or cannot compile the wasm while it downloads."""
    types = site_headers(tmp_path)["types"]
    assert types[".wasm"] == "application/wasm"
    assert types[".mjs"] == types[".js"] == "text/javascript; charset=utf-8"
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in types)


def test_what_is_written_can_be_read(tmp_path: Path):
    assert write_headers(tmp_path) == read_headers(tmp_path)


def test_a_missing_file_says_what_to_do(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"_headers\.json is missing: build the site with `ftdocs build`"):
        read_headers(tmp_path)


def test_a_file_of_another_version_is_refused(tmp_path: Path):
    (tmp_path / "_headers.json").write_text(json.dumps({"version": 0}))
    with pytest.raises(ValueError, match="version 0, not 1: build the site anew"):
        read_headers(tmp_path)
