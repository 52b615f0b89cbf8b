"""spike: is a time-boxed trial worth what it costs?"""

from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Output, Picture, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.formatting import money, percent
from calculators.kit.quantities import Share, Usd
from calculators.kit.sources import Source, organisation

HOWARD = Source("Howard 1966, Information value theory", "https://doi.org/10.1109/TSSC.1966.300074")

# A value this far below what is at stake is rounding: a trial that says nothing is worth exactly nothing.
ROUNDING = 1e-12

INPUTS = (
    Share(
        name="chance_it_helps",
        label="Chance that tuning helps, %",
        help="Before any trial. Ask three people on their own, and use the middle answer.",
        default=0.3,
        origin=organisation("an example; what your team believes"),
    ),
    Usd(
        name="gain_usd",
        label="Gain if it helps, US$",
        help="What going ahead earns over its lifetime, all costs deducted.",
        default=200000,
        origin=organisation("a placeholder; estimate it from the whole bill"),
    ),
    Usd(
        name="loss_usd",
        label="Loss if it does not, US$",
        help="What going ahead in vain costs before you stop.",
        default=100000,
        origin=organisation("a placeholder; estimate it from the whole bill"),
    ),
    Share(
        name="trial_finds_good",
        label="Trial says yes where tuning helps, %",
        help="A small trial misses some good cases.",
        default=0.8,
        origin=organisation("an example; the power of your test set"),
    ),
    Share(
        name="trial_finds_bad",
        label="Trial says no where it does not, %",
        help="A lucky run says yes to a bad case now and then.",
        default=0.9,
        origin=organisation("an example; 100% less the share of false alarms"),
    ),
    Usd(
        name="trial_usd",
        label="Cost of the trial, US$",
        help="People and machines until the end date.",
        default=8000,
        origin=organisation("a placeholder; a few weeks of one person and a few runs"),
    ),
)

OUTPUTS = (
    Output("net_value_usd", "Net value of the trial", money),
    Output("value_of_trial", "Worth of the trial before its cost", money),
    Output("value_of_perfect_information", "Worth of knowing for certain", money),
    Output("value_without_trial", "Worth of deciding now", money),
    Output("worth_it", "Worth its cost", lambda value: "yes" if value else "no", quiet=True, kind="truth"),
)


def branches(i: Values) -> tuple[float, float]:
    """What going ahead is worth, weighted by its chance, after a trial that says yes and after one that says no."""
    good, bad = i.chance_it_helps * i.gain_usd, (1 - i.chance_it_helps) * i.loss_usd
    yes = i.trial_finds_good * good - (1 - i.trial_finds_bad) * bad
    no = (1 - i.trial_finds_good) * good - i.trial_finds_bad * bad
    return yes, no


def go_now(i: Values) -> float:
    """What going ahead without a trial is worth; below 0, one would rather decline."""
    return float(i.chance_it_helps * i.gain_usd - (1 - i.chance_it_helps) * i.loss_usd)


def compute(i: Values) -> dict[str, Any]:
    """The expected value of the best decision with the trial's answer, less that of the best decision without it."""
    now = max(0.0, go_now(i))
    perfect = max(0.0, i.chance_it_helps * i.gain_usd - now)
    value = sum(max(0.0, branch) for branch in branches(i)) - now
    # No trial is worth more than certainty, and none less than nothing.
    value = min(value, perfect) if value > ROUNDING * (i.gain_usd + i.loss_usd) else 0.0
    return {
        "value_without_trial": now,
        "value_of_perfect_information": perfect,
        "value_of_trial": value,
        "net_value_usd": value - i.trial_usd,
        "worth_it": value > i.trial_usd,
    }


def sentence(i: Values, o: Values) -> str:
    cost = money(i.trial_usd)
    now = "go ahead" if o.value_without_trial > 0 else "decline"
    if o.value_of_trial == 0:
        price = f"costs {cost} and could not" if i.trial_usd else "could not"
        return (
            f"Skip the trial: it {price} change your mind, since whatever it said you would {now}, as you would today."
        )
    worth = f"what it would teach you is worth {money(o.value_of_trial)}"
    today = f"today, without it, you would {now}"
    if o.worth_it:
        price = f"it costs {cost} and" if i.trial_usd else "it costs nothing and"
        return f"The trial is worth it: {price} {worth}, {money(o.net_value_usd)} more than its cost; {today}."
    if o.net_value_usd == 0:
        return f"The trial just pays for itself: it costs {cost} and {worth}; {today}."
    return f"Skip the trial, or make it cheaper: it costs {cost} and {worth} only; {today}."


