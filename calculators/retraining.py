"""retraining: how often should we retrain, so that retrains and errors together cost least?"""

import math
from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Example, Output, Picture, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.formatting import money, quantity, significant
from calculators.kit.quantities import Amount, Usd
from calculators.kit.sources import Source, assumed, organisation

HARRIS = Source("Harris 1913, How many parts to make at once", "https://doi.org/10.1287/opre.38.6.947")

DAYS_A_YEAR = 365

# Enough points for the curve of the picture to look like one.
SAMPLES = 33

INPUTS = (
    Usd(
        name="retrain_usd",
        shared="retrain_usd",
        label="One retrain, US$",
        help="Fresh labels, the run, the evaluation, the release.",
        default=12000,
        origin=organisation("a placeholder; rehearse one and multiply its hours"),
    ),
    Amount(
        name="requests_per_day",
        label="Requests a day",
        help="All that the tuned model answers.",
        default=10000,
        origin=organisation("an example volume; take your own traffic"),
    ),
    Usd(
        name="usd_per_error",
        label="One wrong answer, US$",
        help="What it costs on average: rework, a complaint, a sale. Most cost nothing, some a lot.",
        default=0.05,
        origin=organisation("a placeholder; ask those who clear up after one"),
    ),
    Amount(
        name="error_growth_points_per_month",
        label="Errors grow each month by, percentage points",
        help="Accuracy lost in a month without a retrain. No published rate exists. Try 0.5 and 3.",
        default=1.25,
        doubt=(0.5, 3.0),
        origin=assumed("in the middle of 0.5 to 3; measure yours"),
    ),
)

NO_LOSS = "none pays"

OUTPUTS = (
    Output("best_interval_days", "Retrain every", lambda value: quantity(value, "day"), missing=NO_LOSS, never=True),
    Output("retrains_per_year", "Retrains a year", significant, missing="no number"),
    Output("cost_per_year_usd", "Retrains and errors, a year", money, missing=NO_LOSS),
    Output("cost_per_day_usd", "The same, a day", money, missing=NO_LOSS, quiet=True),
    Output("loss_growth_usd_per_day", "The daily loss grows each day by", money),
)


def compute(i: Values) -> dict[str, Any]:
    """The economic order quantity: a retrain is the order, the growing loss the stock that costs to hold."""
    growth = i.requests_per_day * i.usd_per_error * (i.error_growth_points_per_month / 100) * 12 / DAYS_A_YEAR
    # Beyond any life of a model the square root's argument may not exist: then no retrain pays, as without a loss.
    squared = ratio(2 * i.retrain_usd, growth)
    if squared is None:
        nothing = dict.fromkeys(("best_interval_days", "retrains_per_year", "cost_per_year_usd", "cost_per_day_usd"))
        return {**nothing, "loss_growth_usd_per_day": growth}
    interval, daily = math.sqrt(squared), math.sqrt(2 * i.retrain_usd * growth)
    return {
        "best_interval_days": interval,
        "retrains_per_year": ratio(DAYS_A_YEAR, interval),
        "cost_per_year_usd": daily * DAYS_A_YEAR,
        "cost_per_day_usd": daily,
        "loss_growth_usd_per_day": growth,
    }


def points_lost(i: Values, o: Values) -> float:
    """Percentage points of accuracy lost in one interval."""
    return float(o.best_interval_days * 12 / DAYS_A_YEAR * i.error_growth_points_per_month)


def sentence(i: Values, o: Values) -> str:
    if o.best_interval_days is None:
        return "No retrain pays: nothing is lost by waiting, so there is nothing for a retrain to save."
    if o.retrains_per_year is None:
        return "Retrain whenever you like: at these numbers a retrain costs nothing, so no rhythm is too fast."
    every = quantity(o.best_interval_days, "day")
    if points_lost(i, o) > 100:
        return (
            f"No rhythm can be given: the rule would retrain every {every}, but by then "
            f"{quantity(points_lost(i, o), 'point')} of accuracy would be gone, more than there are."
        )
    return (
        f"Retrain about every {every}, {often(o.retrains_per_year)} a year: "
        f"retrains and errors together then cost {money(o.cost_per_year_usd)} a year, the least of any even rhythm."
    )


