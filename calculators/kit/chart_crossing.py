"""A picture of two lines that meet: costs by volume, quality against a floor, power by test set. Use it through
`charts`."""

import math
from collections.abc import Callable, Sequence

from calculators.kit.chart_style import (
    ACCENT,
    INK,
    LINE,
    SOFT,
    Data,
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

# The plot's size, and the room around it for labels. Plot and room together are WIDTH wide.
CROSSING_PLOT, CROSSING_ROOM = (264, 150), {"left": 54, "right": 82, "top": 44, "bottom": 62}


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
            layer(
                "seen",
                {"type": "point", "filled": True, "color": INK, "opacity": 1, "size": 50},
                "y",
                x=at("x"),
                y=at("y"),
            ),
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
    second: tuple[str, Callable[[float], float | None]],
    *,
    you: float | None,
    you_text: str,
    crossing: float | None,
    crossing_text: str,
    x_text: str,
    y_text: str,
    samples: int = 2,
    reach: float | None = None,
    fit: bool = False,
    seen: Sequence[tuple[float, float]] = (),
) -> Data:
    """Rows for `crossing`. The x axis starts at 0; the y axis holds 0, unless it is to `fit` the lines.

    `first`, `second`: a name of at most nine letters and a function from x to y (`"prompted", lambda calls:
    calls * price`); `samples` points of each are drawn, 2 for straight lines, none where the second gives None.
    `you`: the reader's own x and its label (`"you: 1M"`). `crossing`: where the lines meet, or None for never;
    `crossing_text` is shown in both cases (`"break-even: 1.31M"`, `"never breaks even"`), with an arrow where the
    point lies beyond the picture. `x_text`, `y_text`: what the axes count (`"calls a month"`, `"cost over 24
    months"`). `reach`: how far the x axis goes at the least, where that does not follow from `you` and `crossing`;
    both may then lie beyond.
    `seen`: points that were measured. Datasets: `frame` [{left, right, bottom, top, x_text, y_text}], `lines`
    [{line, x, y}], `names` [{line, y, text}], `meet` [{x, y}], `seen` [{x, y}], `you` [{at, label, text}], `words`
    [{label, text}].
    """
    width, height = CROSSING_PLOT
    # A crossing far beyond the reader's own value would squeeze that into the corner: an arrow points there
    # instead.
    near = 0.0 if crossing is None or (you and crossing > 8 * you) else crossing
    right = round_up(1.15 * (max(you or 0.0, near) if reach is None else reach))
    xs = [right * i / (samples - 1) for i in range(samples)]
    points: list[list[tuple[float, float | None]]] = [[(x, line(x)) for x in xs] for line in (first[1], second[1])]
    heights = [y for line in (*points, seen) for _, y in line if y is not None]
    bottom, top = _fitting(heights) if fit else _with_zero(heights)
    ends = [height * (top - (line[-1][1] or 0.0)) / (top - bottom) for line in points]
    within = you is None or you <= right
    met = crossing is not None and 0 <= crossing <= right
    words = crossing_text if crossing is None or met else f"{crossing_text} →"
    yours = you_text if within else f"{you_text} →"
    target = width / 2 if crossing is None else width * min(crossing, right) / right
    row = {"left": 0.0, "right": right, "bottom": bottom, "top": top, "x_text": x_text, "y_text": y_text}
    return {
        "frame": [row],
        "lines": [{"line": i, "x": x, "y": y} for i, line in enumerate(points) for x, y in line],
        "names": [
            {"line": i, "y": y, "text": shorten(name, CROSSING_ROOM["right"] - 6)}
            for i, (y, (name, _)) in enumerate(zip(_apart(ends), (first, second), strict=True))
        ],
        "meet": [{"x": crossing, "y": first[1](crossing)}] if met and crossing is not None else [],
        "seen": [{"x": x, "y": y} for x, y in seen if x <= right],
        "you": []
        if you is None
        else [
            {
                "at": you if within else None,
                "label": _inside(width * min(you, right) / right, yours),
                "text": yours,
            }
        ],
        "words": [{"label": _inside(target, words, bold=True), "text": words}],
    }


def _with_zero(heights: Sequence[float]) -> tuple[float, float]:
    """Round ends of a y axis that holds 0 and all heights."""
    bottom = -round_up(-min(heights)) if min(heights) < 0 else 0.0
    return bottom, round_up(max(heights)) if max(heights) > 0 or not bottom else 0.0


def _fitting(heights: Sequence[float]) -> tuple[float, float]:
    """Round ends of a y axis just around all heights."""
    low, high = min(heights), max(heights)
    step = round_up((high - low or abs(high) or 1.0) / 4)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return bottom, top if top > bottom else bottom + step


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
