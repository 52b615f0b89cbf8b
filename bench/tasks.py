"""How long our scripts hold up the page: the longest task of its main thread in which one of them runs.

Measured is the processor's own time rather than the clock's, so that a busy machine does not lengthen it.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from playwright.sync_api import Browser, Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"]
OURS = "/assets/ftdocs/"


def longest(browser: Browser, page: Page, act: Callable[[], object]) -> tuple[float, str]:
    """Milliseconds of the longest such task while `act` runs, and which of our scripts ran in it.

    All of the task counts, what else the browser did in it as well. Raises ValueError where no such task was seen: then
    nothing was measured.
    """
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        act()
    finally:
        trace = json.loads(browser.stop_tracing())["traceEvents"]
    found = []
    for thread in _main(trace):
        events = [each for each in trace if (each["pid"], each["tid"]) == thread]
        ours = [(each["ts"], _url(each).rpartition("/")[2]) for each in events if OURS in _url(each)]
        for task in (each for each in events if each["name"] == "RunTask" and "tdur" in each):
            scripts = sorted({name for begun, name in ours if task["ts"] <= begun <= task["ts"] + task["dur"]})
            if scripts:
                found.append((task["tdur"] / 1e3, ", ".join(scripts)))
    if not found:
        raise ValueError("no script of ours ran while it was measured")
    return max(found)


def _url(event: dict[str, Any]) -> str:
    return str((event.get("args", {}).get("data") or {}).get("url") or "")


def _main(trace: Iterable[dict[str, Any]]) -> set[tuple[int, int]]:
    """The main threads of pages."""
    named = (each for each in trace if each["name"] == "thread_name")
    return {(each["pid"], each["tid"]) for each in named if each["args"]["name"] == "CrRendererMain"}
