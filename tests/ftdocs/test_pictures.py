"""Pictures: safe to inline, readable at every value, and the same at build and live."""

import html
import json
import math
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert

import calculators
from calculators import protocol
from calculators.kit import charts
from calculators.kit.chart_style import shorten, text_width
from ftdocs import pictures

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Text with <b>, &, \"quotes\" and 'apostrophes'"

LIVE = """
import {readFileSync} from 'node:fs';
const {folder, jobs} = JSON.parse(readFileSync(0, 'utf8'));
const {createPictures} = await import(`${folder}/pictures.mjs`);
const spec = async (id) => JSON.parse(readFileSync(new URL(`${folder}/pictures/${id}.json`)));
const draw = createPictures({spec});
const drawn = [];
for (const {id, data, text} of jobs) drawn.push(await draw(id, data, text));
process.stdout.write(JSON.stringify(drawn));
"""


def lift(low: float | None, value: float | None, high: float | None, unit: str = " points") -> charts.Data:
    def write(number: float | None) -> str:
        return "" if number is None else f"{number * 100:+.1f}".replace("-", "−")

    texts = (write(low), write(value) + unit, write(high))
    return charts.interval_data(low, value, high, texts=texts, left="prompt better", right="tuned better", limit=1)


def volumes(
    you: float | None, crossing: float | None, slope: float = 0.05, start: float = 9e4, **more: Any
) -> charts.Data:
    return charts.crossing_data(
        ("prompted", lambda calls: calls * slope),
        ("tuned", lambda calls: start + calls * slope / 30),
        you=you,
        you_text=f"you: {you}",
        crossing=crossing,
        crossing_text="never breaks even" if crossing is None else f"break-even: {crossing:.3g}",
        x_text="calls a month",
        y_text="cost over 24 months",
        **more,
    )


def curve(you: float | None, crossing: float | None, **more: Any) -> charts.Data:
    """A curve that rises towards 1 from x = 10 on, against a level line at 0.8."""
    return charts.crossing_data(
        ("wanted", lambda x: 0.8),
        ("chance", lambda x: 1 - 5 / x if x >= 10 else None),
        you=you,
        you_text=f"you: {you}",
        crossing=crossing,
        crossing_text="never" if crossing is None else f"enough: {crossing}",
        x_text="labels",
        y_text="chance",
        samples=30,
        **more,
    )


def states(*given: str) -> charts.Data:
    return charts.gates_data(
        list(zip(("prompting", "retrieval", "evaluation", "labels", "stability"), given, strict=True))
    )


def bills(*lines: tuple[str, tuple[float | None, str], tuple[float | None, str]]) -> charts.Data:
    return charts.pairs_data((("prompting", "$116,954"), ("tuning", "$197,984")), lines)


def budget(parts: tuple[float | None, ...], limit: float) -> charts.Data:
    whole = None if None in parts else sum(part for part in parts if part is not None)
    rows = [(f"Part {number}", part, f"{part or 0:g} ms") for number, part in enumerate(parts)]
    return charts.stacked_data(rows, ("Together", whole, f"{whole or 0:g} ms"), ("Budget", limit, f"{limit} ms"))


KINDS = {
    "interval": charts.interval(),
    "crossing": charts.crossing(),
    "gates": charts.gates(),
    "curve": charts.crossing(y_numbers="percent"),
    "bars": charts.signed_bars(),
    "pairs": charts.pairs(),
}

