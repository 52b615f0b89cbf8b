"""`python -m bench`: what a start and a page cost, beside the stock runtime and the plain theme, and the targets."""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from bench import answers, growth, start, verifying, weight

ROOT = Path(__file__).resolve().parent.parent
# Ours may take at most this share of what the stock runtime takes.
TARGETS = {"cold": 0.45, "warm": 0.40, "transferred": 0.75}
# Bytes that a page without a calculator may cost more than with the plain theme.
PAGE_TARGET = 8_000
# Milliseconds in the browser: a point answer of the slowest calculator, the first answer over ranges, a whole run of
# 20,000 draws; and that run here.
ANSWER_TARGETS = {"point": 5, "first": 100, "whole": 1500, "whole_here": 500}
# Bytes with Brotli that all calculators but the first three may add to the bundle, pictures included.
GROWTH_TARGET = 120_000
# Seconds for `ftdocs verify` over a thousand Markdown documents of 20 kB with 20 links each, and how much more memory
# than for a hundred it may take.
VERIFY_TARGET, VERIFY_MEMORY_TARGET = 10, 1.1
DOCUMENTS = 1000
WORDS = {
    "cold": ("First visit, worker to first result", "ms", 1),
    "warm": ("Second visit, files in the HTTP cache", "ms", 1),
    "transferred": ("Transferred by a first visit, Brotli", "MB", 1e6),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="visits of each kind; the median counts (default 7)")
    parser.add_argument("--json", action="store_true", help="figures for machines, on standard output")
    parser.add_argument("--verify", action="store_true", help="measure `ftdocs verify` alone, which needs no browser")
    options = parser.parse_args()
    if options.verify:
        shelves = measure_verifying()
        show_verifying(shelves)
        return 0 if verifying_met(shelves) else 1
    path = os.environ.get("FTDOCS_CHROMIUM") or shutil.which("chromium")
    if not path:
        print("bench: Chromium is missing: install it, or set FTDOCS_CHROMIUM", file=sys.stderr)
        return 2
    starts, weights, times, grown = measure(path, options.runs)
    figures = {name: each.medians() for name, each in starts.items()}
    ratios = start.ratios(starts["stock"], starts["ours"])
    answered = {"point": times.slowest[1], "first": times.first, "whole": times.whole, "whole_here": times.whole_here}
    met = all(ratios[name] <= target for name, target in TARGETS.items()) and weights["without"].added <= PAGE_TARGET
    shelves = measure_verifying()
    met = met and verifying_met(shelves)
    met = met and all(answered[name] <= target for name, target in ANSWER_TARGETS.items())
    met = met and grown.added <= GROWTH_TARGET
    if options.json:
        pages = {name: {"plain": each.plain, "ours": each.ours} for name, each in weights.items()}
        start_up = {**figures, "ratios": ratios, "targets": TARGETS}
        found = {"start": start_up, "page_bytes": pages, "answers_ms": answered, "points_ms": times.points}
        verify = [vars(each) for each in shelves]
        print(
            json.dumps(
                {"runs": options.runs, "met": met, **found, "growth_bytes": grown.added, "verify": verify}, indent=2
            )
        )
    else:
        show_start(figures, ratios, options.runs)
        show_weight(weights)
        show_points(times)
        show_answers(times, answered)
        show_growth(grown)
        show_verifying(shelves)
    return 0 if met else 1


