"""eval-size: how many test items do we need to see the difference we care about?"""

import math
from typing import Any

from calculators.kit import charts, statistics, usual
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Table, Values
from calculators.kit.formatting import count, distance, money, percent, percent_apart, plural, significant
from calculators.kit.quantities import Amount, Count, Points, Share, Usd
from calculators.kit.sources import Source, assumed, organisation

CONNOR = Source(
    "Connor 1987, Sample size for testing differences in proportions for the paired-sample design",
    "https://doi.org/10.2307/2531961",
)
KISH = Source("Kish 1965, Survey Sampling (the design effect)", "")
MILLER = Source("Miller 2024, Adding error bars to evals, arXiv 2411.00640", "https://arxiv.org/abs/2411.00640")

HOW_SURE = "How sure to be"
OTHER_DESIGNS = "Clusters, separate test sets, and showing that two are equal"
BEYOND = "more than anyone could collect"

INPUTS = (
    Points(
        name="smallest_difference",
        label="Smallest difference worth seeing, %",
        help="In percentage points. A smaller one would not change what you do.",
        default=0.03,
        origin=assumed("half of it takes four times the items, and few decisions turn on less"),
    ),
    Share(
        name="disagreement",
        label="Items on which only one of the two is right, %",
        help="Count them in a first run of both candidates. At least the difference itself.",
        default=0.1,
        least=None,
        above=0,
        origin=organisation("an example; unlike candidates disagree on more"),
    ),
    Count(
        name="have_items",
        shared="test_items",
        label="Test items you have",
        help="Leave blank if there are none yet.",
        default=None,
        least=1,
        optional=True,
    ),
    Usd(
        name="usd_per_item",
        label="Labelling and running an item, US$",
        help="People’s time to label it, and both candidates’ calls.",
        default=2,
        origin=organisation("a placeholder; take it from your own labelling"),
    ),
    usual.confidence(
        "At 95%, two equally good candidates are told apart by mistake at most one time in twenty.", group=HOW_SURE
    ),
    usual.power("How often the test should notice a difference of that size when it is there.", group=HOW_SURE),
    Amount(
        name="items_per_cluster",
        label="Items from one document, customer or conversation",
        help="On average. 1 if no two items belong together.",
        default=1,
        least=1,
        group=OTHER_DESIGNS,
        origin=assumed("items drawn one by one"),
    ),
    Share(
        name="cluster_correlation",
        label="Correlation within such a group, %",
        help="0% if its items are as different as any, 100% if one tells all.",
        default=0,
        group=OTHER_DESIGNS,
        origin=assumed("items drawn one by one"),
    ),
    Share(
        name="baseline_score",
        label="Score of today’s candidate, %",
        help="Needed only where the two are tested on different items.",
        default=0.8,
        group=OTHER_DESIGNS,
        origin=organisation("an example score; measure your own"),
    ),
    Points(
        name="parity_margin",
        label="Margin within which two count as equal, %",
        help="In percentage points, to show that one is not worse than the other by more.",
        default=0.01,
        group=OTHER_DESIGNS,
        origin=assumed("the article’s “within about one percentage point”"),
    ),
)

OUTPUTS = (
    Output("items_needed", "Items, both on the same", count, missing=BEYOND, unit="items", never=True),
    Output("items_needed_unpaired", "Each on its own items", count, missing="none to give", unit="items for each"),
    Output("items_for_parity", "To show that two are equal", count, missing=BEYOND, unit="items", never=True),
    Output("detectable_difference", "What your items can show", distance, missing="not known"),
    Output("cost_usd", "Cost of the items", money, missing="none to give"),
)


def refuse(i: Values) -> list[Problem]:
    """Two candidates cannot differ by more than the share of items on which they disagree."""
    if i.smallest_difference <= i.disagreement:
        return []
    said = (
        f"The difference ({distance(i.smallest_difference)}) cannot be larger than the share of items on which "
        f"only one of the two is right ({percent(i.disagreement, 2)})."
    )
    return [Problem(name, said) for name in ("smallest_difference", "disagreement")]


def design_effect(i: Values) -> float:
    """By how much items that belong together inflate the sample: 1 where none do (Kish 1965)."""
    return float(1 + (i.items_per_cluster - 1) * i.cluster_correlation)


def quantiles(i: Values) -> tuple[float, float, float]:
    """Normal quantiles: of the two-sided confidence, of the power, of the one-sided confidence."""
    return statistics.two_sided_z(i.confidence), statistics.z(i.power), statistics.z(i.confidence)


