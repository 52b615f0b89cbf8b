"""lift: did the tuned model beat the prompt on our test set, or is it noise?"""

from typing import Any

from calculators.kit import charts, pasting, reading, statistics
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Table, Values
from calculators.kit.fields import Text
from calculators.kit.formatting import count, plural, points, points_apart, probability, significant
from calculators.kit.quantities import Count, Share
from calculators.kit.sources import Source, assumed, organisation

MCNEMAR = Source(
    "McNemar 1947, Note on the sampling error of the difference between correlated proportions",
    "https://doi.org/10.1007/BF02295996",
)
MILLER = Source("Miller 2024, Adding error bars to evals, arXiv 2411.00640", "https://arxiv.org/abs/2411.00640")

PASTED = "Paired results, one item a line"

INPUTS = (
    Count(
        name="items",
        shared="test_items",
        label="Test items",
        help="Both models answered every one of them.",
        default=200,
        least=1,
        origin=organisation("an example size; take your own test set’s"),
    ),
    Count(
        name="prompt_only_right",
        label="Only the prompt was right, items",
        help="The prompted model got them, the tuned one did not.",
        default=12,
        origin=organisation("an example count; take it from your own run"),
    ),
    Count(
        name="tuned_only_right",
        label="Only the tuned model was right, items",
        help="The tuned model got them, the prompted one did not.",
        default=16,
        origin=organisation("an example count; take it from your own run"),
    ),
    Share(
        name="confidence",
        shared="confidence",
        label="Confidence, %",
        help="At 95%, two equally good models are told apart by mistake at most one time in twenty.",
        default=0.95,
        least=None,
        above=0,
        most=None,
        below=1,
        origin=assumed("the usual convention"),
    ),
    Text(
        name="paired_results",
        label=PASTED,
        help="Instead of the counts: 0 or 1 for the prompt, then 0 or 1 for the tuned model, such as 1,0.",
        default=None,
        empty=None,
        optional=True,
        rows=5,
        longest=200_000,
        group="Paste the raw results instead",
        linked=False,
        fills=("items", "prompt_only_right", "tuned_only_right"),
    ),
)

VERDICTS = {
    "cannot_tell": "cannot tell",
    "tuned_better": "the tuned model is better",
    "prompt_better": "the prompt is better",
}
CLAUSES = VERDICTS | {"cannot_tell": "the two cannot be told apart"}

OUTPUTS = (
    Output("difference", "Difference, tuned minus prompt", points_apart, unit="points"),
    # Shown within ±100 points, which no difference can leave; the approximation can.
    Output("difference_low", "Interval, low end", lambda value: points_apart(max(-1.0, value)), unit="points"),
    Output("difference_high", "Interval, high end", lambda value: points_apart(min(1.0, value)), unit="points"),
    Output("p_value", "p-value, exact", probability),
    Output("verdict", "Verdict", VERDICTS.__getitem__, quiet=True, kind="word"),
)


def prepare(i: Values) -> list[Problem]:
    """Count the pasted rows, where there are any, in place of the three typed counts."""
    if i.paired_results is None:
        return []
    pasted = pasting.pairs(i.paired_results)
    if pasted.problem:
        return [Problem("paired_results", f"“{PASTED}”: {pasted.problem}")]
    rows = pasted.rows
    i.items, i.prompt_only_right, i.tuned_only_right = len(rows), rows.count(("1", "0")), rows.count(("0", "1"))
    return []


def refuse(i: Values) -> list[Problem]:
    """The two counts are of different items, so together they cannot exceed the test set."""
    differ = i.prompt_only_right + i.tuned_only_right
    if differ <= i.items:
        return []
    said = (
        "“Only the prompt was right, items” and “Only the tuned model was right, items” add up to "
        f"{count(differ)}; together they may be at most “Test items”, {count(i.items)}, "
        "because an item counts for at most one of the two."
    )
    return [Problem(name, said) for name in ("items", "prompt_only_right", "tuned_only_right")]


def compute(i: Values) -> dict[str, Any]:
    """The difference with its Wald interval (Miller 2024), and the exact McNemar test, which gives the verdict."""
    difference, low, high = statistics.paired_difference(i.items, i.prompt_only_right, i.tuned_only_right, i.confidence)
    p_value = statistics.mcnemar_exact(i.prompt_only_right, i.tuned_only_right)
    if p_value >= 1 - i.confidence:
        verdict = "cannot_tell"
    else:
        verdict = "tuned_better" if difference > 0 else "prompt_better"
    return {
        "difference": difference,
        "difference_low": low,
        "difference_high": high,
        "p_value": p_value,
        "verdict": verdict,
    }


def excludes_zero(o: Values) -> bool:
    """Whether the interval leaves out the possibility that the two are equal."""
    return bool(o.difference_low > 0 or o.difference_high < 0)


def confidence(i: Values) -> str:
    return reading.plain_decimal(i.confidence, shift=2) + "%"


