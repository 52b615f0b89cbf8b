"""prompting: how much of our best prompt's score is luck, the luck of having kept the best of many?"""

import math
from typing import Any

from calculators.kit import charts, statistics
from calculators.kit.calculator import Calculator, Output, Picture, Step, Table, Values
from calculators.kit.formatting import count, distance, percent, plural, significant
from calculators.kit.quantities import Amount, Count, Share
from calculators.kit.sources import Source, assumed, organisation

CAWLEY_TALBOT = Source(
    "Cawley and Talbot 2010, On over-fitting in model selection",
    "https://jmlr.org/papers/v11/cawley10a.html",
)
ORDER_STATISTICS = Source("David and Nagaraja 2003, Order Statistics", "https://doi.org/10.1002/0471722162")

INPUTS = (
    Count(
        name="variants",
        label="Variants scored on the same items",
        help="Every prompt whose score you looked at, also those of an optimiser.",
        default=10,
        least=1,
        origin=organisation("an example number; count your own"),
    ),
    Count(
        name="items",
        shared="test_items",
        label="Test items",
        help="Each variant answered every one of them.",
        default=200,
        least=1,
        origin=organisation("an example size; take your own test set’s"),
    ),
    Share(
        name="accuracy",
        label="Score of the variants, %",
        help="About what most of them reach, not the best.",
        default=0.8,
        origin=organisation("an example score; measure your own"),
    ),
    Share(
        name="correlation",
        label="Correlation of scores between variants, item by item, %",
        help="100% if all variants are right on the same items, 0% if on unrelated ones.",
        default=0.8,
        origin=assumed("variants of one prompt are mostly right on the same items"),
    ),
    Amount(
        name="weeks_spent",
        shared="prompt_weeks",
        label="Systematic prompt work so far, weeks",
        help="Weeks of trying variants and measuring each.",
        default=0,
        origin=organisation("none yet; count your own"),
    ),
    Amount(
        name="min_prompt_weeks",
        shared="min_prompt_weeks",
        label="Prompt work that is enough, weeks",
        help="Exactly this much passes the gate.",
        default=2,
        origin=assumed("the article’s rule; elsewhere it says one week, and no study supports either"),
        group="Threshold",
    ),
)

# What the picture shows beside the reader's own number.
SHOWN_VARIANTS = (2, 5, 20, 100)


def weeks(value: float) -> str:
    return f"{significant(value, 2)} {'week' if value == 1 else 'weeks'}"


OUTPUTS = (
    Output("expected_optimism", "Luck in the best score", distance),
    Output("holdout_items", "Fresh items to confirm it", count, missing="none needed", unit="items"),
    Output("weeks_left", "Prompt work still due", weeks),
)


def optimism(i: Values, variants: int) -> float:
    """By how much the best of `variants` equally good ones is expected to look better than it is."""
    noise = math.sqrt(i.accuracy * (1 - i.accuracy) / i.items)
    return noise * math.sqrt(1 - i.correlation) * statistics.normal_maximum(variants)


def compute(i: Values) -> dict[str, Any]:
    luck = optimism(i, i.variants)
    holdout = None
    if luck > 0:
        # z² · a(1 − a) / luck², with a(1 − a) cancelled, which may be too small to square.
        factor = statistics.two_sided_z(0.95) / statistics.normal_maximum(i.variants)
        holdout = statistics.whole_sample(factor * factor * i.items / (1 - i.correlation))
    return {
        "expected_optimism": luck,
        "holdout_items": holdout,
        "weeks_left": max(0.0, i.min_prompt_weeks - i.weeks_spent),
    }


def sentence(i: Values, o: Values) -> str:
    still = "is" if o.weeks_left == 1 else "are"
    due = f"; {weeks(o.weeks_left)} of prompt work {still} still due" if o.weeks_left else ""
    if o.expected_optimism == 0:
        return f"{no_luck(i)}{due}."
    tried = f"with {count(i.variants)} variants tried on {plural(i.items, 'item')}"
    if o.holdout_items is None:
        return f"Next to nothing of the best score is luck, {tried}{due}."
    return (
        f"Expect about {distance(o.expected_optimism)} of the best score to be luck, {tried}: score the winner once "
        f"more, on {plural(o.holdout_items, 'fresh item')}, before you believe a gain of that size{due}."
    )


