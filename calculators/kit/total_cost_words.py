"""total-cost, the words: sentence, notes and picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Picture, Table, Values
from calculators.kit.formatting import (
    count,
    in_words,
    listing,
    money,
    percent,
    percent_apart,
    plural,
    quantity,
    short_money,
)
from calculators.kit.total_cost import (
    MOST_CALLS,
    PROMPTING,
    TUNED,
    at_no_calls,
    migrations,
    months,
    per_call,
    prompted_months,
)

# Less than this is no difference that a bill could show, US dollars.
CENT = 0.005
PLACES = (
    "largest",
    *(
        f"{ordinal} largest"
        for ordinal in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    ),
)


def lines(bill: Mapping[str, float]) -> str:
    """A bill as one listing: `hosting $27,517 and data $18,000`."""
    return listing([f"{TUNED.get(name, name)} {money(usd)}" for name, usd in bill.items()])


def moves(rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """The tornado as one listing: how far each range moves the difference. `labels`: those of the inputs."""
    each = [f"{labels[row['input']]} from {_end(row['low_usd'])} to {_end(row['high_usd'])}" for row in rows]
    return listing(each) if each else "no ranges"


def _end(usd: float | None) -> str:
    return "no result" if usd is None else money(usd)


def sentence(i: Values, o: Values) -> str:
    if not o.tuned_usd and not o.prompting_usd:
        return "Nothing costs anything with these numbers: neither prompting nor tuning has a bill."
    today = ", in today’s money," if i.discount_rate else ""
    middle = ", with each range at its middle" if hasattr(o, "difference_usd_p10") else ""
    totals = f"prompting costs {money(o.prompting_usd)} and tuning {money(o.tuned_usd)}{middle}"
    return f"Over {plural(i.horizon_months, 'month')}{today} {totals}: {who(o.difference_usd)}.{spread(o)}{largest(o)}"


def who(usd: float) -> str:
    """Which of the two is cheaper, and by how much, from the difference tuned − prompting."""
    if abs(usd) < CENT:
        return "they cost the same"
    return f"{'tuning' if usd < 0 else 'prompting'} is cheaper by {money(abs(usd))}"


def spread(o: Values) -> str:
    """What the draws say of that, as a sentence of its own; blank without ranges."""
    if not hasattr(o, "difference_usd_p10"):
        return ""
    low, high = o.difference_usd_p10, o.difference_usd_p90
    if money(low) == money(high):
        span = who(low)
    elif low >= 0:
        span = f"prompting is cheaper by {money(low)} to {money(high)}"
    elif high <= 0:
        span = f"tuning is cheaper by {money(-high)} to {money(-low)}"
    else:
        span = f"the result lies between tuning cheaper by {money(-low)} and prompting cheaper by {money(high)}"
    share = o.probability_tuned_cheaper
    often = {0.0: "in none of the draws", 1.0: "in every draw"}.get(share, f"in {percent_apart(share)} of all draws")
    return f" In eight of ten draws from your ranges {span}; tuning is cheaper {often}."


def largest(o: Values) -> str:
    """The largest line of the tuned bill, as a sentence of its own."""
    if o.largest_line is None:
        return ""
    usd = o.tuned_lines[o.largest_line]
    share = percent(usd / o.tuned_usd, 0)
    if share == "100%":
        share = percent_apart(usd / o.tuned_usd)
    name = "the training run" if o.largest_line == "training" else TUNED[o.largest_line]
    return f" The largest line of tuning is {name}, at {money(usd)} ({share})."


def notes(i: Values, o: Values) -> list[str]:
    found = [meeting(i, o)]
    if o.tuned_usd:
        found.append(smallest(o))
    if migrations(i) == 0:
        life = quantity(i.base_model_life_months, "month")
        found.append(f"A base model that lives {life} outlasts the horizon, so no migration is counted.")
    elif i.horizon_months <= migrations(i) * i.base_model_life_months * (1 + 1e-12):
        found.append(
            "The last base model ends exactly at the horizon. Its migration is counted; lengthen its life a little "
            "if nothing follows."
        )
    if not o.tuned_lines["opportunity"]:
        found.append(f"Delay is priced at {money(0)}, so what the team could have done instead is not in this total.")
    last = i.prompt_usd_per_call * (1 - i.prompt_price_decline) ** ((i.horizon_months - 1) / 12)
    if last <= i.tuned_usd_per_call < i.prompt_usd_per_call:
        found.append("Before the horizon ends, the falling price makes the prompted call cheaper than the tuned one.")
    found.append("Both options are taken to answer equally well, at the same volume every month.")
    return found


def meeting(i: Values, o: Values) -> str:
    """The volume at which both bills are equal, and who is cheaper on which side of it."""
    meet, fixed = o.flip_calls_per_month, at_no_calls(o.tuned_lines, o.prompting_lines)
    slope = per_call(i, months(i), prompted_months(i))
    names = ("tuning", "prompting") if slope < 0 else ("prompting", "tuning")
    if meet:
        calls = quantity(meet, "call")
        return f"Above {calls} a month {names[0]} is cheaper, below that {names[1]}; you plan {volume(i)}."
    if slope == 0:
        return "A call costs the same either way over the horizon, so no volume changes which option is cheaper."
    if meet is None and (slope < 0) != (fixed < 0):
        return f"They would cost the same only beyond {count(MOST_CALLS)} calls a month."
    also = "" if meet == 0 else ", since its calls cost less too"
    return f"{names[0].capitalize()} is cheaper at any volume{also}."


def volume(i: Values) -> str:
    return quantity(i.calls_per_month, "call")


def smallest(o: Values) -> str:
    """The article's claim, tried on the reader's numbers: is the GPU bill the smallest cost?"""
    paid = {name: usd for name, usd in o.tuned_lines.items() if usd > 0}
    training, hosting = (_place(paid, name, o.tuned_usd) for name in ("training", "hosting"))
    first = f"the training run is {training}" if training else "no training run is priced"
    second = f"hosting, a GPU bill too, is {hosting}" if hosting else "hosting costs nothing"
    of = f"Of your {in_words(len(paid))} lines" if len(paid) > 1 else "With your numbers"
    return f"The article calls the GPU bill the smallest cost. {of}, {first}; {second}."


def _place(paid: Mapping[str, float], name: str, total: float) -> str:
    """Where a line stands among those that cost something; blank if it costs nothing."""
    if name not in paid:
        return ""
    usd = paid[name]
    larger = sum(other > usd for other in paid.values())
    place = "the smallest" if larger and usd == min(paid.values()) else f"the {PLACES[larger]}"
    if len(paid) == 1:
        place = "the only line"
    return f"{place} ({money(usd)}, {percent_apart(usd / total)})"


def picture(i: Values, o: Values) -> Picture:
    """Both bills, a row for each line, the largest first."""
    names = sorted(
        dict.fromkeys([*TUNED, *PROMPTING]),
        key=lambda name: -round(max(o.tuned_lines.get(name, 0.0), o.prompting_lines.get(name, 0.0)), 2),
    )
    bills = (o.prompting_lines, o.tuned_lines)
    called = {name: (TUNED.get(name) or PROMPTING[name]).capitalize() for name in names}
    horizon = plural(i.horizon_months, "month")
    said = [f"{called[name].lower()} {_written(bills[0], name)} and {_written(bills[1], name)}" for name in names]
    return Picture(
        data=charts.pairs_data(
            (("prompting", short_money(o.prompting_usd)), ("tuning", short_money(o.tuned_usd))),
            [(called[name], _cell(bills[0], name), _cell(bills[1], name)) for name in names],
        ),
        text=(
            f"The bill over {horizon} in two columns of bars, prompting and tuning, largest line first: "
            f"{'; '.join(said)}. In all {money(o.prompting_usd)} and {money(o.tuned_usd)}."
        ),
        table=Table(
            f"What each option costs over {horizon}, US$ in today’s money",
            ("Line", "Prompting", "Tuning", "Share of tuning"),
            (
                *(
                    (called[name], _written(bills[0], name), _written(bills[1], name), _share(o, name))
                    for name in names
                ),
                ("In all", money(o.prompting_usd), money(o.tuned_usd), "100%" if o.tuned_usd else ""),
            ),
        ),
    )


def _cell(bill: Mapping[str, float], name: str) -> tuple[float | None, str]:
    return (bill[name], short_money(bill[name])) if name in bill else (None, "–")


def _written(bill: Mapping[str, float], name: str) -> str:
    return money(bill[name]) if name in bill else "none"


def _share(o: Values, name: str) -> str:
    return percent_apart(o.tuned_lines[name] / o.tuned_usd) if name in o.tuned_lines and o.tuned_usd else ""
