"""total-cost, the working: every line of both bills with the reader's numbers in it."""

from collections.abc import Mapping

from calculators.kit import currency
from calculators.kit.calculator import Step, Values
from calculators.kit.formatting import MINUS, money, percent, plural, quantity, significant
from calculators.kit.total_cost import at_no_calls, migrations, migrations_today, months, per_call, prompted_months


def figure(value: float) -> str:
    """A number of the reader's in the working: to six figures, where results are told to three."""
    return significant(value, 6)


def usd(value: float) -> str:
    """An amount in the working: without rounding what the reader typed."""
    size = abs(value)
    if size == round(size, 0 if size >= 100 else 2):
        return money(value)
    return f"{MINUS if value < 0 else ''}{currency.current().amount(figure(size))}"


def working(i: Values, o: Values) -> list[Step]:
    over_months, over_prompted = figure(months(i)), figure(prompted_months(i))
    horizon, discount = plural(i.horizon_months, "month"), percent(i.discount_rate, 2)
    rate, calls = usd(i.engineer_usd_per_hour), figure(i.calls_per_month)
    built = f"{figure(i.evaluation_build_hours)} · {rate} + {usd(i.evaluation_usd_per_month)} · {over_months}"
    return [
        Step(
            "Months of the horizon, discounted",
            "Σ 1 / (1 + discount rate)^(month / 12), from month 1 to the horizon",
            f"{discount} a year over {horizon}",
            f"{over_months} months",
        ),
        Step(
            "The same at the falling price",
            "Σ (1 − fall)^((month − 1) / 12) / (1 + discount rate)^(month / 12)",
            f"{percent(i.prompt_price_decline, 2)} and {discount} a year over {horizon}",
            f"{over_prompted} months",
        ),
        Step(
            "Evaluation",
            "hours · US$ an hour + US$ a month · discounted months",
            built,
            money(o.tuned_lines["evaluation"]),
        ),
        *_prompting(i, o, over_months, over_prompted, rate, calls),
        *_tuning(i, o, over_months, rate, calls),
        Step(
            "Tuning minus prompting",
            "sum of tuning − sum of prompting",
            f"{money(o.tuned_usd)} − {money(o.prompting_usd)}",
            money(o.difference_usd),
        ),
        *_volume(i, o),
    ]


def _prompting(i: Values, o: Values, over_months: str, over_prompted: str, rate: str, calls: str) -> list[Step]:
    bill = o.prompting_lines
    return [
        Step(
            "Prompting: tokens",
            "calls a month · US$ a call · discounted months at the falling price",
            f"{calls} · {usd(i.prompt_usd_per_call)} · {over_prompted}",
            money(bill["inference"]),
        ),
        Step(
            "Prompting: building",
            "hours · US$ an hour",
            f"{figure(i.prompt_build_hours)} · {rate}",
            money(bill["build"]),
        ),
        Step(
            "Prompting: upkeep",
            "hours a month · US$ an hour · discounted months",
            f"{figure(i.prompt_upkeep_hours_per_month)} · {rate} · {over_months}",
            money(bill["upkeep"]),
        ),
        Step(
            "Prompting: evaluation",
            "share that prompting needs as well · evaluation",
            f"{percent(i.evaluation_shared, 2)} · {money(o.tuned_lines['evaluation'])}",
            money(bill["evaluation"]),
        ),
        Step("Prompting in all", "sum of its lines", _sum(bill), money(o.prompting_usd)),
    ]


def _tuning(i: Values, o: Values, over_months: str, rate: str, calls: str) -> list[Step]:
    bill, number = o.tuned_lines, migrations(i)
    when = (
        f"at month {figure(i.base_model_life_months)}"
        if number == 1
        else "every month"
        if i.base_model_life_months == 1
        else f"every {figure(i.base_model_life_months)} months"
    )
    return [
        Step(
            "Tuning: tokens",
            "calls a month · US$ a call · discounted months",
            f"{calls} · {usd(i.tuned_usd_per_call)} · {over_months}",
            money(bill["inference"]),
        ),
        Step(
            "Tuning: hosting",
            "US$ a month · discounted months",
            f"{usd(i.hosting_usd_per_month)} · {over_months}",
            money(bill["hosting"]),
        ),
        Step("Tuning: training run", "one run", usd(i.training_usd_per_run), money(bill["training"])),
        Step(
            "Tuning: building",
            "hours · US$ an hour",
            f"{figure(i.tuned_build_hours)} · {rate}",
            money(bill["build"]),
        ),
        Step("Tuning: data", "as given", usd(i.data_usd), money(bill["data"])),
        Step(
            "Tuning: monitoring",
            "hours a month · US$ an hour · discounted months",
            f"{figure(i.monitoring_hours_per_month)} · {rate} · {over_months}",
            money(bill["monitoring"]),
        ),
        Step(
            "Tuning: retraining",
            "retrains a year / 12 · US$ each · discounted months",
            f"{figure(i.retrains_per_year)} / 12 · {usd(i.retrain_usd)} · {over_months}",
            money(bill["retraining"]),
        ),
        Step(
            "Tuning: migration",
            "US$ each · Σ 1 / (1 + discount rate)^(month / 12), whenever a base model ends",
            f"{usd(i.migration_usd)} · {figure(migrations_today(i))} ({when})" if number else "none",
            money(bill["migration"]),
        ),
        Step(
            "Tuning: delay",
            "weeks · US$ a week",
            f"{figure(i.delay_weeks)} · {usd(i.delay_usd_per_week)}",
            money(bill["opportunity"]),
        ),
        Step("Tuning in all", "sum of its lines, with evaluation", _sum(bill), money(o.tuned_usd)),
    ]


def _sum(bill: Mapping[str, float]) -> str:
    return " + ".join(money(usd) for usd in bill.values())


def _volume(i: Values, o: Values) -> list[Step]:
    """How the volume is found that makes both bills equal; nothing where there is none."""
    if not o.flip_calls_per_month:
        return []
    fixed = at_no_calls(o.tuned_lines, o.prompting_lines)
    saved = -per_call(i, months(i), prompted_months(i))
    return [
        Step(
            "Equal at",
            "(tuning − prompting, all lines but tokens) / what each call a month saves over the horizon",
            f"{money(fixed)} / {usd(saved)}",
            f"{quantity(o.flip_calls_per_month, 'call')} a month",
        )
    ]