def often(times: float) -> str:
    """How many times: `once`, `1.07 times`."""
    text = significant(times)
    return "once" if text == "1" else f"{text} times"


def notes(i: Values, o: Values) -> list[str]:
    if o.best_interval_days is None:
        return ["The daily loss does not grow, or as good as not, so there is no best interval and no cost to give."]
    if o.retrains_per_year is None:
        return ["With a retrain that costs nothing the best interval is 0 days, so retrains a year cannot be counted."]
    lost = points_lost(i, o)
    if lost > 100:
        return [
            "A loss that must stop growing breaks the rule. Either a retrain is too dear for what errors cost here, "
            "or the growth is set too high."
        ]
    return [
        f"Just before each retrain, accuracy is {quantity(lost, 'point')} lower than after it. "
        "If that is below your floor, retrain sooner, whatever it costs."
    ]


def working(i: Values, o: Values) -> list[Step]:
    growth = money(o.loss_growth_usd_per_day)
    traffic, error = significant(i.requests_per_day), money(i.usd_per_error)
    points = significant(i.error_growth_points_per_month)
    steps = [
        Step(
            "Growth of the daily loss",
            "requests a day · US$ an error · points a month / 100 · 12 / 365",
            f"{traffic} · {error} · {points} / 100 · 12 / 365",
            f"{growth} a day, every day",
        )
    ]
    if o.best_interval_days is None:
        return steps
    twice = f"2 · {money(i.retrain_usd)}"
    steps += [
        Step(
            "Best interval", "√(2 · retrain / growth)", f"√({twice} / {growth})", quantity(o.best_interval_days, "day")
        ),
        Step("Cost a day", "√(2 · retrain · growth)", f"√({twice} · {growth})", f"{money(o.cost_per_day_usd)} a day"),
        Step(
            "Cost a year",
            "cost a day · 365",
            f"{money(o.cost_per_day_usd)} · 365",
            f"{money(o.cost_per_year_usd)} a year",
        ),
    ]
    return steps


def picture(i: Values, o: Values) -> Picture:
    """The loss since the last retrain, added up, against the price of a retrain: they meet at the best interval."""
    growth, best = o.loss_growth_usd_per_day, o.best_interval_days

    def errors(days: float) -> float:
        return float(growth * days * days / 2)

    def retrain(days: float) -> float:
        return float(i.retrain_usd)

    when = "never" if best is None else f"retrain after {quantity(best, 'day')}"
    days = [0.0, DAYS_A_YEAR / 2, float(DAYS_A_YEAR)] if not best else [0.0, best / 2, best, best * 1.15]
    meet = "They never meet." if best is None else f"They meet after {quantity(best, 'day')}, when a retrain is due."
    return Picture(
        data=charts.crossing_data(
            ("errors", errors),
            ("retrain", retrain),
            you=None,
            you_text="",
            crossing=best,
            crossing_text=when,
            x_text="days since the last retrain",
            y_text="lost since the last retrain",
            samples=SAMPLES,
        ),
        text=f"A rising curve, what added errors have cost since the last retrain, and a level line at "
        f"{money(i.retrain_usd)}, the price of a retrain. {meet}",
        table=Table(
            "Lost since the last retrain, US$",
            ("Days", "Errors so far", "One retrain"),
            tuple((significant(at), money(errors(at)), money(i.retrain_usd)) for at in days),
        ),
    )


CALCULATOR = Calculator(
    id="retraining",
    version=1,
    title="How often should we retrain?",
    question="What rhythm of retraining costs least, errors included?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.crossing,
    uncertain=("error_growth_points_per_month", "usd_per_error", "retrain_usd", "requests_per_day"),
    headline="cost_per_year_usd",
    examples=(Example("a loss that nobody has measured", {"error_growth_points_per_month": "0.5 to 3"}),),
    formula_sources=(HARRIS,),
    leaves_out=(
        "Sudden shifts. A changed rule or product asks for a retrain today, whatever the rhythm.",
        "Retrains that do not restore full quality, or break something else.",
        "Errors that were there from the start. Only what is added since the last retrain counts here.",
        "Cheaper repairs: a line in the prompt or a document in the search index, where those reach.",
    ),
)
