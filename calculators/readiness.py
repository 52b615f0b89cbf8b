"""readiness: may fine-tuning enter the conversation? Five gates; the result is a minimum, never a sum."""

from dataclasses import dataclass
from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Example, Output, Picture, Step, Table, Values
from calculators.kit.fields import Choice, Text
from calculators.kit.formatting import count, in_words, listing, plural
from calculators.kit.quantities import Amount, Count
from calculators.kit.sources import Source, assumed

ARTICLE = Source("The Fine-Tuning Trap, section The Decision Framework", "")


@dataclass(frozen=True)
class Gate:
    """One gate: the input it reads, the name people know it by, and the step to take where it fails."""

    id: str
    name: str
    short: str
    field: str
    next_step: str
    advice: str

    @property
    def waiver(self) -> str:
        return f"{self.id}_waiver"


GATES = (
    Gate("prompting", "prompting", "prompting", "prompt_weeks", "better_prompts", "work on the prompt, systematically"),
    Gate("retrieval", "retrieval", "retrieval", "retrieval", "better_retrieval", "build retrieval and measure with it"),
    Gate("evaluation", "evaluation", "evaluation", "evaluation", "better_evaluation", "build an evaluation you trust"),
    Gate(
        "data",
        "labelled data",
        "labels",
        "labelled_examples",
        "collect_labels",
        "collect labels that people have reviewed",
    ),
    Gate(
        "stability",
        "a stable task",
        "stability",
        "stability",
        "narrow_the_task",
        "narrow the task until it holds still",
    ),
)

YES_NO = (("yes", "Yes"), ("no", "No"))
WAIVERS = "A gate that does not apply"
THRESHOLDS = "Thresholds"


def _waiver(gate: str, label: str, help_text: str) -> Text:
    return Text(name=f"{gate}_waiver", label=label, help=help_text, default="", optional=True, group=WAIVERS)


INPUTS = (
    Amount(
        name="prompt_weeks",
        shared="prompt_weeks",
        label="Systematic prompt work so far, weeks",
        help="Weeks of trying variants and measuring each, not weeks since the first prompt.",
        default=None,
        optional=True,
    ),
    Choice(
        name="retrieval",
        label="Does retrieval supply the knowledge at inference time?",
        help="A working pipeline that puts the relevant passages into the prompt.",
        default=None,
        optional=True,
        options=YES_NO,
    ),
    Choice(
        name="evaluation",
        label="Can you quantify the gap to your target, with confidence?",
        help="On a test set of your own, with an interval around the score.",
        default=None,
        optional=True,
        options=YES_NO,
    ),
    Count(
        name="labelled_examples",
        shared="labelled_examples",
        label="Labelled examples, reviewed by people",
        help="Representative of what production will see.",
        default=None,
        optional=True,
    ),
    Choice(
        name="stability",
        label="Is the task narrow, and will its inputs look the same in six months?",
        help="Same kinds of request, same kinds of answer.",
        default=None,
        optional=True,
        options=YES_NO,
    ),
    _waiver("prompting", "Prompting does not apply because", "Leave blank if it applies."),
    _waiver(
        "retrieval", "Retrieval does not apply because", "For instance: a closed set of labels, no facts to look up."
    ),
    _waiver(
        "evaluation", "Evaluation does not apply because", "Hard to argue: without it nobody can tell what changed."
    ),
    _waiver("data", "Labelled data does not apply because", "For instance: a student trained on a teacher’s answers."),
    _waiver(
        "stability", "Stability does not apply because", "For instance: retraining is already automatic and paid for."
    ),
    Amount(
        name="min_prompt_weeks",
        shared="min_prompt_weeks",
        label="Prompt work that is enough, weeks",
        help="Exactly this much passes.",
        default=2,
        origin=assumed("the article’s rule; elsewhere it says one week, and no study supports either"),
        group=THRESHOLDS,
    ),
    Count(
        name="min_labelled_examples",
        label="Labelled examples that are enough",
        help="Exactly this many pass.",
        default=1000,
        origin=assumed("the article’s rule; published results run from tens of examples to thousands"),
        group=THRESHOLDS,
    ),
)

