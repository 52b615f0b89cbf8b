"""The Markdown extension that turns a `calculator` fence into a calculator.

    ```calculator
    lift
    items: 500
    _view: short
    ```

The first line names the calculator; every other line sets one of its inputs, or, with an underscore, one of the
fence's own keys: `_view` (full, short or example), `_id`, `_title` (of an example), `_compare` (inputs of another
variant, pinned beside this one). It works wherever pymdownx.superfences works.

A link to an entry of the register of evidence becomes a mark that opens a card; see ftdocs.evidence.marks.

A page's first use of a term of the glossary becomes a link to it; see ftdocs.glossary.

A `record` fence prints the page on which a scenario becomes a decision record; see ftdocs.record_page.

A `reference` fence prints what reference pages take from the code; see ftdocs.reference.
"""

import contextvars
import functools
import pathlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.superfences import SuperFencesCodeExtension, SuperFencesException

import calculators
from calculators.kit import profile
from calculators.kit.calculator import as_text
from ftdocs.evidence.marks import Cards, Mark
from ftdocs.glossary import Terms
from ftdocs.names import closest
from ftdocs.outward import Outward
from ftdocs.render import VIEWS, render
from ftdocs.tables import Listed

OWN_KEYS = ("_view", "_id", "_title", "_compare")


class FenceError(SuperFencesException):
    """A fence that cannot be rendered. The message names the page, the line and the cure."""


@dataclass
class PageSource:
    """The page being rendered: what the fence itself cannot know."""

    path: str
    markdown: str
    # The way from the page to the site's root.
    root: str = ""
    # The folder of all pages, where it is known.
    docs: pathlib.Path | None = None
    searched: int = field(default=0)

    def line_of(self, fence: str, language: str = "calculator") -> int | None:
        """The line on which the next fence with this content starts; None where it cannot be told."""
        first = next((line for line in fence.splitlines() if line.strip()), "").strip()
        lines = self.markdown.splitlines()
        for number in range(self.searched, len(lines)):
            opens = lines[number].strip().lstrip("`~").strip()
            if opens.startswith(language) and (number + 1 == len(lines) or lines[number + 1].strip() == first):
                self.searched = number + 1
                return number + 1
        return None


# Set by the MkDocs plugin around each page; other users of the extension may leave it unset.
CURRENT_PAGE: contextvars.ContextVar[PageSource | None] = contextvars.ContextVar("page", default=None)


class CalculatorExtension(Extension):
    """Registers the `calculator` fence with superfences, and `<ft-calculator>` as a block element."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's own name)
        md.registerExtension(self)
        self.md = md
        self.ids: set[str] = set()
        # Otherwise Markdown wraps the element in <p>, and browsers then move the form out of it.
        for tag in ("ft-calculator", "ft-record", "figure"):
            if tag not in md.block_level_elements:
                md.block_level_elements.append(tag)
        self.mark = Mark(md, _mark_error)
        # Before Markdown's own links (160).
        md.inlinePatterns.register(self.mark, "ft-mark", 165)
        # After inline marks are drawn (20), before the table of contents reads headings (5).
        md.treeprocessors.register(Cards(md, self.mark, _root), "ft-cards", 15)
        # Between the two: not in marks, nor in their cards.
        md.treeprocessors.register(Terms(md, _place), "ft-terms", 16)
        md.treeprocessors.register(Outward(md), "ft-outward", 15.5)
        # After what fences print has come back (30).
        md.postprocessors.register(Listed(md), "ft-tables", 5)
        if self._superfences() is None:
            md.registerExtensions(["pymdownx.superfences"], {})

    def reset(self) -> None:
        """Called when all extensions are there, and before each page."""
        self.ids.clear()
        self.mark.used.clear()
        superfences = self._superfences()
        if superfences is None:
            return
        known = {entry["name"] for entry in superfences.superfences}
        fences = {"calculator": self._render, "reference": _render_reference, "record": _render_record}
        for name, render_fence in fences.items():
            if name not in known:
                superfences.extend_super_fences(name, _formatter(name, render_fence), _any_options, None)

    def _superfences(self) -> SuperFencesCodeExtension | None:
        found = [e for e in self.md.registeredExtensions if isinstance(e, SuperFencesCodeExtension)]
        return found[-1] if found else None

    def _render(self, source: str, root: str) -> str:
        name, view, element_id = _named(source)
        # An example is the guide's: the words around it speak of its numbers.
        used = profile.current()
        if view == "example":
            used = None
        else:
            element_id = self._claim(name, element_id)
        with profile.using(used):
            return printed(source, root, element_id, repr(used))

    def _claim(self, calculator_id: str, wanted: str) -> str:
        """An id for the element that no other on the page has: the calculator's, then `lift-2` and so on."""
        if wanted in self.ids:
            raise FenceError(f"calculator {calculator_id}: the id “{wanted}” stands on this page already")
        number, free = 1, wanted or calculator_id
        while free in self.ids:
            number += 1
            free = f"{calculator_id}-{number}"
        self.ids.add(free)
        return free


