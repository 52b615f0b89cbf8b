"""The server of the tests answers as the production hosts must."""

import gzip
import http.client
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest

from ftdocs.headers import write_headers
from ftdocs.hosting import Answer, Host, serve

HOME = "<!doctype html><title>Home</title><script>begin()</script>" + "words " * 100
WASM = "assets/ftdocs/pyodide-0a1b2c3d4e/pyodide.asm.wasm"


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(host: Host, path: str, method: str = "GET", **headers: str) -> Reply:
    """One request, below the site's root unless `path` begins with a slash; header names with underscores."""
    parts = urlsplit(host.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = path if path.startswith("/") else parts.path + path
        connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("host") / "site"
    (root / WASM).parent.mkdir(parents=True)
    (root / "trap").mkdir()
    (root / "index.html").write_text(HOME)
    (root / "index.html.br").write_bytes(brotli.compress(HOME.encode()))
    (root / "index.html.gz").write_bytes(gzip.compress(HOME.encode()))
    (root / "trap/index.html").write_text("<title>Trap</title>")
    (root / "404.html").write_text("<title>Gone</title>")
    (root / WASM).write_bytes(b"\0asm" + bytes(1000))
    (root / "worker.mjs").write_text("1")
    (root.parent / "secret.txt").write_text("secret")
    write_headers(root)
    return root


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[Host]:
    with serve(site, "/guides/ft/") as running:
        yield running


def test_every_answer_carries_the_policy(host: Host):
    """A worker obeys the policy of its own script, and an error page may run scripts too."""
    tag = get(host, "").headers["ETag"]
    for path, headers in (("", {}), ("worker.mjs", {}), ("nowhere", {}), ("trap", {}), ("", {"If_None_Match": tag})):
        reply = get(host, path, **headers)
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' "), path
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
def test_the_best_encoding_that_is_asked_for_is_sent(host: Host, accept: str, encoding: str | None):
    reply = get(host, "", Accept_Encoding=accept)
    assert reply.headers["Content-Encoding"] == encoding
    assert reply.headers["Vary"] == "Accept-Encoding"
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(reply.body) == HOME.encode()
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"


def test_types_and_caching(host: Host):
    wasm = get(host, WASM)
    assert wasm.headers["Content-Type"] == "application/wasm"
    assert wasm.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert wasm.headers["Content-Encoding"] is None
    assert get(host, "worker.mjs").headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert get(host, "").headers["Cache-Control"] == "no-cache"


def test_a_known_file_is_not_sent_again(host: Host):
    tag = get(host, "").headers["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        reply = get(host, "", If_None_Match=known)
        assert (reply.status, reply.body, reply.headers["ETag"]) == (304, b"", tag)
    assert get(host, "", If_None_Match='"other"').status == 200


def test_each_encoding_has_its_own_tag(host: Host):
    tags = {get(host, "", Accept_Encoding=accept).headers["ETag"] for accept in ("br", "gzip", "identity")}
    assert len(tags) == 3


def test_head_has_the_headers_of_get_and_no_body(host: Host):
    reply = get(host, WASM, method="HEAD")
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (200, b"", "1004")


def test_folders_get_their_slash(host: Host):
    reply = get(host, "trap?h=words")
    assert (reply.status, reply.headers["Location"]) == (301, "/guides/ft/trap/?h=words")
    assert get(host, "/guides/ft").headers["Location"] == "/guides/ft/"
    assert get(host, "trap/").body == b"<title>Trap</title>"


@pytest.mark.parametrize("path", ["nowhere", "trap/nowhere/", "index.html/", "assets/", "%00"])
def test_what_is_not_there_gets_the_not_found_page(host: Host, path: str):
    reply = get(host, path)
    assert (reply.status, reply.body) == (404, b"<title>Gone</title>")
    assert reply.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "trap/..%2f..%2fsecret.txt"])
def test_nothing_outside_the_site_is_served(host: Host, path: str):
    reply = get(host, path)
    assert (reply.status, b"secret" in reply.body) == (404, False)


def test_nothing_outside_the_base_path_is_served(host: Host):
    """A link that forgets the subpath must fail in the tests, as it would on the real host."""
    assert get(host, "/index.html").status == 404
    assert get(host, "/guides/").status == 404


def test_a_site_at_the_root(site: Path):
    with serve(site) as host:
        assert urlsplit(host.url).path == "/"
        assert get(host, "").status == 200


def test_requests_are_recorded(site: Path):
    with serve(site, "guides/ft") as host:
        get(host, "trap/?h=words")
        get(host, "nowhere")
        get(host, "/elsewhere")
        assert host.requests == ["trap/", "nowhere"]


def test_a_fault_refuses_a_file(site: Path):
    def missing(path: str, answer: Answer) -> Answer:
        return Answer(404, {"Content-Length": "0"}) if path.endswith(".wasm") else answer

    with serve(site, fault=missing) as host:
        assert get(host, WASM).status == 404
        assert get(host, "").status == 200


def test_a_fault_cuts_a_download(site: Path):
    def cut(path: str, answer: Answer) -> Answer:
        answer.body = answer.body[:100]
        return answer

    with serve(site, fault=cut) as host, pytest.raises(http.client.IncompleteRead):
        get(host, WASM)


def test_a_fault_changes_a_type(site: Path):
    def mistype(path: str, answer: Answer) -> Answer:
        answer.headers["Content-Type"] = "application/octet-stream"
        return answer

    with serve(site, fault=mistype) as host:
        assert get(host, WASM).headers["Content-Type"] == "application/octet-stream"


def test_a_slow_answer_holds_up_no_other(site: Path):
    release = threading.Event()

    def slow(path: str, answer: Answer) -> Answer:
        if path == WASM:
            release.wait(10)
        return answer

    with serve(site, fault=slow) as host:
        waiting = threading.Thread(target=get, args=(host, WASM))
        waiting.start()
        assert get(host, "").status == 200
        assert waiting.is_alive()
        release.set()
        waiting.join()


def test_a_folder_that_is_no_built_site_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="build the site with `ftdocs build`"), serve(tmp_path):
        pass


def test_the_command_says_where_it_serves(site: Path):
    command = [sys.executable, "-m", "ftdocs.hosting", str(site), "--base-path", "/guides/ft/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
            assert get(Host(url), "trap/").status == 200
        finally:
            process.terminate()


def test_the_command_refuses_what_is_no_site(tmp_path: Path):
    command = [sys.executable, "-m", "ftdocs.hosting", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "build the site with `ftdocs build`" in ended.stderr
    assert "Traceback" not in ended.stderr