def notes(i: Values, o: Values) -> list[str]:
    found = []
    after_yes, after_no = beliefs(i)
    if after_yes is not None and after_no is not None and 0 < i.chance_it_helps < 1:
        found.append(
            f"The chance that tuning helps is {percent(i.chance_it_helps)} today, {percent(after_yes)} after a trial "
            f"that says yes and {percent(after_no)} after one that says no."
        )
    if i.trial_finds_good + i.trial_finds_bad < 1 - ROUNDING:
        found.append(
            "Such a trial is wrong more often than a coin: its yes speaks against tuning. "
            "The value holds only if you read it the other way round."
        )
    if i.chance_it_helps in (0, 1):
        found.append("You are certain already, so there is nothing to learn.")
    return found


def beliefs(i: Values) -> tuple[float | None, float | None]:
    """The chance that tuning helps after a yes and after a no (Bayes); None where the trial never says it."""
    good, bad = i.chance_it_helps, 1 - i.chance_it_helps
    yes = ratio(good * i.trial_finds_good, good * i.trial_finds_good + bad * (1 - i.trial_finds_bad))
    no = ratio(good * (1 - i.trial_finds_good), good * (1 - i.trial_finds_good) + bad * i.trial_finds_bad)
    return yes, no


def working(i: Values, o: Values) -> list[Step]:
    p, q = percent(i.chance_it_helps, 2), percent(1 - i.chance_it_helps, 2)
    good, bad = percent(i.trial_finds_good, 2), percent(i.trial_finds_bad, 2)
    miss, alarm = percent(1 - i.trial_finds_good, 2), percent(1 - i.trial_finds_bad, 2)
    gain, loss, now = money(i.gain_usd), money(i.loss_usd), money(o.value_without_trial)
    yes, no = branches(i)
    return [
        Step(
            "Worth of deciding now",
            "chance · gain − (1 − chance) · loss, or 0 by declining",
            f"{p} · {gain} − {q} · {loss} = {money(go_now(i))}",
            now,
        ),
        Step(
            "Worth of knowing for certain",
            "chance · gain − worth of deciding now",
            f"{p} · {gain} − {now}",
            money(o.value_of_perfect_information),
        ),
        Step(
            "After a yes",
            "chance · finds good · gain − (1 − chance) · false alarms · loss, or 0",
            f"{p} · {good} · {gain} − {q} · {alarm} · {loss} = {money(yes)}",
            money(max(0.0, yes)),
        ),
        Step(
            "After a no",
            "chance · misses · gain − (1 − chance) · finds bad · loss, or 0",
            f"{p} · {miss} · {gain} − {q} · {bad} · {loss} = {money(no)}",
            money(max(0.0, no)),
        ),
        Step(
            "Worth of the trial",
            "after a yes + after a no − worth of deciding now",
            f"{money(max(0.0, yes))} + {money(max(0.0, no))} − {now}",
            money(o.value_of_trial),
        ),
        Step(
            "Net value",
            "worth of the trial − its cost",
            f"{money(o.value_of_trial)} − {money(i.trial_usd)}",
            money(o.net_value_usd),
        ),
    ]


def picture(i: Values, o: Values) -> Picture:
    """What the trial is worth, what it costs and what remains, beside what certainty would be worth."""
    bars = (
        ("Knowing for certain", o.value_of_perfect_information),
        ("The trial, before its cost", o.value_of_trial),
        ("Cost of the trial", -i.trial_usd),
        ("Net value", o.net_value_usd),
    )
    return Picture(
        data=charts.signed_bars_data([(name, 0.0, value, money(value)) for name, value in bars]),
        text=(
            f"Four bars: knowing for certain is worth {money(o.value_of_perfect_information)}, the trial "
            f"{money(o.value_of_trial)}; it costs {money(i.trial_usd)}, which leaves {money(o.net_value_usd)}."
        ),
        table=Table("The worth of a trial", ("", "US$"), tuple((name, money(value)) for name, value in bars)),
    )


CALCULATOR = Calculator(
    id="spike",
    version=1,
    title="Is a trial worth it?",
    question="Is a time-boxed trial worth what it costs?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.signed_bars,
    uncertain=("chance_it_helps", "gain_usd", "loss_usd", "trial_finds_good", "trial_finds_bad", "trial_usd"),
    headline="net_value_usd",
    decision=lambda o: "the trial is worth its cost" if o.worth_it else "the trial is not worth its cost",
    formula_sources=(HOWARD,),
    leaves_out=(
        "Dread of losses. A team that could not bear the loss should weigh it more heavily than this does.",
        "What else a trial teaches: labels, a test set and knowledge of your errors stay useful whatever it says.",
        "Time. A gain that comes a month later is worth a little less.",
        "How you got the chance. It is a belief; try half and double, and see whether the answer holds.",
    ),
)
