"""What came for one file: its content, type, compression, caching and headers."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ftdocs.check.policy import policy_problems
from ftdocs.headers import Headers, cache_control, parse_policy
from ftdocs.live.client import Answer
from ftdocs.live.report import Report
from ftdocs.manifest import Manifest, entry

Answers = Mapping[str, Answer]

POLICY = "Content-Security-Policy"
MONTH = 30 * 24 * 3600
_SAME_TYPE = {
    "application/javascript": "text/javascript",
    "application/x-javascript": "text/javascript",
    "text/xml": "application/xml",
    "image/vnd.microsoft.icon": "image/x-icon",
    "text/x-markdown": "text/markdown",
}
_WRITE = "have `ftdocs hosting` write the server’s configuration anew, and reload the server"


def check_answer(report: Report, path: str, answer: Answer, manifest: Manifest, rules: Headers) -> None:
    """Everything about one answer, into the report."""
    report.checked("files")
    if answer.status != 200:
        report.found("files", path, f"is answered with {answer.status}", "copy the site anew, whole")
        return
    expected = manifest["files"][path]
    if entry(answer.content) != expected:
        length = len(answer.content)
        how = f"has {length} bytes instead of {expected['bytes']}" if length != expected["bytes"] else "has other bytes"
        cure = "copy it anew; if it is right on the host’s disk, a proxy changes it on its way"
        report.found("files", path, f"is not the file that was built: it {how}", cure)
    report.checked("types")
    for said in _type_problems(path, answer, rules):
        report.found("types", path, said, _WRITE)
    asked_for = (".br", ".gz") if report.address.startswith("https:") else (".gz",)
    if any(f"{path}{copy}" in manifest["files"] for copy in asked_for):
        report.checked("compression")
        _check_compression(report, path, answer, manifest)
    report.checked("caching")
    for said in _cache_problems(answer.header("Cache-Control"), cache_control(path, rules["cache"])):
        report.found("caching", path, said, _WRITE)
    check_headers(report, path, answer, rules)


def check_headers(report: Report, path: str, answer: Answer, rules: Headers) -> None:
    """The headers that every answer must carry, once; the policy directive by directive."""
    report.checked("headers")
    for name, value in rules["headers"].items():
        if name == POLICY:
            continue
        found = answer.headers.getlist(name)
        if not found:
            report.found("headers", path, f"comes without {name}", _WRITE)
        elif any(_plain(each) != _plain(value) for each in found):
            report.found("headers", path, f"has {name}: {', '.join(found)} instead of {value}", _WRITE)
    report.checked("policy")
    policies = answer.headers.getlist(POLICY)
    if not policies:
        report.found("policy", path, f"comes without a {POLICY}", _WRITE)
    if len(policies) > 1:
        cure = "let one place of the server’s configuration set it: a browser obeys all of them at once"
        report.found("policy", path, f"comes with {len(policies)} policies", cure)
    ours = rules["headers"][POLICY]
    needed = {source for source in parse_policy(ours)["script-src"] if source.startswith("'sha256-")}
    for each in policies:
        for said in policy_problems(each, ours):
            report.found("policy", path, said, _WRITE)
        if missing := needed - set(parse_policy(each).get("script-src", [])):
            said = f"the policy lacks {len(missing)} of {len(needed)} hashes of the site’s inline scripts"
            report.found("policy", path, said, "the policy belongs to one build: " + _WRITE)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _type_problems(path: str, answer: Answer, rules: Headers) -> Iterator[str]:
    wanted = rules["types"].get(PurePosixPath(path).suffix)
    if wanted is None:
        return
    said = answer.header("Content-Type")
    kind, _, parameters = said.lower().partition(";")
    kind = _SAME_TYPE.get(kind.strip(), kind.strip())
    if kind != wanted.partition(";")[0]:
        yield f"has the type {said or 'none'} instead of {wanted}"
    elif "charset" in wanted and parameters.replace('"', "").strip() not in ("charset=utf-8", "charset=utf8"):
        yield f"has the type {said} without charset=utf-8"


def _check_compression(report: Report, path: str, answer: Answer, manifest: Manifest) -> None:
    encoding = answer.header("Content-Encoding").lower().removeprefix("x-")
    if encoding not in ("br", "gzip"):
        cure = "let the server send the .br and .gz copies that lie beside the files"
        report.found("compression", path, "comes in its whole length, without compression", cure)
        return
    if not re.search(r"accept-encoding|\*", answer.header("Vary"), re.IGNORECASE):
        said = "is compressed without Vary: Accept-Encoding, so that a cache may send it to whom cannot read it"
        report.found("compression", path, said, _WRITE)
    beside = f"{path}{'.br' if encoding == 'br' else '.gz'}"
    if beside in manifest["files"] and entry(answer.raw) != manifest["files"][beside]:
        report.note(
            "The server compresses by itself, at each request; the copies beside the files would spare it that."
        )
    if encoding == "gzip" and report.address.startswith("https:") and f"{path}.br" in manifest["files"]:
        report.note("The server knows gzip only; with Brotli a first start of a calculator would take a quarter less.")


def _cache_problems(found: str, wanted: str) -> Iterator[str]:
    words = {part.strip().lower() for part in found.split(",")}
    age = next((int(word[8:]) for word in words if re.fullmatch(r"max-age=\d{1,12}", word)), None)
    again = bool(words & {"no-cache", "no-store"}) or age == 0
    if "immutable" in wanted:
        if again or age is None or age < MONTH:
            yield f"has Cache-Control: {found or 'none'}, though its name changes with its content; it may be {wanted}"
    elif not again:
        yield f"has Cache-Control: {found or 'none'} instead of {wanted}, so that a new version is seen late"
