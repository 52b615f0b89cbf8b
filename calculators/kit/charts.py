"""Pictures: static Vega-Lite specifications, and the rows that fill them.

Each kind of picture is a pair. `interval()` returns the specification: layout, marks and named datasets
without values, the same for every input, compiled once at build. `interval_data()` returns the rows:
everything that varies, labels included, as text. A calculator's `picture_spec` is the first; its picture's
data come from the second.

Values are plain floats in the unit of the axis (`usd`: dollars; `number`: as is; `points` and `percent`: a
share, 0.05 is 5), finite or None; where a value is None its mark is left out.
"""

from collections.abc import Sequence

from calculators.kit.chart_crossing import CROSSING_PLOT, CROSSING_ROOM, crossing, crossing_data
from calculators.kit.chart_lists import gates, gates_data, signed_bars, signed_bars_data, stacked_data
from calculators.kit.chart_pairs import pairs, pairs_data
from calculators.kit.chart_style import (
    ACCENT,
    LINE,
    SOFT,
    WIDTH,
    Data,
    Rows,
    Spec,
    at,
    axis,
    dot,
    fixed,
    frame,
    place,
    round_up,
    rule,
    text,
    text_width,
)

__all__ = [
    "CROSSING_PLOT",
    "CROSSING_ROOM",
    "WIDTH",
    "Data",
    "Spec",
    "crossing",
    "crossing_data",
    "gates",
    "gates_data",
    "interval",
    "interval_data",
    "pairs",
    "pairs_data",
    "signed_bars",
    "signed_bars_data",
    "stacked_data",
]

# The plots' sizes, and the room around them for labels. Plot and room together are WIDTH wide.
INTERVAL_PLOT, INTERVAL_ROOM = (352, 54), {"left": 24, "right": 24, "top": 4, "bottom": 46}


def interval(*, numbers: str = "points") -> Spec:
    """An interval on an axis with a reference rule. `numbers` on the axis: points, percent, usd or number.
    Rows: `interval_data`."""
    width, height = INTERVAL_PLOT
    bar, words = height - 22, height + 38
    left, right = -INTERVAL_ROOM["left"], width + INTERVAL_ROOM["right"]
    ticks = axis(numbers, tickCount=4, labelPadding=7)
    weight = {"fontWeight": {"expr": "datum.main ? 600 : 400"}}
    return frame(
        width,
        height,
        INTERVAL_ROOM,
        [
            rule("frame", "low", {"color": LINE}, x=at("low", ticks), x2={"field": "high"}, y=fixed(height)),
            rule(
                "frame",
                "reference",
                {"color": SOFT, "strokeDash": [3, 3]},
                x=at("reference"),
                y=fixed(bar - 14),
                y2=fixed(height + 4),
            ),
            rule(
                "interval",
                "low",
                {"color": ACCENT, "strokeWidth": 6, "strokeCap": "round"},
                x=at("low"),
                x2={"field": "high"},
                y=fixed(bar),
            ),
            dot("interval", "value", 110, x=at("value"), y=fixed(bar)),
            text("labels", "text", weight, x=place("x"), y=fixed(8)),
            text("frame", "left", {"align": "left", "color": SOFT}, x=fixed(left), y=fixed(words)),
            text("frame", "right", {"align": "right", "color": SOFT}, x=fixed(right), y=fixed(words)),
            text("frame", "reference_text", {"color": SOFT}, x=at("reference"), y=fixed(words)),
        ],
    )


def interval_data(
    low: float | None,
    value: float | None,
    high: float | None,
    *,
    texts: tuple[str, str, str],
    reference: float = 0.0,
    reference_text: str = "no difference",
    left: str = "",
    right: str = "",
    limit: float | None = None,
) -> Data:
    """Rows for `interval`.

    `texts`: how low, value and high are written, the unit with the middle one (`"−3.2", "+2.0 points",
    "+7.2"`). `left`, `right`: what the two sides of the reference mean (`"prompt better"`, `"tuned
    better"`). The axis is symmetrical about the reference, so that it stays still while a reader types;
    `limit` is the furthest from it that a value can be (1 for a difference of shares). Datasets: `frame`
    [{low, high, left, right, reference, reference_text}], `interval` [{low, value, high}], `labels` [{x,
    text, main}].
    """
    values = [number for number in (low, value, high) if number is not None]
    offsets = [number - reference for number in values]
    most = max(map(abs, offsets), default=0.0)
    end = max(most, limit or float("inf"))
    half = min(end, round_up(most * 1.1) if most else min(end, 1.0))
    labels: Rows = []
    if len(values) == 3:
        labels, shift = _spread(offsets, texts, half)
        while abs(shift) > 6 and half < min(end, 4 * most):
            half = min(end, round_up(half * 1.1))  # a wider axis, so that labels stand over their marks
            labels, shift = _spread(offsets, texts, half)
    sides = {"left": f"← {left}" if left else None, "right": f"{right} →" if right else None}
    axis_row = {"low": reference - half, "high": reference + half, "reference": reference}
    row = {**axis_row, "reference_text": reference_text, **sides}
    return {"frame": [row], "interval": [{"low": low, "value": value, "high": high}], "labels": labels}


def _spread(offsets: Sequence[float], texts: Sequence[str], half: float) -> tuple[Rows, float]:
    """Puts three labels over their values, the outer two pushed outwards where they would touch the middle one; then
    moves all by `shift` where they would leave the picture. Where both ends read alike the middle one says it all."""
    plot = INTERVAL_PLOT[0]
    low, middle, high = (plot / 2 + offset * plot / (2 * half) for offset in offsets)
    own = text_width(texts[1], bold=True) / 2
    left, right = middle - own, middle + own
    alike = texts[0] == texts[2]
    if not alike:
        ends = text_width(texts[0]) / 2, text_width(texts[2]) / 2
        low, high = min(low, left - ends[0] - 8), max(high, right + ends[1] + 8)
        left, right = low - ends[0], high + ends[1]
    shift = max(0.0, -INTERVAL_ROOM["left"] - left) - max(0.0, right - plot - INTERVAL_ROOM["right"])
    places = zip((low, middle, high), texts, (False, True, False), strict=True)
    rows = [{"x": round(x + shift, 1), "text": label, "main": main} for x, label, main in places]
    return (rows[1:2] if alike else rows), shift
