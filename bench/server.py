"""A small static server on loopback for measuring: Brotli at the highest quality, and files that never change.

It stands in for the production host: everything is compressed once before the first request, so no measurement contains
the time a compressor takes, and every response says how long it may be cached.
"""

from __future__ import annotations

import hashlib
import mimetypes
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli

# The types that matter for streaming compilation and for module scripts; the rest is the standard library's guess.
TYPES = {
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".zip": "application/zip",
}
FOR_EVER = "public, max-age=31536000, immutable"


def compressed(path: Path, cache: Path) -> bytes:
    """The file at the highest Brotli quality, kept in `cache` by content since wasm takes half a minute."""
    content = path.read_bytes()
    kept = cache / f"{hashlib.sha256(content).hexdigest()}.br"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{threading.get_ident()}.part")
        part.write_bytes(brotli.compress(content, quality=11))
        part.replace(kept)
    return kept.read_bytes()


class _Handler(BaseHTTPRequestHandler):
    """Answers GET from the server's table of finished responses."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        # Without this the kernel holds back small packets and adds up to 40 ms to a response.
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        found = self.server.table.get(path + "index.html" if path.endswith("/") else path)
        if found is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind, body = found
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Encoding", "br")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "no-cache" if "html" in kind else FOR_EVER)
        self.end_headers()
        self.wfile.write(body)
        with self.server.counting:
            self.server.sent[path] += len(body)

    def log_message(self, *_: object) -> None:
        """Silent: the table of results is the output."""


class _Server(ThreadingHTTPServer):
    """The standard library's server with the table of responses."""

    daemon_threads = True

    def __init__(self, table: dict[str, tuple[str, bytes]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.table = table
        self.sent: Counter[str] = Counter()
        self.counting = threading.Lock()

    def handle_error(self, *_: object) -> None:
        """A browser that is closed mid-response is no news."""


def table(folder: Path, cache: Path) -> dict[str, tuple[str, bytes]]:
    """URL path → (content type, Brotli bytes) for every file below `folder`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found["/" + path.relative_to(folder).as_posix()] = (kind, compressed(path, cache))
    return found


class Served:
    """A running server: its `url`, without a final slash, and what it has sent."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    def sent(self) -> Counter[str]:
        """Bytes of the bodies sent so far, as they went over the wire, by path."""
        with self._server.counting:
            return self._server.sent.copy()


@contextmanager
def serving(folder: Path, cache: Path) -> Iterator[Served]:
    """Serves `folder` on a free loopback port."""
    server = _Server(table(folder, cache))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Served(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
