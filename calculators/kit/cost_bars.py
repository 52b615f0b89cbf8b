"""The picture of a bill: one bar a line, with its words and its table."""

from collections.abc import Sequence

from calculators.kit import charts
from calculators.kit.calculator import Picture, Table
from calculators.kit.formatting import listing, money


def cost_picture(caption: str, lines: Sequence[tuple[str, float]]) -> Picture:
    """What each line of a bill costs, in US dollars. `caption` names the bill: “What the labels cost, US$”."""
    said = listing([f"{name} {money(usd)}" for name, usd in lines])
    return Picture(
        data=charts.signed_bars_data([(name, 0.0, usd, money(usd)) for name, usd in lines]),
        text=f"A bar for each line of the bill: {said}.",
        table=Table(caption, ("", "US$"), tuple((name, money(usd)) for name, usd in lines)),
    )
