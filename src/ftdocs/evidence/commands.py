"""`ftdocs evidence`: the register in the terminal, and whether its links still lead somewhere."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ftdocs.evidence.register import VERDICTS, EvidenceError, Register, register


@click.group()
def evidence() -> None:
    """The register of evidence: what is known of the article's claims."""


@evidence.command("list")
@click.option("--verdict", type=click.Choice(list(VERDICTS)), help="Only claims with this verdict.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def list_claims(verdict: str | None, as_json: bool) -> None:
    """List the claims with their verdicts and the day by which to look again."""
    claims = [claim for claim in _register().values() if verdict in (None, claim.verdict)]
    if as_json:
        rows = [
            {
                "claim": claim.id,
                "title": claim.title,
                "verdict": claim.verdict,
                "sources": [{"title": s.title, "year": s.year, "url": s.url or s.page} for s in claim.sources],
                "reviewed": claim.reviewed.isoformat(),
                "review_by": claim.review_by.isoformat(),
            }
            for claim in claims
        ]
        click.echo(json.dumps({"claims": rows}, ensure_ascii=False, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Claim", "Verdict", "Sources", "Review by", "What it says"):
        table.add_column(heading, no_wrap=heading != "What it says")
    for claim in claims:
        table.add_row(claim.id, claim.label, str(len(claim.sources)), claim.review_by.isoformat(), claim.title)
    Console().print(table)


@evidence.command()
@click.argument("site_dir", type=click.Path(path_type=Path), default="site")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def links(site_dir: Path, as_json: bool) -> None:
    """Ask every address outside the guide to which a built site links. Needs a network."""
    from ftdocs.check import Site
    from ftdocs.evidence.links import ask, outward

    if not (site_dir / "index.html").is_file():
        click.echo(f"ftdocs: {site_dir} is no built site (it has no index.html); run `ftdocs build` first", err=True)
        sys.exit(2)
    console = Console(stderr=True)
    addresses = outward(Site(site_dir))
    # On a terminal with a spinner; elsewhere rich prints nothing of it.
    with console.status(f"Asking {len(addresses)} addresses"):
        answers = ask(addresses)
    if answers and all(answer.state == "silent" for answer in answers):
        click.echo("ftdocs: no address answered; is there a network?", err=True)
    if as_json:
        click.echo(json.dumps({"links": [vars(answer) for answer in answers]}, ensure_ascii=False, indent=2))
    else:
        for answer in answers:
            if answer.state != "good":
                click.echo(f"{answer.page}: {answer.address}: {answer.state} ({answer.detail})", err=answer.failed)
        good = sum(answer.state == "good" for answer in answers)
        click.echo(
            f"{len(answers)} addresses asked, {good} good, {sum(answer.failed for answer in answers)} gone or silent"
        )
    sys.exit(1 if any(answer.failed for answer in answers) else 0)


def _register() -> Register:
    try:
        return register()
    except EvidenceError as error:
        for problem in error.problems:
            click.echo(f"ftdocs: {problem}", err=True)
        sys.exit(1)
