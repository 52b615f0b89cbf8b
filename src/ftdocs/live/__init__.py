"""A live host, examined as its operator would: `ftdocs check --url ADDRESS`.

- client: asks, a few requests at a time, and says in words why a host cannot be asked
- answers: what came for each file of the manifest: content, type, compression, caching, headers
- behaviour: what the host does besides: 304, the page for missing addresses, folders without their slash
- report: what was looked at and what was found
"""

import tempfile
from pathlib import Path

from ftdocs.check.policy import check_policy
from ftdocs.check.site import Finding, Site
from ftdocs.headers import FILE as HEADERS
from ftdocs.headers import Headers, parse_headers, read_headers
from ftdocs.live.answers import Answers, check_answer
from ftdocs.live.behaviour import check_behaviour
from ftdocs.live.client import Client, LiveError
from ftdocs.live.report import Report
from ftdocs.manifest import COPIES, Manifest, parse_manifest, read_manifest
from ftdocs.manifest import FILE as MANIFEST

__all__ = ["LiveError", "Report", "check_live"]


def check_live(
    address: str,
    site_dir: Path | None = None,
    headers: dict[str, str] | None = None,
    authority: Path | None = None,
) -> Report:
    """Compare the site at `address` with a manifest: the one it shows itself or, which proves more, that of `site_dir`.

    `headers` are sent with every request, for a host that wants a login; `authority` is a file with certificates that
    are trusted besides the system's. Raises LiveError where the host cannot be asked or shows no site of ours;
    FileNotFoundError or ValueError where `site_dir` holds none.
    """
    with Client(address, headers or {}, authority) as client:
        shown = _shown_manifest(client)
        manifest, rules = _expected(client, shown, site_dir)
        report = Report(client.address, shown["build"], manifest["build"])
        if shown["build"] != manifest["build"]:
            said = f"another build is up: {shown['build']}, not {manifest['build']}"
            report.add("files", [Finding("file", MANIFEST, None, said, "copy the site anew, whole")])
        paths = [path for path in manifest["files"] if not path.endswith(COPIES)]
        answers: Answers = dict(zip(paths, client.get_all(paths), strict=True))
        for path, answer in answers.items():
            check_answer(report, path, answer, manifest, rules)
        check_behaviour(report, client, answers, rules)
        _check_pages(report, client, answers)
    return report


def _shown_manifest(client: Client) -> Manifest:
    answer = client.get(MANIFEST)
    client.refuse_foreign(answer, MANIFEST)
    try:
        return parse_manifest(answer.content)
    except ValueError as problem:
        raise LiveError(f"{client.address}{MANIFEST} {problem}: is this the address of the start page?") from None


def _expected(client: Client, shown: Manifest, site_dir: Path | None) -> tuple[Manifest, Headers]:
    if site_dir is not None:
        return read_manifest(site_dir), read_headers(site_dir)
    answer = client.get(HEADERS)
    client.refuse_foreign(answer, HEADERS)
    try:
        return shown, parse_headers(answer.content)
    except ValueError as problem:
        raise LiveError(f"{client.address}{HEADERS} {problem}") from None


def _check_pages(report: Report, client: Client, answers: Answers) -> None:
    """What pages hold as they came: a proxy may have put something in. The same check as of the files of a build."""
    with tempfile.TemporaryDirectory(prefix="ftdocs-") as folder:
        for path, answer in answers.items():
            if answer.status == 200:
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(answer.content)
        try:
            site = Site(Path(folder))
        except ValueError as problem:
            report.add("pages", [Finding("page", "", None, f"pages cannot be read: {problem}", "copy the site anew")])
            return
        secure = client.address.startswith("https:")
        report.checked("pages", len(site.pages))
        found = []
        for finding in check_policy(site):
            mixed = secure and finding.kind == "foreign" and "http://" in finding.message
            cure = "load it over https, or have the proxy leave pages as they are" if mixed else finding.cure
            kind = "mixed" if mixed else finding.kind
            found.append(Finding(kind, finding.page, finding.line, finding.message, cure))
        report.add("pages", found)