CLAUSES = {
    "ready_to_consider": "fine-tuning enters the conversation",
    "not_ready": "fine-tuning stays out of the conversation",
    "incomplete": "the question stays open",
}
OUTCOMES = {
    "not_ready": "not ready",
    "incomplete": "not answered in full",
    "ready_to_consider": "may enter the conversation",
}
NEXT_STEPS = {gate.next_step: gate.advice for gate in GATES}


def gate_names(ids: list[str]) -> str:
    """The gates as people know them: `retrieval and labelled data`; `none` where there are none."""
    return listing([gate.name for gate in GATES if gate.id in ids]) or "none"


OUTPUTS = (
    Output("outcome", "Outcome", OUTCOMES.__getitem__, kind="word"),
    Output("next_step", "Next step", NEXT_STEPS.__getitem__, missing="none", kind="word"),
    # The sentence and the picture say these; the large figures need not.
    Output("failed", "Gates failed", gate_names, quiet=True, kind="words"),
    Output("unanswered", "Not answered", gate_names, quiet=True, kind="words"),
    Output("waived", "Waived", gate_names, quiet=True, kind="words"),
)


def passes(gate: Gate, i: Values) -> bool | None:
    """Whether the answer passes the gate; None where there is no answer. The boundary value passes."""
    answer = getattr(i, gate.field)
    if answer is None:
        return None
    if gate.id == "prompting":
        return bool(answer >= i.min_prompt_weeks)
    if gate.id == "data":
        return bool(answer >= i.min_labelled_examples)
    return bool(answer == "yes")


def status(gate: Gate, i: Values) -> str:
    """`waived`, `unanswered`, `passed` or `failed`. A waiver beats the answer."""
    if getattr(i, gate.waiver):
        return "waived"
    return {None: "unanswered", True: "passed", False: "failed"}[passes(gate, i)]


def compute(i: Values) -> dict[str, Any]:
    """The gates by status, and the weakest of them as the outcome: strength in one cannot hide a gap in another."""
    by_status: dict[str, list[str]] = {"failed": [], "waived": [], "unanswered": [], "passed": []}
    for gate in GATES:
        by_status[status(gate, i)].append(gate.id)
    failed, unanswered = by_status["failed"], by_status["unanswered"]
    first_failed = next((gate for gate in GATES if gate.id in failed), None)
    return {
        "outcome": "not_ready" if failed else "incomplete" if unanswered else "ready_to_consider",
        "failed": failed,
        "waived": by_status["waived"],
        "unanswered": unanswered,
        "next_step": first_failed.next_step if first_failed else None,
    }


