"""What reference pages print from the code itself, so that it is never out of date.

    ```reference
    methods lift
    ```

The first word is one of `commands`, `methods`, `gallery`, `fields`, `prices`, `evidence`, `profile`; the words after it
name one of its kind. Headings stand in the page, above each fence, where the table of contents finds them; tests see to
it that none is missing.
"""

import functools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import jinja2
from markupsafe import Markup, escape

import calculators
from calculators.kit import fields, links, profile, quantities
from calculators.kit.calculator import as_text
from calculators.kit.fields import Field
from calculators.kit.reading import BadInput
from calculators.kit.sources import KINDS, Origin
from ftdocs.evidence import cards
from ftdocs.fence import CURRENT_PAGE
from ftdocs.homes import HOMES, home
from ftdocs.prices import pages
from ftdocs.printing import environment
from ftdocs.profile import pages as profile_pages


class UnknownReferenceError(LookupError):
    """A reference fence names something that does not exist. `known` lists what does."""

    def __init__(self, message: str, word: str, known: list[str]) -> None:
        super().__init__(message)
        self.word = word
        self.known = known


def render_reference(source: str, root: str = "") -> str:
    """The HTML for a fence. `root`: the way from the page to the site's root. Raises UnknownReferenceError."""
    kind, _, name = " ".join(source.split()).partition(" ")
    if kind not in _PRINTERS:
        raise UnknownReferenceError(f"there is no reference called “{kind[:60]}”", kind, list(_PRINTERS))
    context = _PRINTERS[kind](name)
    return _environment().get_template(f"reference-{kind}.html.jinja").render(context, root=root)


# --- Commands -----------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    """Every command by its words without `ftdocs`, those of groups included: `build`, `calc`, …"""
    from ftdocs.cli import main

    return dict(_commands(main, ""))


def _commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        if not command.hidden:
            yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")


def _command(name: str) -> dict[str, Any]:
    """One command; without a name the list of all."""
    known = commands()
    if not name:
        return {"listed": {n: c.get_short_help_str(200) for n, c in known.items()}}
    if name not in known:
        raise UnknownReferenceError(f"there is no command called “{name[:60]}”", name, list(known))
    command = known[name]
    with click.Context(command, info_name=f"ftdocs {name}") as context:
        records = [record for parameter in command.params if (record := parameter.get_help_record(context))]
        return {
            "listed": {},
            "usage": " ".join([f"ftdocs {name}", *command.collect_usage_pieces(context)]),
            "help": (command.help or "").split("\n\n"),
            # An argument without words of its own stands in the usage line already.
            "options": [(names, words) for names, words in records if words],
        }


# --- Methods ------------------------------------------------------------------


def _method(name: str) -> dict[str, Any]:
    try:
        calculator = calculators.get(name)
    except calculators.UnknownCalculatorError as unknown:
        raise UnknownReferenceError(str(unknown), name, calculators.ids()) from None
    return {
        "calculator": calculator,
        "answer": default_answer(name),
        "home": home(name),
        "inputs": [_input(field) for field in calculator.inputs],
        "changes": [(number, v.change) for number, v in links.history(calculator).items() if v.change],
        "cases": [_case(calculator, case) for case in cases() if case["calculator"] == name],
    }


@functools.cache
def cases() -> list[dict[str, Any]]:
    """The worked cases that the tests run; none where the calculators are installed without their tests."""
    path = Path(calculators.__file__).parent.parent / "tests" / "calculators" / "cases.json"
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return found


def _case(calculator: calculators.Calculator, case: dict[str, Any]) -> dict[str, Any]:
    """A worked case in words: what is given, what must come out, and where the numbers are from."""
    answer = calculators.answer(calculator, case["set"])
    if isinstance(answer, calculators.Refusal):
        told = [("Refused", message) for message in dict.fromkeys(problem.message for problem in answer.problems)]
    else:
        told = [
            (calculator.output(output).label, answer.shown[output])
            for output in case["expect"]
            if output in answer.shown
        ]
    known = {field.name for field in calculator.inputs}
    given = [
        (calculator.field(name).label if name in known else name, as_text(value) or "blank")
        for name, value in case["set"].items()
    ]
    return {"given": given, "told": told, "source": case.get("source", "")}


def default_answer(calculator_id: str) -> calculators.Answer:
    """The answer to nothing but defaults, which every calculator has."""
    answer = calculators.answer(calculators.get(calculator_id), {})
    if isinstance(answer, calculators.Refusal):
        raise ValueError(f"{calculator_id} refuses its own defaults: {answer.problems[0].message}")
    return answer


def _input(field: Field) -> dict[str, Any]:
    options: dict[str, str] = dict(getattr(field, "options", ()))
    default = field.shown(field.default)
    return {
        "field": field,
        "accepts": accepts(field),
        "default": options.get(default) or default or "blank",
        "origin": field.origin or Origin("", "blank until you fill it in"),
    }


def accepts(field: Field) -> str:
    """What the field takes, in the words of its own error message: `a whole number, 1 or more`."""
    said = field.accepted()
    if isinstance(field, fields.Text):
        said = f"up to {field.longest:,} characters"
    for verb in ("give ", "choose ", "must be "):
        said = said.removeprefix(verb)
    return said + (", or blank" if field.optional else "") + ("" if field.linked else "; left out of links")


