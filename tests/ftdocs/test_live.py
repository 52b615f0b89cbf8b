"""`ftdocs check --url`: silent on a good host, and in words on each way in which one goes wrong."""

import contextlib
import dataclasses
import gzip
import json
import socket
import ssl
import threading

import brotli
import pytest
from click.testing import CliRunner

from ftdocs.cli import main
from ftdocs.headers import write_headers
from ftdocs.hosting import Answer, serve
from ftdocs.live import client as live_client
from ftdocs.manifest import write_manifest

PAGE = (
    "<!doctype html><html><head><title>Home</title><script>begin()</script></head><body>"
    + "words " * 100
    + "</body></html>"
)
WASM = "assets/ftdocs/pyodide-0a1b2c3d4e/pyodide.asm.wasm"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    for name in ("index.html", "trap/index.html", "404.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        content = PAGE.replace("Home", name).encode()
        (folder / name).write_bytes(content)
        (folder / f"{name}.br").write_bytes(brotli.compress(content))
        (folder / f"{name}.gz").write_bytes(gzip.compress(content))
    (folder / WASM).parent.mkdir(parents=True)
    (folder / WASM).write_bytes(b"\0asm" + bytes(100))
    (folder / "worker.mjs").write_text("1")
    write_headers(folder)
    write_manifest(folder)
    return folder


def run(*words):
    return CliRunner().invoke(main, ["check", *map(str, words)], catch_exceptions=False)


def faulty(change, part=""):
    """A fault in every answer whose path holds `part`."""
    return lambda path, answer: change(answer) if part in path else answer


def replaced(**headers):
    """A change of headers; None takes one away."""

    def change(answer):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        changed = {**answer.headers, **names}
        kept = {name: value for name, value in changed.items() if value is not None}
        return dataclasses.replace(answer, headers=kept)

    return change


def body(content, **headers):
    def change(answer):
        kept = {name: value for name, value in answer.headers.items() if name != "Content-Encoding"}
        return Answer(200, {**kept, **headers, "Content-Length": str(len(content))}, content)

    return change


def test_a_good_host_has_no_findings(site):
    with serve(site, "/guides/ft/") as host:
        for words in ([host.url], [host.url, site], [host.url.rstrip("/")], [f"{host.url}index.html"]):
            result = run("--url", *words)
            assert result.exit_code == 0, result.stderr
            assert result.stdout.endswith("Nothing found: the host shows this build as it should.\n")
            assert result.stderr == ""


POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'"
# A change, the files that it touches, the matter it belongs to, and words of the message.
FAULTS = {
    "another file": (body(b"other"), "worker.mjs", "files", "it has 5 bytes instead of 1"),
    "tampered": (body(b"2"), "worker.mjs", "files", "it has other bytes"),
    "missing": (lambda answer: Answer(404, {"Content-Length": "0"}), "worker.mjs", "files", "is answered with 404"),
    "type": (replaced(Content_Type="text/plain"), ".mjs", "types", "text/plain instead of text/javascript"),
    "wasm": (replaced(Content_Type=None), ".wasm", "types", "has the type none instead of application/wasm"),
    "charset": (replaced(Content_Type="text/html"), "index.html", "types", "without charset=utf-8"),
    "uncompressed": (body(PAGE.replace("Home", "index.html").encode()), "index.html", "compression", "whole length"),
    "vary": (replaced(Vary=None), "index.html", "compression", "without Vary"),
    "cached": (replaced(Cache_Control="max-age=3600"), "worker.mjs", "caching", "a new version is seen late"),
    "uncached": (replaced(Cache_Control="no-cache"), ".wasm", "caching", "its name changes with its content"),
    "nosniff": (replaced(X_Content_Type_Options=None), "", "headers", "without X-Content-Type-Options"),
    "referrer": (replaced(Referrer_Policy="unsafe-url"), "", "headers", "Referrer-Policy: unsafe-url instead of same"),
    "no policy": (replaced(Content_Security_Policy=None), ".mjs", "policy", "without a Content-Security-Policy"),
    "loose policy": (replaced(Content_Security_Policy=POLICY), "", "policy", "script-src allows 'unsafe-inline'"),
    "short policy": (replaced(Content_Security_Policy=POLICY), "", "policy", "has no worker-src"),
    "old policy": (replaced(Content_Security_Policy=POLICY), "", "policy", "lacks 1 of 1 hashes"),
    "injected": (
        body(PAGE.replace("</head>", "<script>spy()</script></head>").encode()),
        "trap/index.html",
        "pages",
        "the inline script “spy()…” is not in the policy",
    ),
    "injected from elsewhere": (
        body(PAGE.replace("</head>", '<script src="http://spy.example/x.js"></script></head>').encode()),
        "trap/index.html",
        "pages",
        "http://spy.example/x.js",
    ),
    "no tags": (replaced(ETag=None, Last_Modified=None), "", "again", "comes without ETag"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found(site, fault):
    change, part, matter, words = fault
    with serve(site, "/guides/ft/", fault=faulty(change, part)) as host:
        result = run("--url", host.url, site, "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert any(words in finding["message"] for finding in report["findings"]), report["findings"]
    assert all(finding["cure"] for finding in report["findings"])
    assert next(each["found"] for each in report["matters"] if each["matter"] == matter) > 0


def behaviour(status, headers):
    """A host with an answer of its own for what is not simply a file."""

    def change(answer):
        return (
            Answer(*[status, {**answer.headers, **headers, "Content-Length": "0"}]) if answer.status != 200 else answer
        )

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (behaviour(200, {}), "is answered with 200 instead of 404"),
        (behaviour(404, {}), "another page than 404.html says that it is missing"),
        (behaviour(404, {}), "is answered with 404 instead of leading to trap/"),
        (behaviour(301, {"Location": "https://inner.example/guides/ft/trap/"}), "leads to https://inner.example/"),
        (behaviour(200, {}), "is sent again (200) to a browser that has it"),
    ],
)
def test_what_a_host_does_besides_is_looked_at(site, change, words):
    with serve(site, "/guides/ft/", fault=faulty(change)) as host:
        result = run("--url", host.url)
    assert result.exit_code == 1
    assert words in result.stderr


def test_what_holds_of_many_files_is_said_once(site):
    with serve(site, fault=faulty(replaced(Referrer_Policy=None))) as host:
        result = run("--url", host.url)
    lines = [line for line in result.stderr.splitlines() if "without Referrer-Policy" in line]
    assert len(lines) == 1
    assert lines[0].startswith("404.html and 6 more: comes without Referrer-Policy")


def test_what_differs_from_file_to_file_does_not_fill_the_screen(site):
    for number in range(30):
        (site / f"{number}.txt").write_text("x" * number)
    write_manifest(site)
    with serve(site, fault=faulty(body(b"y" * 50), ".txt")) as host:
        result, whole = run("--url", host.url), run("--url", host.url, "--json")
    lines = [line for line in result.stderr.splitlines() if "is not the file that was built" in line]
    assert len(lines) == 12
    assert "and 18 more such lines (files); --json lists them all" in result.stderr
    assert result.stdout.endswith("Found: 30\n")
    assert len(json.loads(whole.stdout)["findings"]) == 30


def test_compression_that_is_missing_everywhere_is_said_once(site):
    without = lambda path, answer: body((site / path).read_bytes())(answer) if (site / path).is_file() else answer  # noqa: E731
    with serve(site, fault=without) as host:
        result = run("--url", host.url)
    (line,) = [line for line in result.stderr.splitlines() if "comes in its whole length" in line]
    assert line.startswith("404.html and 2 more: ")


def test_a_host_with_another_build_is_told_apart(site, tmp_path):
    with serve(site) as host:
        (site / "worker.mjs").write_text("2")
        assert "it has other bytes" in run("--url", host.url).stderr
        write_manifest(site)
        assert run("--url", host.url).exit_code == 0
        newer = tmp_path / "newer"
        newer.mkdir()
        (newer / "index.html").write_text("x")
        write_headers(newer)
        write_manifest(newer)
        assert "another build is up" in run("--url", host.url, newer).stderr


LOGIN = "give what it wants with --header “NAME: VALUE”"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            Answer(302, {"Location": "https://login.example/", "Content-Length": "0"}),
            "leads to https://login.example/: ",
        ),
        (Answer(401, {"Content-Length": "0"}), "is refused with 401"),
        (Answer(200, {"Content-Length": "15"}, b"<!doctype html>"), "a page comes in place of"),
        (Answer(404, {"Content-Length": "0"}), "write the address of the start page"),
        (Answer(503, {"Content-Length": "0"}), "is answered with 503"),
        (
            Answer(200, {"Content-Length": "2"}, b"{}"),
            "has version None, not 1: is this the address of the start page?",
        ),
        (Answer(200, {"Content-Length": "9"}, b"{}"), "breaks off its answer"),
    ],
)
def test_what_stands_in_front_of_the_site_is_said(site, answer, words):
    with serve(site, fault=lambda path, _: answer) as host:
        result = run("--url", host.url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (LOGIN in result.stderr) == (answer.status in (302, 401) or answer.body.startswith(b"<"))


def test_a_header_opens_the_door(site):
    """The server of the tests knows no login; what it is sent is seen on the wire."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard: list[bytes] = []

        def answer_once():
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(10_000))
                connection.sendall(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=answer_once)
        thread.start()
        result = run("--url", f"http://127.0.0.1:{listening.getsockname()[1]}/", "--header", "Cookie: a=b")
        thread.join()
    assert result.exit_code == 1
    assert b"Cookie: a=b\r\n" in heard[0]


@pytest.mark.parametrize("header", ["Cookie", ": x", "A B: c", "A: b\r\nC: d"])
def test_a_header_that_is_none_is_refused(header):
    result = run("--url", "http://127.0.0.1:1/", "--header", header)
    assert result.exit_code == 2
    assert "is not of the form NAME: VALUE" in result.stderr


@pytest.mark.parametrize(
    "address", ["ftp://x/", "guide.example", "http://", "http://x:99999/", "http://x/?a", "http://a@x/"]
)
def test_an_address_that_is_none_is_refused(address):
    result = run("--url", address)
    assert result.exit_code == 2
    assert "is not the address of a site" in result.stderr


def test_a_host_that_cannot_be_reached_is_said(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    result = run("--url", f"http://127.0.0.1:{port}/")
    assert result.exit_code == 1
    assert f"127.0.0.1:{port} accepts no connection: Connection refused" in result.stderr
    result = run("--url", "http://nowhere.invalid/")
    assert "there is no host of the name nowhere.invalid, seen from here" in result.stderr


def test_a_host_that_does_not_answer_is_not_waited_for_in_vain(monkeypatch):
    monkeypatch.setattr(live_client, "PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        result = run("--url", f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert "does not answer within 0.2 s" in result.stderr


def test_a_host_that_speaks_no_tls_is_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer_once():
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(10_000)
                connection.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")

        thread = threading.Thread(target=answer_once)
        thread.start()
        result = run("--url", f"https://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()
    assert result.exit_code == 1
    assert "does not speak https (" in result.stderr
    assert "does its address begin with http://?" in result.stderr


@pytest.mark.parametrize("option", [("--header", "a: b"), ("--ca", "authority.pem")])
def test_what_only_a_host_wants_is_refused_without_one(site, option):
    result = run(site, *option)
    assert result.exit_code == 2
    assert f"{option[0]} goes with --url" in result.stderr


SHAPES = [
    ("_headers.json", lambda text: text.replace('"headers"', '"other"'), "is not whole"),
    ("_headers.json", lambda text: text.replace('"no-cache"', "7"), "is not whole, or was changed (at $.cache"),
    ("_headers.json", lambda text: text.replace('"pattern": ""', '"pattern": "("'), "is not whole, or was changed"),
    ("_manifest.json", lambda text: text.replace('"bytes": 1\n', '"bytes": "1"\n'), "is not whole"),
    ("_manifest.json", lambda text: text.replace("worker.mjs", "../worker.mjs"), "is not whole"),
    ("_manifest.json", lambda text: text.replace("worker.mjs", "\\u0000"), "is not whole"),
]


@pytest.mark.parametrize(("name", "change", "said"), SHAPES)
def test_a_host_that_shows_files_of_another_shape_is_refused_in_a_line(site, name, change, said):
    text = (site / name).read_text()
    assert change(text) != text
    with serve(site, fault=faulty(body(change(text).encode()), name)) as host:
        result = run("--url", host.url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_host_writes_nothing_into_the_operators_terminal(site):
    with serve(site, fault=faulty(replaced(Referrer_Policy="\x1b]0;owned\x07\x9b31m"))) as host:
        result = run("--url", host.url)
    assert "Referrer-Policy: �]0;owned��31m instead of" in result.stderr
    with serve(site, fault=lambda path, _: Answer(302, {"Location": "\x1b[2J", "Content-Length": "0"})) as host:
        result = run("--url", host.url)
    assert "leads to �[2J: " in result.stderr


def test_a_folder_that_holds_no_build_is_said(site, tmp_path):
    with serve(site) as host:
        result = run("--url", host.url, tmp_path)
    assert result.exit_code == 2
    assert "build the site with `ftdocs build`" in result.stderr


def test_certificates_are_verified():
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
    with live_client.Client("https://guide.example/", {}) as client:
        assert client.pool.connection_pool_kw["ssl_context"].check_hostname
