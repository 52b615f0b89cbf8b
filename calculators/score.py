"""score: how sure is one score, and what is left of it once the judge's errors are taken out?"""

from typing import Any

from calculators.kit import charts, statistics, usual
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Table, Values
from calculators.kit.formatting import count, percent, plural, significant
from calculators.kit.quantities import Count, Share
from calculators.kit.sources import Source, assumed, organisation

WILSON = Source(
    "Wilson 1927, Probable inference, the law of succession, and statistical inference",
    "https://doi.org/10.1080/01621459.1927.10502953",
)
ROGAN_GLADEN = Source(
    "Rogan and Gladen 1978, Estimating prevalence from the results of a screening test",
    "https://doi.org/10.1093/oxfordjournals.aje.a112510",
)
HANLEY = Source(
    "Hanley and Lippman-Hand 1983, If nothing goes wrong, is everything all right?",
    "https://doi.org/10.1001/jama.1983.03330370053031",
)

JUDGE = "If a model does the judging"

INPUTS = (
    Count(
        name="right",
        label="Items scored right",
        help="As counted, before any correction.",
        default=174,
        origin=organisation("an example count; take it from your own run"),
    ),
    Count(
        name="items",
        shared="test_items",
        label="Test items",
        help="Drawn at random from what production will see.",
        default=200,
        least=1,
        origin=organisation("an example size; take your own test set’s"),
    ),
    usual.confidence("How often an interval made in this way holds the true score."),
    Share(
        name="judge_true_positive_rate",
        label="Right answers that the judge accepts, %",
        help="Checked against people. 100% if a program or a person scores.",
        default=1,
        group=JUDGE,
        origin=assumed("a judge without errors"),
    ),
    Share(
        name="judge_true_negative_rate",
        label="Wrong answers that the judge rejects, %",
        help="Checked against people. 100% if a program or a person scores.",
        default=1,
        group=JUDGE,
        origin=assumed("a judge without errors"),
    ),
    Count(
        name="calibration_positives",
        label="Right answers the judge was checked on",
        help="Labelled right by people. At 0 the rate above is taken as exact.",
        default=0,
        group=JUDGE,
        origin=assumed("rates known exactly"),
    ),
    Count(
        name="calibration_negatives",
        label="Wrong answers the judge was checked on",
        help="Labelled wrong by people. At 0 the rate above is taken as exact.",
        default=0,
        group=JUDGE,
        origin=assumed("rates known exactly"),
    ),
)

OUTPUTS = (
    Output("score", "Score as counted", percent),
    Output("score_low", "Interval, low end", percent),
    Output("score_high", "Interval, high end", percent),
    Output("corrected_score", "Corrected for the judge", percent),
    Output("corrected_low", "Corrected, low end", percent),
    Output("corrected_high", "Corrected, high end", percent),
    Output("failure_rate_upper", "Failures, at most", percent, missing="some failed", quiet=True),
)


def refuse(i: Values) -> list[Problem]:
    found = []
    if i.right > i.items:
        said = f"{plural(i.right, 'item')} cannot be right out of {count(i.items)}."
        found += [Problem(name, said) for name in ("right", "items")]
    if i.judge_true_positive_rate + i.judge_true_negative_rate <= 1:
        said = (
            "The judge’s two rates add up to 100% or less, so its word tells nothing about the answer. "
            "They must add up to more."
        )
        found += [Problem(name, said) for name in ("judge_true_positive_rate", "judge_true_negative_rate")]
    return found


def judged(i: Values, share: float) -> tuple[float, float]:
    """The true share behind the counted one, before clipping, and its standard error."""
    return statistics.judged_share(
        share,
        i.items,
        i.judge_true_positive_rate,
        i.judge_true_negative_rate,
        i.calibration_positives,
        i.calibration_negatives,
    )


def compute(i: Values) -> dict[str, Any]:
    share, low, high = statistics.wilson(i.right, i.items, i.confidence)
    true, error = judged(i, share)
    half = statistics.two_sided_z(i.confidence) * error
    return {
        "score": share,
        "score_low": low,
        "score_high": high,
        "corrected_score": min(1.0, max(0.0, true)),
        "corrected_low": true - half,
        "corrected_high": true + half,
        "failure_rate_upper": statistics.none_failed_upper(i.items, i.confidence) if i.right == i.items else None,
    }


def errs(i: Values) -> bool:
    """Whether the judge makes any mistakes."""
    return bool(min(i.judge_true_positive_rate, i.judge_true_negative_rate) < 1)


