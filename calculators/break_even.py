"""break-even: at what monthly volume does a tuned model cost less than a prompted one?"""

import math
from typing import Any

from calculators.kit import charts, running_costs
from calculators.kit.calculator import Calculator, Example, Output, Picture, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.formatting import count, money, months, percent, plural, short_number, significant
from calculators.kit.quantities import Usd
from calculators.kit.sources import Source, organisation

BREAK_EVEN = Source("Break-even analysis", "https://en.wikipedia.org/wiki/Break-even_point")

INPUTS = (
    running_costs.calls_per_month(),
    running_costs.prompted_price(),
    running_costs.tuned_price(),
    Usd(
        name="fixed_usd",
        label="Work before launch, US$",
        help="Data, labelling, evaluation, training runs and the people who do it.",
        default=60000,
        origin=organisation("a placeholder; estimate it with the people who will do it"),
    ),
    running_costs.hosting("tuned_usd_per_month"),
    running_costs.horizon(
        "How long the tuned model will serve before it is replaced.",
        "two years; base models are often retired sooner",
    ),
    running_costs.price_decline(),
)

OUTPUTS = (
    Output(
        "break_even_calls_per_month",
        "Break-even volume",
        lambda value: whole_calls(value),
        missing="never",
        unit="calls a month",
        never=True,
    ),
    Output("net_saving_usd", "Saved over the horizon", money),
    Output(
        "payback_months",
        "Paid back after",
        lambda value: months(value) if value else "nothing to pay back",
        missing="not within the horizon",
        never=True,
    ),
    Output(
        "cost_multiple",
        "Prompted against tuned, a call",
        lambda value: significant(value) + " times",
        missing="no multiple",
    ),
)


def monthly_prices(i: Values) -> list[float]:
    """The prompted model's price of a call in each month of the horizon, US dollars."""
    return [i.prompt_usd_per_call * (1 - i.prompt_price_decline) ** (t / 12) for t in range(i.horizon_months)]


def saving_per_call(i: Values) -> float:
    """What one call saves on average over the horizon, US dollars. Summed as differences: equal prices give 0."""
    return math.fsum(price - i.tuned_usd_per_call for price in monthly_prices(i)) / int(i.horizon_months)


def monthly_burden(i: Values) -> float:
    """What the saved calls must earn each month, US dollars: a part of the fixed cost, and hosting."""
    return float(i.fixed_usd / i.horizon_months + i.tuned_usd_per_month)


def compute(i: Values) -> dict[str, Any]:
    """Fixed and monthly costs of tuning against what each call saves, the prompted price falling every month."""
    saving = saving_per_call(i)
    savings = [
        i.calls_per_month * (price - i.tuned_usd_per_call) - i.tuned_usd_per_month for price in monthly_prices(i)
    ]
    return {
        "cost_multiple": ratio(i.prompt_usd_per_call, i.tuned_usd_per_call),
        "break_even_calls_per_month": ratio(monthly_burden(i), saving) if saving > 0 else None,
        "payback_months": payback(i.fixed_usd, savings),
        "net_saving_usd": math.fsum(savings) - i.fixed_usd,
    }


def whole_calls(calls: float) -> str:
    """A volume as the whole calls it takes, without a call more for a rounding in the last digit."""
    return count(math.ceil(calls * (1 - 1e-12)))


def calls_in_words(calls: float) -> str:
    """The same with its noun: `1 call`, `2,098,954 calls`."""
    return plural(math.ceil(calls * (1 - 1e-12)), "call")


def planned(i: Values) -> str:
    return INPUTS[0].said(i.calls_per_month)


def payback(fixed_usd: float, savings: list[float]) -> float | None:
    """The moment, in months, at which the running saving first covers `fixed_usd`, linear within a month."""
    if fixed_usd == 0:
        return 0.0
    running = 0.0
    for month, saving in enumerate(savings):
        if running + saving >= fixed_usd:
            return month + (fixed_usd - running) / saving
        running += saving
    return None


