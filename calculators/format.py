"""format: will the model follow the format often enough, with retries or a grammar?"""

import math
from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Example, Output, Picture, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.fields import LARGEST, Bool
from calculators.kit.formatting import count, listing, money, percent_apart, plural, significant
from calculators.kit.quantities import Count, Share, Usd
from calculators.kit.sources import Source, assumed, organisation

GEOMETRIC = Source("Geometric distribution", "https://en.wikipedia.org/wiki/Geometric_distribution")

# A target counts as reached from this far below, so that 0.9 tried three times reaches 0.999.
SAME = 1e-12

INPUTS = (
    Share(
        name="success_rate",
        label="Right at one attempt, %",
        help="The share of outputs that pass your checker; of single fields, if you count fields below.",
        default=0.9,
        origin=organisation("an example; check a hundred outputs of yours"),
    ),
    Count(
        name="fields",
        label="Fields that must all be right",
        help="1 where the rate above is of whole outputs.",
        default=1,
        least=1,
        origin=assumed("the rate is of whole outputs"),
    ),
    Count(
        name="max_attempts",
        label="Attempts at most",
        help="The first try counts as one. Trying again needs a checker that can tell good from bad.",
        default=3,
        least=1,
        origin=assumed("a common limit"),
    ),
    Usd(
        name="usd_per_attempt",
        label="Cost of an attempt, US$",
        help="Input and output tokens of one call.",
        default=0.002,
        origin=organisation("an example price; take your own call’s"),
    ),
    Share(
        name="target",
        label="Target, right outputs, %",
        help="What the system that reads them can live with.",
        default=0.999,
        origin=organisation("an example bar; set your own"),
    ),
    Bool(
        name="constrained_decoding",
        label="A schema or grammar is enforced",
        help="Constrained decoding. It makes the shape valid and says nothing about the content.",
        default=False,
        origin=assumed("off, so that you see what it would change"),
    ),
)


def cost(value: float) -> str:
    """A price, as long as anybody could pay it."""
    return money(value) if value < LARGEST else "beyond any budget"


OUTPUTS = (
    Output("after_retries", "Right after all attempts", percent_apart),
    Output("first_try", "Right at the first try", percent_apart),
    Output("expected_attempts", "Attempts on average", significant),
    Output("usd_per_success", "A right output costs", cost, missing="no right output", never=True),
    Output("attempts_for_target", "Attempts for the target", count, missing="no number is enough", never=True),
    Output("meets_target", "Target met", lambda value: "yes" if value else "no", quiet=True, kind="truth"),
)


def after(p: float, attempts: float) -> float:
    """The chance that one of `attempts` is right: 1 − (1 − p)^attempts, exact also where p is tiny."""
    return 1.0 if p == 1 else p if attempts == 1 else -math.expm1(attempts * math.log1p(-p))


def attempts_for(p: float, target: float) -> int | None:
    """The fewest attempts after which `target` are right; None where no number is enough."""
    if p == 1 or target <= SAME:
        return 1
    if p == 0:
        return None
    # (1 − p)^k at most 1 − target, solved for k.
    attempts = math.log1p(SAME - target) / math.log1p(-p)
    # Beyond LARGEST attempts nobody is still trying.
    return max(1, math.ceil(attempts)) if attempts < LARGEST else None


def compute(i: Values) -> dict[str, Any]:
    """Every field right at once, tried again until it is or the attempts are used up."""
    p = 1.0 if i.constrained_decoding else float(i.success_rate**i.fields)
    right = after(p, i.max_attempts)
    attempts = right / p if p else float(i.max_attempts)
    return {
        "first_try": p,
        "after_retries": right,
        "expected_attempts": attempts,
        "usd_per_success": ratio(i.usd_per_attempt * attempts, right),
        "attempts_for_target": attempts_for(p, i.target),
        "meets_target": right >= i.target - SAME,
    }


