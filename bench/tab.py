"""What a tab costs that lives long: a further page's first answer, and what stays behind of navigations and answers.

One tab walks from page to page as readers do, by links and back, and answers on every page; then one calculator answers
over and over. Before, between and after, garbage is collected and what is left is counted: of the page by DevTools, of
Python by the worker itself, which is hosted with one line more that can tell it.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, expect

from bench import tasks
from ftdocs import hosting
from ftdocs.homes import HOMES
from tests.browser import faults

FIRST = "trap/seductive-logic/"
# Every third step goes back and every seventh forward again, which is a page as well.
WALK = """async ({ pages, times }) => {
  const frame = () => new Promise(requestAnimationFrame);
  const found = [];
  for (let n = 0; n < times; n += 1) {
    const before = document.querySelector("ft-calculator");
    const path = pages[n % pages.length];
    const link = [...document.querySelectorAll(".md-nav a[href]")].find(({ href }) => new URL(href).pathname === path);
    if (n % 3 === 2) history.back();
    else if (n % 7 === 6) history.forward();
    else link.click();
    // Until another page's calculator is live; a way that leads nowhere is none of these.
    const until = performance.now() + 10_000;
    let element = before;
    while ((element === before || !element?.leaving) && performance.now() < until) {
      await frame();
      element = document.querySelector("ft-calculator");
    }
    if (element === before) continue;
    const began = performance.now();
    const settled = new Promise((resolve) => element.addEventListener("ft-settled", resolve, { once: true }));
    element.form.requestSubmit();
    await settled;
    found.push(performance.now() - began);
  }
  return found;
}"""
RECALCULATE = """async ({ times }) => {
  const element = document.querySelector("ft-calculator[name=lift]");
  const field = element.querySelector("[name=items]");
  for (let n = 0; n < times; n += 1) {
    const settled = new Promise((resolve) => element.addEventListener("ft-settled", resolve, { once: true }));
    field.value = String(200 + (n % 300));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    await settled;
  }
}"""
# What Python holds: bytes of its memory, and objects that its collector knows.
TELL = """(() => {
  const gc = python.pyimport("gc");
  gc.collect();
  const objects = gc.get_objects();
  const found = { wasm: python._module.HEAPU8.length, objects: objects.length };
  objects.destroy();
  return found;
})"""


@dataclass(frozen=True)
class Left:
    """What is left after the garbage was collected. Bytes: `heap` (the page’s scripts), `wasm` (Python’s memory).
    Numbers: `nodes`, `listeners` (of the page), `objects` (that Python has)."""

    heap: int
    nodes: int
    listeners: int
    wasm: int
    objects: int


# The names of the moments at which it is counted.
BEGIN, WALKED_HALF, WALKED, ANSWERED_HALF, ANSWERED = MOMENTS = (
    "at first",
    "half of the navigations",
    "all navigations",
    "half of the answers",
    "all answers",
)


@dataclass(frozen=True)
class Tab:
    """Milliseconds: the longest task of the page in which a script of ours ran while Python started (see tasks.py), and
    each further page’s first answer. And what was left at each of MOMENTS."""

    task: float
    navigations: int
    recalculations: int
    answers: list[float]
    left: dict[str, Left]

    @property
    def median(self) -> float:
        """Milliseconds from asking to the answer in the page."""
        return statistics.median(self.answers)

    def grown(self, what: str) -> int:
        """How much more of that (a name of Left’s) there is in the end than at first."""
        more: int = getattr(self.left[ANSWERED], what) - getattr(self.left[BEGIN], what)
        return more

    def by_navigation(self, what: str) -> float:
        """What each navigation of the second half left of that: what lasts, not what comes once."""
        grown: int = getattr(self.left[WALKED], what) - getattr(self.left[WALKED_HALF], what)
        return grown / (self.navigations / 2)

    def by_answer(self, what: str) -> float:
        """The same of each answer."""
        grown: int = getattr(self.left[ANSWERED], what) - getattr(self.left[ANSWERED_HALF], what)
        return grown / (self.recalculations / 2)


def telling(path: str, answer: hosting.Answer) -> hosting.Answer:
    """A fault of `hosting.serve`: the worker can tell what Python holds."""
    if not path.endswith("worker.mjs"):
        return answer
    ready = "respond = protocol.respond;"
    return faults.replacing(ready, f"{ready} self.tell = {TELL};")(answer)


def measure(
    browser: Browser, site: Path, navigations: int, answers: int, say: Callable[[str], None] = lambda _: None
) -> Tab:
    """Walk through the built `site`, in a tab of its own."""
    with hosting.serve(site, fault=telling) as host:
        context = browser.new_context()
        page = context.new_page()
        page.goto(host.url + FIRST)
        tab = walk(browser, page, context.new_cdp_session(page), navigations, answers, say)
        context.close()
    return tab


def walk(
    browser: Browser,
    page: Page,
    devtools: CDPSession,
    navigations: int,
    answers: int,
    say: Callable[[str], None] = lambda _: None,
) -> Tab:
    """From the page FIRST of a site that is hosted with `telling`."""
    devtools.send("Performance.enable")
    base = page.evaluate("location.pathname").removesuffix(FIRST)
    pages = [base + path for path in dict.fromkeys(HOMES.values())]
    lift = page.locator("ft-calculator[name=lift]")

    def start() -> None:
        lift.locator("button[type=submit]").click()
        expect(lift).to_have_attribute("data-state", "ready", timeout=60_000)

    page.wait_for_load_state("networkidle")
    task, _ = tasks.longest(browser, page, start)
    # The first round loads what later ones have.
    page.evaluate(WALK, {"pages": pages, "times": 2 * len(pages)})
    left = {BEGIN: _left(page, devtools)}
    times: list[float] = []
    for moment in (WALKED_HALF, WALKED):
        say(f"Walking through the site: {moment}")
        times += page.evaluate(WALK, {"pages": pages, "times": navigations // 2})
        left[moment] = _left(page, devtools)
    page.evaluate(WALK, {"pages": [base + FIRST], "times": 1})
    for moment in (ANSWERED_HALF, ANSWERED):
        say(f"Answering over and over: {moment}")
        page.evaluate(RECALCULATE, {"times": answers // 2})
        left[moment] = _left(page, devtools)
    return Tab(task, navigations, answers, times, left)


def _left(page: Page, devtools: CDPSession) -> Left:
    # What the first collection finalises, the second takes.
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: int(each["value"]) for each in devtools.send("Performance.getMetrics")["metrics"]}
    # The theme's search has one too.
    (worker,) = (each for each in page.workers if each.url.endswith("worker.mjs"))
    python: dict[str, Any] = worker.evaluate("tell()")
    return Left(metrics["JSHeapUsedSize"], metrics["Nodes"], metrics["JSEventListeners"], **python)
