"""Templates that print what the code and its data know into pages."""

from collections.abc import Callable
from typing import Any

import jinja2


def environment(filters: dict[str, Callable[..., Any]]) -> jinja2.Environment:
    """Jinja as these pages use it: text is escaped, a missing name stops the build, tags leave no blank lines."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("ftdocs"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters
    return made