def measure(
    chromium: str, runs: int
) -> tuple[dict[str, start.Start], dict[str, weight.Weight], answers.Times, growth.Growth]:
    """Everything, with the progress on standard error."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Console(stderr=True).status("Building the bundle") as status,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            starts = start.measure(browser, ROOT, Path(folder, "start"), runs, status.update)
            weights = weight.measure(browser, ROOT, Path(folder, "weight"), status.update)
            times = answers.measure(browser, Path(folder, "weight", "ours"), status.update)
            status.update("Weighing the calculators")
            grown = growth.measure(Path(folder, "weight", "ours"))
        finally:
            browser.close()
    return starts, weights, times, grown


def show_start(figures: dict[str, dict[str, float]], ratios: dict[str, float], runs: int) -> None:
    table = new_table(f"Start of Python in the browser, medians of {runs} pairs", "stock", "ours", "ratio", "target")
    for name, (words, unit, scale) in WORDS.items():
        places = 2 if unit == "MB" else 0
        table.add_row(
            words,
            *(f"{figures[side][name] / scale:,.{places}f} {unit}" for side in ("stock", "ours")),
            coloured(f"{ratios[name]:.2f}", ratios[name] <= TARGETS[name]),
            f"≤ {TARGETS[name]:.2f}",
        )
    Console().print(table)


def show_weight(weights: dict[str, weight.Weight]) -> None:
    table = new_table(
        "First visit to a page, nothing asked for yet, kB with Brotli", "plain", "ours", "added", "target"
    )
    for name, words in (("without", "A page without a calculator"), ("with", "A page with one")):
        each = weights[name]
        limited = name == "without"
        added = f"{each.added / 1e3:,.1f}"
        table.add_row(
            words,
            f"{each.plain / 1e3:,.1f}",
            f"{each.ours / 1e3:,.1f}",
            coloured(added, each.added <= PAGE_TARGET) if limited else added,
            f"≤ {PAGE_TARGET / 1e3:,.1f}" if limited else "",
        )
    Console().print(table)


def show_points(times: answers.Times) -> None:
    target = ANSWER_TARGETS["point"]
    table = new_table("A point answer in the worker, medians in milliseconds, the slowest first", "found", "target")
    for name, found in sorted(times.points.items(), key=lambda item: -item[1]):
        table.add_row(name, coloured(f"{found:,.1f}", found <= target), f"≤ {target:,}")
    Console().print(table)


def show_growth(grown: growth.Growth) -> None:
    table = new_table("The bundle, kB with Brotli", "found", "target")
    table.add_row(f"Python with {', '.join(growth.FIRST)} only", f"{grown.first / 1e3:,.1f}", "")
    table.add_row("Python with every calculator", f"{grown.whole / 1e3:,.1f}", "")
    table.add_row("The further calculators’ pictures", f"{grown.pictures / 1e3:,.1f}", "")
    added = coloured(f"{grown.added / 1e3:,.1f}", grown.added <= GROWTH_TARGET)
    table.add_row("Growth by the further ones, pictures included", added, f"≤ {GROWTH_TARGET / 1e3:,.0f}")
    Console().print(table)


def show_answers(times: answers.Times, found: dict[str, float]) -> None:
    table = new_table("Answers once Python has started, medians in milliseconds", "found", "target")
    words = {
        "point": f"The slowest calculator’s answer ({times.slowest[0]})",
        "first": f"{answers.LARGEST} over all its ranges, the first answer",
        "whole": "the same, all 20,000 draws",
        "whole_here": "the same in this Python",
    }
    for name, target in ANSWER_TARGETS.items():
        table.add_row(words[name], coloured(f"{found[name]:,.1f}", found[name] <= target), f"≤ {target:,}")
    Console().print(table)


def measure_verifying() -> list[verifying.Shelf]:
    """`ftdocs verify` over shelves of documents, with the progress on standard error."""
    with tempfile.TemporaryDirectory() as folder, Console(stderr=True).status("Verifying documents"):
        return verifying.measure(Path(folder), DOCUMENTS)


def verifying_met(shelves: list[verifying.Shelf]) -> bool:
    fewer, all_of_them = (each for each in shelves if each.kind == "md")
    return all_of_them.seconds <= VERIFY_TARGET and all_of_them.memory <= fewer.memory * VERIFY_MEMORY_TARGET


def show_verifying(shelves: list[verifying.Shelf]) -> None:
    table = new_table("ftdocs verify: documents of 20 kB with 20 links", "seconds", "CPU", "memory", "target")
    for each in shelves:
        target = f"≤ {VERIFY_TARGET} s" if (each.kind, each.documents) == ("md", DOCUMENTS) else ""
        seconds = f"{each.seconds:.1f}"
        shown = coloured(seconds, each.seconds <= VERIFY_TARGET) if target else seconds
        table.add_row(f"{each.documents:,} .{each.kind}", shown, f"{each.cpu:.1f} s", f"{each.memory:.0f} MB", target)
    Console().print(table)


def new_table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def coloured(text: str, good: bool) -> str:
    return f"[{'green' if good else 'red'}]{text}"


if __name__ == "__main__":
    sys.exit(main())
