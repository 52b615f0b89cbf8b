"""What is wrong with a link into the guide: the place it leads to, and the inputs it carries."""

import difflib
import functools
from collections.abc import Iterator, Mapping
from typing import Any

import calculators
from calculators.kit import calculator as kit
from calculators.kit import links, spread
from calculators.kit.simulation import FIRST_DRAWS
from ftdocs.verify.documents import Edit, Link, Written
from ftdocs.verify.findings import Finding
from ftdocs.verify.guide import Guide, Target


def check_link(link: Link, guide: Guide) -> Iterator[Finding]:
    """Everything about one link; nothing where it leads elsewhere."""
    target = guide.target(link.url)
    if target is None:
        return
    place = guide.today(target)
    if place is None:
        yield Finding("gone", link.line, _gone(target, guide), link.url)
    elif place != target.place:
        yield _moved(link, target, place)
    name = calculator_of(target, guide)
    if name and target.tail:
        for kind, message in _inputs(name, target.tail):
            yield Finding(kind, link.line, f"{name}: {message}", link.url)


def calculator_of(target: Target, guide: Guide) -> str | None:
    """The calculator that a target names, wherever it stands today, and whether or not it stands at all."""
    place = guide.today(target)
    found = guide.calculators.get(place or "")
    return found or (target.id if target.id in calculators.ids() else None)


def _moved(link: Link, target: Target, place: str) -> Finding:
    new = target.at(place)
    what = "section" if "#" in target.place else "page"
    # Only what changes is rewritten: the inputs stay as they are written.
    kept = len(link.url) - len(target.tail)
    at = link.written
    edit = Edit(Written(at.line, at.start, at.start + kept), link.url[:kept], f"{target.base}{place}") if at else None
    said = f"this {what} has moved: {_named(target.place)} is now {_named(place)}; write {new}"
    return Finding("moved", link.line, said, link.url, new=new, edit=edit)


def _gone(target: Target, guide: Guide) -> str:
    ids = guide.ids.get(target.page)
    if ids is None:
        like = difflib.get_close_matches(target.page, list(guide.ids), n=1)
        return f"there is no page {_named(target.page)}" + (f"; did you mean {_named(like[0])}?" if like else "")
    like = difflib.get_close_matches(target.id, sorted(ids), n=1)
    elsewhere = [f"{page}#{target.id}" for page, there in guide.ids.items() if target.id in there] or [
        f"{target.page}#{each}" for each in like
    ]
    said = f"the page {_named(target.page)} has no section “{links.printable(target.id)}”"
    return said + (f"; did you mean {_named(elsewhere[0])}?" if elsewhere else "")


def _named(place: str) -> str:
    """A place as people read it; the start page's is `./`."""
    return place if place and not place.startswith("#") else f"./{place}"


@functools.lru_cache(maxsize=4096)
def _inputs(name: str, tail: str) -> tuple[tuple[str, str], ...]:
    """What there is to say of a calculator's inputs, as (kind, message)."""
    calculator = calculators.get(name)
    opened = links.open_fragment(calculator, name + tail)
    found = [("since" if each.kind in links.SINCE else "input", each.message) for each in opened.remarks]
    for fields in (opened.fields, opened.second):
        found += [("input", each.message) for each in _refused(calculator, fields or {})]
    return tuple(dict.fromkeys(found))


def _refused(calculator: calculators.Calculator, fields: Mapping[str, str]) -> list[calculators.Problem]:
    """Why there is no result for the fields; of ranges the first draws tell."""
    values, problems = kit.read(calculator, fields)
    if problems:
        return problems
    if kit.has_ranges(values):
        answer: Any = spread.answer(calculator, values, draws=FIRST_DRAWS)
    else:
        answer = kit.outputs_for(calculator, values)
    return answer.problems if isinstance(answer, calculators.Refusal) else []
