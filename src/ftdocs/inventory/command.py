"""`ftdocs anchors` on the command line."""

import json
import pathlib
import sys
from typing import NoReturn

import click

from ftdocs.settings import SettingsError


@click.command()
@click.argument("site_dir", type=click.Path(path_type=pathlib.Path), default="site")
@click.option("--add", is_flag=True, help="Write them into docs/anchors.lock.")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=pathlib.Path),
    default="mkdocs.yml",
    help="The site's configuration.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def anchors(site_dir: pathlib.Path, add: bool, config_file: pathlib.Path, as_json: bool) -> None:
    """List the sections and calculators of a built site that are not in docs/anchors.lock yet."""
    from ftdocs.inventory.anchors import fresh_anchors

    try:
        lock, fresh = fresh_anchors(site_dir, config_file, add=add)
    except SettingsError as error:
        _fail(error.problems)
    except ValueError as error:
        _fail([str(error)])
    if as_json:
        click.echo(json.dumps({"lock": str(lock), "new": fresh, "added": add}, indent=2))
        return
    for address in fresh:
        click.echo(address)
    said = f"Added to {lock}: {len(fresh)}" if add else f"Not in {lock}: {len(fresh)}"
    click.echo(said if fresh else f"Nothing to add: {lock} holds them all.", err=True)


def _fail(messages: list[str]) -> NoReturn:
    for message in messages:
        click.echo(f"ftdocs: {message}", err=True)
    sys.exit(2)
