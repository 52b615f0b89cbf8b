"""labels: are a thousand labels enough, for the rarest class and for the error we want?"""

import math
from typing import Any

from calculators.kit import charts, statistics
from calculators.kit.calculator import Calculator, Example, Output, Picture, Problem, Step, Table, Values
from calculators.kit.formatting import count, percent, plural, short_number, significant
from calculators.kit.quantities import Count, Share
from calculators.kit.sources import Source, assumed, organisation

BINOMIAL = Source("The binomial distribution", "https://en.wikipedia.org/wiki/Binomial_distribution")
HESTNESS = Source(
    "Hestness et al. 2017, Deep learning scaling is predictable, empirically, arXiv 1712.00409",
    "https://arxiv.org/abs/1712.00409",
)

SURE = 0.95
CURVE = "A learning curve, from two runs"

INPUTS = (
    Count(
        name="labels",
        shared="labelled_examples",
        label="Labels, drawn at random",
        help="Items labelled so far, or planned. Those added on purpose do not count here.",
        default=1000,
        least=1,
        origin=assumed("the article’s rule; published results run from tens of examples to thousands"),
    ),
    Share(
        name="rarest_class_share",
        label="Share of the rarest class that matters, %",
        help="In what production sees, not in your labels.",
        default=0.01,
        least=None,
        above=0,
        origin=organisation("an example share; count your own traffic"),
    ),
    Count(
        name="needed_in_rarest",
        label="Labels needed in that class",
        help="Enough to learn from, and to test on.",
        default=30,
        least=1,
        origin=assumed("a customary minimum for a rate that means something; no study sets it"),
    ),
    Count(
        name="size_a",
        label="First run, labels",
        help="Train on part of your labels, a quarter for instance.",
        default=None,
        least=1,
        optional=True,
        group=CURVE,
    ),
    Share(
        name="error_a",
        label="First run, error on the test set, %",
        help="The share of test items that it got wrong.",
        default=None,
        least=None,
        above=0,
        optional=True,
        group=CURVE,
    ),
    Count(
        name="size_b",
        label="Second run, labels",
        help="Then on all of them.",
        default=None,
        least=1,
        optional=True,
        group=CURVE,
    ),
    Share(
        name="error_b",
        label="Second run, error on the test set, %",
        help="On the same test items as the first.",
        default=None,
        least=None,
        above=0,
        optional=True,
        group=CURVE,
    ),
    Share(
        name="target_error",
        label="Error you want, %",
        help="What would be good enough.",
        default=None,
        least=None,
        above=0,
        optional=True,
        group=CURVE,
    ),
)

CURVE_FIELDS = ("size_a", "error_a", "size_b", "error_b", "target_error")


def chance(value: float) -> str:
    """A probability in percent, in words near both ends: `54.3%`, `less than 0.1%`."""
    if 0 < value < 0.001:
        return "less than 0.1%"
    return "more than 99.9%" if value > 0.999 else percent(value)


OUTPUTS = (
    Output("expected_in_rarest", "In the rarest class, expected", significant, unit="labels"),
    Output("probability_enough", "Chance of enough", chance),
    Output("labels_for_95", "Labels to be 95% sure", count, missing="more than anyone could label", never=True),
    Output("labels_for_target", "Labels for the error you want", count, missing="none to give"),
    Output("curve_exponent", "Exponent of the learning curve", significant, missing="no curve", quiet=True),
    Output("marked_weak", "Weak curve", lambda weak: "two points only", missing="no curve", quiet=True, kind="truth"),
)


def refuse(i: Values) -> list[Problem]:
    """A learning curve needs all five numbers and two different sizes."""
    missing = [name for name in CURVE_FIELDS if getattr(i, name) is None]
    if missing and len(missing) < len(CURVE_FIELDS):
        wanted = " ".join(f"“{field.label}” is missing." for field in INPUTS if field.name in missing)
        said = f"A learning curve takes two runs and the error you want, or none of them: {wanted}"
        return [Problem(name, said) for name in missing]
    if not missing and i.size_a == i.size_b:
        said = f"The two runs used the same number of labels, {count(i.size_a)}, so they show no curve."
        return [Problem(name, said) for name in ("size_a", "size_b")]
    return []


def compute(i: Values) -> dict[str, Any]:
    exponent = curve_exponent(i) if i.size_a is not None else None
    return {
        "expected_in_rarest": i.labels * i.rarest_class_share,
        "probability_enough": statistics.binomial_at_least(i.needed_in_rarest, i.labels, i.rarest_class_share),
        "labels_for_95": statistics.trials_for(i.needed_in_rarest, i.rarest_class_share, SURE),
        "curve_exponent": exponent,
        "labels_for_target": None if exponent is None else labels_for_target(i, exponent),
        "marked_weak": None if exponent is None else True,
    }


