"""`ftdocs calc`: one calculator's answer on the command line, with the numbers of the page."""

import json
import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

import calculators
from calculators.kit import links
from calculators.protocol import plain_inputs
from ftdocs.fence import closest
from ftdocs.homes import home


@dataclass
class Outcome:
    """Either an answer or the errors, as the JSON that the contract promises; `shown` is for people."""

    reply: dict[str, Any]
    answer: calculators.Answer | None = None
    errors: list[dict[str, str]] = field(default_factory=list)


def calculate(calculator_id: str, settings: Iterable[str], link: str | None, site: str = "") -> Outcome:
    """Answer `calculator_id` with the inputs of `link` and then of `settings` (`name=value`), which win.

    `site`: the site's address, put before links; "" leaves them relative to the site's root.
    """
    try:
        calculator = calculators.get(calculator_id)
    except calculators.UnknownCalculatorError as unknown:
        return _refused([("calculator", f"{unknown}{closest(calculator_id, calculators.ids())}")])
    fields, notices, problems = _from_link(calculator, link) if link is not None else ({}, [], [])
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
    reply = {
        "calculator": calculator.id,
        "version": calculator.version,
        "data": calculator.data,
        "inputs": plain_inputs(answer),
        "outputs": answer.outputs,
        "sentence": answer.sentence,
        "notes": [*notices, *answer.notes],
        "link": f"{site}{home(calculator.id)}#{links.fragment(calculator, answer.inputs)}",
    }
    return Outcome(reply, answer)


def _from_link(
    calculator: calculators.Calculator, link: str
) -> tuple[dict[str, str], list[str], list[tuple[str, str]]]:
    """The texts a link sets (what it leaves out is filled from its version), notices, and problems."""
    fragment = link.rpartition("#")[2]
    named = fragment.partition("?")[0]
    if named != calculator.id:
        said = f"the link is for “{named[:60]}”, not for {calculator.id}" if named else "the link names no calculator"
        return {}, [], [("from", f"{said}; it should hold #{calculator.id}?… at its end.")]
    opened = links.open_fragment(calculator, fragment)
    return dict(opened.fields), opened.notices, []


def _refused(problems: list[tuple[str, str]]) -> Outcome:
    errors = [{"field": name, "message": message} for name, message in problems]
    return Outcome({"errors": errors}, errors=errors)


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
