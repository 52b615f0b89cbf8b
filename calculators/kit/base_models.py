"""How often a base model is replaced under a tuned one."""

import math

from calculators.kit.division import ratio

TOO_SHORT = (
    "“Life of a base model” is so short against “Horizon” that the migrations cannot be counted; make it longer."
)


def lives(horizon_months: float, life_months: float) -> float | None:
    """Lives of a base model within the horizon; None where they are beyond counting."""
    found = ratio(horizon_months, life_months)
    return None if found is None or found > 1e100 else found


def forced_migrations(horizon_months: float, life_months: float) -> int:
    """Whole lives within the horizon, each of which ends in a migration; 0 where `lives` is None.

    A base that ends exactly at the horizon counts; the slack keeps 0.3 / 0.1 at three lives.
    """
    return math.floor((lives(horizon_months, life_months) or 0.0) * (1 + 1e-12))
