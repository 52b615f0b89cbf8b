"""Faults for the browser tests: a host that answers some of its files wrongly until it is mended."""

import dataclasses
import re
import threading
from collections.abc import Callable

import brotli

from ftdocs.hosting import Answer

OCTETS = "application/octet-stream"


class Fault:
    """Changes the answers for the paths that hold a given part, until it is mended."""

    def __init__(self):
        self.changes = {}
        self.held = threading.Event()

    def __call__(self, path, answer):
        for part, change in self.changes.items():
            if part in path:
                return change(answer)
        return answer

    def set(self, part, change):
        self.changes[part] = change

    def hold(self, answer):
        """Nothing comes until it is mended."""
        self.held.wait(60)
        return answer

    def mend(self):
        self.changes = {}
        self.held.set()


def missing(answer):
    """As hosts say it: not for ever."""
    gone = with_body(answer, b"gone", status=404, kind="text/html")
    return dataclasses.replace(gone, headers=gone.headers | {"Cache-Control": "no-cache"})


def html(answer):
    return with_body(answer, b"<!doctype html><title>Please sign in</title>", kind="text/html")


def cut(answer):
    """The connection ends in the middle; the promised length stays."""
    return dataclasses.replace(answer, body=answer.body[: len(answer.body) // 2])


def cut_short(answer):
    """Half of it, as if that were all."""
    body = plain(answer)
    return with_body(answer, body[: len(body) // 2])


def corrupt(answer):
    """One bit is another, in the middle; in a script of ours, which is held against no hash, in its first code."""
    body = bytearray(plain(answer))
    code = re.search(rb"^(?:import|export|const)\b", body, re.MULTILINE) if body.startswith(b"// ") else None
    body[code.start() if code else len(body) // 2] ^= 1
    return with_body(answer, bytes(body))


def wrong_type(answer):
    return dataclasses.replace(answer, headers=answer.headers | {"Content-Type": OCTETS})


def without_wasm(answer):
    """A policy that forbids WebAssembly."""
    policy = answer.headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    allowed = policy.replace("'wasm-unsafe-eval'", "")
    return dataclasses.replace(answer, headers=answer.headers | {"Content-Security-Policy": allowed})


def replacing(old: str, new: str) -> Callable[[Answer], Answer]:
    """Another text in place of `old`, which must be there."""

    def change(answer: Answer) -> Answer:
        body = plain(answer)
        assert body.count(old.encode()) == 1
        return with_body(answer, body.replace(old.encode(), new.encode()))

    return change


# Python itself raises, or never comes to an end.
RAISES = "python.pyimport('operator').truediv(1, 0)"
NEVER_RETURNS = "python.pyimport('builtins').any(python.pyimport('itertools').repeat(0))"


def for_some_items(items, does):
    """A worker in which the calculator of the lift does that, for one number of items."""
    answers = "respond = protocol.respond;"
    asked = f'text.includes(\'"items":"{items}"\')'
    return replacing(answers, f"respond = (text) => ({asked} && {does}, protocol.respond(text));")


def plain(answer: Answer) -> bytes:
    """The body without its compression."""
    encoding = answer.headers.get("Content-Encoding")
    assert encoding in (None, "br")
    body: bytes = brotli.decompress(answer.body) if encoding else answer.body
    return body


def with_body(answer: Answer, body: bytes, status: int = 200, kind: str | None = None) -> Answer:
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Encoding"}
    headers["Content-Length"] = str(len(body))
    return dataclasses.replace(
        answer, status=status, headers=headers | ({"Content-Type": kind} if kind else {}), body=body
    )