def forget_printed() -> None:
    """Make everything anew: called as a build begins, when code and data may have changed."""
    printed.cache_clear()
    _named.cache_clear()


@functools.lru_cache(maxsize=512)
def _named(source: str) -> tuple[str, str, str]:
    """What decides a fence's id: its calculator's id, its view, and the id that it asks for. Raises FenceError."""
    calculator, _, own, _ = parse(source)
    return calculator.id, own.get("_view", "full"), own.get("_id", "")


@functools.lru_cache(maxsize=512)
def printed(source: str, root: str, element_id: str, used: str) -> str:
    """A fence's HTML, made once for all pages of a build that hold the same one: most of the time of a build goes into
    answering and drawing. `used`: the profile in use, as a text, since another gives other numbers."""
    calculator, inputs, own, second = parse(source)
    # A page of the guide speaks of dollars.
    inputs, second = (profile.in_currency(calculator, texts) for texts in (inputs, second))
    answer = _answered(calculator, inputs)
    pinned = _answered(calculator, inputs | second) if second else None
    view, title = own.get("_view", "full"), own.get("_title", "A worked example")
    return render(answer, element_id=element_id, view=view, root=root, title=title, pinned=pinned)


def _answered(calculator: calculators.Calculator, inputs: dict[str, str]) -> calculators.Answer:
    """The answer to a fence's inputs. Raises FenceError where they are refused."""
    answer = calculators.answer(calculator, inputs)
    if isinstance(answer, calculators.Refusal):
        said = list(dict.fromkeys(problem.message for problem in answer.problems))
        raise FenceError(f"calculator {calculator.id}: " + " ".join(said))
    return answer


def parse(source: str) -> tuple[calculators.Calculator, dict[str, str], dict[str, str], dict[str, str]]:
    """The calculator a fence names, the inputs it sets, its own keys and the inputs of a variant to compare with.

    Raises FenceError.
    """
    head, _, rest = source.strip().partition("\n")
    try:
        calculator = calculators.get(head.strip())
    except calculators.UnknownCalculatorError as unknown:
        raise FenceError(f"{unknown}{closest(head.strip(), calculators.ids())}") from None
    try:
        settings = yaml.load(rest, Loader=yaml.BaseLoader) or {}
    except yaml.YAMLError as error:
        raise FenceError(
            f"calculator {calculator.id}: the lines below the name must read “name: value” ({error})"
        ) from None
    if not isinstance(settings, dict):
        raise FenceError(f"calculator {calculator.id}: the lines below the name must read “name: value”")
    known = [f.name for f in calculator.inputs]
    for name in settings:
        if name not in known and name not in OWN_KEYS:
            raise FenceError(
                f"calculator {calculator.id} has no input “{name}”{closest(str(name), [*known, *OWN_KEYS])}"
            )
    second = settings.pop("_compare", {})
    if not isinstance(second, dict) or any(name not in known for name in second):
        raise FenceError(f"calculator {calculator.id}: below _compare stand inputs of another variant, “  name: value”")
    own = {name: str(value) for name, value in settings.items() if name in OWN_KEYS}
    _check_own(calculator, own)
    if second and own.get("_view", "full") != "full":
        raise FenceError(f"calculator {calculator.id}: _compare belongs to _view: full")
    inputs = {name: as_text(value) for name, value in settings.items() if name not in OWN_KEYS}
    return calculator, inputs, own, {name: as_text(value) for name, value in second.items()}


