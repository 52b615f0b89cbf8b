"""A small static server that behaves like the production hosts, for tests, the benchmark and a look at a build.

It sends what `_headers.json` says, negotiates the compressed files, answers conditional requests, redirects folders
to their trailing slash, serves `404.html`, and can stand on a subpath:

    with serve(Path("site"), base_path="/guides/ft/") as host:
        urlopen(host.url + "trap/")

or `python -m ftdocs.hosting site --base-path /guides/ft/`. It listens on 127.0.0.1 only. A *fault* changes or
refuses answers (a missing wasm, a cut download, a wrong content type), so that failures can be shown to the page.
"""

import argparse
import email.utils
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from ftdocs.headers import Headers, cache_control, read_headers


@dataclass
class Answer:
    """One HTTP answer. `Content-Length` is already set: a fault that shortens only `body` cuts the transfer off."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


Fault = Callable[[str, Answer], Answer]
"""Takes the path below the site's root (no leading slash, no query) and the answer about to be sent; returns one."""


@dataclass
class Host:
    """A running server: its `url` (ends with a slash) and the paths asked for so far, below the site's root."""

    url: str
    requests: list[str] = field(default_factory=list)


class Site:
    """Turns a request for a path of the site in `root` into an Answer, following `_headers.json`."""

    def __init__(self, root: Path, base_path: str) -> None:
        self.root = root.resolve()
        self.base_path = base_path
        self.rules: Headers = read_headers(root)

    def answer(self, path: str, accept_encoding: str = "", if_none_match: str = "") -> Answer:
        """The answer for `path` (below the base path, percent-decoded). Errors are answers, never exceptions."""
        file = (self.root / path).resolve() if "\0" not in path else self.root.parent
        if not file.is_relative_to(self.root):
            return self._not_found()
        if file.is_dir():
            if path and not path.endswith("/"):
                return self._complete(301, {"Location": quote(f"{self.base_path}{path}/")}, b"")
            file /= self.rules["index"]
        if not file.is_file() or path.endswith(file.name + "/"):
            return self._not_found()
        return self._send(file, accept_encoding, if_none_match)

    def _send(self, file: Path, accept_encoding: str, if_none_match: str) -> Answer:
        path = file.relative_to(self.root).as_posix()
        headers = self._headers(file, path)
        variant = file
        for encoding, suffix in self.rules["compressed"].items():
            beside = file.with_name(file.name + suffix)
            if beside.is_file():
                headers["Vary"] = "Accept-Encoding"
                if variant is file and _accepts(accept_encoding, encoding):
                    variant, headers["Content-Encoding"] = beside, encoding
        stat = variant.stat()
        headers["ETag"] = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        headers["Last-Modified"] = email.utils.formatdate(stat.st_mtime, usegmt=True)
        known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        if headers["ETag"] in known or known == ["*"]:
            del headers["Content-Type"]
            return Answer(304, headers | self.rules["headers"])
        return self._complete(200, headers, variant.read_bytes())

    def _headers(self, file: Path, path: str) -> dict[str, str]:
        kind = self.rules["types"].get(file.suffix, "application/octet-stream")
        return {"Content-Type": kind, "Cache-Control": cache_control(path, self.rules["cache"])}

    def _not_found(self) -> Answer:
        page = self.root / self.rules["not_found"]
        body = page.read_bytes() if page.is_file() else b"Not found\n"
        kind = self.rules["types"][".html"] if page.is_file() else "text/plain; charset=utf-8"
        return self._complete(404, {"Content-Type": kind, "Cache-Control": "no-cache"}, body)

    def _complete(self, status: int, headers: dict[str, str], body: bytes) -> Answer:
        return Answer(status, headers | self.rules["headers"] | {"Content-Length": str(len(body))}, body)


def _accepts(accept_encoding: str, encoding: str) -> bool:
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if name == encoding:
            return not re.fullmatch(r"0(\.0*)?", weight)
    return False


def _handler(site: Site, host: Host, fault: Fault | None) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # keep-alive, as production hosts do
        timeout = 30  # seconds

        def do_GET(self) -> None:
            asked_for = urlsplit(self.path)
            path = unquote(asked_for.path)
            if path + "/" == site.base_path:
                answer = Answer(301, {"Location": quote(site.base_path), "Content-Length": "0"})
            elif not path.startswith(site.base_path):
                answer = Answer(404, {"Content-Length": "0"})
            else:
                path = path.removeprefix(site.base_path)
                host.requests.append(path)
                asked = self.headers
                answer = site.answer(path, asked.get("Accept-Encoding", ""), asked.get("If-None-Match", ""))
                answer = fault(path, answer) if fault else answer
            if answer.status == 301 and asked_for.query:
                answer.headers["Location"] += f"?{asked_for.query}"
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(answer.body)
                if len(answer.body) != int(answer.headers.get("Content-Length", "0")):
                    self.close_connection = True

        do_HEAD = do_GET  # noqa: N815 - the base class's name

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Keep quiet: whoever wants to know reads `Host.requests`."""

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser may hang up in the middle (a terminated worker does): no error of ours, no traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(site_dir: Path, base_path: str = "/", port: int = 0, fault: Fault | None = None) -> Iterator[Host]:
    """Serve `site_dir` below `base_path` on 127.0.0.1 until the block ends; `port` 0 lets the system choose.

    Raises FileNotFoundError if the site has no `_headers.json`.
    """
    base_path = f"/{base_path.strip('/')}/".replace("//", "/")
    host = Host("")
    server = _Server(("127.0.0.1", port), _handler(Site(site_dir, base_path), host, fault))
    host.url = f"http://127.0.0.1:{server.server_port}{base_path}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """`python -m ftdocs.hosting DIR [--base-path /guides/ft/] [--port 8001]`: serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m ftdocs.hosting", description="Serve a built site as in production."
    )
    parser.add_argument("site_dir", type=Path)
    parser.add_argument("--base-path", default="/")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    try:
        with serve(options.site_dir, options.base_path, options.port) as host:
            print(f"{options.site_dir} at {host.url} (Ctrl+C ends)", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        pass
    except (OSError, ValueError) as problem:
        parser.exit(2, f"{problem}\n")


if __name__ == "__main__":
    main()
