"""drift: how long before quality is below the bar, and how long before we notice?"""

import math
from typing import Any

from calculators.kit import charts, statistics
from calculators.kit.calculator import Calculator, Example, Output, Picture, Problem, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.formatting import count, duration, months, percent, plural, quantity, significant
from calculators.kit.quantities import Amount, Share
from calculators.kit.sources import Source, assumed, organisation

ONE_SAMPLE = Source(
    "NIST/SEMATECH e-Handbook of Statistical Methods, section 7.2.4.2, Sample sizes required",
    "https://www.itl.nist.gov/div898/handbook/prc/section2/prc242.htm",
)

MONTHS_A_WEEK = 12 / 52

TEST = "How sure you want to be"

INPUTS = (
    Share(
        name="quality_now",
        label="Quality now, % right",
        help="The score at release, on inputs like those of today.",
        default=0.92,
        origin=organisation("an example score; measure your own"),
    ),
    Share(
        name="quality_floor",
        label="Floor, % right",
        help="Below it somebody must act. Agree on it before you need it.",
        default=0.87,
        origin=organisation("an example; ask the product’s owner"),
    ),
    Amount(
        name="loss_points_per_month",
        label="Loss a month, percentage points",
        help="No published rate exists for language models. Try 0.5 and 3.",
        default=1.25,
        doubt=(0.5, 3.0),
        origin=assumed("in the middle of 0.5 to 3; measure yours"),
    ),
    Amount(
        name="labelled_checks_per_week",
        label="Live answers checked by people, a week",
        help="Drawn at random. At three minutes each, 50 are two and a half hours.",
        default=50,
        least=None,
        above=0,
        origin=organisation("an example effort; count your own"),
    ),
    Share(
        name="confidence",
        shared="confidence",
        label="Confidence, %",
        help="One-sided. At 95%, a stable model raises a false alarm at most one time in twenty.",
        default=0.95,
        least=None,
        above=0,
        most=None,
        below=1,
        origin=assumed("the usual convention"),
        group=TEST,
    ),
    Share(
        name="power",
        shared="power",
        label="Chance of noticing a fall to the floor, %",
        help="The power of the test. At 80%, one such fall in five is missed at first.",
        default=0.8,
        least=None,
        above=0,
        most=None,
        below=1,
        origin=assumed("the usual convention"),
        group=TEST,
    ),
)

OUTPUTS = (
    Output("months_to_floor", "Floor reached after", months, missing="never", never=True),
    Output("weeks_to_notice", "Fall noticed after", lambda value: duration(value, "week"), missing="never", never=True),
    Output("checks_needed", "Checks to show the fall", count, unit="answers"),
    Output("silent_share", "Time to the floor that passes unseen", lambda value: percent(value, 0), missing="none"),
)


def refuse(i: Values) -> list[Problem]:
    """The floor lies below today's quality, far enough for some number of checks to tell them apart."""
    if i.quality_floor >= i.quality_now:
        said = (
            f"The floor of {percent(i.quality_floor, 2)} is not below today’s quality of {percent(i.quality_now, 2)}: "
            "lower the floor, or the model is below its bar already."
        )
    elif checks(i) is None:
        said = "Today’s quality and the floor are too close: no number of checks tells them apart."
    else:
        return []
    return [Problem(name, said) for name in ("quality_now", "quality_floor")]


def spreads(i: Values) -> tuple[float, float]:
    """The standard deviation of one check today and at the floor."""
    q, f = i.quality_now, i.quality_floor
    return math.sqrt(q * (1 - q)), math.sqrt(f * (1 - f))


def root(i: Values) -> float:
    """z(confidence)·√(q(1−q)) + z(power)·√(f(1−f)): what a fall by one must exceed, for one check."""
    today, floor = spreads(i)
    return statistics.z(i.confidence) * today + statistics.z(i.power) * floor


def checks(i: Values) -> float | None:
    """Checks that show a fall from today's quality to the floor, before rounding up; None where no number does."""
    once = ratio(root(i), i.quality_now - i.quality_floor)
    return None if once is None or abs(once) > 1e100 else once * once


def compute(i: Values) -> dict[str, Any]:
    """Two clocks: the fall to the floor at a steady rate, and the checks that it takes to show a fall of that size."""
    to_floor = ratio((i.quality_now - i.quality_floor) * 100, i.loss_points_per_month)
    needed = math.ceil(checks(i) or 0.0)
    weeks = None if to_floor is None else ratio(needed, i.labelled_checks_per_week)
    return {
        "months_to_floor": to_floor,
        "weeks_to_notice": weeks,
        "checks_needed": needed,
        "silent_share": None if to_floor is None or weeks is None else ratio(weeks * MONTHS_A_WEEK, to_floor),
    }


