"""`ftdocs verify` on the command line."""

import json
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import click

from calculators.kit.formatting import plural
from ftdocs import profile
from ftdocs.calc import site_address, whole_address


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=pathlib.Path))
@click.option(
    "--site", type=click.Path(path_type=pathlib.Path), help="The built site, or its ftdocs.json.  [default: here]"
)
@click.option("--address", "addresses", multiple=True, metavar="URL", help="Where the site is or was; may be repeated.")
@click.option("--fix", is_flag=True, help="Write moved addresses into the documents.")
@click.option("--strict", is_flag=True, help="Exit with 1 for notes as well.")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=pathlib.Path),
    default="mkdocs.yml",
    help="The site's configuration, for its address.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def verify(
    paths: tuple[pathlib.Path, ...],
    site: pathlib.Path | None,
    addresses: tuple[str, ...],
    fix: bool,
    strict: bool,
    config_file: pathlib.Path,
    as_json: bool,
) -> None:
    """Check the links and results that documents take from the guide."""
    from ftdocs.verify import documents_in, read_guide, verify_files

    try:
        known = [*map(whole_address, addresses), site_address(config_file)]
        profile.for_command(config_file)
        guide = read_guide(site, config_file, filter(None, known))
        documents = documents_in(paths)
    except ValueError as error:
        _fail(str(error).splitlines())
    for said in guide.skew():
        click.echo(f"ftdocs: {said}", err=True)
    if not guide.addresses:
        said = "the site's address is not known, so only calculators' links and what lies beside them are recognised"
        click.echo(f"ftdocs: {said}; give it with --address, or set site_url in {config_file}", err=True)
    sys.exit((_as_json if as_json else _in_words)(verify_files(documents, guide, fix=fix), strict))


def _fail(messages: list[str]) -> Any:
    for message in messages:
        click.echo(f"ftdocs: {message}", err=True)
    sys.exit(2)


class _Tally:
    """What was seen, for the last line and the exit code."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.documents = self.links = self.blocks = self.findings = self.notes = self.fixed = 0
        self.trouble: list[str] = []

    def add(self, report: Any) -> None:
        self.documents += 1
        self.links += report.links
        self.blocks += report.blocks
        self.fixed += sum(each.fixed for each in report.findings)
        self.notes += sum(each.is_note for each in report.findings)
        self.findings += sum(not each.is_note and not each.fixed for each in report.findings)
        if report.trouble:
            self.trouble.append(report.trouble)
            click.echo(f"ftdocs: {report.trouble}", err=True)

    @property
    def code(self) -> int:
        return 2 if self.trouble else int(bool(self.findings or (self.strict and self.notes)))


def _in_words(reports: Iterator[Any], strict: bool) -> int:
    tally = _Tally(strict)
    for report in reports:
        tally.add(report)
        for each in report.findings:
            kind = "fixed" if each.fixed else "note" if each.is_note else each.kind
            click.echo(f"{report.file}:{each.line}: {kind}: {each.message}", err=True)
    seen = (
        f"{plural(tally.documents, 'document')}, {plural(tally.links, 'link')}, {plural(tally.blocks, 'pasted result')}"
    )
    found = f"Found: {tally.findings}" if tally.findings else "Nothing to mend"
    fixed = f"; fixed: {tally.fixed}" if tally.fixed else ""
    noted = f"; notes: {tally.notes}" if tally.notes else ""
    click.echo(f"{found} in {seen}{fixed}{noted}.")
    return tally.code


def _as_json(reports: Iterator[Any], strict: bool) -> int:
    tally = _Tally(strict)
    findings: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for report in reports:
        tally.add(report)
        for each in report.findings:
            (notes if each.is_note else findings).append(each.as_data(str(report.file)))
    counts = {name: getattr(tally, name) for name in ("documents", "links", "blocks", "fixed")}
    reply = {"findings": findings, "notes": notes, "trouble": tally.trouble, **counts}
    click.echo(json.dumps(reply, indent=2, ensure_ascii=False))
    return tally.code
