"""What a live host does besides sending files: 304, the page for missing addresses, folders without their slash."""

from urllib.parse import urljoin, urlsplit

from ftdocs.headers import Headers
from ftdocs.live.answers import Answers, check_headers
from ftdocs.live.client import Client
from ftdocs.live.report import Report


def check_behaviour(report: Report, client: Client, answers: Answers, rules: Headers) -> None:
    """Into the report."""
    good = {path: answer for path, answer in answers.items() if answer.status == 200}
    index = rules["index"]
    pages = [path for path in good if path.endswith(f"/{index}")]
    hashed = [path for path in good if path.endswith(".wasm")]
    for path in [*([index] if index in good else []), *hashed[:1]]:
        _check_again(report, client, path, good[path].header("ETag"), good[path].header("Last-Modified"))
    _check_missing(report, client, answers, rules)
    for path in pages[:1]:
        _check_folder(report, client, path.removesuffix(f"/{index}"))


def _check_again(report: Report, client: Client, path: str, tag: str, modified: str) -> None:
    report.checked("again")
    if not tag and not modified:
        report.found("again", path, "comes without ETag and Last-Modified", "let the server send one of them")
        return
    known = {"If_None_Match": tag} if tag else {"If_Modified_Since": modified}
    answer = client.get(path, **known)
    if answer.status != 304:
        said = f"is sent again ({answer.status}) to a browser that has it"
        report.found("again", path, said, "let the server answer conditional requests with 304")


def _check_missing(report: Report, client: Client, answers: Answers, rules: Headers) -> None:
    report.checked("missing")
    path, page = f"missing-{report.build}/page/", rules["not_found"]
    answer = client.get(path)
    if answer.status != 404:
        said = f"an address that does not exist is answered with {answer.status} instead of 404"
        report.found("missing", path, said, "let the server answer it with 404, and send 404.html along")
        return
    if page in answers and answer.content != answers[page].content:
        report.found("missing", path, f"another page than {page} says that it is missing", "name it in the server")
    check_headers(report, path, answer, rules)


def _check_folder(report: Report, client: Client, folder: str) -> None:
    """A server behind a proxy often sends the reader to its own name, or from https to http."""
    report.checked("folders")
    answer = client.get(folder)
    target = urljoin(client.address + folder, answer.header("Location"))
    if answer.status not in (301, 302, 303, 307, 308):
        said = f"is answered with {answer.status} instead of leading to {folder}/"
        report.found("folders", folder, said, "let the server add the slash")
    elif urlsplit(target)[:3] != urlsplit(f"{client.address}{folder}/")[:3]:
        said = f"leads to {target} instead of {client.address}{folder}/"
        report.found("folders", folder, said, "let the server write relative redirects (nginx: absolute_redirect off)")
