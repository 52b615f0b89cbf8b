"""A result as a block of Markdown for documents, made so that `ftdocs verify` can read it back.

    > **The calculator's question**
    >
    > Its sentence.
    >
    > - A label: what came out
    >
    > From these inputs:
    >
    > - A label: what went in
    >
    > Computed on 2026-11-26 with [lift](https://guide.example/…#lift?items=500&v=1), version 1, data of 2026-11.

Blocks stay in documents for years, so FROM and COMPUTED are promises, as the names in links are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from calculators.kit import links
from calculators.kit.calculator import Answer, Calculator, Output
from calculators.kit.compare import compare
from calculators.kit.fields import Field

FROM = "From these inputs:"
COMPUTED = "Computed on"
WITHOUT = "It asks for:"

# A backslash keeps these from being taken for markup; everything else is left as people read it.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>&~|"})
_IN_ADDRESSES = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})


@dataclass(frozen=True)
class Block:
    """What a block says. `results` and `inputs` are pairs of a label and a text, in the order of the page."""

    question: str
    sentences: list[str]
    results: list[tuple[str, str]]
    inputs: list[tuple[str, str]]
    # What of the link stands behind the hash sign.
    fragment: str


def compose(answer: Answer, pinned: Answer | None = None) -> Block:
    """The block of an answer. `pinned`: the first of two variants, both of the same calculator and for the middle of
    their ranges; what differs then reads `first → second`."""
    calculator = answer.calculator
    results = list(_results(answer))
    variants = [answer] if pinned is None else [pinned, answer]
    fields = [f for f in calculator.inputs if any(_matters(f, each) for each in variants)]
    inputs = [(f.label, f.quoted(answer.inputs[f.name])) for f in fields]
    sentences = [answer.sentence]
    if pinned is None:
        fragment = links.fragment(calculator, answer.inputs)
    else:
        fragment = links.fragment(calculator, pinned.inputs, answer.inputs)
        sentences = [pinned.sentence, f"With the change: {answer.sentence}"]
        rows = {row.label: f"{row.first} → {row.second}" for row in compare(pinned, answer).rows if row.differs}
        results = [(label, rows.get(label, text)) for label, text in results]
        inputs = [(label, rows.get(label, text)) for label, text in inputs]
    return Block(calculator.question, sentences, _lines(results), _lines(inputs), fragment)


def _lines(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rows, each text in one line and without characters that steer the writing."""
    return [(label, _line(text)) for label, text in rows]


def _matters(field: Field, answer: Answer) -> bool:
    """Whether an input belongs into the block: those of the main part of the form, and those that were changed."""
    value = answer.inputs[field.name]
    return field.linked and (value != field.default or (not field.group and value not in (None, "")))


def _results(answer: Answer) -> Iterator[tuple[str, str]]:
    """The large figures, and every decision; over ranges with what the draws say of them."""
    rows = {row.name: row for row in answer.spread.rows} if answer.spread else {}
    chances = {chance.name: chance for chance in answer.spread.chances} if answer.spread else {}
    for output in answer.calculator.outputs:
        value = answer.outputs[output.name]
        if output.quiet and not isinstance(value, str | bool):
            continue
        text = _with_unit(output, answer)
        if output.name in rows:
            row = rows[output.name]
            text += f", in eight of ten draws {row.p10} to {row.p90}" if row.p10 != row.p90 else ""
        if output.name in chances:
            text += f", over the draws {chances[output.name].text}"
        yield output.label, text


def _with_unit(output: Output, answer: Answer) -> str:
    unit = f" {output.unit}" if output.unit and answer.outputs[output.name] is not None else ""
    return f"{answer.shown[output.name]}{unit}"


def markdown(calculator: Calculator, block: Block, address: str, date: str) -> str:
    """The block as text to paste. `address`: the calculator's page; `date`: the reader's day, such as 2026-11-26."""
    return _quoted(
        f"**{_plain(block.question)}**",
        *map(_plain, block.sentences),
        _list(block.results),
        FROM,
        _list(block.inputs),
        f"{COMPUTED} {_plain(date)} with {_cited(calculator, address, block.fragment)}.",
    )


def without_numbers(calculator: Calculator, address: str, date: str) -> str:
    """A block that asks the question and holds no number of the reader's, only what it takes to answer."""
    fragment = links.fragment(calculator, {f.name: f.default for f in calculator.inputs})
    return _quoted(
        f"**{_plain(calculator.question)}**",
        WITHOUT,
        "\n".join(f"- {_plain(f.label)}" for f in calculator.inputs if f.linked and not f.group),
        f"Answer it with your own numbers: {_cited(calculator, address, fragment)}, copied on {_plain(date)}.",
    )


def _cited(calculator: Calculator, address: str, fragment: str) -> str:
    link = f"[{calculator.id}]({address.translate(_IN_ADDRESSES)}#{fragment})"
    return f"{link}, version {calculator.version}, data of {calculator.data}"


def _quoted(*parts: str) -> str:
    lines = "\n\n".join(part for part in parts if part).splitlines()
    return "".join(f"> {line}".rstrip() + "\n" for line in lines)


def _list(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"- {_plain(label)}: {_plain(text)}" for label, text in rows)


def _plain(text: str) -> str:
    """A text in one line that shows as it is."""
    return _line(text).translate(_MARKS)


def _line(text: str) -> str:
    shown = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return " ".join(shown.split())


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever a word processor made of spaces, quotation marks and dashes."""
    return settled(one) == settled(other)


_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "−": "-", "–": "-", "—": "-", "…": "...", "→": "->"}
)


def settled(text: str) -> str:
    """A text with plain signs and single spaces."""
    return " ".join(text.translate(_TYPOGRAPHY).split())


def figures(text: str) -> list[str]:
    """The words of a text that hold a digit, in their order, without the signs around them."""
    words = (word.strip(".,;:()\"'") for word in settled(text).split())
    return [word for word in words if any(character.isdigit() for character in word)]
