"""Links that carry a calculator's inputs: `lift?items=500&v=1&d=2026-11`, always behind the `#` of a page's address.

Left out is what equals the module's default for that version, so that links stay short and readable. Every version's
defaults are frozen in `calculators/history/ID.json`: a link made years ago is filled from them.
"""

import functools
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

from calculators.kit import foreign_links, profile
from calculators.kit.calculator import Calculator
from calculators.kit.fields import Field
from calculators.kit.formatting import listing
from calculators.kit.reading import BadInput

# Names that belong to the link, not to the calculator: version, data month, organisation profile.
RESERVED = ("v", "d", "p")
# What a second variant sets stands behind this.
SECOND = "2."
LONGEST_LINK = 20_000
MOST_NAMED = 5


@dataclass(frozen=True)
class Version:
    """One published version of a calculator: its defaults as canonical texts, and what changed in the formula."""

    defaults: dict[str, str]
    data: str
    # What changed in the formula since the version before; blank where only defaults moved.
    change: str


@dataclass(frozen=True)
class Remark:
    """Something a reader should know about a link: what it is about, and a sentence.

    What could not be used: `too long`, `unreadable` (a wrong encoding), `repeated`, `unknown` (an input that this
    calculator does not have), `refused` (a choice it does not offer), `version`. What has changed since the link was
    made: `default`, `formula`, `prices`. `profile`: it was made under another organisation's profile, or none.
    """

    kind: str
    message: str
    # The input it is about, where it is about one.
    name: str = ""


# The remarks that call for no mending: the link does what it did.
SINCE = ("default", "formula", "prices", "profile")


@dataclass(frozen=True)
class Opened:
    """A link read: the text for every field of the form, and what the reader should know about it."""

    fields: dict[str, str]
    remarks: list[Remark]
    # The version whose defaults fill what the link leaves out.
    version: int
    # The fields of a second variant to compare with; None where the link holds one only.
    second: dict[str, str] | None = None

    @property
    def notices(self) -> list[str]:
        """The remarks in words."""
        return [remark.message for remark in self.remarks]


@functools.cache
def _history(calculator_id: str) -> dict[int, Version]:
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.path.join(here, "history", f"{calculator_id}.json")
    # The loader reads from a folder and from the browser's zip alike.
    text = __loader__.get_data(path).decode("utf-8")  # type: ignore[name-defined]
    return {
        int(number): Version(version["defaults"], version["data"], version["change"])
        for number, version in json.loads(text)["versions"].items()
    }


def history(calculator: Calculator) -> dict[int, Version]:
    """The published versions of the calculator, oldest first, from `calculators/history/ID.json`."""
    return dict(_history(calculator.id))


def fragment(calculator: Calculator, inputs: Mapping[str, Any], second: Mapping[str, Any] | None = None) -> str:
    """The part of a link after `#` that restores `inputs` (values, not texts), sorted by name.

    `second`: another variant to compare with; of it the link carries what differs from `inputs`.
    """
    parts, others = [], []
    inputs, second = _portable(calculator, inputs), _portable(calculator, second) if second else None
    for f in sorted(calculator.inputs, key=lambda each: each.name):
        text = f.canonical(inputs[f.name])
        if f.linked and text != f.canonical(f.guide_default):
            parts.append(f"{f.name}={quote(text, safe=',:')}")
        if f.linked and second is not None and (other := f.canonical(second[f.name])) != text:
            others.append(f"{SECOND}{f.name}={quote(other, safe=',:')}")
    used = profile.current()
    made = [f"v={calculator.version}", f"d={calculator.data}", *([f"p={quote(used.mark, safe=':')}"] if used else [])]
    return f"{calculator.id}?" + "&".join([*parts, *others, *made])


