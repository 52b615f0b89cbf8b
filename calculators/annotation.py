"""annotation: what does a usable training set cost, in hours, money and weeks?"""

from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Values
from calculators.kit.cost_bars import cost_picture
from calculators.kit.division import ratio
from calculators.kit.formatting import count, duration, money, percent, plural, quantity, significant
from calculators.kit.quantities import Amount, Count, Share, Usd
from calculators.kit.sources import Source, assumed, organisation

BILL = Source("Hours times rates, an ordinary bill", "")

RULINGS, PACE = "Disagreements and rejects", "People and pace"

INPUTS = (
    Count(
        name="usable_examples",
        label="Usable examples you want",
        help="What is left for training and testing after rejects. Price a small set first.",
        default=1000,
        least=1,
        origin=assumed("the article’s checklist number; vendors begin with 10 to 500"),
    ),
    Amount(
        name="minutes_per_label",
        label="Time for one label, minutes",
        help="One person, one item. Label 20 real items with a stopwatch.",
        default=3,
        least=None,
        above=0,
        origin=organisation("an example; time your own items"),
    ),
    Count(
        name="labels_per_item",
        label="Labels for each item",
        help="How many people label the same item independently. Two show where they differ.",
        default=2,
        least=1,
        origin=assumed("the fewest that show a disagreement"),
    ),
    Usd(
        name="annotator_usd_per_hour",
        label="Annotator, US$ an hour",
        help="Pay with overheads, or what a labelling firm charges.",
        default=40,
        origin=organisation("a placeholder; use your own rate"),
    ),
    Share(
        name="agreement",
        label="Items on which the labels agree, %",
        help="The rest goes to somebody who decides. Measure it on the first 50 items.",
        default=0.8,
        origin=organisation("an example; it depends on the task and the guidelines"),
        group=RULINGS,
    ),
    Amount(
        name="adjudication_minutes",
        label="Time to settle a disagreement, minutes",
        help="Reading the item and the labels, deciding, and noting the rule.",
        default=10,
        origin=organisation("an example; time a few"),
        group=RULINGS,
    ),
    Usd(
        name="adjudicator_usd_per_hour",
        label="Expert who decides, US$ an hour",
        help="Also writes the guidelines.",
        default=90,
        origin=organisation("a placeholder; use your own rate"),
        group=RULINGS,
    ),
    Share(
        name="reject_share",
        label="Labelled items that are thrown away, %",
        help="Duplicates, unreadable inputs, items that nobody can decide. They cost as much as the others.",
        default=0.1,
        most=None,
        below=1,
        origin=organisation("an example; count yours after the first hundred"),
        group=RULINGS,
    ),
    Amount(
        name="guideline_hours",
        label="Writing the guidelines, hours",
        help="The expert’s time, rewrites after the first rounds included.",
        default=40,
        origin=assumed("one working week"),
        group=PACE,
    ),
    Amount(
        name="annotators",
        label="Annotators",
        help="People who label at the same time. Halves are allowed.",
        default=3,
        least=None,
        above=0,
        origin=organisation("an example; count the people you have"),
        group=PACE,
    ),
    Amount(
        name="hours_per_week",
        label="Labelling by each annotator, hours a week",
        help="Hours spent labelling, not hours at work.",
        default=20,
        least=None,
        above=0,
        origin=assumed("half of a working week"),
        group=PACE,
    ),
)

OUTPUTS = (
    Output("cost_usd", "Labels cost", money),
    Output("cost_per_example_usd", "A usable example", money),
    Output("total_hours", "People’s time", significant, unit="hours"),
    Output("weeks", "Labelling lasts", lambda value: duration(value, "week")),
    Output("items_to_label", "Items to label", significant, quiet=True),
    Output("label_hours", "Labelling, hours", significant, quiet=True),
    Output("adjudication_hours", "Settling disagreements, hours", significant, quiet=True),
)


def refuse(i: Values) -> list[Problem]:
    """A pace so slow that the weeks are no number any more."""
    if ratio(weekly_work(i), i.annotators * i.hours_per_week) is not None:
        return []
    said = "“Annotators” times “Labelling by each annotator” is too little for the work ever to end; raise one."
    return [Problem(name, said) for name in ("annotators", "hours_per_week")]


def hours(i: Values) -> tuple[float, float, float]:
    """Items to label, hours of labelling, hours of settling disagreements."""
    items = i.usable_examples / (1 - i.reject_share)
    return (
        items,
        items * i.labels_per_item * i.minutes_per_label / 60,
        items * (1 - i.agreement) * i.adjudication_minutes / 60,
    )


