"""What a page with 1, 10 and 30 calculators costs the browser: to load, and to answer an edit."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

import calculators
from bench import sites, tasks
from bench.server import serving, table

COUNTS = (1, 10, 30)
# Collected by the browser from the first moment on.
WATCH = """
globalThis.tasks = [0];
new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration)))
  .observe({type: "longtask", buffered: true});
"""
# The element itself says for which texts its result is.
EDIT = """async (element) => {
  const field = element.querySelector("[name=items]");
  const began = performance.now();
  field.value = "501";
  field.dispatchEvent(new Event("input", {bubbles: true}));
  while (element.placed !== element.formText) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""


@dataclass(frozen=True)
class Many:
    """Of a page with so many calculators: its HTML, the script's time until nothing is left to do, the longest task of
    the main thread meanwhile, the longest in which a script of ours runs until Python is there (see tasks.py), and the
    time from an edit to its answer on the page after that."""

    calculators: int
    kilobytes: float
    script: float
    longest: float
    ours: float
    edit: float


def measure(
    browser: Browser, root: Path, folder: Path, runs: int, say: Callable[[str], None] = lambda _: None
) -> list[Many]:
    """Visit the pages `runs` times each; medians."""
    ids = ["lift", *(name for name in calculators.ids() if name != "lift")]
    pages = [sites.document(number, [ids[i % len(ids)] for i in range(count)]) for number, count in enumerate(COUNTS)]
    say("Building pages with many calculators")
    sites.write_site(root, folder, pages)
    (folder / ".cache").symlink_to(root / ".cache")
    sites.timed(sites.OURS, folder)
    site, cache = folder / "ours", root / ".cache" / "bench"
    found = []
    with serving(site, cache) as served:
        sizes = {path: len(body) for path, (_, body) in table(site, cache).items()}
        for number, count in enumerate(COUNTS):
            path = f"/part-0/page-{number}/" if number else "/"
            say(f"Visiting a page with {count} calculators")
            visits = [_visit(browser, served.url + path) for _ in range(runs)]
            script, longest, edit = (statistics.median(each) for each in zip(*visits, strict=True))
            ours = _longest_of_ours(browser, served.url + path)
            found.append(Many(count, sizes[f"{path}index.html"] / 1e3, script, longest, ours, edit))
    return found


def _longest_of_ours(browser: Browser, url: str) -> float:
    """Milliseconds of the processor, from the first moment of a visit until Python has answered.

    A visit of its own, since watching takes time too.
    """
    context = browser.new_context()
    page = context.new_page()

    def visit_and_start() -> None:
        page.goto(url, wait_until="networkidle")
        _start(page)

    found, _ = tasks.longest(browser, page, visit_and_start)
    context.close()
    return found


def _start(page: Page) -> Locator:
    """The first calculator, once Python is there."""
    first = page.locator("ft-calculator").first
    first.locator("button[type=submit]").click()
    expect(first).to_have_attribute("data-state", "ready", timeout=60_000)
    return first


def _visit(browser: Browser, url: str) -> tuple[float, float, float]:
    """Milliseconds of script and of the longest task of a first visit, and of an edit, once Python is there."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable")
    page.goto(url, wait_until="networkidle")
    metrics = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    longest = float(page.evaluate("Math.max(...tasks)"))
    edit = float(_start(page).evaluate(EDIT))
    context.close()
    return metrics["ScriptDuration"] * 1e3, longest, edit
