"""total-cost, the numbers: what a prompted and a tuned model cost over a horizon, line by line in today’s money."""

import math
from collections.abc import Mapping
from typing import Any

from calculators.kit import base_models, cash_flows
from calculators.kit.calculator import Problem, Values
from calculators.kit.division import ratio

# The lines of each bill, in the order of the outputs, and how the page calls them.
TUNED = {
    "inference": "tokens",
    "hosting": "hosting",
    "training": "training run",
    "build": "building",
    "data": "data",
    "evaluation": "evaluation",
    "monitoring": "monitoring",
    "retraining": "retraining",
    "migration": "migration",
    "opportunity": "delay",
}
PROMPTING = {"inference": "tokens", "build": "building", "upkeep": "upkeep", "evaluation": "evaluation"}

# Beyond any volume: there is no point in telling where two bills meet.
MOST_CALLS = 1e12


def refuse(i: Values) -> list[Problem]:
    """A life so short that the migrations are no number any more."""
    if base_models.lives(i.horizon_months, i.base_model_life_months) is not None:
        return []
    return [Problem(name, base_models.TOO_SHORT) for name in ("horizon_months", "base_model_life_months")]


def discount(i: Values) -> float:
    """The logarithm of the factor that a month's wait takes off a dollar."""
    return -cash_flows.growth(i.discount_rate)


def months(i: Values) -> float:
    """The months of the horizon, discounted: what turns dollars a month into dollars today."""
    return cash_flows.at_month_ends(i.horizon_months, discount(i))


def prompted_months(i: Values) -> float:
    """The same for what falls with the prompted model's price, from today's price in the first month."""
    return cash_flows.at_month_ends_changing(i.horizon_months, cash_flows.growth(-i.prompt_price_decline), discount(i))


def migrations(i: Values) -> int:
    """Base models that end within the horizon."""
    return base_models.forced_migrations(i.horizon_months, i.base_model_life_months)


def migrations_today(i: Values) -> float:
    """The same, discounted: what turns dollars a migration into dollars today."""
    return cash_flows.at_intervals(migrations(i), i.base_model_life_months, discount(i))


def compute(i: Values) -> dict[str, Any]:
    """Every line of both bills as a net present value in US dollars, their sums, and the volume that makes them equal.

    One-off costs are paid at month 0, monthly ones at the end of each month, migrations when a base model ends;
    retrains are spread evenly. Runs 20,000 times where inputs are ranges, so without loops over months.
    """
    over_months, over_prompted = months(i), prompted_months(i)
    rate, calls = float(i.engineer_usd_per_hour), i.calls_per_month
    built = i.evaluation_build_hours * rate
    evaluation = built + i.evaluation_usd_per_month * over_months
    tuned = {
        "inference": calls * i.tuned_usd_per_call * over_months,
        "hosting": i.hosting_usd_per_month * over_months,
        "training": float(i.training_usd_per_run),
        "build": i.tuned_build_hours * rate,
        "data": float(i.data_usd),
        "evaluation": evaluation,
        "monitoring": i.monitoring_hours_per_month * rate * over_months,
        "retraining": i.retrains_per_year / 12 * i.retrain_usd * over_months,
        "migration": i.migration_usd * migrations_today(i),
        "opportunity": float(i.delay_weeks * i.delay_usd_per_week),
    }
    prompting = {
        "inference": calls * i.prompt_usd_per_call * over_prompted,
        "build": i.prompt_build_hours * rate,
        "upkeep": i.prompt_upkeep_hours_per_month * rate * over_months,
        "evaluation": evaluation * i.evaluation_shared,
    }
    tuned_usd, prompting_usd = math.fsum(tuned.values()), math.fsum(prompting.values())
    difference = tuned_usd - prompting_usd
    people = tuned["build"] + tuned["data"] + built + tuned["monitoring"]
    return {
        "tuned_usd": tuned_usd,
        "prompting_usd": prompting_usd,
        "difference_usd": difference,
        "flip_calls_per_month": flip(at_no_calls(tuned, prompting), per_call(i, over_months, over_prompted)),
        "training_share": ratio(tuned["training"], tuned_usd),
        "people_share": ratio(people, tuned_usd),
        "largest_line": largest(tuned) if tuned_usd else None,
        "probability_tuned_cheaper": 1.0 if difference < 0 else 0.0,
        "tuned_lines": tuned,
        "prompting_lines": prompting,
        "tornado": [],
    }


def largest(bill: Mapping[str, float]) -> str:
    """The largest line; of several that differ in their last digits only, the first."""
    least = max(bill.values()) * (1 - 1e-9)
    return next(name for name, usd in bill.items() if usd >= least)


def flip(at_no_calls: float, per_call: float) -> float | None:
    """The calls a month at which both bills are equal; None where no volume up to MOST_CALLS makes them so.

    The difference is a straight line in the volume: `at_no_calls` and, for each call a month, `per_call` more.
    """
    if per_call == 0:
        return None
    found = -at_no_calls / per_call
    # + 0.0 makes a negative zero a plain one.
    return found + 0.0 if 0 <= found <= MOST_CALLS else None


def per_call(i: Values, over_months: float, over_prompted: float) -> float:
    """What each call a month adds to the difference, tuned − prompting, over the horizon, US dollars today."""
    return float(i.tuned_usd_per_call * over_months - i.prompt_usd_per_call * over_prompted)


def at_no_calls(tuned: Mapping[str, float], prompting: Mapping[str, float]) -> float:
    """The difference, tuned − prompting, of all lines that do not depend on the volume."""
    return math.fsum(
        [usd for name, usd in tuned.items() if name != "inference"]
        + [-usd for name, usd in prompting.items() if name != "inference"]
    )


def over_ranges(i: Values, o: Values, runs: Any) -> dict[str, Any]:
    """What only the draws can tell: how often tuning is cheaper, and which range moves the difference most."""
    differences = runs.outputs["difference_usd"]
    rows = [
        {
            "input": name,
            "low_usd": _difference_with(i, name, each.low),
            "high_usd": _difference_with(i, name, each.high),
        }
        for name, each in runs.ranges.items()
        if each.low < each.high
    ]
    return {
        "probability_tuned_cheaper": sum(usd < 0 for usd in differences) / len(differences),
        "tornado": sorted(rows, key=_width, reverse=True),
    }


def _width(row: Mapping[str, Any]) -> float:
    """How far apart the two ends are, infinitely far where there is no result at one of them. Rounded, so that the
    last digits, which differ between platforms, decide no order."""
    low, high = row["low_usd"], row["high_usd"]
    return math.inf if low is None or high is None else float(f"{abs(high - low):.9g}")


def _difference_with(i: Values, name: str, value: float) -> float | None:
    """The difference with one input at another value, US dollars; None where that is refused."""
    there = type(i)(**(vars(i) | {name: value}))
    return None if refuse(there) else float(compute(there)["difference_usd"])