def sentence(i: Values, o: Values) -> str:
    these = "this one item" if i.items == 1 else f"these {count(i.items)} items"
    if i.prompt_only_right + i.tuned_only_right == 0:
        return f"You cannot tell: the two models were right on the same ones of {these}."
    winner, loser = ("tuned model", "prompt") if o.difference > 0 else ("prompt", "tuned model")
    gap = points_apart(abs(o.difference)).removeprefix("+")
    ahead = f"the {winner} was ahead by {gap} points" if o.difference else "the two scored the same"
    low, high = max(-1.0, o.difference_low), min(1.0, o.difference_high)
    if o.verdict != "cannot_tell":
        ends = (low, high) if o.difference > 0 else (-high, -low)
        interval = " to ".join(points_apart(end).removeprefix("+") for end in ends)
        return (
            f"The {winner} did better than the {loser} on {these}: by {gap} points, "
            f"with a {confidence(i)} interval of {interval}."
        )
    if excludes_zero(o):
        return (
            f"You cannot tell: {ahead} on {these}, but two equal models would differ as much "
            f"with a probability of {precise(o.p_value)}."
        )
    return (
        f"You cannot tell: {ahead}, and anything from {points_apart(low)} to {points_apart(high)} points fits {these}."
    )


def precise(p_value: float) -> str:
    """A p-value with enough figures to compare it with a threshold."""
    return probability(p_value) if p_value < 0.001 else significant(p_value, 4)


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if i.paired_results is not None:
        found.append(
            f"The counts come from the pasted results: {plural(i.items, 'item')}; only the prompt was right on "
            f"{count(i.prompt_only_right)}, only the tuned model on {count(i.tuned_only_right)}."
        )
        headings = pasting.pairs(i.paired_results).headings
        if headings:
            found.append(f"Above the first result, taken as a heading: “{headings[0][:60]}”.")
    if excludes_zero(o) != (o.verdict != "cannot_tell"):
        found.append(
            "The interval and the exact test disagree here, as they can near the edge. "
            "The verdict follows the exact test; the interval is an approximation."
        )
    if o.difference_low < -1 or o.difference_high > 1:
        found.append("The interval is cut off at 100 points, which no difference can pass. So few items say little.")
    if 0 < i.prompt_only_right + i.tuned_only_right < 10:
        found.append("The models differ on fewer than ten items, so the interval is rough.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    n, p, t = count(i.items), count(i.prompt_only_right), count(i.tuned_only_right)
    differ, least = i.prompt_only_right + i.tuned_only_right, min(i.prompt_only_right, i.tuned_only_right)
    z = significant(statistics.two_sided_z(i.confidence), 4)
    half = (o.difference_high - o.difference_low) / 2
    return [
        Step(
            "Difference",
            "(tuned only − prompt only) / items",
            f"({t} − {p}) / {n}",
            f"{points(o.difference, 2)} points",
        ),
        Step(
            "Half the interval",
            "z · √(prompt only + tuned only − (tuned only − prompt only)² / items) / items",
            f"{z} · √({p} + {t} − ({t} − {p})² / {n}) / {n}",
            f"{points(half, 2).lstrip('+')} points",
        ),
        Step(
            "p-value",
            "twice the chance that a fair coin, thrown once for each item on which they differ, is as lopsided",
            f"the smaller of 1 and 2 · P(at most {count(least)} of {plural(differ, 'throw')})",
            precise(o.p_value),
        ),
        Step(
            "Verdict",
            "a difference is called real where the p-value is below 1 − confidence",
            f"{precise(o.p_value)} against {significant(1 - i.confidence, 4)}",
            VERDICTS[o.verdict],
        ),
    ]


def picture(i: Values, o: Values) -> Picture:
    """The interval on its axis, with zero marked."""
    low, middle, high = max(-1.0, o.difference_low), o.difference, min(1.0, o.difference_high)
    zero = "The interval contains zero" if low <= 0 <= high else "The interval does not contain zero"
    return Picture(
        data=charts.interval_data(
            low,
            middle,
            high,
            texts=(points_apart(low), f"{points_apart(middle)} points", points_apart(high)),
            limit=1,
            left="prompt better",
            right="tuned better",
        ),
        text=(
            f"An interval from {points_apart(low)} to {points_apart(high)} points around {points_apart(middle)}. "
            f"{zero}, where the two models are equal."
        ),
        table=Table(
            f"Difference between the models, {confidence(i)} interval",
            ("", "Tuned minus prompt, points"),
            (("Low end", points(low, 2)), ("Measured", points(middle, 2)), ("High end", points(high, 2))),
        ),
    )


CALCULATOR = Calculator(
    id="lift",
    version=1,
    title="Is the lift real?",
    question="Did the tuned model beat the prompt on our test set, or is it noise?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    prepare=prepare,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.interval,
    headline="difference",
    decision=lambda o: CLAUSES[o.verdict],
    formula_sources=(MCNEMAR, MILLER),
    leaves_out=(
        "The luck of picking the best of many variants: choosing a winner on this test set and then testing it here "
        "makes any lift look larger.",
        "Wrong labels. Where the answer key is wrong, or a model does the judging, both counts are off.",
        "Clusters. Items from the same document or customer tell less than independent ones; "
        "the interval is then too narrow.",
        "Whether a difference this large matters to anyone. A real lift can still be a useless one.",
    ),
)
