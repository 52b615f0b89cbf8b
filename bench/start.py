"""How long from `new Worker` to the first result, and how much is transferred: the stock runtime and ours.

Both are measured in one run, in turns, so that a busy machine is busy for both: read the ratios.
"""

import io
import shutil
import statistics
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench.server import Served, serving
from ftdocs.bundle import build_bundle
from ftdocs.bundle.pack import read_calculators

HERE = Path(__file__).parent
STOCK_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
REQUEST = {"do": "answer", "calculator": "lift", "fields": {"items": "500"}}
# Both workers say that they are ready and then answer, which is how the site's own page uses them.
MEASURE = """
async ([url, request]) => {
  const begin = performance.now();
  const worker = new Worker(url, {type: "module"});
  const response = await new Promise((resolve, reject) => {
    worker.onmessage = ({data}) => {
      if (data.type === "ready") worker.postMessage({id: 1, request});
      else if (data.type === "failed") reject(new Error(JSON.stringify(data)));
      else if (data.response) resolve(data.response);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({type: "start"});
  });
  const milliseconds = performance.now() - begin;
  worker.terminate();
  return {milliseconds, sentence: response.sentence};
}
"""


@dataclass
class Start:
    """What was measured of one runtime: milliseconds of each run, and bytes transferred by a first visit."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    transferred: list[int] = field(default_factory=list)
    sentences: set[str] = field(default_factory=set)

    def medians(self) -> dict[str, float]:
        """The median of each measure: milliseconds, milliseconds, bytes."""
        return {
            "cold": statistics.median(self.cold),
            "warm": statistics.median(self.warm),
            "transferred": statistics.median(self.transferred),
        }


def ratios(stock: Start, ours: Start) -> dict[str, float]:
    """Of each measure ours as a share of stock: the median of the pairs, which were measured one right after the
    other and so on an equally busy machine."""
    pairs = {
        "cold": zip(ours.cold, stock.cold, strict=True),
        "warm": zip(ours.warm, stock.warm, strict=True),
        "transferred": zip(ours.transferred, stock.transferred, strict=True),
    }
    return {name: statistics.median(one / other for one, other in each) for name, each in pairs.items()}


def prepare(root: Path, folder: Path) -> dict[str, str]:
    """Put both runtimes into `folder`; gives the address of each one's worker, from the root of the host."""
    stock = folder / "stock"
    stock.mkdir(parents=True)
    for name in STOCK_FILES:
        shutil.copy(root / "node_modules" / "pyodide" / name, stock / name)
    shutil.copy(HERE / "stock.mjs", stock / "worker.mjs")
    (stock / "calculators.zip").write_bytes(zipped(read_calculators(root / "calculators")))

    bundle = build_bundle(root, root / ".cache" / "ftdocs")
    for made in (bundle.app, bundle.pyodide):
        shutil.copytree(made, folder / "assets" / made.name)
    (folder / "index.html").write_text('<!doctype html><title>Measuring</title><link rel="icon" href="data:,">')
    return {"stock": "/stock/worker.mjs", "ours": f"/assets/{bundle.app.name}/worker.mjs"}


def zipped(files: dict[str, bytes]) -> bytes:
    """A deflated zip, as one would make it by hand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def measure(
    browser: Browser, root: Path, folder: Path, runs: int, say: Callable[[str], None] = lambda _: None
) -> dict[str, Start]:
    """Measure both runtimes `runs` times, in turns. Raises ValueError if they do not answer alike."""
    workers = prepare(root, folder)
    starts = {name: Start() for name in workers}
    say("Compressing what is to be measured (half a minute, once)")
    with serving(folder, root / ".cache" / "bench") as served:
        for name, worker in workers.items():
            say(f"Trying {name}")
            visit_twice(browser, served, worker, Start())
        for run in range(runs):
            for name, worker in workers.items():
                say(f"Run {run + 1} of {runs}: {name}")
                visit_twice(browser, served, worker, starts[name])
    if len(said := set[str]().union(*(start.sentences for start in starts.values()))) != 1:
        raise ValueError(f"the runtimes give different answers: {said}")
    return starts


def visit_twice(browser: Browser, served: Served, worker: str, start: Start) -> None:
    """A first visit with an empty cache, then a second one, each on a page of its own; noted in `start`."""
    context = browser.new_context()
    try:
        before = served.sent()
        start.cold.append(_visit(context, served, worker, start))
        start.transferred.append((served.sent() - before).total())
        start.warm.append(_visit(context, served, worker, start))
    finally:
        context.close()


def _visit(context: BrowserContext, served: Served, worker: str, start: Start) -> float:
    page = context.new_page()
    page.goto(f"{served.url}/")
    found: dict[str, Any] = page.evaluate(MEASURE, [served.url + worker, REQUEST])
    start.sentences.add(found["sentence"])
    page.close()
    return float(found["milliseconds"])