def compute(i: Values) -> dict[str, Any]:
    effect, (z_a, z_b, z_one) = design_effect(i), quantiles(i)
    d, w, q = i.smallest_difference, i.disagreement, i.baseline_score
    paired = z_a * math.sqrt(w) + z_b * math.sqrt(max(0.0, w - d * d))
    needed = statistics.whole_sample(effect * statistics.squared_ratio(paired, d))
    unpaired = None
    if q + d <= 1:
        each = z_a * math.sqrt(2 * q * (1 - q)) + z_b * math.sqrt(q * (1 - q) + (q + d) * (1 - (q + d)))
        unpaired = statistics.whole_sample(effect * statistics.squared_ratio(each, d))
    parity = statistics.squared_ratio((z_one + z_b) * math.sqrt(w), i.parity_margin)
    return {
        "items_needed": needed,
        "items_needed_unpaired": unpaired,
        "items_for_parity": statistics.whole_sample(effect * parity),
        "detectable_difference": None if i.have_items is None else detectable(i),
        "cost_usd": None if needed is None else needed * i.usd_per_item,
    }


def detectable(i: Values) -> float | None:
    """The difference for which the formula asks for just the items at hand; None where it exceeds the disagreement.

    With s = √(items / design effect): s·d − z_a·√w = z_b·√(w − d²), a quadratic in d.
    """
    z_a, z_b, _ = quantiles(i)
    s = math.sqrt(i.have_items / design_effect(i))
    root = s * s + z_b * z_b - z_a * z_a
    if root < 0:
        return None
    d = math.sqrt(i.disagreement) * (s * z_a + z_b * math.sqrt(root)) / (s * s + z_b * z_b)
    return d if 0 < d <= i.disagreement else None


