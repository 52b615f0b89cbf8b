"""What nginx, Caddy and Apache answer under the generated configurations, at the root of a host and under a path."""

import gzip
import re
import shutil
from urllib.parse import urlsplit

import brotli
import pytest

from ftdocs.headers import cache_control, read_headers
from ftdocs.live import check_live
from ftdocs.manifest import COPIES, read_manifest
from tests.conftest import BASE_PATH
from tests.real_servers import BROTLI, get, serve

PLACES = [(name, base) for name in ("nginx", "caddy", "apache") for base in ("/", BASE_PATH)]


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: f"{place[0]}{place[1]}")
def place(request, site_dir, tmp_path_factory):
    """The name of the server, and the site behind it."""
    name, base_path = request.param
    with serve(name, site_dir, base_path, tmp_path_factory.mktemp(name)) as host:
        yield name, host


@pytest.fixture
def server(place):
    return place[0]


@pytest.fixture
def real(place):
    return place[1]


@pytest.fixture(scope="module")
def rules(site_dir):
    return read_headers(site_dir)


@pytest.fixture(scope="module")
def files(site_dir):
    return [path for path in read_manifest(site_dir)["files"] if not path.endswith(COPIES)]


def test_every_file_comes_with_its_type_its_caching_and_the_headers(real, rules, files, site_dir):
    for path in files:
        reply = get(real, path)
        suffix = f".{path.rpartition('.')[2]}"
        assert reply.status == 200, path
        assert reply.body == (site_dir / path).read_bytes(), path
        assert reply.headers["Cache-Control"] == cache_control(path, rules["cache"]), path
        said = reply.headers["Content-Type"].lower()
        assert said == rules["types"].get(suffix, "application/octet-stream"), path
        assert {name: reply.headers[name] for name in rules["headers"]} == rules["headers"], path


def test_every_answer_carries_the_policy_once(server, real, rules):
    tag = get(real, "").headers["ETag"]
    asked = [
        ("", {}),
        ("trap/", {}),
        ("nowhere", {}),
        ("nowhere/at/all/", {}),
        ("_headers.json", {"Range": "bytes=0-9"}),
    ]
    # Apache leaves it out of a 304, and browsers then keep the one they have.
    asked += [("", {"If-None-Match": tag})] if server != "apache" else []
    for path, headers in asked:
        reply = get(real, path, headers=headers)
        for name, value in rules["headers"].items():
            assert reply.headers.get_all(name) == [value], (path, reply.status)


