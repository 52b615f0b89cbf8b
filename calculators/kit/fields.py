"""The kinds of input a calculator may ask for.

Each kind reads what a person typed (`read`), writes the one text that stands for a value in links (`canonical`) and
the text shown in the form (`shown`). A field knows its label with the unit in it, help, bounds, default and where the
default comes from; nothing else in the project repeats any of these.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from calculators.kit import reading
from calculators.kit.reading import BadInput
from calculators.kit.sources import Origin

# Beyond any price, volume or token count in this guide; keeps every formula far from overflow.
LARGEST = 1e15
LARGEST_COUNT = 10**9
# What one person works, unless the organisation's profile says otherwise.
HOURS_IN_A_WEEK = 40


@dataclass(frozen=True, kw_only=True)
class Field:
    """One input. `default` is None only where the field is optional (blank means "not given")."""

    name: str
    label: str
    help: str
    default: Any
    origin: Origin | None = None
    optional: bool = False
    # The part of the form it stands in; blank for the main part, else the heading of a part that opens on demand.
    group: str = ""
    # In the main part of a long form: the short heading under which it stands with others.
    heading: str = ""
    # A field whose effect other fields carry (pasted rows that only fill counts) stays out of links.
    linked: bool = True
    # The fields it fills where it is given; whatever stands in them then does not matter.
    fills: tuple[str, ...] = ()
    # The input of a scenario that it takes where the reader has one, and how many of those make one of its own,
    # exactly: a week of 40 hours costs 40 times an hour. Only the same thing is shared, whatever it is called.
    shared: str = ""
    shared_times: float = 1
    # The field as the guide has it, where the organisation’s profile changes it.
    guide: "Field | None" = None

    kind = "text"
    control = "input"
    inputmode = "text"
    # Whether it is shown and read in percent.
    percent = False
    # What the form suggests, each with the words beside it; from which day on (ISO) that is old, and what to say then.
    suggestions: ClassVar[Sequence[tuple[str, str]]] = ()
    aged: ClassVar[tuple[str, str] | None] = None

    def read(self, text: str) -> Any:
        """The value in `text`. Raises BadInput, whose message follows the quoted label."""
        if not text.strip():
            if self.optional:
                return self.blank()
            raise BadInput(f"is empty; {self.accepted()}")
        return self.parse(text)

    def blank(self) -> Any:
        """The value of an optional field left empty."""
        return None

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def echo(self, text: str) -> str:
        """How `text` was read, as a sentence, where it could mean something else; blank where it is plain or wrong."""
        return ""

    def accepted(self) -> str:
        """What the field takes, as the end of an error message."""
        raise NotImplementedError

    def canonical(self, value: Any) -> str:
        """The text that stands for `value` in links; reading it gives `value` again."""
        return "" if value is None else str(value)

    def shown(self, value: Any) -> str:
        """The text that stands for `value` in the form."""
        return self.canonical(value)

    def quoted(self, value: Any) -> str:
        """The text that stands for `value` beside the label, where nobody can edit it."""
        return self.shown(value) or "blank"

    @property
    def guide_default(self) -> Any:
        """The guide's own starting value, on which links rest, whatever the organisation's is."""
        return self.guide.default if self.guide else self.default

    def gives(self, value: Any) -> dict[str, Any]:
        """The values that this field's value puts in place of other fields' starting values."""
        return {}

    def is_private(self, value: Any) -> bool:
        """Whether only this organisation knows `value`, so that a link must carry what it gives as well."""
        return False

    def knows(self, text: str) -> bool:
        """Whether `text`, from a link made elsewhere, names something that is known here."""
        return True

    def since(self, text: str, month: str) -> list[str]:
        """What has changed about `text` since the data of `month`, for whoever opens a link of then."""
        return []


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few words; `options` pairs each word with what the form shows."""

    options: Sequence[tuple[str, str]]
    kind = "choice"
    control = "select"

    def parse(self, text: str) -> str:
        word = text.strip().lower()
        if word not in dict(self.options):
            raise BadInput(f"must be {self._words()}, not “{text.strip()[:60]}”")
        return word

    def quoted(self, value: Any) -> str:
        return dict(self.options).get(value, "") or super().quoted(value)

    def accepted(self) -> str:
        return f"choose {self._words()}"

    def _words(self) -> str:
        words = [word for word, _ in self.options]
        return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@dataclass(frozen=True, kw_only=True)
class Bool(Field):
    """Yes or no, as a box to tick."""

    kind = "bool"
    control = "checkbox"
    WORDS: ClassVar = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }

    def parse(self, text: str) -> bool:
        word = text.strip().lower()
        if word not in self.WORDS:
            raise BadInput(f"{self.accepted()}, not “{text.strip()[:60]}”")
        return self.WORDS[word]

    def accepted(self) -> str:
        return "must be yes or no"

    def canonical(self, value: Any) -> str:
        return "true" if value else "false"

    def quoted(self, value: Any) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day, written `2027-01-06`."""

    kind = "date"

    def parse(self, text: str) -> str:
        try:
            # strptime, since fromisoformat also takes 20270106 and week dates.
            return datetime.datetime.strptime(text.strip(), "%Y-%m-%d").date().isoformat()  # noqa: DTZ007
        except ValueError:
            raise BadInput(f"{self.accepted()}, not “{text.strip()[:60]}”") from None

    def accepted(self) -> str:
        return "must be a date like 2027-01-06"


@dataclass(frozen=True, kw_only=True)
class Counts(Field):
    """Whole numbers separated by commas. A comma separates here, so thousands are written without one."""

    kind = "counts"
    inputmode = "text"

    def parse(self, text: str) -> list[int]:
        values = []
        for part in self._parts(text):
            if not part.strip():
                raise BadInput("must have a number between any two commas, such as 400,300,300")
            if part.strip(" '\"\ufeff")[:1].isalpha():
                raise BadInput(f"must hold whole numbers only, such as 400,300,300: leave out “{part.strip()[:40]}”")
            value, _ = reading.number(part)
            if not 0 <= value <= LARGEST_COUNT:
                raise BadInput(f"must hold numbers from 0 to {LARGEST_COUNT:,}, not {part.strip()}")
            values.append(reading.whole(value))
        return values

    def _parts(self, text: str) -> list[str]:
        """The numbers' texts: between commas, or one a line or a cell, as a spreadsheet pastes a column or a row. A
        page has put spaces in place of the lines' ends."""
        if re.search("[,;]", text):
            return re.split("[,;]", text.strip().rstrip(";"))
        return text.split()

    def accepted(self) -> str:
        return "give whole numbers separated by commas, such as 400,300,300"

    def canonical(self, value: Any) -> str:
        return "" if value is None else ",".join(str(number) for number in value)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Free text. `rows` above 1 makes the control a text area."""

    rows: int = 1
    longest: int = 500
    # What a blank text is: "" for a reason that was not given, None for a list that was not pasted.
    empty: str | None = ""
    kind = "text"

    @property
    def control(self) -> str:  # type: ignore[override]
        return "textarea" if self.rows > 1 else "input"

    def blank(self) -> str | None:
        return self.empty

    def parse(self, text: str) -> str:
        if len(text) > self.longest:
            raise BadInput(f"may have at most {self.longest:,} characters, not {len(text):,}")
        # Half a character, as only a mangled link holds, cannot be written anywhere.
        text = text.encode("utf-8", "replace").decode("utf-8")
        # Of several lines the first stay where they are: messages count them.
        return text.rstrip() if self.rows > 1 else text.strip()

    def accepted(self) -> str:
        return "write a few words"