def _check_own(calculator: calculators.Calculator, own: dict[str, str]) -> None:
    """Whether the fence's own keys can be followed. Raises FenceError."""
    view = own.get("_view", "full")
    if view not in VIEWS:
        raise FenceError(
            f"calculator {calculator.id}: _view must be {', '.join(VIEWS[:-1])} or {VIEWS[-1]}, not “{view}”"
        )
    if view == "short" and not calculator.short_inputs:
        raise FenceError(f"calculator {calculator.id} has no short view; leave _view out")
    if "_title" in own and view != "example":
        raise FenceError(f"calculator {calculator.id}: _title belongs to _view: example")
    if "_id" in own and view == "example":
        raise FenceError(f"calculator {calculator.id}: an example has no _id; its link leads to the calculator")
    if "_id" in own and not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", own["_id"]):
        raise FenceError(f"calculator {calculator.id}: _id takes small letters, digits and hyphens, not “{own['_id']}”")


def _formatter(language: str, render_fence: Callable[[str, str], str]) -> Callable[..., str]:
    """What superfences calls for a fence: its errors name the page and the line."""

    def format_fence(*, src: str, **_: Any) -> str:
        page = CURRENT_PAGE.get()
        line = page.line_of(src, language) if page else None
        place = f"{page.path}:{line}: " if page and line else f"{page.path}: " if page else ""
        try:
            return render_fence(src, page.root if page else "")
        except FenceError as error:
            raise FenceError(f"{place}{error}") from None
        except Exception as error:
            # superfences would print the fence as code, and the build would pass.
            raise FenceError(f"{place}the {language} fence failed: {type(error).__name__}: {error}") from error

    return format_fence


def _mark_error(message: str, words: str) -> FenceError:
    """What is wrong with a mark, with the page and the first line that holds `words`."""
    page = CURRENT_PAGE.get()
    if page is None:
        return FenceError(message)
    lines = enumerate(page.markdown.splitlines(), start=1)
    line = next((number for number, text in lines if words in text), None)
    return FenceError(f"{page.path}:{line}: {message}" if line else f"{page.path}: {message}")


def _root() -> str:
    page = CURRENT_PAGE.get()
    return page.root if page else ""


def _place() -> tuple[str, pathlib.Path | None]:
    page = CURRENT_PAGE.get()
    return (page.path, page.docs) if page else ("", None)


def _render_reference(source: str, root: str) -> str:
    # Imported only by pages that use it: it reads the whole command line.
    from ftdocs.reference import UnknownReferenceError, render_reference

    try:
        return render_reference(source, root)
    except UnknownReferenceError as unknown:
        raise FenceError(f"{unknown}{closest(unknown.word, unknown.known)}") from None


def _render_record(source: str, root: str) -> str:
    # Imported only by the page that uses it.
    from ftdocs.record_page import render_record

    return render_record(root)


def _any_options(language: str, inputs: Any, options: Any, attrs: Any, md: Markdown) -> bool:
    return not inputs


def makeExtension(**settings: Any) -> CalculatorExtension:  # noqa: N802 (Markdown's own name)
    """Markdown's way of loading the extension by its module's name."""
    return CalculatorExtension(**settings)
