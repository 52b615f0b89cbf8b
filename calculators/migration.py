"""migration: how often will the base model be replaced under us, and what does that cost?"""

import datetime
from typing import Any

from calculators.kit import base_models, charts, retirements
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Values
from calculators.kit.cost_bars import cost_picture
from calculators.kit.division import ratio
from calculators.kit.fields import HOURS_IN_A_WEEK
from calculators.kit.formatting import count, money, quantity, significant
from calculators.kit.quantities import Amount, Usd
from calculators.kit.sources import Source, assumed, organisation

REPLACEMENT = Source("Whole lives of a base model within the horizon, each with its bill", "")

PRICE = "What one migration costs"

INPUTS = (
    Amount(
        name="horizon_months",
        shared="horizon_months",
        label="Horizon, months",
        help="How long the feature is to live.",
        default=36,
        least=None,
        above=0,
        origin=assumed("three years"),
    ),
    Amount(
        name="base_model_life_months",
        shared="base_model_life_months",
        label="Life of a base model, months",
        help="From your launch on it to its vendor’s last day. With weights you hold, as long as you like.",
        default=18,
        least=None,
        above=0,
        origin=assumed("a year and a half; work yours out from the dates that vendors set"),
    ),
    retirements.RetirementField(
        name="first_retirement",
        label="First retirement, if its date is known",
        help="Year, month, day, such as 2027-01-14; the list has those of known models. It does not change the count.",
        default=None,
        optional=True,
    ),
    Amount(
        name="voluntary_upgrades_per_year",
        label="Upgrades by choice, a year",
        help="Moves to a better base before the old one ends.",
        default=0,
        origin=assumed("none, which is the cheapest case"),
    ),
    Usd(
        name="relabel_usd",
        label="Fresh labels, US$",
        help="Examples and guidelines are yours and stay; this is what has to be added or redone.",
        default=5000,
        origin=organisation("a placeholder; price it with the labelling cost"),
        group=PRICE,
    ),
    Usd(
        name="retrain_and_evaluate_usd",
        label="Training and evaluating again, US$",
        help="Runs, test set, comparison with a prompt on the new base.",
        default=8000,
        origin=organisation("a placeholder; take it from your last release"),
        group=PRICE,
    ),
    Amount(
        name="regression_weeks",
        label="Hunting regressions, weeks",
        help="From the first run on the new base to the day it may be released.",
        default=3,
        origin=organisation("an example; take it from your last release"),
        group=PRICE,
    ),
    Usd(
        name="usd_per_week",
        shared="engineer_usd_per_hour",
        shared_times=HOURS_IN_A_WEEK,
        label="A week of that, US$",
        help="Everybody who works on it: their hours, times what an hour of theirs costs.",
        default=4400,
        origin=organisation("one engineer for 40 hours at $110; use your own"),
        group=PRICE,
    ),
)


def day(iso: str) -> str:
    """A date as people write it: `14 January 2027`."""
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {date:%B} {date.year}"


OUTPUTS = (
    Output("expected_migrations", "Migrations over the horizon", significant),
    Output("cost_usd", "They cost", money),
    Output("cost_per_year_usd", "A year", money),
    Output("next_forced_date", "Next forced one", day, missing="no date given", kind="day"),
    Output("forced_migrations", "Forced ones", count, quiet=True),
)


def refuse(i: Values) -> list[Problem]:
    """A life so short that the migrations are no number any more."""
    if base_models.lives(i.horizon_months, i.base_model_life_months) is not None:
        return []
    return [Problem(name, base_models.TOO_SHORT) for name in ("horizon_months", "base_model_life_months")]


def price(i: Values) -> float:
    """What one migration costs, US dollars."""
    return float(i.relabel_usd + i.retrain_and_evaluate_usd + i.regression_weeks * i.usd_per_week)


def compute(i: Values) -> dict[str, Any]:
    """Forced migrations and those by choice, at the price of one."""
    forced = base_models.forced_migrations(i.horizon_months, i.base_model_life_months)
    expected = forced + i.voluntary_upgrades_per_year * i.horizon_months / 12
    cost = expected * price(i)
    return {
        "expected_migrations": expected,
        "cost_usd": cost,
        "cost_per_year_usd": ratio(cost * 12, i.horizon_months),
        "next_forced_date": i.first_retirement,
        "forced_migrations": forced,
    }


