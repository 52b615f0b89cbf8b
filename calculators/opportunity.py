"""opportunity: what else could the team have done with the time?"""

from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Output, Picture, Step, Values
from calculators.kit.cost_bars import cost_picture
from calculators.kit.division import ratio
from calculators.kit.formatting import listing, money, percent, quantity, significant
from calculators.kit.quantities import Amount, Usd
from calculators.kit.sources import Source, organisation

COST_OF_DELAY = Source("Opportunity cost", "https://en.wikipedia.org/wiki/Opportunity_cost")

WEEKS_A_YEAR = 52

INPUTS = (
    Amount(
        name="engineers",
        label="Engineers",
        help="People who would work on the tuning instead of something else. Halves are allowed.",
        default=3,
        origin=organisation("an example team; count your own"),
    ),
    Amount(
        name="weeks",
        label="Length of the work, weeks",
        help="From the first example to release. For a trial, its fixed end.",
        default=12,
        least=None,
        above=0,
        origin=organisation("an example; take it from your plan"),
    ),
    Usd(
        name="engineer_usd_per_year",
        label="One engineer, US$ a year",
        help="Pay with overheads.",
        default=200000,
        origin=organisation("a placeholder; ask for your own rate"),
    ),
    Usd(
        name="delay_usd_per_week",
        shared="delay_usd_per_week",
        label="What waits is worth, US$ a week",
        help="What a week of delay costs, by its owner’s estimate. 0 if nothing waits or nobody knows.",
        default=15000,
        origin=organisation("a placeholder that decides the result; replace it or set it to 0"),
    ),
    Amount(
        name="delay_weeks",
        shared="delay_weeks",
        label="Delay, weeks",
        help="How long it waits. Blank: as long as the work lasts.",
        default=None,
        optional=True,
    ),
)

OUTPUTS = (
    Output("total_usd", "In all", money),
    Output("labour_usd", "The team’s time", money),
    Output("delay_usd", "The delay", money),
    Output("usd_per_week", "A week of the work", money, missing="no figure"),
)


def delay_weeks(i: Values) -> float:
    """How long it waits: what was given, else as long as the work lasts."""
    return float(i.weeks if i.delay_weeks is None else i.delay_weeks)


def compute(i: Values) -> dict[str, Any]:
    """What the people cost in that time, and what the delay costs."""
    labour = i.engineers * i.weeks * i.engineer_usd_per_year / WEEKS_A_YEAR
    delay = i.delay_usd_per_week * delay_weeks(i)
    return {
        "total_usd": labour + delay,
        "labour_usd": labour,
        "delay_usd": delay,
        "usd_per_week": ratio(labour + delay, i.weeks),
    }


def sentence(i: Values, o: Values) -> str:
    length = quantity(i.weeks, "week")
    if o.total_usd == 0:
        return "The work costs nothing in other things not done: no time is paid for and nothing waits."
    parts = []
    if o.labour_usd:
        parts.append(f"{money(o.labour_usd)} of the team’s time ({quantity(i.engineers, 'engineer')} for {length})")
    if o.delay_usd:
        parts.append(f"{money(o.delay_usd)} for what waits ({quantity(delay_weeks(i), 'week')} of delay)")
    return f"The work must be worth more than {money(o.total_usd)} to come first: {listing(parts)}."


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.delay_usd > o.labour_usd > 0:
        found.append(
            f"{percent(o.delay_usd / o.total_usd, 0)} of the total is the value of the delay, a number that only you "
            "can know. Name its owner beside it."
        )
    if i.delay_usd_per_week == 0:
        found.append("No delay is counted. Say in the document whether nothing waits, or nobody knows its value.")
    if o.labour_usd:
        found.append("If the engineers’ time stands in your total already, only the delay is new.")
    if o.usd_per_week is None:
        found.append("The work is too short for a cost by the week.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    weeks, rate = significant(i.weeks), money(i.engineer_usd_per_year)
    steps = [
        Step(
            "The team’s time",
            "engineers · weeks · US$ a year / 52",
            f"{significant(i.engineers)} · {weeks} · {rate} / 52",
            money(o.labour_usd),
        ),
        Step(
            "The delay",
            "weeks of delay · US$ a week",
            f"{significant(delay_weeks(i))} · {money(i.delay_usd_per_week)}",
            money(o.delay_usd),
        ),
        Step("In all", "time + delay", f"{money(o.labour_usd)} + {money(o.delay_usd)}", money(o.total_usd)),
    ]
    if o.usd_per_week is not None:
        by_week = Step(
            "A week of the work", "in all / weeks", f"{money(o.total_usd)} / {weeks}", f"{money(o.usd_per_week)} a week"
        )
        steps.append(by_week)
    return steps


def picture(i: Values, o: Values) -> Picture:
    """The two parts, one bar each."""
    return cost_picture(
        "What the team’s time is worth", (("The team’s time", o.labour_usd), ("The delay", o.delay_usd))
    )


CALCULATOR = Calculator(
    id="opportunity",
    version=1,
    title="What else could the team have done?",
    question="What does the work cost in other things not done?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.signed_bars,
    uncertain=("weeks", "delay_usd_per_week", "delay_weeks"),
    headline="total_usd",
    formula_sources=(COST_OF_DELAY,),
    leaves_out=(
        "The same sum for the other options. Prompt work has its price too, and a slow product may wait for the model.",
        "What the team learns. A test set or a pipeline that stays is worth something afterwards.",
        "Whether people could switch at all, and what switching costs them.",
        "A value of the delay that changes: some things lose all of it on one date.",
    ),
)