def _portable(calculator: Calculator, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as every site can read them: without what one of them gives to others, unless only this organisation
    knows what that is."""
    if any(f.is_private(inputs[f.name]) for f in calculator.inputs):
        return dict(inputs)
    return {**inputs, **{name: calculator.field(name).guide_default for name in calculator.given(inputs)}}


def open_fragment(calculator: Calculator, link: str, versions: Mapping[int, Version] | None = None) -> Opened:
    """Read a fragment. What cannot be used is named in a remark, never an error: a link must always land."""
    versions = history(calculator) if versions is None else versions
    _, _, query = link.partition("?")
    remarks = []
    if len(query) > LONGEST_LINK:
        query = ""
        said = "This link is far too long to be one of ours, so nothing was taken from it."
        remarks.append(Remark("too long", said))
    pairs = pairs_of(query)
    given = dict(pairs)
    remarks += _mangled(pairs)
    version, remark = _version(calculator, given.pop("v", ""), versions)
    remarks += remark
    base = versions[version].defaults if version in versions else calculator.guide_defaults()
    remarks += _moved(calculator, version, base, versions, given)
    texts = {f.name: f.canonical(f.guide_default) for f in calculator.inputs}
    texts |= {f.name: base[f.name] for f in calculator.inputs if f.name in base and _shows(f, base[f.name])}
    others = {name.removeprefix(SECOND): text for name, text in given.items() if name.startswith(SECOND)}
    unknown = [name for name in given if name not in RESERVED and name.removeprefix(SECOND) not in texts]
    others = {name: text for name, text in others.items() if name in texts}
    remarks += _unknown(unknown, versions)
    remarks += _offered(calculator, given, texts)
    remarks += _offered(calculator, others, texts)
    texts |= {name: text for name, text in given.items() if name in texts}
    mark = printable(given.get("p", ""))
    foreign, (texts, others) = foreign_links.settle(calculator, mark, given, [texts, others])
    remarks += [Remark("profile", each) for each in foreign]
    named = [(f, each[f.name]) for f in calculator.inputs for each in (texts, others) if f.name in each]
    since = dict.fromkeys((f.name, said) for f, text in named for said in f.since(text, given.get("d", "")))
    remarks += [Remark("prices", said, name) for name, said in since]

    for each in (texts, others) if given.get("p") else ():
        remarks += list(dict.fromkeys(_unknown_elsewhere(calculator, each)))

    def shown(all_texts: Mapping[str, str]) -> dict[str, str]:
        return {f.name: as_shown(f, all_texts[f.name]) for f in calculator.inputs}

    first, second = texts, {**texts, **others}
    return Opened(
        shown(_left_to_give(calculator, first, set(given))),
        remarks,
        version,
        shown(_left_to_give(calculator, second, {*given, *others})) if others else None,
    )


def pairs_of(query: str) -> list[tuple[str, str]]:
    """The names and texts that a link sets, decoded, in its order."""
    return parse_qsl(query, keep_blank_values=True)


def _mangled(pairs: Sequence[tuple[str, str]]) -> Iterator[Remark]:
    """What a link says twice, and what was written in another encoding than UTF-8."""
    if any("\ufffd" in text for pair in pairs for text in pair):
        yield Remark("unreadable", "Part of the link is in an encoding that cannot be read.")
    counted = Counter(name for name, _ in pairs)
    repeated = [name for name, times in counted.items() if times > 1]
    if repeated:
        times = (
            "more than once; the last value was taken"
            if len(repeated) == 1
            else ("more than once each; the last values were taken")
        )
        yield Remark("repeated", f"The link sets {_listed(repeated)} {times}.", repeated[0])


def _unknown(names: Sequence[str], versions: Mapping[int, Version]) -> Iterator[Remark]:
    """The inputs that this calculator does not have, apart from those that it had once."""
    gone = [n for n in names if any(n.removeprefix(SECOND) in each.defaults for each in versions.values())]
    never = [name for name in names if name not in gone]
    for group, has in ((gone, "no longer has"), (never, "does not have")):
        if group:
            ignored = "it was ignored" if len(group) == 1 else "they were ignored"
            said = f"The link sets {_listed(group)}, which this calculator {has}; {ignored}."
            yield Remark("unknown", said, group[0])


def _listed(names: Sequence[str]) -> str:
    """Somebody else's names, the first of them."""
    found = [f"“{printable(name)}”" for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        found.append(f"{len(names) - MOST_NAMED:,} more")
    return listing(found)


def _offered(calculator: Calculator, given: dict[str, str], instead: Mapping[str, str]) -> Iterator[Remark]:
    """Takes out of `given` what a list or a box cannot show."""
    for f in calculator.inputs:
        if f.name not in given or _shows(f, given[f.name]):
            continue
        try:
            f.read(given.pop(f.name))
        except BadInput as bad:
            taken = f.quoted(f.read(instead[f.name]))
            yield Remark(
                "refused", f"“{f.label}” {printable(str(bad), 200)}. “{taken}” was taken in its place.", f.name
            )


def _shows(field: Field, text: str) -> bool:
    """Whether the field's control can hold a text: a list and a box hold only what they offer."""
    if field.control not in ("select", "checkbox"):
        return True
    try:
        field.read(text)
    except BadInput:
        return False
    return True


def _unknown_elsewhere(calculator: Calculator, texts: dict[str, str]) -> Iterator[Remark]:
    """Blanks what only another organisation knows, such as a model of its own; a remark for each."""
    for f in calculator.inputs:
        if f.name in texts and not f.knows(texts[f.name]):
            said = (
                f"“{f.label}” was “{printable(texts[f.name])}”, which is not known here. It is left blank, "
                "and what it gave stands in the form as far as the link has it."
            )
            yield Remark("refused", said, f.name)
            texts[f.name] = ""


def _left_to_give(calculator: Calculator, texts: Mapping[str, str], given: set[str]) -> dict[str, str]:
    """The texts, with today's starting value wherever another input gives the value anew."""
    found = dict(texts)
    for f in calculator.inputs:
        try:
            names = f.gives(f.read(texts[f.name]))
        except BadInput:
            continue
        found |= {
            name: calculator.field(name).canonical(calculator.field(name).default)
            for name in names
            if name not in given
        }
    return found


def printable(text: str, longest: int = 60) -> str:
    """Somebody else's text for a notice: short, and without characters that steer the writing."""
    return "".join(character for character in text if character.isprintable())[:longest]


def as_shown(field: Field, text: str) -> str:
    """The form's text for a canonical text; what cannot be read stays as it came, so that the form can say why."""
    try:
        return str(field.shown(field.read(text)))
    except BadInput:
        return text


def _version(calculator: Calculator, text: str, versions: Mapping[int, Version]) -> tuple[int, list[Remark]]:
    if not text:
        return calculator.version, []
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) in versions:
        return int(text), []
    said = (
        f"The link names version “{printable(text)[:20]}” of this calculator, which is not known here; "
        f"what it leaves out was filled from version {calculator.version}."
    )
    return calculator.version, [Remark("version", said)]


def _moved(
    calculator: Calculator,
    version: int,
    base: Mapping[str, str],
    versions: Mapping[int, Version],
    given: Mapping[str, str],
) -> Iterator[Remark]:
    """What the link fills from its own version although today's default differs, and changed formulas since."""
    if version == calculator.version:
        return
    for f in calculator.inputs:
        today = f.canonical(f.guide_default)
        if f.name in given or base.get(f.name, today) == today:
            continue
        was, now = as_shown(f, base[f.name]) or "blank", as_shown(f, today) or "blank"
        said = f"{f.label}: the link was made when the default was {was}, and is computed with it. Today’s is {now}."
        yield Remark("default", said, f.name)
    for number in sorted(versions):
        if number > version and versions[number].change:
            said = (
                f"The formula changed in version {number}: {versions[number].change} "
                f"The link was made with version {version}, so its result then may have been another."
            )
            yield Remark("formula", said)