def sentence(i: Values, o: Values) -> str:
    floor = percent(i.quality_floor, 2)
    pace = f"{significant(i.labelled_checks_per_week)} a week"
    if o.months_to_floor is None:
        now = percent(i.quality_now, 2)
        return f"Nothing to notice: without a loss, quality stays at {now}, above the floor of {floor}."
    if o.weeks_to_notice is None or o.silent_share is None:
        needed = plural(o.checks_needed, "check")
        return f"You would not notice: at {pace} you never reach the {needed} that would show a fall to {floor}."
    shown = f"{plural(o.checks_needed, 'checked answer')}, {duration(o.weeks_to_notice, 'week')} at {pace}"
    if o.silent_share > 1:
        return (
            f"You would notice too late: quality is down to {floor} after {months(o.months_to_floor)}, "
            f"but it takes {shown}, to show a fall that large."
        )
    return (
        f"You would notice in time: showing a fall to {floor} takes {shown}, "
        f"and quality needs {months(o.months_to_floor)} to get there."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.months_to_floor is None:
        found.append("The loss is 0, or as good as 0, so neither clock runs and neither time exists.")
    elif o.silent_share is None or o.silent_share > 1:
        enough = ratio(o.checks_needed * MONTHS_A_WEEK, o.months_to_floor)
        if enough is not None:
            found.append(f"To notice as the floor is reached you need {plural(math.ceil(enough), 'check')} a week.")
    if i.loss_points_per_month:
        found.append("The rate of loss is an assumption until you have measured it: compare 0.5 and 3 points a month.")
    if not any(spreads(i)):
        found.append("Between always right and never right a single check decides; the formula counts none.")
    elif root(i) <= 0:
        found.append(
            "At this confidence and power a guess would do as well as a test, so the number of checks means nothing."
        )
    elif o.checks_needed < 30:
        found.append("Below about 30 checks the formula is rough; take more than it says.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    q, f = percent(i.quality_now, 2), percent(i.quality_floor, 2)
    today, floor = (significant(spread) for spread in spreads(i))
    confidence, power = (significant(statistics.z(share), 4) for share in (i.confidence, i.power))
    gap = quantity((i.quality_now - i.quality_floor) * 100, "point")
    steps = [
        Step(
            "Checks to show the fall",
            "((z(confidence) · √(now · (1 − now)) + z(power) · √(floor · (1 − floor))) / (now − floor))², rounded up",
            f"(({confidence} · {today} + {power} · {floor}) / ({q} − {f}))²",
            plural(o.checks_needed, "check"),
        )
    ]
    if o.months_to_floor is None:
        return steps
    loss, pace = quantity(i.loss_points_per_month, "point"), significant(i.labelled_checks_per_week)
    steps.insert(
        0,
        Step("Floor reached", "(now − floor) / loss a month", f"{gap} / {loss}", months(o.months_to_floor)),
    )
    if o.weeks_to_notice is not None:
        weeks = duration(o.weeks_to_notice, "week")
        steps.append(Step("Fall noticed", "checks / checks a week", f"{count(o.checks_needed)} / {pace}", weeks))
        if o.silent_share is not None:
            steps.append(
                Step(
                    "Unseen",
                    "weeks to notice · 12 / 52 / months to the floor",
                    f"{significant(o.weeks_to_notice)} · 12 / 52 / {significant(o.months_to_floor)}",
                    percent(o.silent_share, 0),
                )
            )
    return steps


# How far the picture looks where the floor is never reached, months; else how many times the way to it at the most.
LOOK_AHEAD, FURTHEST = 12.0, 3.0


def picture(i: Values, o: Values) -> Picture:
    """Quality as it falls, against the floor: where they meet, and when the fall is noticed."""
    to_floor, floor = o.months_to_floor, percent(i.quality_floor, 2)
    notice = None if o.weeks_to_notice is None else o.weeks_to_notice * MONTHS_A_WEEK
    moments = [("Today", 0.0)]
    if notice is not None:
        moments.append(("The fall is noticed", notice))
    if to_floor is not None:
        moments.append(("The floor is reached", to_floor))
    moments.sort(key=lambda moment: moment[1])
    reach = LOOK_AHEAD if to_floor is None else min(max(to_floor, notice or 0.0), FURTHEST * to_floor)
    met = "They never meet." if to_floor is None else f"They meet after {months(to_floor)}."
    seen = (
        "The fall is never noticed."
        if notice is None
        else f"The fall is noticed after {duration(o.weeks_to_notice, 'week')}."
    )

    def quality(at: float) -> float:
        return max(0.0, float(i.quality_now - i.loss_points_per_month / 100 * at))

    return Picture(
        data=charts.crossing_data(
            ("floor", lambda at: i.quality_floor),
            ("quality", quality),
            you=notice,
            you_text="" if notice is None else f"noticed: {duration(o.weeks_to_notice, 'week')}",
            crossing=to_floor,
            crossing_text="never at the floor" if to_floor is None else f"at the floor: {months(to_floor)}",
            x_text="months from now",
            y_text="right answers",
            reach=reach,
            fit=True,
            # Quality ends at 0, where its line has a bend.
            samples=2 if quality(reach * 2) else 65,
        ),
        text=(
            f"Quality, falling from {percent(i.quality_now, 2)} today, and a level line at the floor of {floor}. "
            f"{met} {seen}"
        ),
        table=Table(
            "Quality as it falls",
            ("", "Months from now", "Right answers"),
            tuple((name, significant(at) if at else "0", percent(quality(at), 2)) for name, at in moments),
        ),
    )


def picture_spec() -> charts.Spec:
    return charts.crossing(y_numbers="percent")


CALCULATOR = Calculator(
    id="drift",
    version=1,
    title="When would we notice?",
    question="How long before quality is below the bar, and how long before we notice?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("loss_points_per_month", "quality_now"),
    headline="months_to_floor",
    examples=(Example("a loss that nobody has measured", {"loss_points_per_month": "0.5 to 3"}),),
    formula_sources=(ONE_SAMPLE,),
    leaves_out=(
        "Sudden breaks. A renamed product does all its harm in a day; this counts a slow, even loss.",
        "Overlap of the clocks. While you collect checks, quality is still between today’s and the floor.",
        "Cheaper signs: new words, shifted classes and refusals show before people have marked anything.",
        "Wrong marks, and looking every week, which raises more false alarms than one look does.",
    ),
)
