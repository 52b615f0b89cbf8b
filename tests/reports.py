"""Hears the reports that browsers send about violations of a policy, from pages and from workers alike."""

import contextlib
import dataclasses
import queue
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ftdocs.hosting import Answer, Fault

POLICY = "Content-Security-Policy"


class Reports:
    """What was reported so far; `address` is where to."""

    def __init__(self) -> None:
        self.received: queue.Queue[str] = queue.Queue()
        self.address = ""

    def headers(self, policy: str) -> dict[str, str]:
        """What a server sends besides: the policy once more, as a report-only one whose violations come here."""
        return {f"{POLICY}-Report-Only": f"{policy}; report-uri {self.address}"}

    def beside(self, fault: Fault | None = None) -> Fault:
        """A `Fault` for the tests' server which asks for reports, and then does what `fault` does."""

        def change(path: str, answer: Answer) -> Answer:
            asking = dataclasses.replace(answer, headers=answer.headers | self.headers(answer.headers[POLICY]))
            return fault(path, asking) if fault else asking

        return change

    def all(self) -> list[str]:
        """Everything that was reported."""
        return list(self.received.queue)


def _handler(hear: Callable[[str], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hear(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Quiet."""

    return Handler


@contextlib.contextmanager
def listening() -> Iterator[Reports]:
    """Hear reports until the block ends."""
    reports = Reports()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(reports.received.put))
    reports.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield reports
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
