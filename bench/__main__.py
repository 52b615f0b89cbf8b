"""`python -m bench`: what a start, a page, an answer and a growing site cost, beside the peers, and the targets.

`--only` runs parts of it: start, tab (a long walk through the site), weight, answers, bundle, many (pages with many
calculators), sites (builds of growing ones), verify (`ftdocs verify` over a shelf of documents). The targets at the end
are those of the parts that ran. Exit 0 if all of them are met, 1 if not, 2 where there is no browser.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console

from bench import answers, growth, many, sites, start, tab, verifying, weight
from bench.targets import Target, as_table, new_table
from ftdocs.check.budget import FONTS

# Of each kind, for `ftdocs verify`.
DOCUMENTS = 1000
# Of one tab.
NAVIGATIONS, RECALCULATIONS = 200, 2000
ROOT = Path(__file__).resolve().parent.parent
Say = Callable[[str], None]
Part = tuple[dict[str, Any], list[Target], list[Any]]
"""Figures for machines, targets, and tables."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="visits of each kind; the median counts (default 7)")
    parser.add_argument("--only", nargs="+", choices=sorted(PARTS), default=list(PARTS), help="parts to run")
    parser.add_argument(
        "--pages",
        nargs="+",
        type=int,
        default=[10, 100, 1000],
        help="sizes of the sites (default 10 100 1000)",
    )
    parser.add_argument("--json", action="store_true", help="figures for machines, on standard output")
    options = parser.parse_args()
    path = os.environ.get("FTDOCS_CHROMIUM") or shutil.which("chromium")
    if not path:
        print("bench: Chromium is missing: install it, or set FTDOCS_CHROMIUM", file=sys.stderr)
        return 2
    figures: dict[str, Any] = {"runs": options.runs}
    targets: list[Target] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Console(stderr=True).status("Beginning") as status,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name in options.only:
            Path(folder, name).mkdir()
            found, promised, tables = PARTS[name](browser, Path(folder, name), options, status.update)
            figures[name] = found
            targets += promised
            if not options.json:
                for table in tables:
                    Console().print(table)
        browser.close()
    met = all(target.met for target in targets)
    if options.json:
        figures |= {"targets": [vars(target) | {"met": target.met} for target in targets], "met": met}
        print(json.dumps(figures, indent=2))
    else:
        Console().print(as_table(targets))
    return 0 if met else 1


def start_part(browser: Browser, folder: Path, options: argparse.Namespace, say: Say) -> Part:
    near, far = start.measure(browser, ROOT, folder, options.runs, say)
    figures = {"near": {n: s.medians() for n, s in near.items()}, "far": {n: s.medians() for n, s in far.items()}}
    to_stock, far_to_stock = start.ratios(near["stock"], near["ours"]), start.ratios(far["stock"], far["ours"])
    to_floor, to_pyscript = start.ratios(near["floor"], near["ours"]), start.ratios(near["pyscript"], near["ours"])
    targets = [
        Target("First visit: time, of stock Pyodide’s", to_stock["cold"], 0.35),
        Target("Second visit: time, of stock Pyodide’s", to_stock["warm"], 0.28),
        Target("First visit: bytes, of stock Pyodide’s", to_stock["transferred"], 0.68),
        Target("First visit: time, of compiling the wasm alone", to_floor["cold"], 6),
        Target("First visit: time, of PyScript’s", to_pyscript["cold"], 0.30),
        Target("First visit at 10 Mbit/s with 40 ms, of stock Pyodide’s", far_to_stock["cold"], 0.68),
    ]
    headings = ("first visit, ms", "second visit, ms", "transferred, MB")
    table = new_table(f"From asking for Python to the first result, medians of {options.runs}", *headings)
    for where, starts in (("", near), (", 10 Mbit/s and 40 ms", far)):
        for name, each in starts.items():
            medians = each.medians()
            transferred = f"{medians['transferred'] / 1e6:,.2f}"
            table.add_row(NAMES[name] + where, f"{medians['cold']:,.0f}", f"{medians['warm']:,.0f}", transferred)
    return figures, targets, [table]


