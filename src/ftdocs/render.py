"""A calculator as HTML: the form with its starting values, and the printed result for them."""

import functools
import json
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup

import calculators
from calculators.kit import links
from calculators.kit.sources import KINDS
from ftdocs import pictures
from ftdocs.homes import home

VIEWS = ("full", "short", "example")


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ftdocs"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["value"] = machine_value
    environment.filters["origin"] = KINDS.__getitem__
    return environment


def machine_value(value: Any) -> str:
    """An output for `data-value`: words as they are, everything else as JSON, numbers in full precision."""
    return value if isinstance(value, str) else json.dumps(value, allow_nan=False)


@functools.cache
def compiled_picture(calculator_id: str) -> dict[str, Any]:
    """The calculator's picture as a compiled Vega specification, made once."""
    return pictures.compile_spec(calculators.get(calculator_id).picture_spec())


def draw(answer: calculators.Answer) -> Markup:
    """The printed picture of an answer, as SVG ready to stand in the page."""
    return Markup(pictures.render(compiled_picture(answer.calculator.id), answer.picture.data, answer.picture.text))


def render(answer: calculators.Answer, *, element_id: str, view: str = "full", root: str = "", title: str = "") -> str:
    """The HTML of a calculator showing `answer`.

    `element_id`: the id links lead to. `view`: one of VIEWS. `root`: the way from this page to the site's root, such as
    `../../`. `title`: what an example is called.
    """
    calculator = answer.calculator
    fields = [f for f in calculator.inputs if view != "short" or f.name in calculator.short_inputs]
    context = {
        "calculator": calculator,
        "answer": answer,
        "id": element_id,
        "view": view,
        "home": root + home(calculator.id),
        "link": links.fragment(calculator, answer.inputs),
        "main_fields": [f for f in fields if not f.group],
        "groups": _groups(fields),
        # A short form still carries what its page sets in fields that it does not show.
        "unseen": [f for f in calculator.inputs if f not in fields and answer.inputs[f.name] != f.default],
        "starting": {f.name: f.shown(answer.inputs[f.name]) for f in calculator.inputs},
        "origins": [f for f in calculator.inputs if f.origin],
        "drawing": draw(answer),
    }
    if view == "example":
        given = [f for f in fields if answer.inputs[f.name] != f.default]
        context |= {
            "title": title,
            "given": given,
            "texts": {f.name: _said(f, answer.inputs[f.name]) for f in given},
            "address": f"{context['home']}#{context['link']}",
        }
    template = "example.html.jinja" if view == "example" else "calculator.html.jinja"
    return _environment().get_template(template).render(context)


def _groups(fields: list[Any]) -> list[tuple[str, list[Any]]]:
    """The fields of each part that opens on demand, in the order in which the parts first appear."""
    names = dict.fromkeys(f.group for f in fields if f.group)
    return [(name, [f for f in fields if f.group == name]) for name in names]


def _said(field: Any, value: Any) -> str:
    """An input's value in the form's own words."""
    options: Mapping[str, str] = dict(getattr(field, "options", ()))
    return options.get(value, "") or str(field.shown(value))