def curve_exponent(i: Values) -> float:
    """b of error = a · labels^−b through the two runs."""
    return math.log(i.error_a / i.error_b) / math.log(i.size_b / i.size_a)


def labels_for_target(i: Values, exponent: float) -> int | None:
    """Where the curve reaches the target; None where it does not fall, or reaches it beyond any number of labels."""
    if exponent <= 0:
        return None
    log_size = math.log(i.size_b) + math.log(i.error_b / i.target_error) / exponent
    if log_size > math.log(statistics.LARGEST_SAMPLE):
        return None
    # A hair less, so that a target that one of the runs has met asks for that run's labels and not for one more.
    return statistics.whole_sample(math.exp(log_size) * (1 - 1e-12))


def sentence(i: Values, o: Values) -> str:
    have, hold = plural(i.labels, "label"), "holds" if i.labels == 1 else "hold"
    need = f"at least {count(i.needed_in_rarest)} of the rarest class"
    curve, odds = curve_words(i, o), o.probability_enough
    if odds >= SURE:
        return f"Enough for the rarest class: {have} {hold} {need} with a probability of {chance(odds)}{curve}."
    if o.labels_for_95 is None:
        return f"Not enough, and random labels never will be: the class is too rare to wait for{curve}."
    if i.labels < i.needed_in_rarest:
        said = f"{have} cannot hold {need}"
    else:
        said = f"{have} {hold} {need} with a probability of {'only ' if odds >= 0.001 else ''}{chance(odds)}"
    return f"Not enough for the rarest class: {said}, and {count(o.labels_for_95)} would be needed for 95%{curve}."