NAMES = {"ours": "Ours", "stock": "Stock Pyodide", "pyscript": "PyScript", "floor": "The wasm compiled, no more"}


def tab_part(browser: Browser, folder: Path, _: argparse.Namespace, say: Say) -> Part:
    say("Building the site")
    weight.build_ours(ROOT, folder / "ours")
    lived = tab.measure(browser, folder / "ours", NAVIGATIONS, RECALCULATIONS, say)
    words = f"What is left in a tab of {NAVIGATIONS} navigations, then {RECALCULATIONS:,} answers"
    table = new_table(words, "scripts’ heap, MB", "nodes", "listeners", "Python’s memory, MB", "Python’s objects")
    for moment, left in lived.left.items():
        sizes = (f"{left.heap / 1e6:,.2f}", f"{left.nodes:,}", f"{left.listeners:,}")
        table.add_row(moment.capitalize(), *sizes, f"{left.wasm / 1e6:,.1f}", f"{left.objects:,}")
    targets = [
        Target("The longest task of a page while Python starts, ms of the processor", lived.task, 50, 1),
        Target("A further page’s first answer, ms", lived.median, 50, 1),
        # Of some 2,500. Material’s own lists of contents stay; see decision 0008.
        Target("Nodes left of a page that was gone from", lived.by_navigation("nodes"), 30, 0),
        Target("Nodes left by a hundred answers", lived.by_answer("nodes") * 100, 1, 1),
        Target("Scripts’ heap left by a hundred answers, kB", lived.by_answer("heap") / 10, 10, 1),
        Target("Python’s objects left by a hundred answers", lived.by_answer("objects") * 100, 1, 1),
        Target("Python’s memory: growth from first to last, MB", lived.grown("wasm") / 1e6, 0.1, 1),
    ]
    figures = {
        "task": lived.task,
        "answer": lived.median,
        "left": {moment: vars(left) for moment, left in lived.left.items()},
    }
    return figures, targets, [table]


def weight_part(browser: Browser, folder: Path, _: argparse.Namespace, say: Say) -> Part:
    weights = weight.measure(browser, ROOT, folder, say)
    title = "First visit to a page, nothing asked for yet, kB with Brotli"
    table = new_table(title, "plain", "ours", "typefaces", "added beside them")
    for name, words in (("without", "A page without a calculator"), ("with", "A page with one")):
        each = weights[name]
        table.add_row(words, *(f"{size / 1e3:,.1f}" for size in (each.plain, each.ours, each.typefaces, each.added)))
    without = weights["without"]
    targets = [
        Target("A page without a calculator: kB more than plain Material", without.added / 1e3, 12, 1),
        Target("Typefaces, kB", without.typefaces / 1e3, FONTS / 1e3, 1),
    ]
    return {name: vars(each) for name, each in weights.items()}, targets, [table]


def answers_part(browser: Browser, folder: Path, _: argparse.Namespace, say: Say) -> Part:
    site = folder / "ours"
    say("Building the site")
    weight.build_ours(ROOT, site)
    times = answers.measure(browser, site, say)
    targets = [
        Target(f"The slowest calculator’s answer ({times.slowest[0]}), ms", times.slowest[1], 5, 1),
        Target(f"{answers.LARGEST} over all its ranges, the first answer, ms", times.first, 100, 1),
        Target("the same, all 20,000 draws, ms", times.whole, 1500, 0),
        Target("the same in this Python, ms", times.whole_here, 500, 0),
    ]
    table = new_table("A point answer in the worker, medians in milliseconds, the slowest first", "found")
    for name, found in sorted(times.points.items(), key=lambda item: -item[1]):
        table.add_row(name, f"{found:,.1f}")
    return vars(times), targets, [table]


