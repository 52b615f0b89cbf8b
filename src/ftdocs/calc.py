"""`ftdocs calc`: one calculator's answer on the command line, with the numbers of the page."""

import datetime
import json
import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

import calculators
from calculators.kit import block as kit
from calculators.kit import links, profile
from calculators.protocol import block_for, plain_inputs
from ftdocs.homes import home
from ftdocs.names import closest


@dataclass
class Outcome:
    """Either an answer or the errors, as the JSON that the contract promises; `shown` is for people."""

    reply: dict[str, Any]
    answer: calculators.Answer | None = None
    # What has changed since the link was made, and what of it could not be used.
    since: list[str] = field(default_factory=list)
    # The result as Markdown, where it was asked for.
    block: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)


def calculate(
    calculator_id: str | None, settings: Iterable[str], link: str | None, site: str = "", *, block: bool = False
) -> Outcome:
    """Answer `calculator_id` with the inputs of `link` and then of `settings` (`name=value`), which win. None takes the
    calculator that the link names.

    `site`: the site's address, put before links; "" leaves them relative to the site's root. `block`: the result is
    wanted as Markdown for documents, too.
    """
    named = _named_by(link) if calculator_id is None and link is not None else calculator_id or ""
    if link is not None and not named:
        return _refused([("from", "the link names no calculator; it should hold #lift?… or the like at its end.")])
    try:
        calculator = calculators.get(named)
    except calculators.UnknownCalculatorError as unknown:
        return _refused([("calculator", f"{unknown}{closest(named, calculators.ids())}")])
    fields, pinned, notices, problems = _from_link(calculator, link) if link is not None else ({}, None, [], [])
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            problems.append(("set", f"--set takes name=value, not “{setting[:60]}”."))
        fields[name.strip()] = text
    if problems:
        return _refused(problems)
    answer = calculators.answer(calculator, fields)
    if isinstance(answer, calculators.Refusal):
        return _refused([(problem.field, problem.message) for problem in answer.problems])
    address = f"{site}{home(calculator.id)}"
    reply = {
        "calculator": calculator.id,
        "version": calculator.version,
        "data": calculator.data,
        "inputs": plain_inputs(answer),
        "outputs": answer.outputs,
        "sentence": answer.sentence,
        "notes": [*notices, *answer.notes],
        "link": f"{address}#{links.fragment(calculator, answer.inputs)}",
    }
    used = profile.current()
    if used:
        # Names of outputs end in usd whatever the currency is, so machines are told.
        reply["profile"] = {"version": used.version, "currency": used.currency.code}
    outcome = Outcome(reply, answer, notices)
    if block:
        said = block_for(calculator, fields, pinned)
        if isinstance(said, calculators.Refusal):
            return _refused([(problem.field, problem.message) for problem in said.problems])
        outcome.block = kit.markdown(calculator, said, address, datetime.date.today().isoformat())
        reply["block"] = outcome.block
    return outcome


def _named_by(link: str) -> str:
    """The calculator that a link leads to; "" where it names none."""
    name = link.rpartition("#")[2].partition("?")[0]
    return "" if "/" in name or ":" in name else name


def _from_link(
    calculator: calculators.Calculator, link: str
) -> tuple[dict[str, str], dict[str, str] | None, list[str], list[tuple[str, str]]]:
    """The texts a link sets (what it leaves out is filled from its version), those of a variant pinned beside it,
    notices, and problems."""
    named = _named_by(link)
    if named != calculator.id:
        said = f"the link is for “{named[:60]}”, not for {calculator.id}" if named else "the link names no calculator"
        return {}, None, [], [("from", f"{said}; it should hold #{calculator.id}?… at its end.")]
    opened = links.open_fragment(calculator, link.rpartition("#")[2])
    if opened.second is None:
        return dict(opened.fields), None, opened.notices, []
    notices = [*opened.notices, "The link compares two variants; this is the second of them."]
    return dict(opened.second), opened.fields, notices, []


def _refused(problems: list[tuple[str, str]]) -> Outcome:
    errors = [{"field": name, "message": message} for name, message in problems]
    return Outcome({"errors": errors}, errors=errors)


def whole_address(text: str) -> str:
    """A site's address as typed, ending in a slash. Raises ValueError where it is none."""
    if not text.startswith(("http://", "https://")):
        raise ValueError(f"--address takes a whole address, such as https://guide.example/, not “{text[:80]}”")
    return text.rstrip("/") + "/"


def site_address(config_file: pathlib.Path) -> str:
    """`site_url` of a MkDocs configuration, ending in a slash; "" where none is set or there is no such file.

    Raises ValueError, with the file and the line, where it cannot be read.
    """
    if not config_file.is_file():
        return ""
    try:
        settings = dict(_top_level(config_file.read_text("utf-8")))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{config_file} cannot be read: {' '.join(str(error).split())}") from None
    address = settings.get("site_url", "")
    return address.rstrip("/") + "/" if address else ""


def _top_level(text: str) -> Iterable[tuple[str, str]]:
    """The plain top-level settings of a YAML file, whatever tags stand elsewhere in it."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else []:
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            yield key.value, value.value


def as_json(reply: dict[str, Any]) -> str:
    """A reply as JSON text."""
    return json.dumps(reply, indent=2, ensure_ascii=False, allow_nan=False)