def sentence(i: Values, o: Values) -> str:
    horizon = plural(i.horizon_months, "month")
    if o.break_even_calls_per_month is None:
        return (
            f"Never at these prices: over {horizon} a call to the tuned model costs no less than a prompted one, "
            "so no volume pays for the tuning."
        )
    threshold = f"{calls_in_words(o.break_even_calls_per_month)} a month"
    yours = f"you plan {planned(i)}"
    if abs(o.net_saving_usd) < 0.005:
        return f"At your volume tuning just breaks even over {horizon}: from {threshold}, and {yours}."
    if o.net_saving_usd < 0:
        return (
            f"Not at your volume: tuning breaks even from {threshold} and {yours}, "
            f"so over {horizon} it costs {money(-o.net_saving_usd)} more than prompting."
        )
    when = "at once" if o.payback_months == 0 else f"after {months(o.payback_months)}" if o.payback_months else ""
    paid = f"pays for itself {when}" if when else "pays for itself"
    return (
        f"At your volume tuning {paid} and saves {money(o.net_saving_usd)} over {horizon}; "
        f"it breaks even from {threshold} and {yours}."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.cost_multiple is None:
        found.append("The tuned model’s calls cost next to nothing beyond hosting, so there is no multiple to give.")
    elif o.cost_multiple >= 1:
        multiple = significant(o.cost_multiple)
        compared = "the same as" if multiple == "1" else f"{multiple} times"
        found.append(
            f"A prompted call costs {compared} a tuned one at today’s prices. The article "
            "speaks of 10 to 50 times; which it is depends on the model you compare with."
        )
    last = i.prompt_usd_per_call * (1 - i.prompt_price_decline) ** ((i.horizon_months - 1) / 12)
    if o.break_even_calls_per_month is not None and last <= i.tuned_usd_per_call < i.prompt_usd_per_call:
        found.append("Before the horizon ends, the falling price makes the prompted call cheaper than the tuned one.")
    if o.payback_months and o.net_saving_usd < 0:
        found.append(
            f"The work is paid back after {months(o.payback_months)}, but later months lose more than that again."
        )
    return found


def working(i: Values, o: Values) -> list[Step]:
    mean_price = math.fsum(monthly_prices(i)) / i.horizon_months
    fixed, hosting, horizon = money(i.fixed_usd), money(i.tuned_usd_per_month), plural(i.horizon_months, "month")
    saved, burden = money(saving_per_call(i)), money(monthly_burden(i))
    per_call = f"{money(mean_price)} − {money(i.tuned_usd_per_call)}"
    steps = [
        Step(
            "Mean prompted price",
            "price today · (1 − decline)^(month / 12), averaged over the horizon",
            f"{money(i.prompt_usd_per_call)} falling {percent(i.prompt_price_decline)} a year over {horizon}",
            f"{money(mean_price)} a call",
        ),
        Step("Saved by each call", "mean prompted price − tuned price", per_call, f"{saved} a call"),
        Step(
            "To be earned each month",
            "work before launch / horizon + hosting",
            f"{fixed} / {horizon} + {hosting}",
            f"{burden} a month",
        ),
    ]
    if o.break_even_calls_per_month is not None:
        steps.append(
            Step(
                "Break-even volume",
                "to be earned each month / saved by each call",
                f"{burden} / {saved}",
                f"{calls_in_words(o.break_even_calls_per_month)} a month",
            )
        )
    steps.append(
        Step(
            "Saved over the horizon",
            "(calls · saved by each call − hosting) · horizon − work before launch",
            f"({planned(i)} · {saved} − {hosting}) · {count(i.horizon_months)} − {fixed}",
            money(o.net_saving_usd),
        )
    )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """What each option costs over the horizon, by calls a month."""
    prices_sum = math.fsum(monthly_prices(i))
    threshold = o.break_even_calls_per_month
    never = threshold is None

    def prompted(calls: float) -> float:
        return calls * prices_sum

    def tuned(calls: float) -> float:
        monthly = i.tuned_usd_per_month + calls * i.tuned_usd_per_call
        return float(i.fixed_usd + i.horizon_months * monthly)

    rows = [("None", 0.0), ("Yours", i.calls_per_month)]
    if threshold is not None:
        rows.append(("Break-even", threshold))
    rows.sort(key=lambda row: row[1])
    horizon = plural(i.horizon_months, "month")
    crossing = "They do not cross." if threshold is None else f"They cross at {calls_in_words(threshold)} a month."
    return Picture(
        data=charts.crossing_data(
            ("prompted", prompted),
            ("tuned", tuned),
            you=i.calls_per_month,
            you_text=f"you: {short_number(i.calls_per_month)}",
            crossing=o.break_even_calls_per_month,
            crossing_text="never breaks even" if never else f"break-even: {short_number(o.break_even_calls_per_month)}",
            x_text="calls a month",
            y_text=f"cost over {horizon}",
        ),
        text=(
            f"Two straight lines: what prompting and tuning cost over {horizon}, by calls a month. {crossing} "
            f"At your {planned(i)}, prompting costs {money(prompted(i.calls_per_month))} "
            f"and tuning {money(tuned(i.calls_per_month))}."
        ),
        table=Table(
            f"Cost over {horizon}, US$",
            ("Volume", "Calls a month", "Prompted", "Tuned"),
            tuple((name, whole_calls(x), money(prompted(x)), money(tuned(x))) for name, x in rows),
        ),
    )


CALCULATOR = Calculator(
    id="break-even",
    version=1,
    title="When does tuning pay?",
    question="At what volume does a tuned model cost less than a prompted one?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.crossing,
    uncertain=("calls_per_month", "prompt_usd_per_call", "tuned_usd_per_call", "fixed_usd", "prompt_price_decline"),
    headline="net_saving_usd",
    decision=lambda o: "tuning pays" if o.net_saving_usd >= 0 else "tuning does not pay",
    examples=(
        Example("tickets sorted at volume", {"calls_per_month": "5M", "fixed_usd": "40k"}),
        Example(
            "a typical doomed project",
            {
                "calls_per_month": "100k",
                "prompt_usd_per_call": "0.0008",
                "fixed_usd": "90k",
                "tuned_usd_per_month": "1241",
            },
        ),
    ),
    formula_sources=(BREAK_EVEN,),
    leaves_out=(
        "Upkeep: monitoring, retraining and moving to the next base model. They come on top of hosting.",
        "Quality. It takes the two models as equally good; a cheaper answer that is wrong is not cheaper.",
        "Other ways to save: a smaller prompted model, a cascade, cached prompts or batches. Put their price in as "
        "the prompted model’s.",
        "Discounting and growth: a dollar next year counts as one today, and the volume stays the same.",
    ),
)
