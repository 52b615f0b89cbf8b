"""A calculator as HTML: the form with its starting values, and the printed result for them."""

import functools
import json
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup

import calculators
from calculators.kit import chart_tornado, currency, links, profile
from calculators.kit.calculator import Answer, Calculator, read
from calculators.kit.compare import compare
from calculators.kit.currency import Currency
from calculators.kit.flips import flips
from calculators.kit.quantities import Number
from calculators.kit.sources import KINDS
from ftdocs import __version__, pictures
from ftdocs.homes import home
from ftdocs.profile import SiteProfile

VIEWS = ("full", "short", "example")

# From so many fields on, in all or always open, a form stands below its answer and not beside it.
LONG_FORM, LONG_MAIN_PART = 13, 8


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


# Pictures that any calculator may show, beside its own.
SHARED_PICTURES = {chart_tornado.NAME: chart_tornado.tornado}


def compiled_picture(name: str) -> dict[str, Any]:
    """A picture as a compiled Vega specification, made once for each currency: a calculator's, by its id, or a shared
    one."""
    return _compiled(name, currency.current())


@functools.cache
def _compiled(name: str, used: Currency) -> dict[str, Any]:
    with currency.using(used):
        spec = SHARED_PICTURES[name] if name in SHARED_PICTURES else calculators.guides(name).picture_spec
        return pictures.compile_spec(currency.words(spec()))


def draw(answer: Answer) -> Markup:
    """The printed picture of an answer, as SVG ready to stand in the page."""
    return Markup(pictures.render(compiled_picture(answer.calculator.id), answer.picture.data, answer.picture.text))


def draw_tornado(answer: Answer) -> Markup:
    """The tornado of an answer, likewise; blank where it has none."""
    if answer.spread is None or answer.spread.tornado is None:
        return Markup()
    tornado = answer.spread.tornado
    return Markup(pictures.render(compiled_picture(chart_tornado.NAME), tornado.data, tornado.text))


def render(
    answer: Answer,
    *,
    element_id: str,
    view: str = "full",
    root: str = "",
    title: str = "",
    pinned: Answer | None = None,
) -> str:
    """The HTML of a calculator showing `answer`.

    `element_id`: the id links lead to. `view`: one of VIEWS. `root`: the way from this page to the site's root, such as
    `../../`. `title`: what an example is called. `pinned`: a first variant to stand beside `answer`.
    """
    calculator = answer.calculator
    inputs = calculator.own(answer.inputs)
    fields = [f for f in calculator.inputs if view != "short" or f.name in calculator.short_inputs]
    context = {
        "calculator": calculator,
        "profile": profile.current(),
        "answer": answer,
        "id": element_id,
        "view": view,
        "home": root + home(calculator.id),
        "link": links.fragment(calculator, pinned.inputs, answer.inputs)
        if pinned
        else links.fragment(calculator, answer.inputs),
        "pinned": _texts(pinned) if pinned else None,
        "compared": compare(pinned, answer) if pinned else None,
        "examples": [
            (each.title, _example_link(calculator, each.inputs, element_id))
            for each in calculator.examples
            if view == "full"
        ],
        "uncertain": _suggested_range(calculator) if view == "full" else None,
        "main_sets": _sets([f for f in fields if not f.group], "heading"),
        "groups": _sets([f for f in fields if f.group], "group"),
        "long": len(fields) >= LONG_FORM or len([f for f in fields if not f.group]) >= LONG_MAIN_PART,
        "whose": {f.origin.kind for f in fields if f.origin},
        # A short form still carries what its page, or the reader's scenario, sets in fields that it does not show.
        "unseen": [f for f in calculator.inputs if f not in fields and f.linked],
        "starting": _texts(answer),
        "origins": [f for f in calculator.inputs if f.origin],
        "drawing": draw(answer),
        "tornado": draw_tornado(answer),
        "flips": flips(calculator, answer.inputs),
    }
    if view == "example":
        given = [f for f in fields if inputs[f.name] != f.default]
        context |= {
            "title": title,
            "given": given,
            "texts": {f.name: f.quoted(inputs[f.name]) for f in given},
            "address": f"{context['home']}#{context['link']}",
        }
    template = "example.html.jinja" if view == "example" else "calculator.html.jinja"
    return _environment().get_template(template).render(context)


def render_strayed() -> str:
    """What a page says of a link with inputs for a calculator that it does not have."""
    return _environment().get_template("strayed.html.jinja").render()


def render_copying(site: str) -> str:
    """The menu from which links and results are copied; `site` is the site's name, for citations."""
    return _environment().get_template("copying.html.jinja").render(site=site, version=__version__)


def render_profile_note(profile: SiteProfile) -> str:
    """What stands below every page of a site with an organisation's profile."""
    return _environment().get_template("profile-note.html.jinja").render(profile=profile)


def _texts(answer: Answer) -> dict[str, str]:
    """What stands in each control. What a chosen model gave is no entry of the form’s: another must be free to give."""
    inputs = answer.calculator.own(answer.inputs)
    return {f.name: f.shown(inputs[f.name]) for f in answer.calculator.inputs}


def _example_link(calculator: Calculator, inputs: Mapping[str, str], element_id: str) -> str:
    """A link, within the page, that fills the calculator's form with an example's numbers."""
    # Read, not answered: an example with ranges would take thousands of draws, for a link.
    values, problems = read(calculator, inputs)
    if problems:
        raise ValueError(f"an example of {calculator.id} is refused: {problems[0].message}")
    return f"#{element_id}{links.fragment(calculator, values).removeprefix(calculator.id)}"


def _suggested_range(calculator: Calculator) -> tuple[str, str] | None:
    """A range that the first uncertain field could take, and that field's label: the range that the field offers, or
    from two thirds of its default to half as much again."""
    for name in calculator.uncertain:
        field = calculator.field(name)
        if isinstance(field, Number) and field.default:
            low, high = field.doubt or (float(f"{field.default * by:.2g}") for by in (2 / 3, 3 / 2))
            if field.percent:
                high = float(f"{min(high, (1 + field.default) / 2):.3g}")
            return f"{field.shown(low)} to {field.shown(high)}", field.label
    return None


def _sets(fields: list[Any], by: str) -> list[tuple[str, list[Any]]]:
    """The fields under each heading, or in each part that opens on demand, in the order in which these first appear."""
    names = dict.fromkeys(getattr(f, by) for f in fields)
    return [(name, [f for f in fields if getattr(f, by) == name]) for name in names]
