"""distillation: does the student pay for its teacher, and may it be taught at all?"""

import math
from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Example, Output, Picture, Problem, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.fields import Choice
from calculators.kit.formatting import count, money, months, percent, plural, quantity, short_number, significant
from calculators.kit.quantities import Amount, Count, Share, Usd
from calculators.kit.sources import Source, assumed, organisation

BREAK_EVEN = Source("Break-even analysis", "https://en.wikipedia.org/wiki/Break-even_point")

DAYS_IN_A_MONTH = 730 / 24
# Relative rounding of a quotient of prices, so that $100 at $0.10 each is 1,000 calls, not 1,001.
ROUNDING = 1e-12

TEACHER, USE = "What you spend once", "In use"

INPUTS = (
    Count(
        name="teacher_calls",
        heading=TEACHER,
        label="Answers asked of the teacher",
        help="Real inputs that the large model answers for the training set.",
        default=7500,
        least=1,
        origin=organisation("an example size; plan your own"),
    ),
    Usd(
        name="teacher_usd_per_call",
        heading=TEACHER,
        label="Teacher, US$ a call",
        help="Input and output tokens of one call to the large model, at today’s price.",
        default=0.045,
        origin=organisation("an example call to a large model; use your own prompt and price"),
    ),
    Count(
        name="kept_examples",
        heading=TEACHER,
        label="Answers kept for training",
        help="Those that pass your checks.",
        default=6532,
        origin=organisation("an example; your checks decide"),
    ),
    Usd(
        name="people_usd",
        heading=TEACHER,
        label="People, US$",
        help="Choosing inputs, checking a sample, building the test set.",
        default=9000,
        origin=organisation("a placeholder; estimate it with the people who will do it"),
    ),
    Usd(
        name="training_usd",
        heading=TEACHER,
        label="Training, US$",
        help="All runs, including those that fail.",
        default=1500,
        origin=organisation("a placeholder; ask for a quotation"),
    ),
    Usd(
        name="student_usd_per_call",
        heading=USE,
        label="Student, US$ a call",
        help="The small model’s call, with its share of the hosting.",
        default=0.0013,
        origin=organisation("an example call to a small model with a short prompt"),
    ),
    Amount(
        name="calls_per_month",
        shared="calls_per_month",
        heading=USE,
        label="Calls a month",
        help="Requests the feature makes once it is live.",
        default=1e6,
        least=None,
        above=0,
        origin=organisation("an example volume; take your own traffic"),
    ),
    Share(
        name="teacher_score",
        heading=USE,
        label="Teacher’s score, %",
        help="On your test set, labelled by people.",
        default=0.92,
        least=None,
        above=0,
        origin=organisation("an example; measure it"),
    ),
    Share(
        name="student_score",
        heading=USE,
        label="Student’s score, %",
        help="On the same test set. Before there is a student, the lowest score you would accept.",
        default=0.9,
        origin=organisation("an example; measure it"),
    ),
    Choice(
        name="terms_allow",
        heading=TEACHER,
        label="Do the teacher’s terms allow training on its answers?",
        help="Someone has read them, and can say so in writing.",
        default="unknown",
        options=(("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")),
        origin=assumed("nobody has read them until somebody says so"),
    ),
)

OUTPUTS = (
    Output("break_even_calls", "Breaks even after", count, missing="never", unit="calls", never=True),
    Output("payback_months", "At your volume", lambda value: duration(value), missing="never", never=True),
    Output("fixed_usd", "Spent once", money),
    Output("quality_retained", "Student’s score against the teacher’s", percent, missing="no comparison"),
    Output("kept_share", "Answers kept", percent),
    Output("blocked", "Blocked by the terms", lambda value: "yes" if value else "no", kind="truth"),
)


def refuse(i: Values) -> list[Problem]:
    """Nobody keeps more answers than were asked for."""
    if i.kept_examples <= i.teacher_calls:
        return []
    said = (
        f"You keep {plural(i.kept_examples, 'answer')}, more than the {count(i.teacher_calls)} asked of the teacher: "
        "each answer can be kept once."
    )
    return [Problem(name, said) for name in ("teacher_calls", "kept_examples")]


def compute(i: Values) -> dict[str, Any]:
    """What is spent once, against what each call to the student saves."""
    fixed = i.teacher_calls * i.teacher_usd_per_call + i.people_usd + i.training_usd
    saving = i.teacher_usd_per_call - i.student_usd_per_call
    quotient = ratio(fixed, saving) if saving > 0 else None
    calls = None if quotient is None else math.ceil(quotient * (1 - ROUNDING))
    return {
        "kept_share": i.kept_examples / i.teacher_calls,
        "fixed_usd": fixed,
        "break_even_calls": calls,
        "payback_months": None if calls is None else ratio(calls, i.calls_per_month),
        "quality_retained": ratio(i.student_score, i.teacher_score),
        "blocked": i.terms_allow != "yes",
    }


def duration(value: float) -> str:
    """A length of time as people say it: `8 days`, `3.5 months`."""
    days = value * DAYS_IN_A_MONTH
    if value >= 2:
        return months(value)
    return plural(round(days), "day") if days >= 1 else "less than a day"


def sentence(i: Values, o: Values) -> str:
    if i.terms_allow == "yes":
        return f"The student{worth(i, o)}"
    if i.terms_allow == "no":
        return (
            "Blocked: the teacher’s terms do not allow training on its answers. "
            f"On price alone, the student{worth(i, o)}"
        )
    return (
        "Blocked until someone has read whether the teacher’s terms allow training on its answers. "
        f"If they do, the student{worth(i, o)}"
    )