CASES: list[tuple[str, charts.Data]] = [
    ("interval", lift(-0.0318, 0.02, 0.0718)),
    ("interval", lift(0.29, 0.30, 0.31)),
    ("interval", lift(-1, -0.99, -0.98)),
    ("interval", lift(0.0005, 0.0006, 0.0007)),
    ("interval", lift(0, 0, 0)),
    ("interval", lift(None, None, None)),
    ("interval", lift(0.01, 0.02, 0.03, ' & <script>"x"</script>')),
    ("crossing", volumes(1e6, 1.9e6)),
    ("crossing", volumes(1e6, 1e3)),
    ("crossing", volumes(1e5, 1e8)),
    ("crossing", volumes(1e6, None)),
    ("crossing", volumes(None, None)),
    ("crossing", volumes(0, 0, slope=0, start=0)),
    ("crossing", volumes(1e12, 1e12, slope=1e6, start=1e18)),
    ("crossing", volumes(10, 9, slope=1e-7, start=1e-6)),
    ("crossing", volumes(3e6, 2e6, slope=-0.05, start=-9e4)),
    ("crossing", volumes(3e6, 2e6, samples=40)),
    ("gates", states("passed", "failed", "waived", "unanswered", "passed")),
    ("gates", states(*["unanswered"] * 5)),
    ("bars", charts.signed_bars_data([("Retraining", 0, 43_211, "$43,211"), ("Training", 0, 50, "$50")])),
    ("bars", charts.signed_bars_data([("A & <b>", -2e4, 9e4, "−$20k to $90k")] * 9, reference=3e4)),
    ("bars", charts.signed_bars_data([("Hosting", None, None, "not known"), ("x" * 200, 0, -1, "−$1")])),
    ("bars", charts.signed_bars_data([])),
    ("pairs", bills(("Retraining", (None, "–"), (44_346.0, "$44,346")), ("Tokens", (41_399.0, "$41k"), (0.0, "$0")))),
    ("pairs", bills(*[("A & <b>" * 9, (1e33, "$1e+33"), (1e-3, "$0.001"))] * 3)),
    ("pairs", bills()),
    ("curve", curve(12, 25)),
    ("curve", curve(900, 25, reach=50, fit=True, seen=[(12, 0.58), (20, 0.75), (400, 0.99)])),
    ("curve", curve(None, None, reach=1e9)),
    ("curve", curve(0, None)),
    ("bars", budget((20, 40.5, 20.1, 10.1), 50)),
    ("bars", budget((20, None, 20.1, None), 1e12)),
]


@pytest.fixture(scope="module")
def compiled() -> dict[str, pictures.Vega]:
    return {kind: pictures.compile_spec(spec) for kind, spec in KINDS.items()}


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return pictures.bundle_vega(ROOT)


@pytest.fixture(scope="module")
def prerendered(compiled: dict[str, pictures.Vega]) -> list[str]:
    return [pictures.render(compiled[kind], data, TEXT) for kind, data in CASES]