def curve_words(i: Values, o: Values) -> str:
    """What the learning curve adds to the sentence."""
    if o.curve_exponent is None:
        return ""
    if o.labels_for_target is not None:
        takes = f"about {plural(o.labels_for_target, 'label')}"
        return f"; on your learning curve, an error of {percent(i.target_error)} takes {takes}"
    if o.curve_exponent <= 0:
        return "; on your learning curve more labels bring no fewer errors"
    return f"; on your learning curve, an error of {percent(i.target_error)} is out of reach"


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.labels_for_95 is None or o.labels_for_95 > i.labels:
        found.append("It is cheaper to search for the rare class than to label at random until it turns up.")
    if o.marked_weak:
        found.append("Two runs make a weak curve: read the number as “double”, “ten times” or “never”.")
        large = max(i.size_a, i.size_b)
        if o.labels_for_target is not None and o.labels_for_target > 10 * large:
            found.append(f"That is more than ten times the largest run, {plural(large, 'label')}: too far to trust.")
    if o.curve_exponent is not None and o.curve_exponent <= 0:
        found.append("The error did not fall with more labels, so no number of them is predicted to reach the target.")
    elif o.curve_exponent is not None and o.labels_for_target is None:
        found.append("The curve is so flat that it reaches the target only beyond any number of labels.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    n, p, m = count(i.labels), significant(i.rarest_class_share), count(i.needed_in_rarest)
    never = "more than anyone could label"
    steps = [
        Step("In the rarest class, expected", "labels · share", f"{n} · {p}", significant(o.expected_in_rarest)),
        Step(
            "Chance of enough",
            "P(X ≥ needed), X binomial with the labels and the share",
            f"P(X ≥ {m}), X binomial ({n}, {p})",
            chance(o.probability_enough),
        ),
        Step(
            "Labels to be 95% sure",
            "the smallest number of labels with which that chance is at least 95%",
            f"P(X ≥ {m}) ≥ 95%, X binomial (labels, {p})",
            never if o.labels_for_95 is None else plural(o.labels_for_95, "label"),
        ),
    ]
    if o.curve_exponent is None:
        return steps
    b = significant(o.curve_exponent)
    e_a, e_b, target = (percent(value, 2) for value in (i.error_a, i.error_b, i.target_error))
    steps.append(
        Step(
            "Exponent of the learning curve",
            "ln(first error / second error) / ln(second labels / first labels)",
            f"ln({e_a} / {e_b}) / ln({count(i.size_b)} / {count(i.size_a)})",
            b,
        )
    )
    if o.labels_for_target is not None:
        steps.append(
            Step(
                "Labels for the error you want",
                "second labels · (second error / error you want)^(1 / exponent), rounded up",
                f"{count(i.size_b)} · ({e_b} / {target})^(1 / {b})",
                plural(o.labels_for_target, "label"),
            )
        )
    return steps


# Enough points for a curve to look like one.
SAMPLES = 45


def picture(i: Values, o: Values) -> Picture:
    """The learning curve, where two runs are given; else the chance of enough labels in the rarest class."""
    return chance_picture(i, o) if o.curve_exponent is None else curve_picture(i, o)


def chance_picture(i: Values, o: Values) -> Picture:
    enough, most = o.labels_for_95, statistics.LARGEST_SAMPLE

    def odds(labels: float) -> float:
        return statistics.binomial_at_least(i.needed_in_rarest, math.floor(min(labels, most)), i.rarest_class_share)

    rows = [("Yours", i.labels)] if enough is None else [("Yours", i.labels), ("95% sure", enough)]
    rows.sort(key=lambda row: row[1])
    they = "No number of labels reaches it." if enough is None else f"{plural(enough, 'label')} reach it."
    wanted = f"at least {count(i.needed_in_rarest)} of the rarest class"
    return Picture(
        data=charts.crossing_data(
            ("95% sure", lambda labels: SURE),
            ("chance", odds),
            you=i.labels,
            you_text=f"you: {short_number(i.labels)}",
            crossing=enough,
            crossing_text="never 95% sure" if enough is None else f"95% sure: {short_number(enough)}",
            x_text="labels",
            y_text="chance of enough",
            samples=SAMPLES,
        ),
        text=(
            f"The chance that labels drawn at random hold {wanted}, rising with their number, and a level line at 95%. "
            f"{they} Yours, {count(i.labels)}: {chance(o.probability_enough)}."
        ),
        table=Table(
            f"Chance of {wanted}",
            ("", "Labels", "Chance"),
            tuple((name, count(labels), chance(odds(labels))) for name, labels in rows),
        ),
    )


def curve_picture(i: Values, o: Values) -> Picture:
    target, runs = o.labels_for_target, sorted([(i.size_a, i.error_a), (i.size_b, i.error_b)])

    def error(labels: float) -> float | None:
        # Far below the smaller run the curve says nothing, and would leave no room for the rest.
        if labels < runs[0][0] / 2:
            return None
        # By logarithms: two runs of almost one size make an exponent that no power could hold.
        return math.exp(min(0.0, math.log(i.error_b) - o.curve_exponent * math.log(labels / i.size_b)))

    rows = [(f"{name} run", size, rate) for name, (size, rate) in zip(("Smaller", "Larger"), runs, strict=True)]
    if target is not None:
        rows.append(("For the error you want", target, i.target_error))
    said = "It never gets there." if target is None else f"It gets there at about {plural(target, 'label')}."
    largest = runs[1][0]
    return Picture(
        data=charts.crossing_data(
            ("wanted", lambda labels: i.target_error),
            ("error", error),
            you=largest,
            you_text=f"larger run: {short_number(largest)}",
            crossing=target,
            crossing_text="never there" if target is None else f"wanted error: {short_number(target)}",
            x_text="labels",
            y_text="errors on the test set",
            samples=SAMPLES,
            seen=runs,
        ),
        text=(
            f"A learning curve through two runs, {percent(runs[0][1], 2)} errors with {count(runs[0][0])} labels and "
            f"{percent(runs[1][1], 2)} with {count(largest)}, and a level line at the {percent(i.target_error, 2)} "
            f"wanted. {said}"
        ),
        table=Table(
            "The learning curve",
            ("", "Labels", "Errors"),
            tuple((name, count(labels), percent(rate, 2)) for name, labels, rate in rows),
        ),
    )


def picture_spec() -> charts.Spec:
    return charts.crossing(y_numbers="percent")


CALCULATOR = Calculator(
    id="labels",
    version=1,
    title="Are the labels enough?",
    question="Are a thousand labels enough?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("rarest_class_share", "error_a", "error_b"),
    headline="labels_for_95",
    examples=(
        Example(
            "a learning curve from two runs",
            {"size_a": "250", "error_a": "24%", "size_b": "1000", "error_b": "18%", "target_error": "15%"},
        ),
    ),
    decision=lambda o: (
        "the rarest class has enough" if o.probability_enough >= 0.95 else "the rarest class may have too few"
    ),
    formula_sources=(BINOMIAL, HESTNESS),
    leaves_out=(
        "Whether the labels are right. Ten wrong ones in the rarest class outweigh thirty good ones.",
        "How hard the classes are to tell apart. Thirty examples can be plenty or far too few.",
        "Copies and near-copies. Labels of the same text twice count once.",
        "The floor of a learning curve: real ones flatten where labels disagree, and this one never does.",
    ),
)