def many_part(browser: Browser, folder: Path, options: argparse.Namespace, say: Say) -> Part:
    pages = many.measure(browser, ROOT, folder, options.runs, say)
    times = ("script until idle, ms", "longest task, ms", "longest with ours, ms", "an answer to an edit, ms")
    headings = ("HTML, kB with Brotli", *times)
    table = new_table("A page with many calculators", *headings)
    for each in pages:
        figures = (each.kilobytes, each.script, each.longest, each.ours, each.edit)
        table.add_row(f"{each.calculators} calculators", *(f"{figure:,.1f}" for figure in figures))
    most = pages[-1]
    words = f"A page with {most.calculators} calculators: longest task with a script of ours, ms"
    return {str(each.calculators): vars(each) for each in pages}, [Target(words, most.ours, 50, 0)], [table]


def bundle_part(_: Browser, folder: Path, __: argparse.Namespace, say: Say) -> Part:
    say("Weighing the calculators")
    weight.build_ours(ROOT, folder / "ours")
    grown = growth.measure(folder / "ours")
    table = new_table("The bundle, kB with Brotli", "found")
    table.add_row(f"Python with {', '.join(growth.FIRST)} only", f"{grown.first / 1e3:,.1f}")
    table.add_row("Python with every calculator", f"{grown.whole / 1e3:,.1f}")
    table.add_row("The further calculators’ pictures", f"{grown.pictures / 1e3:,.1f}")
    targets = [
        Target("Growth by the further calculators, pictures included, kB with Brotli", grown.added / 1e3, 120, 1)
    ]
    return vars(grown) | {"added": grown.added}, targets, [table]


def sites_part(_: Browser, folder: Path, options: argparse.Namespace, say: Say) -> Part:
    built = sites.measure(ROOT, folder, options.pages, say)
    headings = ("plain, s", "ours, s", "ratio", "after an edit, s", "ratio", "plain, MB", "ours, MB")
    table = new_table("Building a site with a calculator on every page", *headings)
    for each in built:
        words = f"{each.pages:,} pages" + (", each with its own starting values" if each.own else "")
        sizes = (f"{size / 1e6:,.1f}" for size in (each.plain_bytes, each.bytes))
        times = (f"{each.plain_seconds:,.1f}", f"{each.seconds:,.1f}", f"{each.ratio:.2f}")
        table.add_row(words, *times, f"{each.again_seconds:,.1f}", f"{each.again:.2f}", *sizes)
    parts = new_table("What a page more costs, by what it goes into", "first, ms", "after an edit, ms")
    for name, costs in (sites.per_page(built) if len(options.pages) > 1 else {}).items():
        words = "Plain Material, all of it" if name == "plain" else f"Ours: {name}"
        parts.add_row(words, *(f"{milliseconds:.2f}" for milliseconds in costs))
    largest = max((each for each in built if not each.own), key=lambda each: each.pages)
    words = f"Building {largest.pages:,} pages: time of the processor, of plain Material’s"
    targets = [Target(words, largest.ratio, 1.3), Target("the same after an edit of one page", largest.again, 1.3)]
    return {f"{each.pages}{' own' if each.own else ''}": vars(each) for each in built}, targets, [table, parts]


def verify_part(_: Browser, folder: Path, __: argparse.Namespace, say: Say) -> Part:
    say("Verifying documents")
    shelves = verifying.measure(folder, DOCUMENTS)
    table = new_table("ftdocs verify: documents of 20 kB with 20 links", "seconds", "CPU", "memory")
    for each in shelves:
        figures = (f"{each.seconds:.1f}", f"{each.cpu:.1f} s", f"{each.memory:.0f} MB")
        table.add_row(f"{each.documents:,} .{each.kind}", *figures)
    fewer, whole = (each for each in shelves if each.kind == "md")
    targets = [
        Target(f"Verifying {DOCUMENTS:,} Markdown documents, s", whole.seconds, 10, 1),
        Target("the same: memory, of what a tenth of them takes", whole.memory / fewer.memory, 1.1),
    ]
    return {f"{each.documents} {each.kind}": vars(each) for each in shelves}, targets, [table]


PARTS: dict[str, Callable[[Browser, Path, argparse.Namespace, Say], Part]] = {
    "start": start_part,
    "tab": tab_part,
    "weight": weight_part,
    "answers": answers_part,
    "bundle": bundle_part,
    "many": many_part,
    "sites": sites_part,
    "verify": verify_part,
}

if __name__ == "__main__":
    sys.exit(main())