# --- Gallery and kinds of field -----------------------------------------------


def _gallery(wanted: str) -> dict[str, Any]:
    """The calculators of some parts of the guide, or all, each with the gist of its answer to the defaults, in reading
    order."""
    parts: dict[str, list[str]] = {}
    for name, page in HOMES.items():
        parts.setdefault(page.partition("/")[0], []).append(name)
    for part in wanted.split():
        if part not in parts:
            raise UnknownReferenceError(f"no calculator lives in a part called “{part[:60]}”", part, list(parts))
    names = [name for part in wanted.split() for name in parts[part]] or list(HOMES)
    return {"rows": [(calculators.get(name), gist(default_answer(name).sentence), home(name)) for name in names]}


def gist(sentence: str) -> str:
    """What a sentence says first, without its reasons: up to its first break, after two words at the least."""
    first = re.match(r"\S+ .+?(?=[:;.](?: |$))", sentence)
    return f"{first[0]}." if first else sentence


def _example(kind: type[Field], **settings: Any) -> Field:
    return kind(**{"name": "example", "label": "Example", "help": "", "default": None} | settings)


# One field of each kind, texts that it takes, one that it refuses ("" for none worth showing).
EXAMPLES: dict[str, tuple[Field, tuple[str, ...], str]] = {
    "Count": (_example(quantities.Count), ("200", "1,000", "20k"), "2.5"),
    "Amount": (_example(quantities.Amount), ("0.5", "1 000", "1.5M", "20k to 120k"), "5 to 2"),
    "Usd": (_example(quantities.Usd), ("$1,241", "0.00255", "60k"), "-5"),
    "Share": (_example(quantities.Share), ("95%", "0.95", "10 to 20%"), "95"),
    "Points": (_example(quantities.Points), ("3%", "0.03"), "0"),
    "Choice": (_example(fields.Choice, options=(("yes", "Yes"), ("no", "No"))), ("yes", "No"), "maybe"),
    "Bool": (_example(fields.Bool), ("yes", "0"), "perhaps"),
    "Date": (_example(fields.Date), ("2027-01-06",), "6.1.2027"),
    "Counts": (_example(fields.Counts), ("400, 300, 300",), "1,2.5"),
    "Text": (_example(fields.Text), ("a closed set of labels",), ""),
}


def field_kinds() -> dict[str, type[Field]]:
    """The kinds of field that calculators may use, by the name of their class."""
    known = vars(quantities) | vars(fields)
    found = {name: kind for name, kind in known.items() if isinstance(kind, type) and issubclass(kind, Field)}
    return {name: kind for name, kind in found.items() if "kind" in vars(kind) and kind is not Field}


def _fields(_: str) -> dict[str, Any]:
    rows = []
    for name, kind in field_kinds().items():
        about = (kind.__doc__ or "").partition("\n\n")[0]
        field, taken, refused = EXAMPLES.get(name, (None, (), ""))
        rows.append(
            {
                "name": name,
                "about": about,
                "taken": [(text, field.canonical(field.read(text))) for text in taken] if field else [],
                "refused": refused,
                "why": _why_refused(field, refused) if field and refused else "",
            }
        )
    return {"rows": rows}


def _why_refused(field: Field, text: str) -> str:
    try:
        field.read(text)
    except BadInput as bad:
        return str(bad)
    raise ValueError(f"{type(field).__name__} takes “{text}”, which the reference calls refused")


# --- Prices --------------------------------------------------------------------


def _prices(part: str) -> dict[str, Any]:
    """A part of the snapshot that calculators use."""
    if part not in pages.PARTS:
        raise UnknownReferenceError(f"the prices have no part called “{part[:60]}”", part, list(pages.PARTS))
    return pages.context(part)


# --- Evidence ------------------------------------------------------------------


def _evidence(part: str) -> dict[str, Any]:
    """The claims of one part of the article, with the places where they are marked."""
    if part not in cards.parts():
        raise UnknownReferenceError(f"the register has no part called “{part[:60]}”", part, cards.parts())
    page = CURRENT_PAGE.get()
    return cards.context(part, page.docs if page else None)


# --- Profile -------------------------------------------------------------------


def _profile(part: str) -> dict[str, Any]:
    """The keys of profile.yml, or what the profile of this very site sets."""
    known = ["keys", "here"]
    if part not in known:
        raise UnknownReferenceError(f"the profile has no part called “{part[:60]}”", part, known)
    used = profile.current()
    return {
        "part": part,
        "keys": list(profile_pages.keys()) if part == "keys" else [],
        "lines": profile_pages.summary(used.data if used else None),
        "models": used.models if used else (),
        "rows": profile_pages.rows(("profile", "converted")) if used and part == "here" else [],
    }


_PRINTERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "commands": _command,
    "methods": _method,
    "gallery": _gallery,
    "fields": _fields,
    "prices": _prices,
    "evidence": _evidence,
    "profile": _profile,
}


@functools.cache
def _environment() -> jinja2.Environment:
    own = {
        "code": _code,
        "breakable": lambda name: Markup("<wbr>").join(re.findall(r"[^_]+_?", name)),
        "origin": {**KINDS, "": "yours"}.__getitem__,
    }
    return environment(pages.filters() | cards.filters() | own)


def _code(text: str) -> Markup:
    """Words in backticks as code, the way docstrings and help texts write it."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
