"""`python -m bench`: what a start costs, beside the stock runtime, and whether the targets are met."""

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

from bench import start

ROOT = Path(__file__).resolve().parent.parent
# Ours may take at most this share of what the stock runtime takes.
TARGETS = {"cold": 0.45, "warm": 0.40, "transferred": 0.75}
WORDS = {
    "cold": ("First visit, worker to first result", "ms", 1),
    "warm": ("Second visit, files in the HTTP cache", "ms", 1),
    "transferred": ("Transferred by a first visit, Brotli", "MB", 1e6),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="visits of each kind; the median counts (default 7)")
    parser.add_argument("--json", action="store_true", help="figures for machines, on standard output")
    options = parser.parse_args()
    path = os.environ.get("FTDOCS_CHROMIUM") or shutil.which("chromium")
    if not path:
        print("bench: Chromium is missing: install it, or set FTDOCS_CHROMIUM", file=sys.stderr)
        return 2
    figures = measure_start(path, options.runs)
    ratios = {name: figures["ours"][name] / figures["stock"][name] for name in TARGETS}
    if options.json:
        print(json.dumps({"runs": options.runs, **figures, "ratios": ratios, "targets": TARGETS}, indent=2))
    else:
        show(figures, ratios, options.runs)
    return 0 if all(ratios[name] <= target for name, target in TARGETS.items()) else 1


def measure_start(chromium: str, runs: int) -> dict[str, dict[str, float]]:
    """The medians of both runtimes, with the progress on standard error."""
    console = Console(stderr=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        console.status("Building the bundle") as status,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            found = start.measure(browser, ROOT, Path(folder), runs, status.update)
        finally:
            browser.close()
    return {name: each.medians() for name, each in found.items()}


def show(figures: dict[str, dict[str, float]], ratios: dict[str, float], runs: int) -> None:
    table = Table(title=f"Start of Python in the browser, medians of {runs}", title_justify="left")
    table.add_column("")
    for heading in ("stock", "ours", "ratio", "target"):
        table.add_column(heading, justify="right")
    for name, (words, unit, scale) in WORDS.items():
        places = 2 if unit == "MB" else 0
        met = ratios[name] <= TARGETS[name]
        table.add_row(
            words,
            *(f"{figures[side][name] / scale:,.{places}f} {unit}" for side in ("stock", "ours")),
            f"[{'green' if met else 'red'}]{ratios[name]:.2f}",
            f"≤ {TARGETS[name]:.2f}",
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
