"""`ftdocs check --url` for people and for machines."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ftdocs.live import LiveError, Report, check_live
from ftdocs.live.report import MATTERS

# Of one kind, on a screen.
MOST_LINES = 12


def examine(
    address: str, site_dir: Path | None, headers: Sequence[str], authority: Path | None, *, as_json: bool
) -> int:
    """Examine the host and print what was found. Returns the exit code; raises LiveError."""
    try:
        report = check_live(address, site_dir, dict(_header(each) for each in headers), authority)
    except LiveError as error:
        raise LiveError(printable(str(error)), usage=error.usage) from None
    except (OSError, ValueError) as error:
        raise LiveError(printable(str(error)), usage=True) from None
    found = sum(len(each) for each in report.findings.values())
    if as_json:
        click.echo(json.dumps(report.as_data(), indent=2, ensure_ascii=False))
    else:
        _print(report, found)
    return 1 if found else 0


def printable(text: str) -> str:
    """The text without what would steer a terminal: some of it was written by the host."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip().replace("-", "").isalnum() or not name.isascii() or "\n" in text or "\r" in text:
        raise LiveError(f"--header “{text}” is not of the form NAME: VALUE", usage=True)
    return name.strip(), value.strip()


def _print(report: Report, found: int) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False)
    table.add_column("Looked at", no_wrap=True)
    table.add_column("", justify="right")
    table.add_column("Found", justify="right")
    for matter, words in MATTERS.items():
        count = len(report.findings[matter])
        table.add_row(words, str(report.counts[matter]), f"[red]{count}" if count else "[green]0")
    console.print(printable(f"{report.address}  build {report.build}"), markup=False)
    console.print(table)
    for note in report.notes:
        console.print(note, markup=False)
    lines = Counter[str]()
    for finding in report.grouped:
        lines[finding.kind] += 1
        if lines[finding.kind] <= MOST_LINES:
            click.echo(printable(str(finding)), err=True)
    for kind, count in lines.items():
        if count > MOST_LINES:
            click.echo(f"and {count - MOST_LINES} more such lines ({kind}); --json lists them all", err=True)
    click.echo(f"Found: {found}" if found else "Nothing found: the host shows this build as it should.")
