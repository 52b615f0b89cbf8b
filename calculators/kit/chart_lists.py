"""Pictures that are lists: a row of gates, and bars one under another. Use them through `charts`."""

from collections.abc import Sequence
from typing import Any

from calculators.kit.chart_style import (
    ACCENT,
    BAD,
    INK,
    LINE,
    PAPER,
    SOFT,
    WIDTH,
    Data,
    Rows,
    Spec,
    at,
    axis,
    fixed,
    frame,
    layer,
    round_up,
    rule,
    shorten,
    text,
    text_width,
)

GATES_ROOM = {"left": 0, "right": 0, "top": 0, "bottom": 0}
BARS_ROOM = {
    "left": 1,
    "right": 1,
    "top": 0,
    "bottom": 28,
}  # 1: half of a bar's reference line would be cut off

GLYPHS = {
    "passed": "M-5.5,0.5L-1.5,4.5L5.5,-4",
    "failed": "M-4.5,-4.5L4.5,4.5M-4.5,4.5L4.5,-4.5",
    "waived": "M-5,0L5,0",
    "unanswered": "M-3.2,-2.6A3.2,3.2,0,1,1,1.3,0.3Q0,1,0,2.6M0,5.6L0,5.7",
}


def gates(*, count: int = 5) -> Spec:
    """A row of gates with their states, told by shape and word as well as colour. Rows: `gates_data`."""
    x = {"field": "at", "type": "quantitative", "axis": None, "scale": {"domain": [-0.5, count - 0.5]}}
    y = fixed(22)
    stroke = {"type": "point", "filled": False, "opacity": 1, "strokeWidth": 2.5, "strokeJoin": "round"}
    shape = {**stroke, "size": 600}
    glyph = {**stroke, "size": 4, "fill": "none", "strokeCap": "round"}
    colours = {"passed": ACCENT, "failed": BAD}
    on_colour = {"passed": PAPER, "failed": PAPER}
    link = {"color": LINE, "strokeWidth": 2}
    return frame(
        WIDTH,
        84,
        GATES_ROOM,
        [
            rule("links", "start", link, x={**x, "field": "start"}, x2={"field": "end"}, y=y),
            layer(
                "gates",
                shape,
                "at",
                x=x,
                y=y,
                shape=_by_status({"failed": "square"}, "circle"),
                fill=_by_status(colours, "none"),
                stroke=_by_status(colours, SOFT),
                strokeDash=_by_status({"waived": [4, 3]}, [1, 0]),
            ),
            layer(
                "gates",
                glyph,
                "at",
                x=x,
                y=y,
                shape=_by_status(GLYPHS, "M0,0"),
                stroke=_by_status(on_colour, SOFT),
            ),
            text("gates", "name", {"fontWeight": 600, "fontSize": 12.5}, x=x, y=fixed(56)),
            text("gates", "text", {"fontSize": 12}, x=x, y=fixed(74), color=_by_status({"failed": BAD}, SOFT)),
        ],
    )


def _by_status(values: dict[str, Any], otherwise: Any) -> Spec:
    """An encoding that follows the gate's status."""
    tests = [{"test": f"datum.status == '{status}'", "value": value} for status, value in values.items()]
    return {"condition": tests, "value": otherwise}


def gates_data(states: Sequence[tuple[str, str]]) -> Data:
    """Rows for `gates`: name (at most ten letters) and status of each, in order; the status is `passed`,
    `failed`, `waived` or `unanswered`. Raises ValueError for another.

    Datasets: `gates` [{at, name, status, text}], `links` [{start, end}].
    """
    for name, status in states:
        if status not in GLYPHS:
            raise ValueError(f"gate {name!r}: no status {status!r}; it is one of {', '.join(GLYPHS)}")
    rows = [{"at": i, "name": name, "status": status, "text": status} for i, (name, status) in enumerate(states)]
    return {"gates": rows, "links": [{"start": i + 0.24, "end": i + 0.76} for i in range(len(states) - 1)]}


def signed_bars(*, numbers: str = "usd") -> Spec:
    """Bars about a reference, one under another, each with its name and value above it, so that long names
    have room. The height follows the number of rows. `numbers` as for `interval`. Rows:
    `signed_bars_data`."""
    width = WIDTH - BARS_ROOM["left"] - BARS_ROOM["right"]
    band = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    words, start, end = ({**band, "bandPosition": part} for part in (0.32, 0.55, 0.93))
    ticks = axis(numbers, tickCount=4, labelPadding=8, labelFlush=True)
    below = {"expr": "height + 3"}
    return frame(
        width,
        {"step": 40},
        BARS_ROOM,
        [
            rule("frame", "low", {"color": LINE, "y": below}, x=at("low", ticks), x2={"field": "high"}),
            layer(
                "bars",
                {"type": "rule", "strokeWidth": 9},
                "start",
                x=at("start"),
                x2={"field": "end"},
                y={**band, "bandPosition": 0.74},
                color={"value": ACCENT},
            ),
            rule("bars", "row", {"color": INK}, x=at("reference"), y=start, y2={**end, "field": "row"}),
            text("bars", "name", {"align": "left"}, x=fixed(0), y=words),
            text("bars", "text", {"align": "right", "fontWeight": 600}, x=fixed(width), y=words),
        ],
    )


def signed_bars_data(bars: Sequence[tuple[str, float | None, float | None, str]], *, reference: float = 0.0) -> Data:
    """Rows for `signed_bars`: (name, start, end, text) from the top. A plain bar starts at the reference
    (0); a tornado's starts at its low and ends at its high value. `text` is what stands at the right
    (`"$18,000"`). Where start or end is None no bar is drawn.

    Datasets: `frame` [{low, high}], `bars` [{row, name, start, end, reference, text}].
    """
    low = high = 0.0
    rows: Rows = []
    for i, (name, start, end, label) in enumerate(bars):
        if start is not None and end is not None:
            low = min(low, start - reference, end - reference)
            high = max(high, start - reference, end - reference)
        else:
            start = end = None
        room = WIDTH - text_width(label, bold=True) - 12
        row = {"row": i, "name": shorten(name, room), "text": label}
        rows.append({**row, "start": start, "end": end, "reference": reference})
    ends = (-round_up(-low) if low < 0 else 0.0), (round_up(high) if high > 0 or low == 0 else 0.0)
    return {"frame": [{"low": reference + ends[0], "high": reference + ends[1]}], "bars": rows}


def stacked_data(
    parts: Sequence[tuple[str, float | None, str]], total: tuple[str, float | None, str], limit: tuple[str, float, str]
) -> Data:
    """Rows for `signed_bars` in which each part begins where the one before it ended, the sum of all in the last, and
    a rule at `limit` in every row, which has one of its own: (name, value, text) each. Where a value is None, no bar is
    drawn from there on.
    Datasets as for `signed_bars_data`."""
    rows: Rows = []
    begin: float | None = 0.0
    for name, value, label in parts:
        end = None if begin is None or value is None else begin + value
        rows.append({"name": name, "text": label, "start": None if end is None else begin, "end": end})
        begin = end
    name, value, label = total
    rows.append({"name": name, "text": label, "start": None if value is None else 0.0, "end": value})
    rows.append({"name": limit[0], "text": limit[2], "start": None, "end": None})
    furthest = max([limit[1], *(row["end"] for row in rows if row["end"] is not None)])
    drawn = [{"row": i, **row, "reference": limit[1]} for i, row in enumerate(rows)]
    return {"frame": [{"low": 0.0, "high": round_up(furthest * 1.05)}], "bars": drawn}
