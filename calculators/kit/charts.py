"""Pictures: static Vega-Lite specifications, and the rows that fill them.

Each kind of picture is a pair. `interval()` returns the specification: layout, marks and named datasets
without values, the same for every input, compiled once at build. `interval_data()` returns the rows:
everything that varies, labels included, as text. A calculator's `picture_spec` is the first; its picture's
data come from the second.

Values are plain floats in the unit of the axis (`usd`: dollars; `number`: as is; `points` and `percent`: a
share, 0.05 is 5), finite or None; where a value is None its mark is left out.
"""

from collections.abc import Callable, Sequence

from calculators.kit.chart_lists import gates, gates_data, signed_bars, signed_bars_data
from calculators.kit.chart_pairs import pairs, pairs_data
from calculators.kit.chart_style import (
    ACCENT,
    INK,
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
    layer,
    place,
    round_up,
    rule,
    shorten,
    text,
    text_width,
)

__all__ = [
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
]

# The plots' sizes, and the room around them for labels. Plot and room together are WIDTH wide.
INTERVAL_PLOT, INTERVAL_ROOM = (352, 54), {"left": 24, "right": 24, "top": 4, "bottom": 46}
CROSSING_PLOT, CROSSING_ROOM = (264, 150), {"left": 54, "right": 82, "top": 44, "bottom": 62}


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


def crossing(*, x_numbers: str = "number", y_numbers: str = "usd") -> Spec:
    """Two directly labelled lines over one axis, a dot where they cross, a rule at the reader's own value.
    `x_numbers` and `y_numbers` as for `interval`. Rows: `crossing_data`."""
    width, height = CROSSING_PLOT
    left, right = -CROSSING_ROOM["left"], width + CROSSING_ROOM["right"]
    across = axis(x_numbers, tickCount=3, labelPadding=8)
    up = axis(y_numbers, tickCount=3, labelPadding=8, grid=True)
    colour = {"condition": {"test": "datum.line == 0", "value": INK}, "value": ACCENT}
    line = {"type": "line", "strokeWidth": 2.5, "strokeCap": "round"}
    apart = {"field": "line", "type": "nominal"}
    dashes, dots = {"color": SOFT, "strokeDash": [3, 3]}, {"color": ACCENT, "strokeDash": [1, 3]}
    name = {"align": "left", "fontWeight": 600}
    return frame(
        width,
        height,
        CROSSING_ROOM,
        [
            rule("frame", "bottom", {"color": LINE, "opacity": 0}, x=fixed(0), y=at("bottom", up), y2={"field": "top"}),
            rule("frame", "left", {"color": SOFT}, x=at("left", across), x2={"field": "right"}, y=fixed(height)),
            rule("you", "at", dashes, x=at("at"), y=fixed(-5), y2=fixed(height)),
            rule("meet", "x", dots, x=at("x"), y=at("y"), y2=fixed(height + 5)),
            layer("lines", line, "y", x=at("x"), y=at("y"), stroke=colour, detail=apart),
            dot("meet", "x", 110, x=at("x"), y=at("y")),
            text("names", "text", name, x=fixed(width + 8), y=place("y"), color=colour),
            text("you", "text", x=place("label"), y=fixed(-14)),
            text("words", "text", {"fontWeight": 600}, x=place("label"), y=fixed(height + 36)),
            text("frame", "y_text", {"align": "left", "color": SOFT}, x=fixed(left), y=fixed(-36)),
            text("frame", "x_text", {"align": "right", "color": SOFT}, x=fixed(right), y=fixed(height + 54)),
        ],
    )


def crossing_data(
    first: tuple[str, Callable[[float], float]],
    second: tuple[str, Callable[[float], float]],
    *,
    you: float | None,
    you_text: str,
    crossing: float | None,
    crossing_text: str,
    x_text: str,
    y_text: str,
    samples: int = 2,
) -> Data:
    """Rows for `crossing`. The x axis starts at 0; the y axis holds 0.

    `first`, `second`: a name of at most nine letters and a function from x to y (`"prompted", lambda calls:
    calls * price`); `samples` points of each are drawn, 2 for straight lines. `you`: the reader's own x and
    its label (`"you: 1M"`). `crossing`: where the lines meet, or None for never; `crossing_text` is shown in
    both cases (`"break-even: 1.31M"`, `"never breaks even"`), with an arrow where the point lies beyond the
    picture. `x_text`, `y_text`: what the axes count (`"calls a month"`, `"cost over 24 months"`). Datasets:
    `frame` [{left, right, bottom, top, x_text, y_text}], `lines` [{line, x, y}], `names` [{line, y, text}],
    `meet` [{x, y}], `you` [{at, label, text}], `words` [{label, text}].
    """
    width, height = CROSSING_PLOT
    # A crossing far beyond the reader's own value would squeeze that into the corner: an arrow points there
    # instead.
    reach = 0.0 if crossing is None or (you and crossing > 8 * you) else crossing
    right = round_up(1.15 * max(you or 0.0, reach))
    xs = [right * i / (samples - 1) for i in range(samples)]
    points = [[(x, line(x)) for x in xs] for _, line in (first, second)]
    heights = [y for line in points for _, y in line]
    bottom = -round_up(-min(heights)) if min(heights) < 0 else 0.0
    top = round_up(max(heights)) if max(heights) > 0 or not bottom else 0.0
    ends = [height * (top - line[-1][1]) / (top - bottom) for line in points]
    words = crossing_text if crossing is None or crossing <= right else f"{crossing_text} →"
    target = width / 2 if crossing is None else width * min(crossing, right) / right
    met = crossing is not None and 0 <= crossing <= right
    row = {"left": 0.0, "right": right, "bottom": bottom, "top": top, "x_text": x_text, "y_text": y_text}
    return {
        "frame": [row],
        "lines": [{"line": i, "x": x, "y": y} for i, line in enumerate(points) for x, y in line],
        "names": [
            {"line": i, "y": y, "text": shorten(name, CROSSING_ROOM["right"] - 6)}
            for i, (y, (name, _)) in enumerate(zip(_apart(ends), (first, second), strict=True))
        ],
        "meet": [{"x": crossing, "y": first[1](crossing)}] if met and crossing is not None else [],
        "you": [] if you is None else [{"at": you, "label": _inside(width * you / right, you_text), "text": you_text}],
        "words": [{"label": _inside(target, words, bold=True), "text": words}],
    }


def _apart(ends: Sequence[float]) -> list[float]:
    """Moves two names at the ends of lines apart where they would touch, and keeps them beside the plot."""
    gap, lowest = 17.0, CROSSING_PLOT[1] - 4.0
    middle = max(4 + gap / 2, min(lowest - gap / 2, sum(ends) / 2))
    half = max(abs(ends[0] - ends[1]), gap) / 2
    upper = 0 if ends[0] < ends[1] else 1
    return [round(max(4.0, min(lowest, middle + (-half if i == upper else half))), 1) for i in (0, 1)]


def _inside(centre: float, label: str, *, bold: bool = False) -> float:
    """Moves a centred label so that it stays within `crossing`'s picture."""
    half = text_width(label, bold=bold) / 2
    low, high = half - CROSSING_ROOM["left"], CROSSING_PLOT[0] + CROSSING_ROOM["right"] - half
    return round(max(low, min(high, centre)), 1)
