"""Results pasted as blocks: read back, and held against what their own link gives today."""

import datetime
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import calculators
from calculators.kit import block as kit
from calculators.kit import links
from calculators.protocol import block_for
from ftdocs.verify.documents import Link, Passage
from ftdocs.verify.findings import Finding
from ftdocs.verify.guide import Guide
from ftdocs.verify.links import calculator_of

# A block has no more passages than this; further up a document says something else.
LONGEST = 120


@dataclass
class Quoted:
    """A block as it stands in a document; each text with its line."""

    link: Link
    calculator: str
    tail: str
    sentences: list[tuple[int, str]] = field(default_factory=list)
    results: list[tuple[int, str, str]] = field(default_factory=list)
    inputs: list[tuple[int, str, str]] = field(default_factory=list)


def blocks_in(passages: Sequence[Passage], guide: Guide) -> Iterator[Quoted]:
    """The blocks among a document's passages, each found by its last one, which names its link and day."""
    for at, passage in enumerate(passages):
        if not passage.worth or kit.COMPUTED not in passage.words.text:
            continue
        before, _, source = passage.words.text.rpartition(kit.COMPUTED)
        if not _is_day(source.split()[0] if source.split() else ""):
            continue
        for link in passage.words.links:
            target = guide.target(link.url)
            name = calculator_of(target, guide) if target else None
            if target and name:
                quoted = Quoted(link, name, target.tail)
                above = [*_above(passages, at)]
                _read(quoted, above)
                if before.strip():
                    quoted.sentences.append((passage.line, before.strip()))
                yield quoted
                break


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-11-26")


def _above(passages: Sequence[Passage], at: int) -> Iterator[Passage]:
    """The passages of a block before its last, from its question on: the next one above that is all in bold. Within a
    quotation a block may have lost it; elsewhere nothing else tells where it begins."""
    quotation = passages[at].quotation
    found: list[Passage] = []
    for passage in reversed(passages[max(0, at - LONGEST) : at]):
        if passage.quotation != quotation:
            break
        if passage.words.is_strong and not passage.is_item:
            return iter(reversed(found))
        if kit.COMPUTED in passage.words.text:
            break
        found.append(passage)
    return iter(reversed(found) if quotation else ())


def _read(quoted: Quoted, passages: Sequence[Passage]) -> None:
    rows = quoted.results
    for passage in passages:
        text = passage.words.text
        if kit.same(text, kit.FROM):
            rows = quoted.inputs
        elif passage.is_item:
            label, colon, said = text.partition(": ")
            if colon:
                rows.append((passage.line, label, said))
        else:
            quoted.sentences.append((passage.line, text))


def check_block(quoted: Quoted) -> Iterator[Finding]:
    """What in a block does not follow from its link today."""
    today = _today(quoted.calculator, quoted.tail)
    if isinstance(today, calculators.Refusal):
        return  # what is refused is said of the link itself
    url = quoted.link.url
    yield from _sentence(quoted, today)
    for kind, rows, pairs in (("result", quoted.results, today.results), ("input", quoted.inputs, today.inputs)):
        follows = {kit.settled(label): text for label, text in pairs}
        for line, label, said in rows:
            now = follows.get(kit.settled(label))
            if now is None:
                gives = "gives no" if kind == "result" else "takes no"
                message = f"{quoted.calculator}: “{label}” is quoted as {said}, but its link {gives} such {kind} today"
                yield Finding(kind, line, message, url, label=label, quoted=said)
            elif not kit.same(said, now):
                message = f"{quoted.calculator}: “{label}” is quoted as {said}; its link gives {now}"
                yield Finding(kind, line, message, url, label=label, quoted=said, today=now)


def _sentence(quoted: Quoted, today: kit.Block) -> Iterator[Finding]:
    said, now = " ".join(text for _, text in quoted.sentences), " ".join(today.sentences)
    if not said or kit.same(said, now):
        return
    same_figures = kit.figures(said) == kit.figures(now)
    kind = "worded" if same_figures else "sentence"
    verb = "is worded otherwise today" if same_figures else "does not follow from its link today"
    message = f"{quoted.calculator}: the sentence {verb}: {now}"
    yield Finding(kind, quoted.sentences[0][0], message, quoted.link.url, quoted=said, today=now)


@functools.lru_cache(maxsize=512)
def _today(name: str, tail: str) -> kit.Block | calculators.Refusal:
    """What a block made from the link would say now."""
    calculator = calculators.get(name)
    opened = links.open_fragment(calculator, name + tail)
    if opened.second is None:
        return block_for(calculator, opened.fields)
    return block_for(calculator, opened.second, opened.fields)
