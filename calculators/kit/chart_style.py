"""The house style of pictures: the frame, scales, marks and labels that every picture in `charts` is made of.

The prerendered and the live picture must be equal, and a worker cannot measure text, so nothing may depend
on measured widths: sizes are fixed, axes reserve no room, labels are neither cut nor dropped by the
renderer, and there are no legends. Where labels could meet, the data functions move them by a cautious
estimate, `text_width`. Colours are the page's CSS variables, so that one picture serves light, dark and
print.
"""

import json
import math
from collections.abc import Sequence
from typing import Any

from calculators.kit import currency

type Spec = dict[str, Any]
type Rows = list[dict[str, Any]]
type Data = dict[str, Rows]

WIDTH = 400  # of every picture; all positions are in these units
INK, SOFT, LINE, PAPER = "var(--ft-ink)", "var(--ft-soft)", "var(--ft-line)", "var(--ft-paper)"
ACCENT, BAD = "var(--ft-accent)", "var(--ft-bad)"

# How numbers stand on an axis: $60k, 2M, +5, 85%. d3's `~s` writes 0.5 as 500m: small numbers go another way.
_SHORT = "replace(replace(replace(format(datum.value, '{}~s'), 'G', 'bn'), 'T', 'tn'), 'P', 'e15')"
_NUMBERS = {
    "number": f"abs(datum.value) < 1000 ? format(datum.value, ',~r') : {_SHORT.format('')}",
    "usd": f"abs(datum.value) < 1000 ? format(datum.value, '$,~r') : {_SHORT.format('$')}",
    "points": "datum.value == 0 ? '0' : format(datum.value * 100, '+,~r')",
    "percent": "format(datum.value * 100, ',~r') + '%'",
}


def text_width(text: str, *, bold: bool = False) -> float:
    """A cautious estimate of a label's width, in the units of the picture: the fonts that a page falls back
    to are no wider. For labels of the usual size (13)."""
    narrow = sum(letter in " .,:;'|!ilIjtfr()" for letter in text)
    wide = sum(letter in "mwMW%@—→←+−" for letter in text)
    return (14.3 if bold else 13) * (0.63 * len(text) - 0.25 * narrow + 0.22 * wide)


def shorten(text: str, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room`."""
    cut = text
    while cut and text_width(cut if cut == text else cut + "…") > room:
        cut = cut[:-1].rstrip()
    return text if cut == text else cut + "…"


def round_up(value: float, steps: Sequence[float] = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)) -> float:
    """The smallest round number that is not below `value`; 1 where `value` is not above 0, or next to it."""
    if not 1e-300 < value < math.inf:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next((step * unit for step in steps if step * unit >= value * (1 - 1e-9)), 10 * unit)


def frame(width: int, height: int | Spec, padding: dict[str, int], layers: list[Spec]) -> Spec:
    """A whole specification: a plot of fixed size with `padding` around it, transparent, in the page's font,
    and without words of its own for assistive technology (the page gives the picture one text)."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": "none",
        "background": None,
        "config": {
            "aria": False,
            "font": "inherit",
            "view": {"stroke": None},
            "text": {"fontSize": 13, "color": INK, "baseline": "middle"},
            "axis": {
                "title": None,
                "domain": False,
                "ticks": False,
                "grid": False,
                "gridColor": LINE,
                "labelColor": SOFT,
                "labelFontSize": 12,
                "labelOverlap": False,
                "labelFlush": False,
                "labelLimit": 0,
                "minExtent": 0,
                "maxExtent": 0,
            },
        },
        "layer": layers,
    }


def axis(kind: str, **more: Any) -> Spec:
    """An axis whose numbers are written for people. Raises ValueError for a kind that is not in
    `_NUMBERS`."""
    if kind not in _NUMBERS:
        raise ValueError(f"no axis of kind {kind!r}; there are {', '.join(_NUMBERS)}")
    return {"labelExpr": _money() if kind == "usd" else _NUMBERS[kind], **more}


def _money() -> str:
    """Amounts on an axis, in the currency in use. d3 knows no sign but the dollar's."""
    used = currency.current()
    if used.code == "USD":
        return _NUMBERS["usd"]
    size = _NUMBERS["number"].replace("datum.value", "abs(datum.value)")
    before, after = (json.dumps(part) for part in used.amount("#").split("#"))
    return f"(datum.value < 0 ? '−' : '') + {before} + ({size}) + {after}"


def at(field: str, axis: Spec | None = None) -> Spec:
    """A value on the shared scale. Its ends are exactly those of the rows: the data functions choose round
    ones."""
    place = {"field": field, "type": "quantitative", "scale": {"zero": False, "nice": False}}
    return place if axis is None else {**place, "axis": axis}


def place(field: str) -> Spec:
    """A position that the data function worked out, from the plot's left or top edge."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def fixed(position: float) -> Spec:
    """A position that is the same for all data, from the plot's left or top edge."""
    return {"value": position}


def layer(dataset: str, mark: Spec, present: str, **encoding: Spec) -> Spec:
    """One layer. `present`: the field without which a row is left out, so that null is never drawn."""
    return {
        "data": {"name": dataset},
        "transform": [{"filter": f"isValid(datum.{present})"}],
        "mark": {"aria": False, **mark},
        "encoding": encoding,
    }


def rule(dataset: str, present: str, mark: Spec | None = None, **encoding: Spec) -> Spec:
    """A straight line."""
    return layer(dataset, {"type": "rule", **(mark or {})}, present, **encoding)


def dot(dataset: str, present: str, size: float, **encoding: Spec) -> Spec:
    """A ring that marks a value; `size` is its area."""
    mark = {
        "type": "point",
        "filled": False,
        "fill": PAPER,
        "color": ACCENT,
        "strokeWidth": 3.5,
        "opacity": 1,
        "size": size,
    }
    return layer(dataset, mark, present, **encoding)


def text(dataset: str, field: str, mark: Spec | None = None, **encoding: Spec) -> Spec:
    """A label; rows without one get none."""
    words = {"field": field, "type": "nominal"}
    return layer(dataset, {"type": "text", **(mark or {})}, field, text=words, **encoding)