def sentence(i: Values, o: Values) -> str:
    aside = f" Waived: {gate_names(o.waived)}." if o.waived else ""
    if o.outcome == "not_ready":
        advice = NEXT_STEPS[o.next_step]
        first = next(gate.name for gate in GATES if gate.id in o.failed)
        missing = f"{gate_names(o.failed)} {'is' if len(o.failed) == 1 else 'are'} missing"
        first_step = f"start with {first}: {advice}" if len(o.failed) > 1 else f"the next step is to {advice}"
        return f"Not ready: {missing}; {first_step}.{aside}"
    if len(o.waived) == len(GATES):
        return (
            "All five gates are waived, so nothing was tested; "
            "fine-tuning may enter the conversation on your reasons alone."
        )
    if o.outcome == "incomplete":
        if len(o.unanswered) == len(GATES):
            return "Answer five questions to see whether fine-tuning may enter the conversation yet."
        return (
            f"No gate fails so far, but {in_words(len(o.unanswered))} of five "
            f"{'is' if len(o.unanswered) == 1 else 'are'} unanswered: {gate_names(o.unanswered)}.{aside}"
        )
    passed = len(GATES) - len(o.waived)
    some = f"{in_words(passed)} of five gates {'passes' if passed == 1 else 'pass'}"
    how_many = "all five gates pass" if passed == len(GATES) else some
    return (
        f"Fine-tuning may enter the conversation: {how_many}.{aside} That is a reason to compare it, not to choose it."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = [f"{gate.name.capitalize()} is waived: {getattr(i, gate.waiver)}" for gate in GATES if gate.id in o.waived]
    moved = {f.name for f in INPUTS if f.group == THRESHOLDS and getattr(i, f.name) != f.default}
    if "min_prompt_weeks" in moved:
        found.append(f"Judged by {weeks(i.min_prompt_weeks)} of prompt work; the article asks for two.")
    if "min_labelled_examples" in moved:
        examples = plural(i.min_labelled_examples, "labelled example")
        found.append(f"Judged by {examples}; the article asks for a thousand.")
    return found


def weeks(number: float) -> str:
    """A length of time in weeks, to six figures: `1 week`, `1.9999 weeks`, since the boundary decides."""
    return f"{INPUTS[0].said(number)} {'week' if number == 1 else 'weeks'}"


def answer_in_words(gate: Gate, i: Values) -> str:
    """The reader's answer to the gate, as they would say it."""
    given = getattr(i, gate.field)
    if given is None:
        return "no answer"
    if gate.id == "prompting":
        return weeks(given)
    return count(given) + " labelled" if gate.id == "data" else str(given)


def working(i: Values, o: Values) -> list[Step]:
    """One line a gate: what it asks for, what was answered, how it stands."""
    rules = {
        "prompting": f"at least {weeks(i.min_prompt_weeks)} of systematic prompt work",
        "retrieval": "retrieval is built",
        "evaluation": "the gap to the target is quantified, with confidence",
        "data": f"at least {plural(i.min_labelled_examples, 'labelled example')}, reviewed by people",
        "stability": "narrow, and the same in six months",
    }
    return [
        Step(
            gate.name.capitalize(),
            rules[gate.id],
            answer_in_words(gate, i),
            f"failed: {gate.advice}" if status(gate, i) == "failed" else status(gate, i),
        )
        for gate in GATES
    ]


def picture(i: Values, o: Values) -> Picture:
    """Five gates in a row, each with its status."""
    said = listing([f"{gate.name} {status(gate, i)}" for gate in GATES])
    return Picture(
        data=charts.gates_data([(gate.short, status(gate, i)) for gate in GATES]),
        text=f"Five gates: {said}.",
        table=Table(
            "The five gates",
            ("Gate", "Your answer", "Status"),
            tuple((gate.name.capitalize(), answer_in_words(gate, i), status(gate, i)) for gate in GATES),
        ),
    )


CALCULATOR = Calculator(
    id="readiness",
    version=1,
    title="May fine-tuning enter the conversation?",
    question="Are we ready to consider fine-tuning?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.gates,
    decision=lambda o: CLAUSES[o.outcome],
    examples=(
        Example(
            "a typical doomed project",
            {
                "prompt_weeks": "0.5",
                "retrieval": "no",
                "evaluation": "no",
                "labelled_examples": "300",
                "stability": "no",
            },
        ),
        Example(
            "tickets sorted at volume",
            {
                "prompt_weeks": "4",
                "retrieval_waiver": "a closed set of labels",
                "evaluation": "yes",
                "labelled_examples": "20k",
                "stability": "yes",
            },
        ),
        Example(
            "completion as people type",
            {
                "prompt_weeks": "3",
                "retrieval_waiver": "all that it needs stands before the cursor",
                "evaluation": "yes",
                "labelled_examples": "8k",
                "stability": "yes",
            },
        ),
        Example(
            "a report of twenty fields",
            {
                "prompt_weeks": "5",
                "retrieval_waiver": "the facts come with the request",
                "evaluation": "yes",
                "labelled_examples": "1500",
                "stability": "yes",
            },
        ),
        Example(
            "a good prompt made cheaper",
            {
                "prompt_weeks": "6",
                "retrieval_waiver": "the prompt holds all that it needs",
                "evaluation": "yes",
                "data_waiver": "the large model’s answers are the labels; people check a sample",
                "stability": "yes",
            },
        ),
    ),
    formula_sources=(ARTICLE,),
    short_inputs=tuple(gate.field for gate in GATES),
    leaves_out=(
        "Whether tuning would help. Passing the gates says that you could tell, not that it will.",
        "What it costs and what else the team could do with the time.",
        "Kinds of tuning that need other data: preference and reinforcement tuning have no fixed number of labels.",
        "Reasons to tune that no gate asks about, such as data that must stay on your own machines.",
    ),
)