def weekly_work(i: Values) -> float:
    """The hours that the annotators' weeks are made of: labelling and settling, the guidelines before them left out."""
    _, label, adjudication = hours(i)
    return label + adjudication


def costs(i: Values) -> tuple[float, float, float]:
    """What labelling, settling and guidelines cost, US dollars."""
    _, label, adjudication = hours(i)
    expert = i.adjudicator_usd_per_hour
    return label * i.annotator_usd_per_hour, adjudication * expert, i.guideline_hours * expert


def compute(i: Values) -> dict[str, Any]:
    """Rejected items are labelled too; disagreements and guidelines are paid at the expert's rate."""
    items, label, adjudication = hours(i)
    cost = sum(costs(i))
    return {
        "cost_usd": cost,
        "cost_per_example_usd": cost / i.usable_examples,
        "total_hours": label + adjudication + i.guideline_hours,
        "weeks": ratio(label + adjudication, i.annotators * i.hours_per_week),
        "items_to_label": items,
        "label_hours": label,
        "adjudication_hours": adjudication,
    }


def sentence(i: Values, o: Values) -> str:
    people = quantity(i.annotators, "annotator")
    need = "needs" if i.annotators == 1 else "need"
    after = " once the guidelines are written" if i.guideline_hours else ""
    each = f", {money(o.cost_per_example_usd)} each" if i.usable_examples > 1 else ""
    return (
        f"Plan {quantity(o.total_hours, 'hour')} of people’s time and {money(o.cost_usd)} "
        f"for {plural(i.usable_examples, 'usable example')}{each}; {people} at "
        f"{quantity(i.hours_per_week, 'hour')} a week {need} {duration(o.weeks, 'week')}{after}."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if i.labels_per_item == 1 and i.agreement < 1 and i.adjudication_minutes:
        found.append(
            "With one label for each item nobody sees a disagreement, so the time to settle them stands here for a "
            "reviewer’s. Set the agreement to 100% if nobody reviews."
        )
    if i.reject_share >= 0.5:
        found.append(
            f"Of {count(o.items_to_label)} items labelled, {percent(i.reject_share)} are thrown away. "
            "It may be cheaper to filter before labelling."
        )
    return found


def working(i: Values, o: Values) -> list[Step]:
    items, rejected = significant(o.items_to_label), percent(i.reject_share, 2)
    label, ruled = significant(o.label_hours), significant(o.adjudication_hours)
    expert = money(i.adjudicator_usd_per_hour)
    return [
        Step(
            "Items to label",
            "usable examples / (1 − thrown away)",
            f"{count(i.usable_examples)} / (1 − {rejected})",
            quantity(o.items_to_label, "item"),
        ),
        Step(
            "Labelling",
            "items · labels for each · minutes / 60",
            f"{items} · {count(i.labels_per_item)} · {significant(i.minutes_per_label)} / 60",
            quantity(o.label_hours, "hour"),
        ),
        Step(
            "Settling disagreements",
            "items · (1 − agreement) · minutes / 60",
            f"{items} · (1 − {percent(i.agreement, 2)}) · {significant(i.adjudication_minutes)} / 60",
            quantity(o.adjudication_hours, "hour"),
        ),
        Step(
            "Cost",
            "labelling · annotator’s rate + (settling + guidelines) · expert’s rate",
            f"{label} · {money(i.annotator_usd_per_hour)} + ({ruled} + {significant(i.guideline_hours)}) · {expert}",
            money(o.cost_usd),
        ),
        Step(
            "Weeks",
            "(labelling + settling) / (annotators · hours a week)",
            f"({label} + {ruled}) / ({significant(i.annotators)} · {significant(i.hours_per_week)})",
            duration(o.weeks, "week"),
        ),
    ]


def picture(i: Values, o: Values) -> Picture:
    """What each of the three kinds of work costs."""
    names = ("Labelling", "Settling disagreements", "Guidelines")
    return cost_picture("What the labels cost", tuple(zip(names, costs(i), strict=True)))


CALCULATOR = Calculator(
    id="annotation",
    version=1,
    title="What will the labels cost?",
    question="What does a usable training set cost in hours, money and weeks?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.signed_bars,
    uncertain=("minutes_per_label", "annotator_usd_per_hour", "agreement", "reject_share", "guideline_hours"),
    headline="cost_usd",
    formula_sources=(BILL,),
    leaves_out=(
        "Collecting and cleaning the inputs, and the permission to use them.",
        "Finding and training annotators, tools, and management.",
        "Whether the labels are right. Two people can agree and both be wrong.",
        "Cheaper routes: labels you own already, labels a model writes and a person checks, fewer examples.",
    ),
)
