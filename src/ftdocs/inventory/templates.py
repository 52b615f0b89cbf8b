"""The inventory's templates, rendered."""

import functools
from typing import Any

import jinja2


def render(name: str, **context: Any) -> str:
    """The text of the template `name` in ftdocs/templates; what goes into HTML is escaped."""
    return _environment().get_template(name).render(context)


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("ftdocs"),
        autoescape=lambda name: ".html" in (name or ""),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
