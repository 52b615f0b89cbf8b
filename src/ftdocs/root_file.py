"""A JSON file at the root of a built site, by which other programs know what they have: its version and its shape.

It is read from a folder, or as it came from a host that nobody vouches for; either way it has its shape, or is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema


@dataclass(frozen=True)
class RootFile:
    """`version` is raised when the shape changes; `schema` is a JSON Schema of what stands beside it."""

    name: str
    version: int
    schema: Mapping[str, Any]

    def write(self, site_dir: Path, content: Mapping[str, Any], indent: int = 2) -> None:
        """Write `content`, which must have the shape."""
        (site_dir / self.name).write_text(json.dumps(content, indent=indent) + "\n", encoding="utf-8")

    def read(self, site_dir: Path) -> Any:
        """What the file holds. Raises FileNotFoundError (not built) or ValueError (another shape), with the cure."""
        path = site_dir / self.name
        try:
            content = path.read_bytes()
        except FileNotFoundError as missing:
            raise FileNotFoundError(f"{path} is missing: build the site with `ftdocs build`") from missing
        try:
            return self.parse(content)
        except ValueError as problem:
            raise ValueError(f"{path} {problem}: build the site anew") from None

    def parse(self, content: bytes) -> Any:
        """What the bytes of the file hold. Raises ValueError, in words that follow the file's name."""
        try:
            read = json.loads(content)
        except (ValueError, RecursionError):
            raise ValueError("is no JSON") from None
        version = read.get("version") if isinstance(read, dict) else None
        if version != self.version:
            raise ValueError(f"has version {version}, not {self.version}")
        validator = jsonschema.Draft202012Validator(self.schema, format_checker=jsonschema.FormatChecker(["regex"]))
        if wrong := next(validator.iter_errors(read), None):
            raise ValueError(f"is not whole, or was changed (at {wrong.json_path})")
        return read
