"""Division that never fails: what every calculator does where a denominator is 0."""

import math


def ratio(above: float, below: float) -> float | None:
    """`above` / `below`; None where the denominator is 0, or so small that the result is no number."""
    if below == 0:
        return None
    result = above / below
    return result if math.isfinite(result) else None
