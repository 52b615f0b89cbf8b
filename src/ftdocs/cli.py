"""The command line. Every command prints for people, and for machines with `--json`.

Exit codes: 0 good; 1 a check that was asked for failed; 2 bad input or usage.
"""

import dataclasses
import datetime
import importlib
import json
import os
import pathlib
import sys
from collections.abc import Sequence
from typing import ClassVar, NoReturn

import click
from rich.console import Console
from rich.table import Table

import calculators
from ftdocs import calc as calculation
from ftdocs import profile as profiles
from ftdocs.homes import home

# Material announces its end of life on every run; the versions are pinned and the decision is recorded.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

CONFIG = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=pathlib.Path),
    default="mkdocs.yml",
    help="The site's configuration.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def fail(messages: Sequence[str], code: int) -> NoReturn:
    """One clear line for each problem on standard error, then exit."""
    for message in dict.fromkeys(messages):
        click.echo(f"ftdocs: {message}", err=True)
    sys.exit(code)


class Commands(click.Group):
    """The commands below, and those that stand elsewhere. These are imported when they are asked for: what reads
    Markdown, HTML and schemas takes longer to load than a calculator takes to answer."""

    ELSEWHERE: ClassVar = {
        "anchors": "ftdocs.inventory.command",
        "evidence": "ftdocs.evidence.commands",
        "prices": "ftdocs.prices.commands",
        "profile": "ftdocs.profile.commands",
        "record": "ftdocs.record",
        "verify": "ftdocs.verify.command",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if module := self.ELSEWHERE.get(cmd_name):
            found: click.Command = getattr(importlib.import_module(module), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ftdocs")
def main() -> None:
    """Build, serve and check the guide, and use its calculators."""


@main.command()
@CONFIG
@click.option("--site-dir", type=click.Path(path_type=pathlib.Path), help="Where the site goes.  [default: site]")
@click.option(
    "--previous",
    type=click.Path(path_type=pathlib.Path),
    metavar="SITE_DIR",
    help="The release that is up now, of which files are kept for open pages.  [default: the one this replaces]",
)
@click.option("--no-compress", is_flag=True, help="Leave out the .br and .gz copies of the files.")
@JSON
def build(
    config_file: pathlib.Path,
    site_dir: pathlib.Path | None,
    previous: pathlib.Path | None,
    no_compress: bool,
    as_json: bool,
) -> None:
    """Build the site into one folder of plain files."""
    from ftdocs.build import BuildError, build_site

    try:
        report = build_site(config_file, site_dir=site_dir, previous=previous, compress=not no_compress)
    except BuildError as error:
        fail(error.problems, 2 if error.usage else 1)
    click.echo(json.dumps(dataclasses.asdict(report), default=str, indent=2) if as_json else report)


@main.command()
@CONFIG
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
def serve(config_file: pathlib.Path, host: str, port: int) -> None:
    """Build the site, serve it, and build it again on every change."""
    from ftdocs.build import BuildError
    from ftdocs.serve import serve_site

    try:
        serve_site(config_file, host, port)
    except BuildError as error:
        fail(error.problems, 2 if error.usage else 1)


@main.command()
@click.argument("calculator_id", metavar="[ID]", required=False)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set an input; may be given many times.")
@click.option("--from", "link", metavar="LINK", help="Take calculator and inputs from a link; say what changed since.")
@click.option("--block", is_flag=True, help="Print the result as a Markdown block for documents.")
@click.option("--address", metavar="URL", help="Where the site is, put before links.  [default: site_url]")
@CONFIG
@JSON
def calc(
    calculator_id: str | None,
    settings: tuple[str, ...],
    link: str | None,
    block: bool,
    address: str | None,
    config_file: pathlib.Path,
    as_json: bool,
) -> None:
    """Answer one calculator's question, or list the calculators."""
    if calculator_id is None and link is None:
        if settings or block:
            fail(["name a calculator: ftdocs calc ID --set name=value"], 2)
        _list_calculators(as_json)
        return
    try:
        site = calculation.site_address(config_file) if address is None else calculation.whole_address(address)
        profiles.for_command(config_file)
    except ValueError as error:
        fail(str(error).splitlines(), 2)
    outcome = calculation.calculate(calculator_id, settings, link, site, block=block)
    if as_json:
        click.echo(calculation.as_json(outcome.reply))
        sys.exit(2 if outcome.errors else 0)
    if outcome.errors or outcome.answer is None:
        fail([error["message"] for error in outcome.errors], 2)
    if block:
        click.echo(outcome.block, nl=False)
        for notice in outcome.since:
            click.echo(f"ftdocs: {notice}", err=True)
        return
    _print_answer(outcome.answer, outcome)


def _list_calculators(as_json: bool) -> None:
    found = [calculators.get(calculator_id) for calculator_id in calculators.ids()]
    if as_json:
        rows = [{"calculator": c.id, "version": c.version, "question": c.question, "page": home(c.id)} for c in found]
        click.echo(calculation.as_json({"calculators": rows}))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("Calculator", style="bold", no_wrap=True)
    table.add_column("Question")
    table.add_column("Page", no_wrap=True)
    for c in found:
        table.add_row(c.id, c.question, home(c.id))
    Console().print(table)


def _print_answer(answer: calculators.Answer, outcome: calculation.Outcome) -> None:
    # Whole lines where the output is piped; and a reader's own words stay as they are.
    console = Console(highlight=False, emoji=False, soft_wrap=True)
    console.print(answer.sentence, style="bold", markup=False)
    for note in [*answer.notes, *aged(answer, datetime.date.today())]:
        console.print(note, markup=False)
    if outcome.since:
        console.print("\nAbout the link:", markup=False)
        for notice in outcome.since:
            console.print(f"- {notice}", markup=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    for output in answer.calculator.outputs:
        unit = f" {output.unit}" if output.unit and answer.outputs[output.name] is not None else ""
        table.add_row(output.label, f"{answer.shown[output.name]}{unit}")
    console.print()
    console.print(table)
    if answer.spread:
        console.print()
        console.print(_spread_table(answer.spread))
    console.print()
    click.echo(f"Link: {outcome.reply['link']}")


def _spread_table(spread: calculators.Spread) -> Table:
    """What the ranges come to: percentiles of each number, then how often each decision comes out."""
    table = Table(box=None, pad_edge=False, title=f"Over your ranges, {spread.draws:,} draws", title_justify="left")
    for heading in ("", "One in ten below", "Middle", "One in ten above"):
        table.add_column(heading)
    for row in spread.rows:
        table.add_row(row.label, row.p10, row.p50, row.p90)
    for chance in spread.chances:
        table.add_row(chance.label, chance.text)
    return table


def aged(answer: calculators.Answer, today: datetime.date) -> list[str]:
    """What to say of data behind the answer that is old by now. The answer itself does not know the day."""
    used = [f.aged for f in answer.calculator.inputs if f.aged and answer.inputs[f.name]]
    return [said for day, said in used if today.isoformat() >= day]


@main.command()
@click.argument("site_dir", type=click.Path(path_type=pathlib.Path), required=False)
@click.option("--url", metavar="ADDRESS", help="Examine the host at ADDRESS, against SITE_DIR if that is given.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Send this along, for a login.")
@click.option(
    "--ca",
    type=click.Path(path_type=pathlib.Path),
    metavar="FILE",
    help="Trust the certificate authorities in FILE (PEM), too.",
)
@JSON
def check(
    site_dir: pathlib.Path | None, url: str | None, headers: tuple[str, ...], ca: pathlib.Path | None, as_json: bool
) -> None:
    """Check what must hold of a built site: files, links, ids, no foreign host, the policy, sizes, evidence, ages.

    With --url, examine the host that shows it.
    """
    from ftdocs.check import Site, dated, findings_of
    from ftdocs.check.freshness import summary

    if url is not None:
        _check_host(url, site_dir, headers, ca, as_json)
    if headers or ca:
        fail([f"{'--header' if headers else '--ca'} goes with --url ADDRESS"], 2)
    site_dir = site_dir or pathlib.Path("site")
    if not (site_dir / "index.html").is_file():
        fail([f"{site_dir} is no built site (it has no index.html); run `ftdocs build` first"], 2)
    site = Site(site_dir)
    findings, ages = findings_of(site), dated(site)
    if as_json:
        rows = [{"kind": a.kind, "name": a.name, "seen": str(a.seen), "due": str(a.due)} for a in ages]
        click.echo(calculation.as_json({"findings": [vars(finding) for finding in findings], "ages": rows}))
    else:
        for finding in findings:
            click.echo(str(finding), err=True)
        for line in summary(ages, site.today):
            click.echo(line)
        click.echo(
            f"Found: {len(findings)}"
            if findings
            else "Nothing found: links, ids, hosts, policy, sizes, evidence and ages are in order."
        )
    sys.exit(1 if findings else 0)


def _check_host(
    url: str, site_dir: pathlib.Path | None, headers: tuple[str, ...], ca: pathlib.Path | None, as_json: bool
) -> NoReturn:
    from ftdocs.live import LiveError
    from ftdocs.live.command import examine

    try:
        sys.exit(examine(url, site_dir, headers, ca, as_json=as_json))
    except LiveError as error:
        fail([str(error)], 2 if error.usage else 1)


@main.command()
@click.argument("server", metavar="SERVER", type=click.Choice(["nginx", "caddy", "apache", "container", "netlify"]))
@click.option(
    "--site-dir", type=click.Path(path_type=pathlib.Path), default="site", show_default=True, help="The built site."
)
@click.option("--base-path", metavar="PATH", help="Its path on the host.  [default: the one it was built for, or /]")
@click.option("--root", metavar="FOLDER", help="Where the site lies on the host.  [default: where it lies here]")
@click.option("--brotli", is_flag=True, help="For an nginx that has the module ngx_brotli.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Send this as well, such as your HSTS.")
def hosting(
    server: str,
    site_dir: pathlib.Path,
    base_path: str | None,
    root: str | None,
    brotli: bool,
    headers: tuple[str, ...],
) -> None:
    """Print what a web server must be told to host the built site: nginx, caddy, apache, container or netlify."""
    from ftdocs.servers import SERVERS, deployment, nginx

    try:
        also = {name.strip(): value.strip() for name, _, value in (each.partition(":") for each in headers)}
        place = deployment(site_dir, base_path, root, also)
    except (OSError, ValueError) as error:
        fail([str(error)], 2)
    if brotli and server != "nginx":
        fail([f"--brotli is for nginx; {server} needs no word on it"], 2)
    click.echo(nginx(place, brotli=True) if brotli else SERVERS[server](place), nl=False)
