"""YAML files that people write, read so that every problem can name its line.

Only what such files need is taken: mappings, lists, texts, numbers, true, false and null. Aliases, anchors and tags
are refused, so that a small file cannot unfold into a large one; so are keys given twice, of which YAML would keep the
last.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LARGEST = 200_000  # bytes
DEEPEST = 12

Way = tuple[str | int, ...]
"""The way to a value: keys and positions from the top."""

_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class YamlProblem(Exception):
    """A file that cannot be read; each problem names the file and, where there is one, the line."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass
class Placed:
    """Plain data, and where in the file each part of it stands."""

    file: str
    data: Any = None
    # Line (from 1) of each value, or of the key before it; the text of each single value as it was typed.
    lines: dict[Way, int] = field(default_factory=dict)
    texts: dict[Way, str] = field(default_factory=dict)

    def place(self, way: Way) -> str:
        """`profile.yml:12` for a value, or for the nearest thing around it."""
        while way and way not in self.lines:
            way = way[:-1]
        return f"{self.file}:{self.lines.get(way, 1)}"


def read(path: Path, shown: str = "") -> Placed:
    """The data in a file; `shown` is what problems call it. Raises YamlProblem."""
    placed = Placed(shown or str(path))
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise YamlProblem(f"{placed.file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlProblem(f"{placed.file}:{line}: holds bytes that are no UTF-8; save it as UTF-8") from None
    if len(content) > LARGEST:
        raise YamlProblem(f"{placed.file}: has {len(content):,} bytes, and may have {LARGEST:,}")
    try:
        problems = list(_unwanted(placed, text))
        node = None if problems else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(filter(None, (error.context, error.problem)))
        raise YamlProblem(f"{placed.file}:{mark.line + 1 if mark else 1}: is no YAML here: {said}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlProblem(f"{placed.file}:{line}: holds a character that YAML forbids; remove it") from None
    if node is not None:
        placed.data = _value(placed, node, (), problems)
    if problems:
        raise YamlProblem(*problems)
    return placed


def _unwanted(placed: Placed, text: str) -> Iterator[str]:
    """What is refused before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark: Any = event.start_mark
        line = f"{placed.file}:{mark.line + 1}"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            yield f"{line}: is nested more than {DEEPEST} levels deep; no key here needs that"
            return
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            yield f"{line}: *{anchor} repeats another value; write the value itself"
        elif anchor:
            yield f"{line}: &{anchor} names a value to repeat it; leave the name out"
        elif tag:
            yield f"{line}: the tag {tag} is not taken; write the plain value"


def _value(placed: Placed, node: yaml.Node, way: Way, problems: list[str]) -> Any:
    placed.lines.setdefault(way, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                problems.append(f"{placed.file}:{line}: a key must be a single word")
                continue
            name = str(key.value)
            if name in found:
                first = placed.lines[(*way, name)]
                problems.append(f"{placed.file}:{line}: {name} is there already, on line {first}; keep one of them")
                continue
            placed.lines[(*way, name)] = line
            found[name] = _value(placed, value, (*way, name), problems)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(placed, each, (*way, at), problems) for at, each in enumerate(node.value)]
    placed.texts[way] = node.value
    return _single(placed, node, way, problems)


def _single(placed: Placed, node: yaml.Node, way: Way, problems: list[str]) -> Any:
    """A text, or the number or word that an unquoted one stands for, after YAML 1.2: `yes` and 2026-11-20 are texts."""
    text: str = node.value
    if getattr(node, "style", None):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    if not math.isfinite(value):
        problems.append(f"{placed.place(way)}: {text} is no number that can be computed with")
    return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else value
