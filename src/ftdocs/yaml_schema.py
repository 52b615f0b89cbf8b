"""YAML files that people keep by hand: read with the line of every value, and checked against a JSON Schema.

A problem names the file, the line and the key, and says what would be right: a schema's `description` is the cure.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from ftdocs.names import closest

type Keys = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong with a value in a file, at a line."""

    path: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: {self.key}: {self.message}"
            if self.key
            else f"{self.path}:{self.line}: {self.message}"
        )


@dataclass(frozen=True)
class Document:
    """A file's data, and the line on which each of its keys stands."""

    path: str
    data: Any
    lines: dict[Keys, int]

    def line(self, *keys: str | int) -> int:
        """The line of a value, or of the nearest thing around it."""
        while keys not in self.lines:
            keys = keys[:-1]
        return self.lines[keys]

    def problem(self, keys: Sequence[str | int], message: str) -> Problem:
        """A problem with the value at `keys`."""
        return Problem(self.path, self.line(*keys), ".".join(map(str, keys)), message)


class _Loader(yaml.SafeLoader):
    """Dates stay text: JSON Schema, and JSON, know no other."""


class _Quick(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # known only when it runs
    """The same in C, where there is one: ten times as fast, with other words for what is wrong."""


for _loader in (_Loader, _Quick):
    _loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read(path: Path, schema: dict[str, Any], shown: str = "") -> tuple[Document, list[Problem]]:
    """The file at `path`, called `shown` in messages, and what the schema and YAML itself find wrong with it."""
    name = shown or path.as_posix()
    try:
        text = path.read_text("utf-8")
        node, data = _loaded(text)
    except OSError as error:
        return Document(name, None, {(): 1}), [Problem(name, 1, "", f"cannot be read ({error.strerror})")]
    except UnicodeDecodeError:
        return Document(name, None, {(): 1}), [Problem(name, 1, "", "is not UTF-8 text; save it as UTF-8")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it cannot be read"
        line = mark.line + 1 if mark else 1
        return Document(name, None, {(): 1}), [Problem(name, line, "", f"is no YAML: {said}; check indents and quotes")]
    if not isinstance(data, dict):
        return Document(name, None, {(): 1}), [Problem(name, 1, "", "must be a list of “key: value” lines")]
    lines: dict[Keys, int] = {(): 1}
    twice = list(_lines(node, (), lines, name))
    document = Document(name, data, lines)
    return document, [*twice, *_against(schema, document)]


def _loaded(text: str) -> tuple[yaml.Node | None, Any]:
    """The text as nodes and as data. Raises yaml.YAMLError, in the words of the loader in Python."""
    try:
        return yaml.compose(text, _Quick), yaml.load(text, _Quick)
    except yaml.YAMLError:
        return yaml.compose(text, _Loader), yaml.load(text, _Loader)


def _lines(node: Any, keys: Keys, lines: dict[Keys, int], path: str) -> Iterator[Problem]:
    """Note the line of every key; a key that stands twice, which YAML would pass over, is a problem."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place: Keys = (*keys, str(key.value))
            line = key.start_mark.line + 1
            if place in lines:
                message = f"stands twice, first on line {lines[place]}; keep one"
                yield Problem(path, line, ".".join(map(str, place)), message)
            lines[place] = line
            yield from _lines(value, place, lines, path)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            lines[(*keys, number)] = value.start_mark.line + 1
            yield from _lines(value, (*keys, number), lines, path)


def _against(schema: dict[str, Any], document: Document) -> Iterator[Problem]:
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    # A mapping's keys may be no texts (`2024:`), which the schema's patterns cannot take.
    for key in document.data:
        if not isinstance(key, str):
            yield Problem(document.path, document.line(str(key)), str(key), "must be text; put it in quotes")
            return
    for error in sorted(validator.iter_errors(document.data), key=lambda each: list(map(str, each.absolute_path))):
        keys = list(error.absolute_path)
        for key, message in _said(error):
            yield document.problem([*keys, *([key] if key else [])], message)


def _said(error: jsonschema.ValidationError) -> Iterator[tuple[str, str]]:
    """The key below the error's place, if any, and what is wrong in plain words."""
    rule: Any = error.schema
    wanted = rule.get("description", "") if isinstance(rule, dict) else ""
    value: Any = error.instance
    limit: Any = error.validator_value
    match error.validator:
        case "required":
            for name in limit:
                if name not in value:
                    yield "", f"lacks “{name}”{_what(rule, name)}"
                    return
        case "additionalProperties":
            known = list(rule.get("properties", {}))
            for name in value:
                if name not in known and not rule.get("patternProperties"):
                    yield name, f"is not known{closest(name, known)}"
        case _ if "propertyNames" in error.absolute_schema_path:
            yield str(value), f"must be {wanted or error.message}"
        case "enum":
            yield "", f"must be {_either(limit)}, not {_shown(value)}"
        case "type":
            yield "", f"must be {wanted or _TYPES.get(str(limit), limit)}, not {_shown(value)}"
        case _:
            yield "", f"must be {wanted}, not {_shown(value)}" if wanted else error.message[:200]


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a group of “key: value” lines",
    "boolean": "true or false",
}


def _what(rule: Any, name: str) -> str:
    described = rule.get("properties", {}).get(name, {}).get("description", "")
    return f": {described}" if described else ""


def _either(words: Sequence[Any]) -> str:
    *first, last = map(str, words)
    return f"{', '.join(first)} or {last}" if first else last


def _shown(value: Any) -> str:
    return f"“{json.dumps(value, ensure_ascii=False, default=str).strip(chr(34))[:60]}”"