def sentence(i: Values, o: Values) -> str:
    horizon = quantity(i.horizon_months, "month")
    date = f" The date to plan for first is {day(o.next_forced_date)}." if o.next_forced_date else ""
    if o.expected_migrations == 0:
        life = quantity(i.base_model_life_months, "month")
        return (
            f"No migration falls within {horizon}: a base model that lives {life} outlasts them, "
            f"and no upgrade is planned.{date}"
        )
    kinds = ""
    if i.voluntary_upgrades_per_year:
        chosen = significant(o.expected_migrations - o.forced_migrations)
        kinds = f" ({count(o.forced_migrations)} forced, {chosen} by choice)"
    bill = f"{money(price(i))} each, {money(o.cost_usd)} together"
    if o.expected_migrations == 1:
        bill = money(o.cost_usd)
    if o.cost_usd == 0:
        bill = "at the prices given they cost nothing"
    year = "" if not o.cost_per_year_usd or i.horizon_months == 12 else f", or {money(o.cost_per_year_usd)} a year"
    return f"Plan for {quantity(o.expected_migrations, 'migration')} in {horizon}{kinds}: {bill}{year}.{date}"


def notes(i: Values, o: Values) -> list[str]:
    found = retirements.notes(o.next_forced_date)
    if o.next_forced_date and o.forced_migrations == 0:
        found.append(
            "No forced migration is counted, since the count rests on the life of a base model. "
            "If your date falls within the horizon, shorten the life to match it."
        )
    if o.forced_migrations > 0 and i.horizon_months <= o.forced_migrations * i.base_model_life_months * (1 + 1e-12):
        found.append(
            "The last base model ends exactly at the horizon. Its migration is counted; "
            "leave it out if nothing follows."
        )
    if o.cost_per_year_usd is None:
        found.append("The horizon is too short for a cost by the year.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    horizon, life = significant(i.horizon_months), significant(i.base_model_life_months)
    each, expected = money(price(i)), significant(o.expected_migrations)
    labels, train, week = money(i.relabel_usd), money(i.retrain_and_evaluate_usd), money(i.usd_per_week)
    steps = [
        Step("Forced migrations", "horizon / life, rounded down", f"{horizon} / {life}", count(o.forced_migrations)),
        Step(
            "Migrations",
            "forced + by choice a year · horizon / 12",
            f"{count(o.forced_migrations)} + {significant(i.voluntary_upgrades_per_year)} · {horizon} / 12",
            quantity(o.expected_migrations, "migration"),
        ),
        Step(
            "One migration",
            "labels + training and evaluation + weeks · US$ a week",
            f"{labels} + {train} + {significant(i.regression_weeks)} · {week}",
            each,
        ),
        Step("Cost", "migrations · price of one", f"{expected} · {each}", money(o.cost_usd)),
    ]
    if o.cost_per_year_usd is not None:
        year = f"{money(o.cost_usd)} · 12 / {horizon}"
        steps.append(Step("A year", "cost · 12 / horizon", year, f"{money(o.cost_per_year_usd)} a year"))
    return steps


def picture(i: Values, o: Values) -> Picture:
    """What the migrations' three parts cost over the horizon."""
    parts = (
        ("Fresh labels", i.relabel_usd),
        ("Training and evaluating", i.retrain_and_evaluate_usd),
        ("Hunting regressions", i.regression_weeks * i.usd_per_week),
    )
    lines = [(name, o.expected_migrations * usd) for name, usd in parts]
    return cost_picture(f"Migrations in {quantity(i.horizon_months, 'month')}", lines)


CALCULATOR = Calculator(
    id="migration",
    version=1,
    title="How often will we do this again?",
    question="How often will the base model be replaced, and what does moving cost?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.signed_bars,
    uncertain=("base_model_life_months", "relabel_usd", "retrain_and_evaluate_usd", "regression_weeks", "usd_per_week"),
    headline="cost_usd",
    formula_sources=(REPLACEMENT,),
    leaves_out=(
        "Prompts move too. A prompted feature is tested again at every change of model; this is not the difference.",
        "Notice. Three months from a letter to the end may be too short at any price.",
        "Whether the successor can be tuned at all; some cannot.",
        "Discounting, and prices that change: each migration costs what the first one does.",
    ),
)