def worth(i: Values, o: Values) -> str:
    """Whether the student pays, as the end of a sentence about it."""
    quality = ""
    if o.quality_retained is not None:
        quality = f", with {percent(o.quality_retained)} of the teacher’s score,"
    if o.break_even_calls is None:
        return (
            f"{quality} never pays for its teacher: its call costs {money(i.student_usd_per_call)}, "
            f"the teacher’s {money(i.teacher_usd_per_call)}."
        )
    if o.break_even_calls == 0:
        return f"{quality} saves from the first call, since nothing is spent on it beforehand."
    when = "" if o.payback_months is None else f", {duration(o.payback_months)} at your volume"
    return f"{quality} pays back {money(o.fixed_usd)} after {plural(o.break_even_calls, 'call')}{when}."


def notes(i: Values, o: Values) -> list[str]:
    found = []
    teacher, student = 1 - i.teacher_score, 1 - i.student_score
    more = ratio(student, teacher)
    if more is not None and more > 1 and i.student_score < i.teacher_score:
        found.append(
            f"The student is wrong {percent(student)} of the time and the teacher {percent(teacher)}: "
            f"{significant(more)} times as many errors."
        )
    if i.kept_examples == 0:
        found.append("No answer is kept, so there is nothing to train on.")
    if o.fixed_usd and i.people_usd > o.fixed_usd / 2:
        found.append(f"People are {percent(i.people_usd / o.fixed_usd, 0)} of what is spent once.")
    if i.teacher_usd_per_call == i.student_usd_per_call:
        found.append("Both calls cost the same, so no number of calls pays the work back.")
    elif o.break_even_calls is None:
        found.append("The student is dearer than its teacher, so every call adds to the loss.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    teacher, student = money(i.teacher_usd_per_call), money(i.student_usd_per_call)
    steps = [
        Step(
            "Spent once",
            "answers asked · teacher’s price + people + training",
            f"{count(i.teacher_calls)} · {teacher} + {money(i.people_usd)} + {money(i.training_usd)}",
            money(o.fixed_usd),
        ),
        Step(
            "Answers kept",
            "kept / asked",
            f"{count(i.kept_examples)} / {count(i.teacher_calls)}",
            percent(o.kept_share),
        ),
    ]
    if o.break_even_calls is not None:
        steps.append(
            Step(
                "Breaks even after",
                "spent once / (teacher’s price − student’s price), rounded up",
                f"{money(o.fixed_usd)} / ({teacher} − {student})",
                plural(o.break_even_calls, "call"),
            )
        )
    if o.payback_months is not None:
        steps.append(
            Step(
                "At your volume",
                "calls to break even / calls a month",
                f"{count(o.break_even_calls)} / {significant(i.calls_per_month)}",
                months(o.payback_months),
            )
        )
    if o.quality_retained is not None:
        steps.append(
            Step(
                "Score against the teacher’s",
                "student’s score / teacher’s score",
                f"{percent(i.student_score, 2)} / {percent(i.teacher_score, 2)}",
                percent(o.quality_retained),
            )
        )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """What teacher and student have cost after so many calls."""

    def teacher(calls: float) -> float:
        return float(calls * i.teacher_usd_per_call)

    def student(calls: float) -> float:
        return float(o.fixed_usd + calls * i.student_usd_per_call)

    rows = [("None", 0.0), ("A month", i.calls_per_month)]
    meet = None if o.break_even_calls is None else float(o.break_even_calls)
    if meet is None:
        met, label = "They do not cross.", "never breaks even"
    else:
        met, label = f"They cross after {plural(meet, 'call')}.", f"break-even: {short_number(meet)}"
        rows.append(("Break-even", meet))
    rows.sort(key=lambda row: row[1])
    return Picture(
        data=charts.crossing_data(
            ("teacher", teacher),
            ("student", student),
            you=i.calls_per_month,
            you_text=f"a month: {short_number(i.calls_per_month)}",
            crossing=meet,
            crossing_text=label,
            x_text="calls",
            y_text="cost so far",
        ),
        text=(
            "Two straight lines: what staying with the teacher and training the student have cost, by calls made. "
            f"{met} After a month, {quantity(i.calls_per_month, 'call')}, the teacher has cost "
            f"{money(teacher(i.calls_per_month))} and the student {money(student(i.calls_per_month))}."
        ),
        table=Table(
            "Cost so far, US$",
            ("", "Calls", "Teacher", "Student"),
            tuple((name, count(x), money(teacher(x)), money(student(x))) for name, x in rows),
        ),
    )


CALCULATOR = Calculator(
    id="distillation",
    version=1,
    title="Does the student pay for its teacher?",
    question="Does the small model pay for what teaching it costs?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.crossing,
    uncertain=("people_usd", "training_usd", "calls_per_month", "student_score"),
    headline="break_even_calls",
    decision=lambda o: "the student never pays" if o.break_even_calls is None else "the student pays for its teacher",
    examples=(Example("a good prompt made cheaper", {"terms_allow": "yes", "calls_per_month": "2M"}),),
    formula_sources=(BREAK_EVEN,),
    leaves_out=(
        "Other baselines. The saving is against the teacher; a small prompted model may give most of it untrained.",
        "Upkeep: teaching again when inputs change, or when the base model is retired.",
        "What an error costs. A cheaper call with more errors is not always cheaper.",
        "The law. Whether the terms allow it is a question for someone whose job it is.",
    ),
)
