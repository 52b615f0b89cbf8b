"""stability: has the mix of inputs moved, by more than chance, and by how much?"""

import math
from typing import Any

from calculators.kit import charts, statistics
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Table, Values
from calculators.kit.fields import Counts
from calculators.kit.formatting import count, listing, months, percent, plural, points, probability, significant
from calculators.kit.quantities import Amount
from calculators.kit.sources import Source, organisation

PEARSON = Source(
    "Pearson 1900, On the criterion that a given system of deviations…",
    "https://doi.org/10.1080/14786440009463897",
)
PSI = Source(
    "Yurdakul and Naranjo 2020, Statistical properties of the population stability index",
    "https://econpapers.repec.org/article/rskjourn5/7725371.htm",
)

# By custom, not by any theorem: below the first stable, above the second shifted.
STABLE_BELOW, SHIFTED_ABOVE = 0.1, 0.25
SIGNIFICANT_BELOW = 0.05
# Bars that fit a picture; beyond it the classes that moved most.
MOST_BARS = 12

INPUTS = (
    Counts(
        name="earlier",
        label="Earlier window, items per class",
        help="Whole numbers, separated by commas; thousands without a comma.",
        default=[400, 300, 300],
        origin=organisation("example counts; take a month of your own traffic"),
    ),
    Counts(
        name="later",
        label="Later window, items per class",
        help="The same classes in the same order.",
        default=[350, 250, 400],
        origin=organisation("example counts; take a later month of your own traffic"),
    ),
    Amount(
        name="months_between",
        label="Time between the windows, months",
        help="For the sentence only; no formula uses it.",
        default=3,
        least=None,
        above=0,
        origin=organisation("an example; take the time between your own windows"),
    ),
)


def index(value: float) -> str:
    """The index to three decimals, as is the custom: `0.045`, `less than 0.001`."""
    return f"{value:,.3f}" if value >= 0.001 else "less than 0.001" if value else "0"


READINGS = {"stable": "stable", "moving": "moving", "shifted": "shifted"}

OUTPUTS = (
    Output("psi", "Population stability index", index),
    Output("reading", "Size of the change, by custom", READINGS.__getitem__, kind="word"),
    Output("p_value", "p-value", probability),
    Output("significant", "More than chance", lambda value: "yes" if value else "cannot tell", kind="truth"),
    Output("chi_square", "Chi-square", significant, quiet=True),
    Output("degrees_of_freedom", "Degrees of freedom", count, quiet=True),
)


def refuse(i: Values) -> list[Problem]:
    """Both windows count the same two or more classes, and none of them is empty."""
    found = []
    for field in INPUTS[:2]:
        counts = getattr(i, field.name)
        if len(counts) < 2:
            found.append(Problem(field.name, f"“{field.label}” needs at least two classes, separated by a comma."))
        if 0 in counts:
            said = f"“{field.label}” has a class with no item, for which no ratio exists; merge it with another class."
            found.append(Problem(field.name, said))
    if len(i.earlier) != len(i.later):
        said = (
            f"The earlier window has {plural(len(i.earlier), 'class', 'classes')} and the later one {len(i.later)}; "
            "both count the same classes."
        )
        found += [Problem(name, said) for name in ("earlier", "later")]
    return found


def shares(counts: list[int]) -> list[float]:
    total = sum(counts)
    return [number / total for number in counts]


def compute(i: Values) -> dict[str, Any]:
    before, after = shares(i.earlier), shares(i.later)
    psi = math.fsum((late - early) * math.log(late / early) for early, late in zip(before, after, strict=True))
    chi_square = statistics.chi_square_of_two(i.earlier, i.later)
    degrees = len(i.earlier) - 1
    p_value = statistics.chi_square_tail(chi_square, degrees)
    return {
        "chi_square": chi_square,
        "degrees_of_freedom": degrees,
        "p_value": p_value,
        "psi": psi,
        "reading": reading(psi),
        "significant": p_value < SIGNIFICANT_BELOW,
    }


def reading(psi: float) -> str:
    """The customary word for an index of that size; a hair of room, so that 0.25 itself is read as 0.25."""
    if psi < STABLE_BELOW - 1e-12:
        return "stable"
    return "moving" if psi <= SHIFTED_ABOVE + 1e-12 else "shifted"


