"""`ftdocs prices`: list, take, compare and check snapshots of prices."""

import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.table import Table

from calculators.kit import prices as used
from calculators.kit.formatting import money, plural
from ftdocs.calc import as_json as to_json
from ftdocs.prices import compare, snapshot
from ftdocs.prices.errors import PricesError

LOCK = Path("requirements/prices.txt")
DOWNLOADS = Path(".cache/ftdocs/prices")

# Columns for the list where there is no terminal to ask.
WIDE = 120

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=snapshot.FOLDER,
    show_default="calculators/prices",
    help="Where the snapshots lie.",
)


def fail(error: PricesError) -> NoReturn:
    """One line for each problem on standard error, then exit."""
    for problem in error.problems:
        click.echo(f"ftdocs: {problem}", err=True)
    sys.exit(2 if error.usage else 1)


def attempt[T](work: Callable[[], T]) -> T:
    """What `work` gives, or its problems said."""
    try:
        return work()
    except PricesError as error:
        fail(error)


@click.group(invoke_without_command=True)
@click.option("--month", default=used.MONTH, show_default=True, help="The snapshot to list.")
@FOLDER
@JSON
@click.pass_context
def prices(context: click.Context, month: str, folder: Path, as_json: bool) -> None:
    """List the prices of models that calculators use, with their source."""
    if context.invoked_subcommand:
        return
    found = attempt(lambda: snapshot.load(month, folder))
    if as_json:
        click.echo(to_json(found))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("Model", style="bold", no_wrap=True)
    for name in ("Input", "Cached", "Output"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Source", no_wrap=True)
    table.add_column("Date", no_wrap=True)
    for row in found["models"]:
        source = next(name for name, figures in row["from"].items() if "input" in figures)
        package = found["packages"][source]
        figures = [money(row[figure]) if figure in row else "unknown" for figure in ("input", "cached", "output")]
        mark = " *" if "differs" in row else ""
        table.add_row(row["id"], *figures, f"{source} {package['version']}{mark}", package["date"])
    console = Console()
    # Whole lines where the output is piped.
    console.width = console.width if console.is_terminal else WIDE
    console.print(table)
    click.echo(f"\nUS$ a million tokens, snapshot {found['month']}, taken on {found['taken']}.")
    _say_doubts(found)


def _say_doubts(found: snapshot.Snapshot) -> None:
    from ftdocs.prices import checks

    differing = checks.differences(found)
    if differing:
        click.echo(f"* {plural(len(differing), 'price')} on which packages disagree:")
        for said in differing:
            click.echo(f"  {said}")
    days = checks.age(found, datetime.date.today())
    if days > used.AGED:
        click.echo(f"These prices are {plural(days, 'day')} old: take a new snapshot with `ftdocs prices update`.")


@prices.command()
@click.option("--month", help="The snapshot to write.  [default: this month]")
@click.option("--lock", type=click.Path(path_type=Path), default=LOCK, show_default=True, help="Packages to read.")
@click.option("--again", is_flag=True, help="Replace the month’s snapshot.")
@FOLDER
@JSON
def update(month: str | None, lock: Path, again: bool, folder: Path, as_json: bool) -> None:
    """Write this month's snapshot from the packages that keep prices.

    The packages are downloaded as locked and read, never run. What fails a check is not written.
    """
    today = datetime.date.today().isoformat()
    path = attempt(lambda: _take(month or today[:7], today, lock, folder, again))
    found = attempt(lambda: snapshot.load(str(path)))
    from ftdocs.prices import checks

    differing = checks.differences(found)
    if as_json:
        rows = {part: len(found[part]) for part in ("models", "tuning", "machines")}
        click.echo(to_json({"written": str(path), "month": found["month"], **rows, "differences": differing}))
        return
    click.echo(f"Wrote {path}: {plural(len(found['models']), 'model')}, {len(found['tuning'])} tuned,")
    click.echo(f"{plural(len(found['machines']), 'machine')}. Prices of {found['as_of']} and later.")
    for said in differing:
        click.echo(f"Packages disagree: {said}")
    if found["month"] != used.MONTH:
        click.echo(f"Next: `ftdocs prices diff {used.MONTH} {found['month']}`. To accept it, set MONTH in")
        click.echo("calculators/kit/prices.py.")


def _take(month: str, today: str, lock: Path, folder: Path, again: bool) -> Path:
    from ftdocs.prices import checks, packages

    if not snapshot.MONTH.fullmatch(month):
        raise PricesError(f"--month takes a month like {today[:7]}, not “{month[:20]}”", usage=True)
    if month != today[:7]:
        raise PricesError(f"packages keep today’s prices only, so no snapshot of {month} can be taken now", usage=True)
    path = folder / f"{month}.json"
    if path.exists() and not again:
        raise PricesError(f"{path} is there already; --again replaces it", usage=True)
    found = snapshot.take(packages.fetch(lock, DOWNLOADS), month, today)
    wrong = checks.problems(found)
    if wrong:
        raise PricesError(*wrong)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(snapshot.text_of(found), "utf-8")
    return path


@prices.command()
@click.argument("old")
@click.argument("new")
@FOLDER
@JSON
def diff(old: str, new: str, folder: Path, as_json: bool) -> None:
    """Show what changes from one snapshot to another, and in every calculator.

    `OLD` and `NEW` are months, such as 2026-11, or files. Calculators are asked for their default result and for that
    with each model.
    """
    found = attempt(lambda: compare.compare(snapshot.load(old, folder), snapshot.load(new, folder)))
    if as_json:
        click.echo(to_json(found))
        return
    if compare.is_same(found):
        click.echo(f"Nothing differs between {old} and {new}.")
        return
    for part in ("models", "tuning", "machines"):
        _say_rows(part, found[part])
    if found["answers"]:
        click.echo("answers")
    for each in found["answers"]:
        asked = " ".join([each["calculator"], *(f"{name}={value}" for name, value in each["inputs"].items())])
        click.echo(f"  {asked}\n    was  {each['old']}\n    now  {each['new']}")


def _say_rows(part: str, found: dict[str, Any]) -> None:
    if any(found.values()):
        click.echo(part)
    for sign, kind in (("+", "added"), ("-", "removed")):
        for name in found[kind]:
            click.echo(f"  {sign} {name}")
    for change in found["changed"]:
        was, now = (_said(change[which]) for which in ("old", "new"))
        click.echo(f"  {change['name']}: {change['figure']} {was} → {now}")


def _said(value: Any) -> str:
    return "none" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@prices.command()
@FOLDER
@JSON
def check(folder: Path, as_json: bool) -> None:
    """Check every snapshot, and that the one in use is not too old."""
    from ftdocs.prices import checks

    found = attempt(lambda: {month: checks.problems(snapshot.load(month, folder)) for month in snapshot.months(folder)})
    problems = [f"{month}: {problem}" for month, said in found.items() for problem in said]
    if used.MONTH not in found:
        problems.append(f"{used.MONTH}: the snapshot in use is missing")
    else:
        days = checks.age(snapshot.load(used.MONTH, folder), datetime.date.today())
        if days > used.AGED:
            problems.append(f"{used.MONTH}: its prices are {days} days old, more than {used.AGED}")
    if as_json:
        click.echo(to_json({"problems": problems}))
    else:
        for problem in problems:
            click.echo(f"ftdocs: {problem}", err=True)
        if not problems:
            click.echo(f"In order: {', '.join(found)}.")
    sys.exit(1 if problems else 0)
