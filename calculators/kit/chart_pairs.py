"""A picture of two bills beside each other: a row for each line, a bar for it in either column. Use it through
`charts`."""

from collections.abc import Sequence

from calculators.kit.chart_style import (
    ACCENT,
    INK,
    LINE,
    SOFT,
    WIDTH,
    Data,
    Spec,
    fixed,
    frame,
    layer,
    place,
    rule,
    shorten,
    text,
    text_width,
)

PAIRS_ROOM = {"left": 0, "right": 0, "top": 48, "bottom": 4}
# Where the two columns begin, and how wide each is.
COLUMNS, COLUMN = (102, 256), 144
NAME_ROOM = COLUMNS[0] - 8


def pairs() -> Spec:
    """Two columns of bars on one scale, each with its heading and total above it, a row for each line. The height
    follows the number of rows. Rows: `pairs_data`."""
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    middle = {**y, "bandPosition": 0.5}
    foot = {"color": LINE, "y": 0, "y2": {"expr": "height"}}
    colour = {"condition": {"test": "datum.column == 0", "value": INK}, "value": ACCENT}
    quiet = {"condition": {"test": "!isValid(datum.end)", "value": SOFT}, "value": INK}
    return frame(
        WIDTH,
        {"step": 25},
        PAIRS_ROOM,
        [
            rule("columns", "x", foot, x=place("x")),
            layer(
                "bars",
                {"type": "rule", "strokeWidth": 11},
                "end",
                x=place("start"),
                x2={"field": "end"},
                y=middle,
                color=colour,
            ),
            text("names", "name", {"align": "left"}, x=fixed(0), y=middle),
            text("bars", "text", {"align": "left"}, x=place("label"), y=middle, color=quiet),
            text("columns", "name", {"align": "left"}, x=place("x"), y=fixed(-37), color=colour),
            text("columns", "total", {"align": "left", "fontWeight": 600}, x=place("x"), y=fixed(-17), color=colour),
        ],
    )


def pairs_data(
    columns: tuple[tuple[str, str], tuple[str, str]],
    rows: Sequence[tuple[str, tuple[float | None, str], tuple[float | None, str]]],
) -> Data:
    """Rows for `pairs`. `columns`: name and total of each (`"prompting", "$116,954"`). `rows`, from the top: a name
    and for either column a value, 0 or more, with its text (`41_399.0, "$41,399"`); without a value only the text
    stands there.

    Datasets: `columns` [{column, x, name, total}], `names` [{row, name}], `bars` [{row, column, start, end, label,
    text}]; positions are worked out here, so that the texts beside the longest bars still fit.
    """
    cells = [(row, column, *cell) for row, (_, *pair) in enumerate(rows) for column, cell in enumerate(pair)]
    most = max((value for _, _, value, _ in cells if value is not None), default=0.0)
    room = COLUMN - 5 - max((text_width(label) for *_, label in cells), default=0.0)
    bars = []
    for row, column, value, label in cells:
        start = COLUMNS[column]
        # A sliver for what is next to nothing, so that it differs from nothing.
        length = 0.0 if not value else max(1.0, round(value / most * room, 1))
        end = None if value is None else start + length
        bars.append(
            {"row": row, "column": column, "start": start, "end": end, "label": start + length + 5, "text": label}
        )
    return {
        "columns": [
            {"column": at, "x": COLUMNS[at], "name": shorten(name, COLUMN), "total": shorten(total, COLUMN)}
            for at, (name, total) in enumerate(columns)
        ],
        "names": [{"row": row, "name": shorten(name, NAME_ROOM)} for row, (name, *_) in enumerate(rows)],
        "bars": bars,
    }