def sentence(i: Values, o: Values) -> str:
    sure = percent(i.confidence, 2)
    counted = f"{count(i.right)} right out of {plural(i.items, 'item')}"
    if not errs(i):
        return (
            f"The true score lies between {percent(o.score_low)} and {percent(o.score_high)} ({sure} interval): "
            f"{counted} is a score of {percent(o.score)}."
        )
    if o.corrected_low > 1 or o.corrected_high < 0:
        beyond = "above 100%" if o.corrected_low > 1 else "below 0%"
        return (
            f"The score cannot be corrected with these rates: {counted}, {percent(o.score)}, would mean a true score "
            f"{beyond}, so the judge should be checked again."
        )
    low, high = max(0.0, min(1.0, o.corrected_low)), max(0.0, min(1.0, o.corrected_high))
    return (
        f"The true score lies between {percent(low)} and {percent(high)} ({sure} interval), most likely near "
        f"{percent(o.corrected_score)}: the judge found {counted}, {percent(o.score)}, and makes errors itself."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.failure_rate_upper is not None:
        found.append(
            f"Nothing failed as counted, which does not mean that nothing can: a failure rate up to "
            f"{upper_rate(o.failure_rate_upper)} fits, at {percent(i.confidence, 2)} confidence."
        )
    if not errs(i):
        found.append(
            "Without a judge’s errors there is nothing to correct. The corrected interval is then the plainer normal "
            "one; quote the first."
        )
        return found
    true, _ = judged(i, o.score)
    if not 0 <= true <= 1:
        found.append(
            "The correction leads outside 0% to 100%: the judge’s rates may be off, or it may be chance. "
            f"The corrected score is set to {percent(o.corrected_score)}."
        )
    if o.corrected_low < 0 or o.corrected_high > 1:
        found.append("The corrected interval reaches beyond what a score can be, as this approximation can.")
    unchecked = [
        name
        for name, size, rate in (
            ("accepts", i.calibration_positives, i.judge_true_positive_rate),
            ("rejects", i.calibration_negatives, i.judge_true_negative_rate),
        )
        if not size and rate < 1
    ]
    if unchecked:
        found.append(
            f"How often the judge rightly {' and '.join(unchecked)} is taken as exact, since it was checked "
            "on 0 items. The interval is too narrow if that was measured too."
        )
    checked = (
        (i.calibration_positives, i.judge_true_positive_rate),
        (i.calibration_negatives, i.judge_true_negative_rate),
    )
    if any(size and rate in (0, 1) for size, rate in checked):
        found.append("A rate of exactly 0% or 100% adds no uncertainty here, although a small check cannot prove it.")
    return found


def upper_rate(value: float) -> str:
    """A small share for a sentence: `0.3%`, `1.49%`."""
    return significant(value * 100) + "%"


def working(i: Values, o: Values) -> list[Step]:
    s, n, z = significant(o.score, 4), count(i.items), significant(statistics.two_sided_z(i.confidence), 4)
    tpr, tnr = significant(i.judge_true_positive_rate, 4), significant(i.judge_true_negative_rate, 4)
    true, error = judged(i, o.score)
    steps = [
        Step("Score as counted", "right / items", f"{count(i.right)} / {n}", percent(o.score, 2)),
        Step(
            "Wilson interval",
            "(s + z²/2n ± z · √(s(1 − s)/n + z²/4n²)) / (1 + z²/n)",
            f"s = {s}, n = {n}, z = {z}",
            f"{percent(o.score_low, 2)} to {percent(o.score_high, 2)}",
        ),
        Step(
            "Corrected for the judge",
            "(s + rejects − 1) / (accepts + rejects − 1), kept within 0% to 100%",
            f"({s} + {tnr} − 1) / ({tpr} + {tnr} − 1)",
            percent(o.corrected_score, 2),
        ),
        Step(
            "Standard error e",
            "√(s(1 − s)/n + c² · accepts(1 − accepts)/n₊ + (1 − c)² · rejects(1 − rejects)/n₋) "
            "/ (accepts + rejects − 1)",
            f"c = {significant(true, 4)} (not yet kept within), n₊ = {count(i.calibration_positives)}, "
            f"n₋ = {count(i.calibration_negatives)}; a term whose n is 0 is left out",
            percent(error, 2),
        ),
        Step(
            "Corrected interval",
            "c ± z · e",
            f"{percent(true, 2)} ± {z} · {percent(error, 2)}",
            f"{percent(o.corrected_low, 2)} to {percent(o.corrected_high, 2)}",
        ),
    ]
    if o.failure_rate_upper is not None:
        rate = upper_rate(o.failure_rate_upper)
        steps.append(
            Step(
                "Failures, at most", "1 − (1 − confidence)^(1/n)", f"1 − {significant(1 - i.confidence)}^(1/{n})", rate
            )
        )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """The two intervals on one axis, as far as a score can be, the score as counted marked in both."""
    rows = [("As counted", o.score_low, o.score, o.score_high)]
    if errs(i):
        rows.append(("Corrected for the judge", o.corrected_low, o.corrected_score, o.corrected_high))
    bars = []
    for name, low, _, high in rows:
        possible = low <= 1 and high >= 0
        ends = (max(0.0, low), min(1.0, high)) if possible else (None, None)
        bars.append((name, *ends, f"{percent(low)} to {percent(high)}"))
    said = "; ".join(f"{name.lower()} from {text}" for name, _, _, text in bars)
    return Picture(
        data=charts.signed_bars_data(bars, reference=o.score),
        text=f"Intervals for the true score: {said}. A rule marks the score as counted, {percent(o.score)}.",
        table=Table(
            f"The score, {percent(i.confidence, 2)} interval",
            ("", "Low end", "Score", "High end"),
            tuple((name, *(percent(value, 2) for value in values)) for name, *values in rows),
        ),
    )


def picture_spec() -> charts.Spec:
    return charts.signed_bars(numbers="percent")


CALCULATOR = Calculator(
    id="score",
    version=1,
    title="How sure is one score?",
    question="How sure is one score, and what is left of it once the judge’s errors are taken out?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("judge_true_positive_rate", "judge_true_negative_rate"),
    headline="corrected_score",
    formula_sources=(WILSON, ROGAN_GLADEN, HANLEY),
    leaves_out=(
        "Where the items come from. The interval is about items like these, not about next year’s.",
        "Groups. Items from the same document or customer tell less than independent ones.",
        "A judge whose errors depend on who wrote the answer, its length or its style. One pair of rates cannot say.",
        "Comparing two candidates: overlapping intervals do not mean that they are equal. Compare them item by item.",
    ),
)
