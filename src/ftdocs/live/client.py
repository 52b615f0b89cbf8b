"""Requests to a live host: a few at a time, redirects not followed, contents as they came and as they were meant."""

import gzip
import ssl
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import brotli
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

# OpenSSL's codes for a chain that ends at nobody who is trusted here.
_NO_KNOWN_ISSUER = (2, 18, 19, 20, 21)
_ISSUER = "if your organisation has an authority of its own, name the file of its certificate with --ca FILE"

# A host must not take the check for an attack.
AT_ONCE = 8
PATIENCE_SECONDS = 20


class LiveError(Exception):
    """Why a host cannot be examined, in a line. `usage` is true where the address itself is wrong."""

    def __init__(self, message: str, *, usage: bool = False) -> None:
        super().__init__(message)
        self.usage = usage


@dataclass(frozen=True)
class Answer:
    """One answer: `raw` is its body as it came, `content` without its compression."""

    status: int
    headers: urllib3.HTTPHeaderDict
    raw: bytes = b""
    content: bytes = b""

    def header(self, name: str) -> str:
        """The header's value; several are joined by commas, none is empty."""
        return self.headers.get(name, "")


class Client:
    """Asks one site. Raises LiveError where the host cannot be reached.

    `authority` is a file with certificates (PEM) that are trusted besides the system's and those of SSL_CERT_FILE.
    """

    def __init__(self, address: str, headers: dict[str, str], authority: Path | None = None) -> None:
        parts = urlsplit(address)
        try:
            good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            good = False
        if not good or parts.query or parts.fragment or parts.username:
            said = f"“{address}” is not the address of a site: write it with http:// or https://, to the start page"
            raise LiveError(said, usage=True)
        self.address = address.removesuffix("index.html").rstrip("/") + "/"
        self.host = parts.netloc
        self.path = urlsplit(self.address).path
        # Browsers ask for Brotli over https only.
        encoding = "br, gzip" if parts.scheme == "https" else "gzip"
        self.headers = {"Accept-Encoding": encoding, "User-Agent": "ftdocs check", **headers}
        self.pool = urllib3.PoolManager(
            maxsize=AT_ONCE,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(PATIENCE_SECONDS),
            ssl_context=_trusting(authority),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.clear()

    def get(self, path: str, **headers: str) -> Answer:
        """The answer for a path below the site's address; header names with underscores."""
        asked = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            answer = self.pool.request(
                "GET", self.address + quote(path), headers=asked, redirect=False, decode_content=False
            )
        except HTTPError as error:
            raise LiveError(self._reason(error)) from None
        return Answer(answer.status, answer.headers, answer.data, _decoded(answer))

    def get_all(self, paths: Sequence[str]) -> list[Answer]:
        """The answers for these paths, in their order, AT_ONCE at a time."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            work = [threads.submit(self.get, path) for path in paths]
            try:
                return [each.result() for each in work]
            except LiveError:
                threads.shutdown(cancel_futures=True)
                raise

    def refuse_foreign(self, answer: Answer, path: str) -> None:
        """Raises LiveError where something else than the file came: a login, most likely, or another site."""
        place = self.address + path
        pass_on = "give what it wants with --header “NAME: VALUE”, or run the check from where no login is asked for"
        if 300 <= answer.status < 400:
            raise LiveError(f"{place} leads to {answer.header('Location')}: if that is a login, {pass_on}")
        if answer.status in (401, 403, 407):
            raise LiveError(f"{place} is refused with {answer.status}: if the host wants a login, {pass_on}")
        if answer.status == 404:
            cure = "write the address of the start page, and copy the whole folder that `ftdocs build` has made"
            raise LiveError(f"there is no {place}: {cure}")
        if answer.status != 200:
            raise LiveError(f"{place} is answered with {answer.status}")
        if b"<html" in answer.content[:2000].lower() or b"<!doctype" in answer.content[:200].lower():
            raise LiveError(f"a page comes in place of {place}: if it is a login, {pass_on}")

    def _reason(self, error: HTTPError) -> str:
        match error:
            case NameResolutionError():
                return f"there is no host of the name {self.host}, seen from here"
            case SSLError():
                reason = getattr(error.args[0], "verify_message", "")
                if not reason:
                    return f"{self.host} does not speak https ({error.args[0]}): does its address begin with http://?"
                said = f"{self.host} cannot be trusted over https ({reason})"
                unknown = getattr(error.args[0], "verify_code", 0) in _NO_KNOWN_ISSUER
                return f"{said}: {_ISSUER if unknown else 'readers’ browsers will not trust it either'}"
            case NewConnectionError():  # to Python, a timeout too
                return f"{self.host} accepts no connection: {str(error).rpartition('] ')[2]}"
            case ConnectTimeoutError() | ReadTimeoutError():
                return f"{self.host} does not answer within {PATIENCE_SECONDS} s"
            case _:
                return f"{self.host} breaks off its answer: {error}"


def _trusting(authority: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authority is None:
        return context
    try:
        context.load_verify_locations(authority)
    except ssl.SSLError:
        said = f"--ca {authority} holds no certificate: give the file of your organisation’s authority, in PEM form"
        raise LiveError(said, usage=True) from None
    except OSError as error:
        raise LiveError(f"--ca {authority} cannot be read: {error.strerror}", usage=True) from None
    return context


def _decoded(answer: urllib3.BaseHTTPResponse) -> bytes:
    try:
        match answer.headers.get("Content-Encoding", "identity").lower():
            case "br":
                unpacked: bytes = brotli.decompress(answer.data)
                return unpacked
            case "gzip" | "x-gzip":
                return gzip.decompress(answer.data)
    except (brotli.error, OSError, EOFError, zlib.error):
        return b""
    return answer.data