def sentence(i: Values, o: Values) -> str:
    gap = distance(i.smallest_difference)
    if o.items_needed is None:
        return "No test set will do: the difference is too small for any number of items that one could collect."
    needed = f"{plural(o.items_needed, 'item')}, answered by both candidates"
    cost = f", at a cost of {money(o.cost_usd)}" if o.cost_usd else ""
    if i.have_items is None:
        return f"You need {needed}, to see a difference of {gap}{cost}."
    have = plural(i.have_items, "item")
    if i.have_items >= o.items_needed:
        return f"Your test set is large enough: to see {gap} takes {needed}, and you have {count(i.have_items)}."
    shows = (
        f"{have} can show a difference of {distance(o.detectable_difference)} or more"
        if o.detectable_difference is not None
        else f"{have} cannot show even a difference as large as the disagreement"
    )
    return f"Your test set is too small: {shows}, and to see {gap} you need {needed}{cost}."


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.items_needed is not None and o.items_needed < 200:
        found.append("Below 200 items the normal approximation promises too much. Take 200, or more.")
    if o.items_needed_unpaired is None and i.baseline_score + i.smallest_difference > 1:
        found.append(
            f"A score of {percent(i.baseline_score)} cannot rise by {distance(i.smallest_difference)}, so there is no "
            "number for separate items."
        )
    elif o.items_needed_unpaired is None or o.items_for_parity is None:
        found.append("Where no number is given it would be above a thousand million million items.")
    if i.have_items is not None and o.detectable_difference is None:
        found.append("With the items you have, no difference up to the disagreement would be seen often enough.")
    if i.power <= 1 - i.confidence:
        found.append("A power this low is no better than guessing: the test would hardly notice a real difference.")
    if i.items_per_cluster > 1 and i.cluster_correlation == 0:
        found.append("Items come in groups, but their correlation is set to 0%, so the groups change nothing.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    effect, (z_a, z_b, z_one) = design_effect(i), quantiles(i)
    d, w, q, m = (significant(v, 4) for v in (i.smallest_difference, i.disagreement, i.baseline_score, i.parity_margin))
    big, a, b, one = (significant(v, 4) for v in (effect, z_a, z_b, z_one))
    shown = {out.name: out for out in OUTPUTS}

    def result(name: str) -> str:
        value = getattr(o, name)
        return shown[name].missing if value is None else f"{shown[name].shown(value)} {shown[name].unit}".strip()

    steps = [
        Step(
            "Design effect D",
            "1 + (items in a group − 1) · correlation",
            f"1 + ({significant(i.items_per_cluster)} − 1) · {significant(i.cluster_correlation)}",
            big,
        ),
        Step(
            "Items, both on the same",
            "D · (z_a · √w + z_b · √(w − d²))² / d², rounded up; w: disagreement, d: difference",
            f"{big} · ({a} · √{w} + {b} · √({w} − {d}²))² / {d}²",
            result("items_needed"),
        ),
        Step(
            "Each on its own items",
            "D · (z_a · √(2q(1 − q)) + z_b · √(q(1 − q) + (q + d)(1 − q − d)))² / d², rounded up; q: today’s score",
            f"q = {q}, d = {d}, z_a = {a}, z_b = {b}",
            result("items_needed_unpaired"),
        ),
        Step(
            "To show that two are equal",
            "D · (z_1 + z_b)² · w / margin², rounded up; z_1: one-sided",
            f"{big} · ({one} + {b})² · {w} / {m}²",
            result("items_for_parity"),
        ),
    ]
    if i.have_items is not None:
        label, formula = "What your items can show", "the d for which the second line gives the items you have"
        steps.append(Step(label, formula, plural(i.have_items, "item"), result("detectable_difference")))
    if o.cost_usd is not None:
        numbers = f"{count(o.items_needed)} · {money(i.usd_per_item)}"
        steps.append(Step("Cost of the items", "items, both on the same · cost of an item", numbers, money(o.cost_usd)))
    return steps


# Enough points for a curve to look like one.
SAMPLES = 33


def power(i: Values, items: float) -> float:
    """How often so many items, answered by both, show the difference: Connor's formula, solved for the power."""
    z_a, d = statistics.two_sided_z(i.confidence), i.smallest_difference
    spread = math.sqrt(max(0.0, i.disagreement - d * d))
    reach = d * math.sqrt(items / design_effect(i)) - z_a * math.sqrt(i.disagreement)
    if spread < 1e-9:
        return 1.0 if reach >= 0 else 0.0
    return statistics.normal_below(reach / spread)


def picture(i: Values, o: Values) -> Picture:
    """The power curve: how often a test set of each size shows the difference, against the wish."""
    gap, wish = distance(i.smallest_difference), percent(i.power, 2)
    rows = [("Half of that", o.items_needed / 2), ("Needed", o.items_needed)] if o.items_needed else []
    if i.have_items is not None:
        rows.append(("You have", i.have_items))
    if o.items_needed is not None:
        rows.append(("Twice as many", o.items_needed * 2))
    rows.sort(key=lambda row: row[1])
    needed = "No number of items is enough." if not o.items_needed else f"{plural(o.items_needed, 'item')} reach it."
    yours = ""
    if i.have_items is not None:
        yours = f" Your {plural(i.have_items, 'item')}: {percent_apart(power(i, i.have_items))}."
    return Picture(
        data=charts.crossing_data(
            ("wanted", lambda items: i.power),
            ("power", lambda items: power(i, items)),
            you=i.have_items,
            you_text="" if i.have_items is None else f"you have {count(i.have_items)}",
            crossing=o.items_needed,
            crossing_text="no number is enough" if not o.items_needed else f"needed: {count(o.items_needed)}",
            x_text="test items, the same for both",
            y_text=f"tests that show {gap}",
            reach=None if o.items_needed is None else max(2 * o.items_needed, i.have_items or 0),
            samples=SAMPLES,
        ),
        text=(
            f"The power curve: how often a difference of {gap} is seen, rising with the number of items, and a level "
            f"line at the {wish} wanted. {needed}{yours}"
        ),
        table=Table(
            f"How often {gap} are seen" if gap != "1 point" else "How often 1 point is seen",
            ("Test set", "Items", "Seen in"),
            tuple((name, count(math.ceil(size)), percent_apart(power(i, size))) for name, size in rows),
        ),
    )


def picture_spec() -> charts.Spec:
    return charts.crossing(y_numbers="percent")


CALCULATOR = Calculator(
    id="eval-size",
    version=1,
    title="How many test items?",
    question="How many test items do we need to see the difference we care about?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("disagreement", "cluster_correlation", "usd_per_item"),
    headline="items_needed",
    formula_sources=(CONNOR, KISH, MILLER),
    leaves_out=(
        "Wrong labels and a judge’s errors. They blur the difference, so more items are needed.",
        "Many candidates. Each further comparison on the same test set needs a stricter test, or a fresh set.",
        "Randomness of the model itself. Answers that change from run to run add noise; average several runs.",
        "Whether the items are the ones production will bring. No number of unlike items makes up for that.",
    ),
)