def sentence(i: Values, o: Values) -> str:
    target = percent_apart(i.target)
    if i.constrained_decoding:
        return (
            "Yes, in shape: with a schema or grammar enforced every output is valid at the first try; "
            "whether its content is right this does not say."
        )
    if o.after_retries == 0 and not o.meets_target:
        return f"No: no output is ever right, so trying again does not help; the target is {target}."
    tries = "one attempt" if i.max_attempts == 1 else f"up to {plural(i.max_attempts, 'attempt')}"
    right = f"with {tries} {percent_apart(o.after_retries)} of outputs are right"
    if o.meets_target:
        each = f", at {cost(o.usd_per_success)} for each right one" if o.usd_per_success is not None else ""
        return f"Often enough: {right}{each}; the target is {target}."
    if o.attempts_for_target is None:
        return f"No: {right}, and no number of attempts reaches the target of {target}."
    return (
        f"Not often enough: {right}, and the target is {target}; that takes "
        f"up to {plural(o.attempts_for_target, 'attempt')}, or a higher rate at each."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if i.constrained_decoding:
        found.append(
            "Shape only. Test the content on its own: switch this off, and enter the share of outputs whose content "
            "is right."
        )
    elif i.fields > 1 and 0 < o.first_try < i.success_rate:
        found.append(
            f"A single field is right {percent_apart(i.success_rate)} of the time, all {count(i.fields)} together "
            f"{percent_apart(o.first_try)}, if errors are independent."
        )
    if o.usd_per_success is None:
        found.append("No output is right, so there is no cost of a right one; every attempt is used up.")
    if o.attempts_for_target is not None and o.attempts_for_target > 10:
        found.append(
            "So many retries seldom fail independently: an input that fails ten times usually fails an eleventh."
        )
    return found


def working(i: Values, o: Values) -> list[Step]:
    p, k, right = percent_apart(o.first_try), count(i.max_attempts), percent_apart(o.after_retries)
    first = (
        Step("Right at the first try", "100% in shape, where a grammar is enforced", "enforced", p)
        if i.constrained_decoding
        else Step("Right at the first try", "rate ^ fields", f"{percent_apart(i.success_rate)} ^ {count(i.fields)}", p)
    )
    steps = [
        first,
        Step("Right after all attempts", "1 − (1 − p)^attempts", f"1 − (1 − {p})^{k}", right),
    ]
    if o.first_try:
        steps.append(
            Step(
                "Attempts on average",
                "right after all attempts / p",
                f"{right} / {p}",
                significant(o.expected_attempts, 4),
            )
        )
    if o.usd_per_success is not None:
        steps.append(
            Step(
                "A right output costs",
                "cost of an attempt · attempts on average / right after all attempts",
                f"{money(i.usd_per_attempt)} · {significant(o.expected_attempts, 4)} / {right}",
                cost(o.usd_per_success),
            )
        )
    if o.attempts_for_target is not None:
        steps.append(
            Step(
                "Attempts for the target",
                "the fewest k with 1 − (1 − p)^k at the target or above",
                f"1 − (1 − {p})^{count(o.attempts_for_target)} against {percent_apart(i.target)}",
                plural(o.attempts_for_target, "attempt"),
            )
        )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """Right outputs after one, two, three and all attempts, and the target."""
    tries = sorted({number for number in (1, 2, 3, i.max_attempts) if number <= i.max_attempts})
    bars = [(f"After {plural(number, 'attempt')}", after(o.first_try, number)) for number in tries]
    bars.append(("Target", i.target))
    return Picture(
        data=charts.signed_bars_data([(name, 0.0, value, percent_apart(value)) for name, value in bars]),
        text=f"Right outputs: {listing([f'{name.lower()} {percent_apart(value)}' for name, value in bars])}.",
        table=Table("Right outputs", ("", "Share"), tuple((name, percent_apart(value)) for name, value in bars)),
    )


def picture_spec() -> charts.Spec:
    return charts.signed_bars(numbers="percent")


CALCULATOR = Calculator(
    id="format",
    version=1,
    title="Will it follow the format often enough?",
    question="Will the model follow our format often enough?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("success_rate", "usd_per_attempt"),
    headline="after_retries",
    decision=lambda o: "the target is met" if o.meets_target else "the target is missed",
    examples=(Example("a report of twenty fields", {"success_rate": "99%", "fields": "20", "max_attempts": "3"}),),
    formula_sources=(GEOMETRIC,),
    leaves_out=(
        "Dependence. A hard input fails again and again, so real retries help less than independent ones.",
        "Errors that your checker does not see. They count as right here.",
        "Time. Every further attempt makes somebody wait.",
        "What a grammar costs in quality; whether it lowers the accuracy of reasoning is disputed.",
    ),
)