@pytest.mark.parametrize("path", ["", "trap/seductive-logic/", "assets/stylesheets/material.css", "WASM"])
def test_compressed_copies_are_sent_to_those_who_ask(server, real, files, site_dir, path):
    if path.endswith("material.css"):
        path = next(name for name in files if name.endswith("/ftdocs.css"))
    if path == "WASM":
        path = next(name for name in files if name.endswith(".wasm"))
    source = site_dir / (path + "index.html" if path in ("", "trap/seductive-logic/") else path)
    plain = get(real, path, headers={"Accept-Encoding": "identity"})
    assert plain.headers["Content-Encoding"] is None
    assert plain.body == source.read_bytes()
    zipped = get(real, path, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.body == source.with_name(f"{source.name}.gz").read_bytes()
    assert gzip.decompress(zipped.body) == plain.body
    best = get(real, path, headers={"Accept-Encoding": "gzip, br"})
    if server != "nginx" or BROTLI.exists():
        assert best.headers["Content-Encoding"] == "br"
        assert brotli.decompress(best.body) == plain.body
    for reply in (plain, zipped, best):
        assert reply.headers["Content-Type"] == plain.headers["Content-Type"]
    for reply in (zipped, best):
        assert "accept-encoding" in (reply.headers["Vary"] or "").lower()
    assert zipped.headers["ETag"] != plain.headers["ETag"]


def test_a_known_file_is_not_sent_again(real, files):
    hashed = next(name for name in files if name.endswith(".wasm"))
    for path in ("", "trap/", hashed):
        first = get(real, path)
        assert first.headers["ETag"]
        again = get(real, path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.body) == (304, b""), path
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        since = get(real, path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert since.status == 304
        assert get(real, path, headers={"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    "path", ["nowhere", "trap/nowhere/", "nowhere/at/all.js", "assets/", "assets/ftdocs/", "index.html/", "%00x"]
)
def test_what_is_not_there_gets_the_not_found_page(real, site_dir, path):
    reply = get(real, path)
    if path == "%00x":
        # A server may call it a bad request.
        assert reply.status in (400, 404)
        return
    assert (reply.status, reply.body) == (404, (site_dir / "404.html").read_bytes())
    assert reply.headers["Content-Type"].lower() == "text/html; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-cache"


def test_a_missing_file_under_a_hashed_name_is_not_remembered(real, files):
    folder = next(name for name in files if name.endswith(".wasm")).rpartition("/")[0]
    reply = get(real, f"{folder}/gone.wasm")
    assert (reply.status, reply.headers["Cache-Control"]) == (404, "no-cache")


def test_a_folder_gets_its_slash_on_the_same_host_and_protocol(real):
    """A host behind a proxy that speaks https must not send the reader to http."""
    base = "/" + real.url.split("/", 3)[3]
    reply = get(real, "trap?h=words")
    assert reply.status in (301, 302, 307, 308)
    assert re.sub(r"^http://127\.0\.0\.1:\d+", "", reply.headers["Location"]) == f"{base}trap/?h=words"
    if base != "/":
        bare = get(real, base.rstrip("/"))
        assert bare.status in (301, 308)
        assert re.sub(r"^http://127\.0\.0\.1:\d+", "", bare.headers["Location"]) == base


def test_a_part_of_a_file_can_be_asked_for(real, files, site_dir):
    path = next(name for name in files if name.endswith(".png"))
    reply = get(real, path, headers={"Range": "bytes=10-19"})
    assert (reply.status, reply.body) == (206, (site_dir / path).read_bytes()[10:20])
    assert reply.headers["Content-Range"] == f"bytes 10-19/{(site_dir / path).stat().st_size}"


def test_the_check_of_a_live_host_finds_nothing(real, site_dir):
    report = check_live(real.url, site_dir)
    assert [str(finding) for finding in report.grouped] == []
    assert all(report.counts.values())
    assert report.notes == []


def test_head_has_no_body(real):
    reply = get(real, "", method="HEAD")
    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize(
    "path", ["../secret.txt", "%2e%2e/secret.txt", "trap/..%2f..%2f..%2fsecret.txt", "..%5csecret.txt"]
)
def test_nothing_outside_the_site_is_served(real, site_dir, path):
    (site_dir.parent / "secret.txt").write_text("secret")
    reply = get(real, path)
    assert reply.status in (400, 403, 404)
    assert b"secret" not in reply.body.replace(b"secret.txt", b"")


def test_nothing_outside_the_base_path_is_the_site(real, site_dir):
    if real.url.endswith("/guides/ft/"):
        for path in ("/index.html", "/guides/", "/guides/ftx", "/guides/ft.html"):
            assert get(real, path).body != (site_dir / "index.html").read_bytes()


def test_nothing_is_written(real, site_dir):
    for method in ("POST", "PUT", "DELETE"):
        get(real, "index.html", method=method)
        get(real, "new.html", method=method)
    assert get(real, "").body == (site_dir / "index.html").read_bytes()
    assert get(real, "new.html").status == 404


def test_no_address_sends_the_reader_to_another_host(real):
    for path in ("//trap", "/%2ftrap", "//trap?h=words", "/\\trap", "//elsewhere.example/%2e%2e"):
        location = get(real, path).headers["Location"] or ""
        assert urlsplit(location).netloc in ("", urlsplit(real.url).netloc), path


def test_a_folder_with_a_space_in_its_name(site_dir, tmp_path):
    shutil.copytree(site_dir, tmp_path / "my site")
    for name in ("nginx", "caddy"):
        with serve(name, tmp_path / "my site", BASE_PATH, tmp_path / name) as host:
            assert get(host, "trap/").status == 200
            assert get(host, "nowhere").body == (site_dir / "404.html").read_bytes()
