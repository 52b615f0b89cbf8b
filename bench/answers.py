"""How long an answer takes once Python has started: every calculator's, and a whole run over ranges.

Measured in Chromium, in the site as it is hosted, from asking the worker to its reply; what it takes to show a reply is
not counted. The same in CPython beside it.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

import calculators
from calculators import protocol
from calculators.kit.quantities import Number
from calculators.kit.simulation import FIRST_DRAWS
from ftdocs import hosting

# The calculator with the most inputs and outputs, and what a reader is unsure of in it.
LARGEST = "total-cost"
ASK = """async ({app, jobs, times}) => {
  const { ask } = await import(`${app}/runtime.js`);
  await ask(jobs[0]);
  const found = [];
  for (const job of jobs) {
    const each = [];
    for (let n = 0; n < times; n += 1) {
      const began = performance.now();
      let { response } = await ask(job);
      const first = performance.now() - began;
      while (response.spread ? response.spread.draws < response.spread.planned : "draws" in response) {
        ({ response } = await ask({ ...job, do: "refine" }));
      }
      if (!response.ok) throw new Error(JSON.stringify(response));
      each.push([first, performance.now() - began]);
    }
    found.push(each);
  }
  return found;
}"""


@dataclass(frozen=True)
class Times:
    """Medians in milliseconds: a point answer by calculator; over ranges the first answer and the whole run."""

    points: dict[str, float]
    first: float
    whole: float
    whole_here: float

    @property
    def slowest(self) -> tuple[str, float]:
        """The calculator that takes longest for a point answer, and how long."""
        return max(self.points.items(), key=lambda item: item[1])


def ranged_fields(calculator_id: str) -> dict[str, str]:
    """A range, a fifth to either side, for every field that takes one and whose default allows it."""
    found = {}
    for field in calculators.get(calculator_id).inputs:
        if not isinstance(field, Number) or not field.ranged or not field.default:
            continue
        if not field.percent or field.default * 1.2 < 1:
            found[field.name] = f"{field.canonical(field.default * 0.8)} to {field.canonical(field.default * 1.2)}"
    return found


def measure(browser: Browser, site: Path, say: Callable[[str], None] = lambda _: None) -> Times:
    """Ask every calculator of the built `site` for its default answer, and LARGEST over all its ranges."""
    say("Asking every calculator")
    app = next((site / "assets" / "ftdocs").glob("app-*")).name
    names = calculators.ids()
    jobs: list[dict[str, Any]] = [{"do": "answer", "calculator": name, "fields": {}} for name in names]
    fields = ranged_fields(LARGEST)
    ranged = {"do": "answer", "calculator": LARGEST, "fields": fields}
    with hosting.serve(site) as host:
        page = browser.new_page()
        page.goto(host.url)
        base = f"{host.url}assets/ftdocs/{app}"
        points = page.evaluate(ASK, {"app": base, "jobs": jobs, "times": 25})
        say(f"Drawing from the ranges of {LARGEST}")
        runs = page.evaluate(ASK, {"app": base, "jobs": [ranged], "times": 3})[0]
        page.close()
    return Times(
        {name: statistics.median(first for first, _ in each) for name, each in zip(names, points, strict=True)},
        first=statistics.median(first for first, _ in runs),
        whole=statistics.median(whole for _, whole in runs),
        whole_here=statistics.median(_whole_here(fields) for _ in range(3)),
    )


def _whole_here(fields: dict[str, str]) -> float:
    """Milliseconds for a whole run in this Python."""
    began = time.perf_counter()
    reply = protocol.reply_to(calculators.get(LARGEST), fields)
    assert reply["spread"]["draws"] == FIRST_DRAWS, reply
    while "sentence" not in protocol.refined(calculators.get(LARGEST), fields):
        pass
    return (time.perf_counter() - began) * 1e3