def no_luck(i: Values) -> str:
    """Why nothing of the best score comes from having chosen it."""
    if i.variants == 1:
        return "With one variant there was no choice, so its score is not flattered by one"
    if i.correlation == 1:
        return "The variants are right on exactly the same items, so choosing the best of them adds no luck"
    return f"At a score of {percent(i.accuracy)} all variants score alike, so choosing the best of them adds no luck"


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if i.variants == 1:
        found.append(
            "One prompt is a poor test of prompting: wording and layout alone can move a score by many points."
        )
    if o.holdout_items is not None and o.holdout_items > i.items:
        found.append(
            f"Confirming so small a gain takes more than the {plural(i.items, 'item')} you have. "
            "A larger gain takes fewer."
        )
    if 0 < i.accuracy < 1 and i.items * min(i.accuracy, 1 - i.accuracy) < 5:
        found.append("With so few items right or wrong, scores are not close to normal, and the figure is rough.")
    if o.weeks_left:
        found.append("Weeks are the article’s measure. Five honest attempts in a row without a gain say more.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    a, n, rho = significant(i.accuracy, 4), count(i.items), significant(i.correlation, 4)
    noise = math.sqrt(i.accuracy * (1 - i.accuracy) / i.items)
    largest = statistics.normal_maximum(i.variants)
    steps = [
        Step("Noise of one score", "√(a(1 − a) / items)", f"√({a} · (1 − {a}) / {n})", distance(noise)),
        Step(
            "Largest of the variants’ luck",
            "mean of the largest of m independent standard normal numbers",
            f"m = {count(i.variants)}",
            significant(largest, 4),
        ),
        Step(
            "Luck in the best score",
            "noise of one score · √(1 − correlation) · largest",
            f"{distance(noise)} · √(1 − {rho}) · {significant(largest, 4)}",
            distance(o.expected_optimism),
        ),
    ]
    if o.holdout_items is not None:
        luck = significant(o.expected_optimism, 4)
        steps.append(
            Step(
                "Fresh items to confirm it",
                "1.96² · a(1 − a) / luck², rounded up",
                f"1.96² · {a} · (1 − {a}) / {luck}²",
                plural(o.holdout_items, "item"),
            )
        )
    steps.append(
        Step(
            "Prompt work still due",
            "enough − so far, at least 0",
            f"{significant(i.min_prompt_weeks)} − {significant(i.weeks_spent)}",
            weeks(o.weeks_left),
        )
    )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """How the luck grows with the number of variants tried on the same items."""
    numbers = sorted({*SHOWN_VARIANTS, i.variants})
    rows = [
        (plural(m, "variant") + (", yours" if m == i.variants else ""), optimism(i, m), distance(optimism(i, m)))
        for m in numbers
    ]
    return Picture(
        data=charts.signed_bars_data([(name, 0.0, luck, text) for name, luck, text in rows]),
        text="Bars: the luck in the best score, by variants tried. "
        + "; ".join(f"{name}: {text}" for name, _, text in rows)
        + ".",
        table=Table(
            f"Luck in the best score on {plural(i.items, 'item')}",
            ("Tried", "Luck"),
            tuple((name, text) for name, _, text in rows),
        ),
    )


def picture_spec() -> charts.Spec:
    return charts.signed_bars(numbers="points")


CALCULATOR = Calculator(
    id="prompting",
    version=1,
    title="How much of the best score is luck?",
    question="How much of our best prompt’s score is luck?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("accuracy", "correlation"),
    headline="expected_optimism",
    formula_sources=(CAWLEY_TALBOT, ORDER_STATISTICS),
    leaves_out=(
        "Real differences. It takes all variants as equally good; where one is truly better, less of its lead is luck.",
        "Learning the test set by heart. Prompts written while looking at the items gain more than luck.",
        "Unlike variants. One correlation stands for all pairs.",
        "Randomness of the model. Answers that change from run to run add noise to every score.",
    ),
)
