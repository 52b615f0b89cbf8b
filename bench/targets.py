"""What was promised, and whether it is kept: one row for each figure that has a limit."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True)
class Target:
    """A measured figure and its upper limit, in the same unit."""

    words: str
    measured: float
    limit: float
    places: int = 2

    @property
    def met(self) -> bool:
        """Whether the figure is within its limit."""
        return self.measured <= self.limit


def as_table(targets: Iterable[Target]) -> Table:
    """All of them, with what was not met in red."""
    table = new_table("Targets", "measured", "target", "met")
    for each in targets:
        colour = "green" if each.met else "red"
        figures = (f"{value:,.{each.places}f}" for value in (each.measured, each.limit))
        measured, limit = figures
        table.add_row(each.words, f"[{colour}]{measured}", f"≤ {limit}", f"[{colour}]{'yes' if each.met else 'no'}")
    return table


def new_table(title: str, *headings: str) -> Table:
    """A table whose first column is words and whose others are numbers."""
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table
