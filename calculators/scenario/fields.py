"""What a scenario asks for beside the calculators' inputs: the words of the decision record."""

import re
import unicodedata
from dataclasses import dataclass

from calculators.kit.fields import Choice, Date, Field, Text

# Characters that steer the writing around them, such as a switch from right to left, and half characters.
_STEERING = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Joins and separates letters within words of many languages.
_WITHIN_WORDS = {"\u200c", "\u200d"}
# People write lists with these before each entry; a minus stands right before its number.
_BULLET = re.compile(r"^\s*(?:[-*•](?:\s+|$))+")


def plain(text: str) -> str:
    """A text without characters that nobody sees and that steer the writing. Line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_visible, line)) for line in lines).strip()


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    hidden = unicodedata.category(character) in _STEERING and character not in _WITHIN_WORDS
    return "" if hidden else character


@dataclass(frozen=True, kw_only=True)
class Words(Text):
    """Free text of a record, or, with `listed`, one entry a line."""

    default: str = ""
    optional: bool = True
    longest: int = 1500
    listed: bool = False

    def parse(self, text: str) -> str:
        text = super().parse(plain(text))
        return "\n".join(entries(text)) if self.listed else text


TUNING = "fine-tuning"
OPTIONS = (
    ("prompting", "A better prompt"),
    ("retrieval", "Retrieval"),
    ("few-shot", "A few examples in the prompt"),
    (TUNING, "Fine-tuning"),
)
UNDECIDED = "undecided"
STATUSES = (("proposed", "Proposed"), ("accepted", "Accepted"), ("rejected", "Rejected"), ("superseded", "Superseded"))

DECISION, ABOUT, CONSIDERED, AFTER = "The decision", "The question", "Options considered", "Afterwards"


# What to write down about each option.
_ASKED = {
    "prompting": "What you tried, and what it scored.",
    "retrieval": "Whether the model lacks facts, and what supplying them did.",
    "few-shot": "What five to ten good pairs did.",
    TUNING: "What it would add to the best of the others.",
}
NAME = Words(
    name="name",
    label="Name of the scenario",
    help="Short, such as “Sort support tickets”. It becomes the record’s title.",
    longest=100,
    group=ABOUT,
)
FINDINGS = tuple(
    Words(name=f"{option.replace('-', '_')}_finding", label=label, help=_ASKED[option], rows=3, group=CONSIDERED)
    for option, label in OPTIONS
)

RECORD: tuple[Field, ...] = (
    Words(
        name="question",
        label="The question",
        help="The task, the bar, and what is wrong today.",
        rows=3,
        group=ABOUT,
    ),
    Words(
        name="context",
        label="What a reader must know",
        help="Who uses it, what limits you, what drives the decision. A blank line begins a new paragraph.",
        rows=5,
        longest=4000,
        group=ABOUT,
    ),
    *FINDINGS,
    Words(
        name="other_options",
        label="Other options",
        help="One a line, such as a smaller prompted model, or doing nothing.",
        rows=3,
        listed=True,
        group=CONSIDERED,
    ),
    Choice(
        name="chosen",
        label="Chosen option",
        help="What you will do next.",
        default=UNDECIDED,
        optional=True,
        options=((UNDECIDED, "Not decided yet"), *OPTIONS, ("other", "One of the other options")),
        group=DECISION,
    ),
    Words(name="because", label="Because", help="The reason that decides.", rows=3, group=DECISION),
    Choice(
        name="status",
        label="Status",
        help="How far the record has come.",
        default="proposed",
        optional=True,
        options=STATUSES,
        group=DECISION,
    ),
    Words(
        name="decision_makers",
        label="Decided by",
        help="Names or roles.",
        longest=300,
        group=DECISION,
    ),
    Date(
        name="date",
        label="Date",
        help="Of the decision, such as 2027-01-06.",
        default=None,
        optional=True,
        group=DECISION,
    ),
    Words(
        name="consequences",
        label="Consequences",
        help="What becomes easier and what harder, one a line.",
        rows=4,
        listed=True,
        group=AFTER,
    ),
    Words(
        name="left_out",
        label="What was left out",
        help="What you know you did not count, one a line. What the calculators leave out is added.",
        rows=3,
        listed=True,
        group=AFTER,
    ),
    Words(
        name="confirmation",
        label="Confirmation",
        help="What will be measured, its limit, who looks, one a line.",
        rows=3,
        listed=True,
        group=AFTER,
    ),
    Date(
        name="review_date",
        label="Review on",
        help="The day on which the record must be read again, such as 2027-07-06.",
        default=None,
        optional=True,
        group=AFTER,
    ),
    Words(name="reviewer", label="Reviewed by", help="Who brings it up again.", longest=300, group=AFTER),
)


def by_name() -> dict[str, Field]:
    """The record's fields by name."""
    return {f.name: f for f in RECORD}


def entries(text: str) -> list[str]:
    """The entries of a text with one a line."""
    lines = (_BULLET.sub("", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]