def live(folder: Path, bundle: bytes, specs: dict[str, pictures.Vega], jobs: list[dict[str, Any]]) -> list[str]:
    """What the worker would draw: Node runs the same module, code from strings forbidden as by the site's policy."""
    (folder / "pictures").mkdir()
    (folder / "vega.mjs").write_bytes(bundle)
    module = pictures.ENTRY.with_name("pictures.mjs")
    (folder / "pictures.mjs").write_bytes(module.read_bytes())
    for name, spec in specs.items():
        (folder / "pictures" / f"{name}.json").write_text(json.dumps(spec))
    done = subprocess.run(
        ["node", "--disallow-code-generation-from-strings", "--input-type=module", "--eval", LIVE],
        input=json.dumps({"folder": folder.as_uri(), "jobs": jobs}),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    drawn: list[str] = json.loads(done.stdout)
    return drawn


@pytest.mark.node
def test_the_live_picture_is_the_prerendered_one(
    tmp_path: Path, bundle: bytes, compiled: dict[str, pictures.Vega], prerendered: list[str]
) -> None:
    # Forwards and backwards: nothing of one drawing is left in the next.
    jobs = [{"id": kind, "data": data, "text": TEXT} for kind, data in CASES]
    drawn = live(tmp_path, bundle, compiled, [*jobs, *reversed(jobs)])
    assert drawn == [*prerendered, *reversed(prerendered)]


@pytest.mark.node
def test_so_is_every_calculator_s(tmp_path: Path, bundle: bytes) -> None:
    specs, jobs, written = {}, [], []
    for name in calculators.ids():
        answer = json.loads(protocol.respond(json.dumps({"do": "answer", "calculator": name, "fields": {}})))
        data, text = answer["picture"]["data"], answer["picture"]["text"]
        specs[name] = pictures.compile_spec(calculators.get(name).picture_spec())
        jobs.append({"id": name, "data": data, "text": text})
        written.append(pictures.render(specs[name], data, text))
    assert live(tmp_path, bundle, specs, jobs) == written


@pytest.mark.node
def test_a_picture_is_one_image_with_one_text(prerendered: list[str]) -> None:
    for svg in prerendered:
        root = ElementTree.fromstring(svg)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == TEXT
        assert root.attrib["viewBox"].startswith("0 0 400 ")
        assert not re.search(r"<[^<>]* (style|id|href|on\w+)=", svg)
        inner = [name for element in root.iter() if element is not root for name in element.attrib]
        assert not {name for name in inner if name == "role" or name.startswith("aria")}


def test_colours_are_the_page_s(prerendered: list[str]) -> None:
    for svg in prerendered:
        colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
        assert all(re.fullmatch(r"none|var\(--ft-[a-z]+\)", colour) for colour in colours), colours


def test_labels_are_text_never_markup_and_null_is_nothing(prerendered: list[str]) -> None:
    words = ["".join(ElementTree.fromstring(svg).itertext()) for svg in prerendered]
    assert ' & <script>"x"</script>' in words[6]
    assert "A & <b>" in words[20]
    assert not any(re.search("null|undefined|NaN|None", each) for each in words)


@pytest.mark.parametrize("value", [-0.97, -0.4, -0.031, -0.001, 0, 0.002, 0.05, 0.3, 0.61, 1])
@pytest.mark.parametrize("width", [0, 0.0001, 0.01, 0.2])
def test_the_labels_of_an_interval_stand_apart_and_inside(value: float, width: float) -> None:
    rows = lift(max(-1, value - width), value, min(1, value + width))["labels"]
    spans = []
    for row in rows:
        half = text_width(row["text"], bold=row["main"]) / 2
        spans.append((row["x"] - half, row["x"] + half))
    assert all(left[1] + 5 < right[0] for left, right in pairwise(spans))
    assert spans[0][0] >= -charts.INTERVAL_ROOM["left"] - 0.1
    assert spans[-1][1] <= charts.INTERVAL_PLOT[0] + charts.INTERVAL_ROOM["right"] + 0.1


def test_an_interval_s_axis_never_passes_its_limit() -> None:
    assert lift(-1, -0.99, -0.98)["frame"][0]["low"] == -1


def test_the_names_of_lines_never_touch() -> None:
    for start in (0, 1, 1e3, 1e5, 1e6):
        upper, lower = sorted(row["y"] for row in volumes(1e6, 1e6, start=start)["names"])
        assert lower - upper >= 16
        assert upper >= 4
        assert lower <= charts.CROSSING_PLOT[1] - 4


def test_a_crossing_beyond_the_picture_is_pointed_at() -> None:
    near, far, never = volumes(1e6, 2e6), volumes(1e6, 1e8), volumes(1e6, None)
    assert [bool(data["meet"]) for data in (near, far, never)] == [True, False, False]
    assert far["words"][0]["text"].endswith(" →")
    assert never["words"][0]["text"] == "never breaks even"


def test_so_is_the_readers_own_value() -> None:
    far = curve(900, 25, reach=50)
    assert far["frame"][0]["right"] < 900
    assert far["you"][0]["at"] is None
    assert far["you"][0]["text"] == "you: 900 →"
    assert curve(12, 25)["you"][0]["at"] == 12


def test_an_axis_that_fits_its_lines_leaves_little_room() -> None:
    for shift in (0.0, 0.2, -3.0, 1e6):
        data = charts.crossing_data(
            ("floor", lambda x, shift=shift: 0.87 + shift),  # type: ignore[misc]
            ("quality", lambda x, shift=shift: 0.92 + shift - 0.01 * x),  # type: ignore[misc]
            you=None,
            you_text="",
            crossing=5.0,
            crossing_text="",
            x_text="",
            y_text="",
            fit=True,
        )
        frame, heights = data["frame"][0], [row["y"] for row in data["lines"]]
        assert frame["bottom"] <= min(heights) < max(heights) <= frame["top"] + 1e-9
        assert frame["top"] - frame["bottom"] <= 2 * (max(heights) - min(heights))


def test_parts_of_a_sum_stand_one_after_another() -> None:
    bars = budget((20, 40.5, 20.1, 10.1), 50)["bars"]
    assert [(bar["start"], bar["end"]) for bar in bars[:3]] == [(0, 20), (20, 60.5), (60.5, 80.6)]
    assert bars[4]["start"] == 0
    assert bars[4]["end"] == pytest.approx(bars[3]["end"])
    assert {bar["reference"] for bar in bars} == {50}
    assert [bar["end"] for bar in budget((20, None, 20.1, 1), 5)["bars"]] == [20, None, None, None, None, None]


def test_long_names_are_shortened_to_their_room() -> None:
    assert shorten("Price per call", 200) == "Price per call"
    cut = shorten("Price per call of the prompted model, a year from now", 200)
    assert cut.endswith("…")
    assert text_width(cut) <= 200


def test_a_gate_has_a_known_status() -> None:
    with pytest.raises(ValueError, match="'maybe'"):
        states("passed", "maybe", "passed", "passed", "passed")


def test_a_picture_is_drawn_once_and_again_when_anything_it_is_made_of_changes(
    compiled: dict[str, pictures.Vega], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, Any]] = []
    draw = vl_convert.vega_to_svg

    def counted(whole: dict[str, Any], **options: Any) -> str:
        drawn.append(whole)
        return draw(whole, **options)

    def made(low: float, vega: pictures.Vega = compiled["interval"], text: str = TEXT) -> tuple[str, int]:
        drawn.clear()
        with pictures.kept_in(tmp_path / "kept"):
            return pictures.render(vega, lift(low, 0.02, 0.0718), text), len(drawn)

    fresh = pictures.render(compiled["interval"], lift(-0.03, 0.02, 0.0718), TEXT)
    monkeypatch.setattr(vl_convert, "vega_to_svg", counted)
    assert made(-0.03) == (fresh, 1)
    assert made(-0.03) == (fresh, 0)
    # The text is no part of what is drawn.
    assert made(-0.03, text="Other") == (
        fresh.replace(html.escape(TEXT, quote=False).replace('"', "&quot;"), "Other"),
        0,
    )
    # The next number after it is another picture, and so is another specification.
    assert made(math.nextafter(-0.03, 0))[1] == 1
    assert made(-0.04)[0] != fresh
    assert made(-0.03, compiled["interval"] | {"width": 501})[1] == 1
    # Half a file is no picture.
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(b"")
    assert made(-0.03) == (fresh, 1)
    # Nor is one by another release of Vega, or by other code.
    monkeypatch.setattr(pictures, "_maker", lambda: {"by": b"next"})
    assert made(-0.03) == (fresh, 1)


