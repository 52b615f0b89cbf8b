"""The tornado: one bar for each range, from the result at its one end to the result at its other."""

from collections.abc import Sequence
from dataclasses import dataclass

from calculators.kit.chart_style import (
    ACCENT,
    INK,
    SOFT,
    WIDTH,
    Data,
    Spec,
    at,
    fixed,
    frame,
    rule,
    shorten,
    text,
    text_width,
)

# The name of its compiled specification, beside those of the calculators.
NAME = "tornado"
ROW = 62
ROOM = {"left": 2, "right": 2, "top": 2, "bottom": 2}


@dataclass(frozen=True)
class Row:
    """One range: the results at its lower and upper end, what to write at both, and where the decision flips."""

    name: str
    low: float | None
    high: float | None
    low_text: str
    high_text: str
    flip: str = ""


def tornado() -> Spec:
    """Bars about the result for the middle of all ranges, one under another. Rows: `tornado_data`."""
    width = WIDTH - ROOM["left"] - ROOM["right"]
    band = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    name, bar, ends = ({**band, "bandPosition": part} for part in (0.18, 0.47, 0.76))
    top, bottom = {**band, "bandPosition": 0.34}, {**band, "field": "row", "bandPosition": 0.6}
    hidden = {"opacity": 0}
    dashes = {"color": SOFT, "strokeDash": [3, 3]}
    soft = {"fontSize": 12, "color": SOFT}
    return frame(
        width,
        {"step": ROW},
        ROOM,
        [
            rule("frame", "low", hidden, x={**at("low"), "axis": None}, x2={"field": "high"}, y=fixed(0)),
            rule("bars", "zero", dashes, x=at("zero"), y=top, y2=bottom),
            rule("bars", "start", {"color": ACCENT, "strokeWidth": 10}, x=at("start"), x2={"field": "end"}, y=bar),
            rule("bars", "reference", {"color": INK}, x=at("reference"), y=top, y2=bottom),
            text("bars", "name", {"align": "left"}, x=fixed(0), y=name),
            text("bars", "note", {"align": "right", "fontWeight": 600}, x=fixed(width), y=name),
            text("bars", "left", {"align": "left", **soft}, x=fixed(0), y=ends),
            text("bars", "right", {"align": "right", **soft}, x=fixed(width), y=ends),
        ],
    )


def tornado_data(rows: Sequence[Row], *, reference: float | None, zero: bool) -> Data:
    """Rows for `tornado`. `reference`: the result with every range at its middle. `zero`: whether 0 divides one
    decision from the other, and is marked where the picture holds it.

    What is written at the left belongs to the smaller result. Datasets: `frame` [{low, high}], `bars` [{row, name,
    note, start, end, reference, zero, left, right}].
    """
    values = [value for row in rows for value in (row.low, row.high, reference) if value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if low == high:
        low, high = low - (abs(low) or 1.0), high + (abs(high) or 1.0)
    # Room for half of the outermost reference line.
    edge = (high - low) / 50
    marked = 0.0 if zero and low < 0 < high else None
    drawn = []
    for number, row in enumerate(rows):
        whole = row.low is not None and row.high is not None
        swapped = row.low is not None and row.high is not None and row.low > row.high
        left, right = (row.high_text, row.low_text) if swapped else (row.low_text, row.high_text)
        note = f"flips at {row.flip}" if row.flip else ""
        drawn.append(
            {
                "row": number,
                "name": shorten(row.name, WIDTH - 12 - text_width(note, bold=True)),
                "note": note or None,
                "start": row.low if whole else None,
                "end": row.high if whole else None,
                "reference": reference,
                "zero": marked,
                "left": shorten(left, WIDTH / 2 - 8),
                "right": shorten(right, WIDTH / 2 - 8),
            }
        )
    return {"frame": [{"low": low - edge, "high": high + edge}], "bars": drawn}
