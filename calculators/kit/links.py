"""Links that carry a calculator's inputs: `lift?items=500&v=1&d=2026-11`, always behind the `#` of a page's address.

Left out is what equals the module's default for that version, so that links stay short and readable. Every version's
defaults are frozen in `calculators/history/ID.json`: a link made years ago is filled from them.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

from calculators.kit.calculator import Calculator
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
class Opened:
    """A link read: the text for every field of the form, and what the reader should know about it."""

    fields: dict[str, str]
    notices: list[str]
    # The same for a second variant to compare with; None where the link holds one only.
    second: dict[str, str] | None = None


def history(calculator: Calculator) -> dict[int, Version]:
    """The published versions of the calculator, oldest first, from `calculators/history/ID.json`."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.path.join(here, "history", f"{calculator.id}.json")
    # The loader reads from a folder and from the browser's zip alike.
    text = __loader__.get_data(path).decode("utf-8")  # type: ignore[name-defined]
    return {
        int(number): Version(version["defaults"], version["data"], version["change"])
        for number, version in json.loads(text)["versions"].items()
    }


def fragment(calculator: Calculator, inputs: Mapping[str, Any], second: Mapping[str, Any] | None = None) -> str:
    """The part of a link after `#` that restores `inputs` (values, not texts), sorted by name.

    `second`: another variant to compare with; of it the link carries what differs from `inputs`.
    """
    parts, others = [], []
    inputs, second = calculator.own(inputs), calculator.own(second) if second else None
    for f in sorted(calculator.inputs, key=lambda each: each.name):
        text = f.canonical(inputs[f.name])
        if f.linked and text != f.canonical(f.default):
            parts.append(f"{f.name}={quote(text, safe=',:')}")
        if f.linked and second is not None and (other := f.canonical(second[f.name])) != text:
            others.append(f"{SECOND}{f.name}={quote(other, safe=',:')}")
    return f"{calculator.id}?" + "&".join([*parts, *others, f"v={calculator.version}", f"d={calculator.data}"])


def open_fragment(calculator: Calculator, link: str, versions: Mapping[int, Version] | None = None) -> Opened:
    """Read a fragment. What cannot be used is named in a notice, never an error: a link must always land."""
    versions = history(calculator) if versions is None else versions
    _, _, query = link.partition("?")
    notices = []
    if len(query) > LONGEST_LINK:
        query = ""
        notices.append("This link is far too long to be one of ours, so nothing was taken from it.")
    given = dict(parse_qsl(query, keep_blank_values=True))
    version, notice = _version(calculator, given.pop("v", ""), versions)
    notices += notice
    base = versions[version].defaults if version in versions else calculator.defaults()
    notices += _moved(calculator, version, base, versions, given)
    texts = {f.name: base.get(f.name, f.canonical(f.default)) for f in calculator.inputs}
    others = {name.removeprefix(SECOND): text for name, text in given.items() if name.startswith(SECOND)}
    unknown = [name for name in given if name not in RESERVED and name.removeprefix(SECOND) not in texts]
    others = {name: text for name, text in others.items() if name in texts}
    texts |= {name: text for name, text in given.items() if name in texts}
    named = [(f, each[f.name]) for f in calculator.inputs for each in (texts, others) if f.name in each]
    notices += dict.fromkeys(said for f, text in named for said in f.since(text, given.get("d", "")))
    if unknown:
        names = [f"“{printable(name)}”" for name in unknown[:MOST_NAMED]]
        if len(unknown) > MOST_NAMED:
            names.append(f"{len(unknown) - MOST_NAMED:,} more")
        ignored = "it was ignored" if len(unknown) == 1 else "they were ignored"
        notices.append(f"The link sets {listing(names)}, which this calculator does not have; {ignored}.")

    def shown(all_texts: Mapping[str, str]) -> dict[str, str]:
        return {f.name: as_shown(f, all_texts[f.name]) for f in calculator.inputs}

    return Opened(shown(texts), notices, shown({**texts, **others}) if others else None)


def printable(text: str) -> str:
    """Somebody else's text for a notice: short, and without characters that steer the writing."""
    return "".join(character for character in text if character.isprintable())[:60]


def as_shown(field: Any, text: str) -> str:
    """The form's text for a canonical text; what cannot be read stays as it came, so that the form can say why."""
    try:
        return str(field.shown(field.read(text)))
    except BadInput:
        return text


def _version(calculator: Calculator, text: str, versions: Mapping[int, Version]) -> tuple[int, list[str]]:
    if not text:
        return calculator.version, []
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) in versions:
        return int(text), []
    return calculator.version, [
        f"The link names version “{printable(text)[:20]}” of this calculator, which is not known here; "
        f"what it leaves out was filled from version {calculator.version}."
    ]


def _moved(
    calculator: Calculator,
    version: int,
    base: Mapping[str, str],
    versions: Mapping[int, Version],
    given: Mapping[str, str],
) -> list[str]:
    """What the link fills from its own version although today's default differs, and changed formulas since."""
    if version == calculator.version:
        return []
    notices = []
    for f in calculator.inputs:
        today = f.canonical(f.default)
        if f.name in given or base.get(f.name, today) == today:
            continue
        was, now = as_shown(f, base[f.name]) or "blank", as_shown(f, today) or "blank"
        notices.append(
            f"{f.label}: the link was made when the default was {was}, and is computed with it. Today’s is {now}."
        )
    for number in sorted(versions):
        if number > version and versions[number].change:
            notices.append(
                f"The formula changed in version {number}: {versions[number].change} "
                f"The link was made with version {version}, so its result then may have been another."
            )
    return notices