def test_a_specification_is_compiled_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = charts.interval()
    with pictures.kept_in(tmp_path):
        first = pictures.compile_spec(spec)
        assert pictures.compile_spec(spec | {"height": 99})["height"] == 99
        monkeypatch.setattr(vl_convert, "vegalite_to_vega", None)
        assert pictures.compile_spec(spec) == first
    assert first["height"] != 99


def test_what_cannot_be_drawn_is_said(compiled: dict[str, pictures.Vega]) -> None:
    data = lift(0.01, 0.02, 0.03)
    with pytest.raises(pictures.PictureError, match="wants the datasets frame, interval, labels; it got frame"):
        pictures.render(compiled["interval"], {"frame": data["frame"]}, TEXT)
    with pytest.raises(pictures.PictureError, match="cannot be drawn: Out of range float"):
        pictures.render(compiled["interval"], {**data, "labels": [{"x": float("inf"), "text": "∞"}]}, TEXT)


def test_what_cannot_be_the_same_live_is_refused() -> None:
    x = {"field": "x", "type": "quantitative"}
    plain: dict[str, Any] = {"data": {"name": "rows"}, "mark": "point", "encoding": {"x": x}, "autosize": "none"}
    coloured = {"x": x, "color": {"field": "c", "type": "nominal"}}
    assert pictures.compile_spec(plain)["data"][0] == {"name": "rows"}
    for change, words in (
        ({"autosize": "pad"}, "autosize"),
        ({"encoding": coloured}, "no legends"),
        ({"data": {"values": [{"x": 1}], "name": "rows"}}, "brings its own rows"),
        ({"mark": "no such mark"}, "does not compile"),
    ):
        with pytest.raises(pictures.PictureError, match=words):
            pictures.compile_spec({**plain, **change})
