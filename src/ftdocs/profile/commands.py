"""`ftdocs profile`: begin, check and show the organisation's profile."""

import os
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
import jinja2
from rich.console import Console
from rich.table import Table

from calculators.kit.formatting import plural
from ftdocs import profile as profiles
from ftdocs.calc import as_json as to_json
from ftdocs.profile import pages, schema

CONFIG = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="The site's configuration; the profile stands beside it.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def fail(problems: list[str], code: int = 2) -> NoReturn:
    """One line for each problem on standard error, then exit."""
    for problem in problems:
        click.echo(f"ftdocs: {problem}", err=True)
    sys.exit(code)


@click.group()
def profile() -> None:
    """Begin, check and show the organisation's own starting values."""


@profile.command()
@CONFIG
def init(config_file: Path) -> None:
    """Write a profile.yml to fill in, with everything in it commented out.

    It lists every number that only your organisation knows. An existing file is never replaced.
    """
    path = config_file.parent / profiles.NAME
    if path.exists():
        fail([f"{path} is there already; `ftdocs profile check` checks it"])
    if not config_file.is_file():
        fail([f"there is no {config_file}; run this beside the site’s mkdocs.yml"])
    try:
        path.write_text(started(path.parent), "utf-8")
    except OSError as error:
        fail([f"{path} cannot be written: {error.strerror}"])
    click.echo(f"Wrote {path}. Take the # from the lines that you fill in, then run `ftdocs profile check`.")


def started(folder: Path) -> str:
    """The text of a profile to fill in, for `folder`."""
    environment = jinja2.Environment(loader=jinja2.PackageLoader("ftdocs"), undefined=jinja2.StrictUndefined)
    found = {
        name: [
            (field.name, field.canonical(field.default), field.label)
            for field in fields.values()
            if field.origin and field.origin.kind == "organisation"
        ]
        for name, fields in schema.inputs().items()
    }
    # Only what means the same everywhere is worth saying once.
    seen = Counter(each for rows in found.values() for each in rows)
    shared = {each for each, times in seen.items() if times > 1}
    own = {name: [each for each in rows if each not in shared] for name, rows in found.items()}
    # A way with slashes, which editors take everywhere.
    where = Path(os.path.relpath(schema.FILE.resolve(), folder.resolve())).as_posix()
    return environment.get_template("profile.yml.jinja").render(
        schema=where,
        shared=sorted(shared),
        own={name: rows for name, rows in own.items() if rows},
    )


@profile.command()
@CONFIG
@JSON
def check(config_file: Path, as_json: bool) -> None:
    """Check the profile: each problem with its line, its key and the cure."""
    path = config_file.parent / profiles.NAME
    if not path.exists():
        fail([f"there is no {path}; `ftdocs profile init` writes one to fill in"])
    try:
        found = profiles.load(path)
    except profiles.ProfileError as error:
        if as_json:
            click.echo(to_json({"problems": error.problems}))
            sys.exit(1)
        fail(error.problems, 1)
    if as_json:
        click.echo(to_json({"problems": []}))
        return
    with profiles.in_use(found):
        set_, open_ = len(pages.rows(("profile",))), len(pages.rows(("organisation",)))
    click.echo(
        f"{path} is in order: version {found.version}, {plural(set_, 'starting value')} of your own, "
        f"{plural(open_, 'number')} not yours yet."
    )


@profile.command()
@CONFIG
@click.option("--unset", is_flag=True, help="List the numbers that are not yours yet as well.")
@JSON
def show(config_file: Path, unset: bool, as_json: bool) -> None:
    """Show what the profile sets, against the guide's own."""
    try:
        found = profiles.beside(config_file)
    except profiles.ProfileError as error:
        fail(error.problems)
    with profiles.in_use(found):
        rows = pages.rows(("profile", "converted", "organisation") if unset else ("profile", "converted"))
    if as_json:
        about = {
            "version": found.version or None,
            "organisation": found.data["organisation"] if found.data else "",
            "currency": found.data["currency"] if found.data else None,
            "models": [row["id"] for row in found.data["models"]] if found.data else [],
            "review_months": found.review_months,
        }
        click.echo(to_json(about | {"defaults": [asdict(row) for row in rows]}))
        return
    if found.data is None:
        click.echo(f"There is no {config_file.parent / profiles.NAME}: everything is the guide’s own.")
    for line in pages.summary(found.data):
        click.echo(line)
    _print(rows)
    for row in found.data["models"] if found.data else []:
        click.echo(f"Model of your own: {row['id']} ({row['name']})")
    click.echo(f"A decision must be reviewed after {plural(found.review_months, 'month')}.")


def _print(rows: list[pages.Row]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("Calculator", "Input", "Guide’s", "Yours", ""):
        table.add_column(heading, no_wrap=True)
    words = {"profile": "", "converted": "converted", "organisation": "not your number yet"}
    for row in rows:
        table.add_row(row.calculator, row.name, row.guides, row.ours or "", words[row.kind])
    console = Console()
    console.width = console.width if console.is_terminal else 120
    if rows:
        console.print(table)
