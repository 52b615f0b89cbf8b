"""`ftdocs record`: a scenario's decision record on the command line, with the numbers of the page."""

import datetime
import pathlib
import sys
from typing import Any, NoReturn

import click

import calculators
from calculators.kit.calculator import Problem
from calculators.scenario import examples, reading
from calculators.scenario.record import Record, compose
from calculators.scenario.schema import schema
from ftdocs import calc as calculation
from ftdocs import profile
from ftdocs.homes import home
from ftdocs.names import closest


@click.command("record")
@click.argument("scenario", metavar="[SCENARIO.json]", required=False)
@click.option(
    "--check",
    is_flag=True,
    help="Exit 1 while a gate fails or has no answer, a waiver has no reason, or the review is due: a sound decision "
    "against tuning exits 1 as well, since its failing gates are its reasons.",
)
@click.option("--example", metavar="NAME", help="Take one of the examples in place of a file.")
@click.option("--examples", "list_examples", is_flag=True, help="List the examples.")
@click.option("--scenario", "as_scenario", is_flag=True, help="Print the scenario's file rather than the record.")
@click.option("--schema", "print_schema", is_flag=True, help="Print the JSON Schema of a scenario's file.")
@click.option("--address", metavar="URL", help="Where the site is, for the record's links.")
@click.option("--out", type=click.Path(path_type=pathlib.Path), help="Write to this file.")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=pathlib.Path),
    default="mkdocs.yml",
    help="The site's configuration.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def record(
    scenario: str | None,
    check: bool,
    example: str | None,
    list_examples: bool,
    as_scenario: bool,
    print_schema: bool,
    address: str | None,
    out: pathlib.Path | None,
    config_file: pathlib.Path,
    as_json: bool,
) -> None:
    """Compose a scenario's decision record, or hold it to account."""
    try:
        profile.for_command(config_file)
    except profile.ProfileError as error:
        _fail(str(error).replace("\n", "\nftdocs: "))
    try:
        site = calculation.whole_address(address) if address else calculation.site_address(config_file)
    except ValueError as error:
        _fail(str(error))
    if print_schema:
        _put(calculation.as_json(schema(calculators.ids())) + "\n", out)
        return
    if list_examples:
        _put(_listed(as_json), out)
        return
    text = _text(scenario, example)
    found = reading.read(text)
    for problem in found.problems:
        click.echo(f"ftdocs: {_placed(problem)}", err=True)
    if found.scenario is None:
        sys.exit(2)
    if as_scenario:
        _put(reading.to_text(found.scenario), out)
        return
    today = datetime.date.today().isoformat()
    composed = compose(found.scenario, home=lambda each: f"{site}{home(each)}", today=today)
    held = [*found.problems, *composed.checks]
    if as_json:
        _put(calculation.as_json(_reply(found, composed)) + "\n", out)
    elif not check:
        _put(composed.markdown(), out)
    if check:
        _judge(composed, held, quiet=as_json)


def _judge(composed: Record, held: list[Problem], *, quiet: bool) -> None:
    """Say what the record is held to account for, and exit 1 if there is anything."""
    if not quiet:
        for problem in composed.checks:
            click.echo(f"ftdocs: {problem.message}", err=True)
        if not held:
            click.echo(f"“{composed.title}” stands: no gate fails, every waiver has its reason, the review is not due.")
    sys.exit(1 if held else 0)


def _reply(found: reading.Read, composed: Record) -> dict[str, Any]:
    assert found.scenario is not None
    return {
        "title": composed.title,
        "gates": composed.gates.outputs,
        "sentence": composed.gates.sentence,
        "checks": [vars(problem) for problem in composed.checks],
        "problems": [vars(problem) for problem in found.problems],
        "scenario": reading.to_data(found.scenario),
        "markdown": composed.markdown(),
    }


def _text(path: str | None, example: str | None) -> str:
    """The scenario's text from a file, from an example, or from standard input (`-`)."""
    if (path is None) == (example is None):
        _fail("name a scenario's file, or one of the examples with --example NAME (--examples lists them)")
    if example is not None:
        try:
            return examples.text(example)
        except KeyError:
            _fail(f"there is no example called “{example[:60]}”{closest(example, list(examples.NAMES))}")
    assert path is not None
    try:
        return sys.stdin.buffer.read().decode("utf-8") if path == "-" else pathlib.Path(path).read_text("utf-8")
    except UnicodeDecodeError:
        _fail(f"{path} is no text in UTF-8")
    except OSError as error:
        _fail(f"{path} cannot be read: {error.strerror}")


def _listed(as_json: bool) -> str:
    rows = examples.summaries()
    if as_json:
        return calculation.as_json({"examples": rows}) + "\n"
    widest = max(len(row["name"]) for row in rows)
    return "".join(f"{row['name']:<{widest}}  {row['title']}\n" for row in rows)


def _placed(problem: Problem) -> str:
    return f"{problem.field}: {problem.message}" if problem.field else problem.message


def _put(text: str, out: pathlib.Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        _fail(f"{out} cannot be written: {error.strerror}")


def _fail(message: str) -> NoReturn:
    click.echo(f"ftdocs: {message}", err=True)
    sys.exit(2)