def sentence(i: Values, o: Values) -> str:
    said = f"a stability index of {index(o.psi)} over {months(i.months_between)}"
    size = {
        "stable": f"The mix of classes is stable by the customary limit: {said}",
        "moving": f"The mix of classes is moving: {said}, between the customary limits of 0.1 and 0.25",
        "shifted": f"The mix of classes has shifted: {said}, above the customary limit of 0.25",
    }[o.reading]
    p = f"p {'' if o.p_value < 0.001 else '= '}{probability(o.p_value)}"
    if o.significant:
        return f"{size}; the change is {'small but ' if o.reading == 'stable' else ''}more than chance ({p})."
    return f"{size}, {'and' if o.reading == 'stable' else 'but'} chance alone could explain the change ({p})."


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.significant and o.reading == "stable":
        found.append(
            "Significant is not large: with many items even a tiny change is more than chance. Go by the index."
        )
    if not o.significant and o.reading != "stable":
        found.append("The change looks large but may be chance. Count more items before you decide.")
    total = sum(i.earlier) + sum(i.later)
    least = min(
        (early + late) * window / total
        for early, late in zip(i.earlier, i.later, strict=True)
        for window in (sum(i.earlier), sum(i.later))
    )
    if least < 5:
        found.append("A class is so rare that fewer than five items are expected in a window: the p-value is rough.")
    found.append("The limits of 0.1 and 0.25 are a convention from credit scoring; nothing proves them.")
    return found


def moved(i: Values) -> list[tuple[int, float, float]]:
    """Number of the class, its share before and after, those that moved most where there are many, in their order."""
    rows = list(zip(range(1, len(i.earlier) + 1), shares(i.earlier), shares(i.later), strict=True))
    most = sorted(rows, key=lambda row: -abs(row[2] - row[1]))[:MOST_BARS]
    return sorted(most)


def working(i: Values, o: Values) -> list[Step]:
    first_early, first_late = shares(i.earlier)[0], shares(i.later)[0]
    early, late = significant(first_early), significant(first_late)
    return [
        Step(
            "Population stability index",
            "sum over the classes of (later share − earlier share) · ln(later share / earlier share)",
            f"({late} − {early}) · ln({late} / {early}) + … over {plural(len(i.earlier), 'class', 'classes')}",
            significant(o.psi, 4),
        ),
        Step(
            "Size of the change",
            "stable below 0.1, moving up to 0.25, then shifted",
            significant(o.psi, 4),
            READINGS[o.reading],
        ),
        Step(
            "Chi-square",
            "sum over classes and windows of (counted − expected)² / expected, without continuity correction",
            f"{count(sum(i.earlier))} items earlier, {count(sum(i.later))} later",
            significant(o.chi_square, 4),
        ),
        Step(
            "p-value",
            "the chance of a chi-square at least as large where nothing changed; degrees of freedom: classes − 1",
            f"P(X ≥ {significant(o.chi_square, 4)}), {plural(o.degrees_of_freedom, 'degree')} of freedom",
            probability(o.p_value),
        ),
        Step(
            "More than chance", "p-value below 0.05", probability(o.p_value), "yes" if o.significant else "cannot tell"
        ),
    ]


def picture(i: Values, o: Values) -> Picture:
    """By how many points each class gained or lost."""
    rows = moved(i)
    bars = [(f"Class {number}", 0.0, late - early, f"{points(late - early)} points") for number, early, late in rows]
    all_shown = len(rows) == len(i.earlier)
    which = "" if all_shown else f", the {len(rows)} of {len(i.earlier)} classes that moved most"
    return Picture(
        data=charts.signed_bars_data(bars),
        text=f"Change of each class’s share{which}: " + listing([f"{name} {text}" for name, _, _, text in bars]) + ".",
        table=Table(
            f"Shares of the classes{which}",
            ("Class", "Earlier", "Later", "Change, points"),
            tuple((count(number), percent(early), percent(late), points(late - early)) for number, early, late in rows),
        ),
    )


def picture_spec() -> charts.Spec:
    return charts.signed_bars(numbers="points")


CALCULATOR = Calculator(
    id="stability",
    version=1,
    title="Has the task moved?",
    question="Has the mix of inputs moved, by more than chance, and by how much?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    headline="psi",
    decision=lambda o: "the change is more than chance" if o.significant else "chance alone could explain the change",
    formula_sources=(PEARSON, PSI),
    leaves_out=(
        "Answers. The same mix can need other answers when a policy changes; label some old items again.",
        "What changes within a class: new words, new products, longer texts.",
        "Seasons. Compare the same months of two years before you blame a trend.",
        "The future. A mix that held still has not promised to.",
    ),
)
