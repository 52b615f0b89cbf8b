"""How long from asking for Python to the first result, and how much is transferred: ours and its peers.

- *stock*: Pyodide in a module worker, as its documentation starts it;
- *PyScript* on the same files of Pyodide;
- the *floor*: compiling the same wasm, and nothing else.

All are measured in one run, in turns, so that a busy machine is busy for all: read the ratios.
"""

import io
import shutil
import statistics
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench.server import Served, serving
from ftdocs.bundle import build_bundle
from ftdocs.bundle.pack import read_calculators

HERE = Path(__file__).parent
STOCK_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
# What DevTools calls slow: 10 Mbit/s down, 2 Mbit/s up, 40 ms for the way there and back.
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 250_000}
REQUEST = {"do": "answer", "calculator": "lift", "fields": {"items": "500"}}
# Both workers say that they are ready and then answer, which is how the site's own page uses them. By its name ours is
# told on a second visit that its files were checked on the first, as checked.js does.
FIRST, SECOND = "python", "kept"
WORKER = """
async ([url, request, name]) => {
  const begin = performance.now();
  const worker = new Worker(url, {type: "module", name});
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
# PyScript looks for its elements when its script comes. The script in Python calls `answered`.
PYSCRIPT = """
async ([url, request]) => {
  const begin = performance.now();
  globalThis.asked = JSON.stringify(request);
  const answered = new Promise((resolve) => (globalThis.answered = (text) => resolve(JSON.parse(text))));
  const script = Object.assign(document.createElement("script"), {type: "py"});
  script.setAttribute("src", "/pyscript/main.py");
  script.setAttribute("config", "/pyscript/pyscript.json");
  document.body.append(script);
  await import(url);
  const {sentence} = await answered;
  return {milliseconds: performance.now() - begin, sentence};
}
"""
COMPILE = """
async ([url]) => {
  const begin = performance.now();
  await WebAssembly.compileStreaming(fetch(url));
  return {milliseconds: performance.now() - begin, sentence: null};
}
"""


@dataclass(frozen=True)
class Runtime:
    """What is measured: a script for the page, and the address that it takes."""

    script: str
    address: str


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


def ratios(other: Start, ours: Start) -> dict[str, float]:
    """Of each measure ours as a share of the other's: the median of the pairs, which were measured one right after the
    other and so on an equally busy machine."""
    pairs = {
        "cold": zip(ours.cold, other.cold, strict=True),
        "warm": zip(ours.warm, other.warm, strict=True),
        "transferred": zip(ours.transferred, other.transferred, strict=True),
    }
    return {name: statistics.median(one / other for one, other in each) for name, each in pairs.items()}


def prepare(root: Path, folder: Path) -> dict[str, Runtime]:
    """Put all runtimes into `folder`, which is the root of the host."""
    stock = folder / "stock"
    stock.mkdir(parents=True)
    for name in STOCK_FILES:
        shutil.copy(root / "node_modules" / "pyodide" / name, stock / name)
    shutil.copy(HERE / "stock.mjs", stock / "worker.mjs")
    sources = zipped(read_calculators(root / "calculators"))
    (stock / "calculators.zip").write_bytes(sources)

    shutil.copytree(root / "node_modules" / "@pyscript" / "core" / "dist", folder / "pyscript")
    shutil.copy(HERE / "pyscript.py", folder / "pyscript" / "main.py")
    shutil.copy(HERE / "pyscript.json", folder / "pyscript" / "pyscript.json")
    (folder / "pyscript" / "calculators.zip").write_bytes(sources)
    for unused in folder.glob("pyscript/*.map"):
        unused.unlink()

    bundle = build_bundle(root, root / ".cache" / "ftdocs")
    for made in (bundle.app, bundle.pyodide):
        shutil.copytree(made, folder / "assets" / made.name)
    (folder / "index.html").write_text('<!doctype html><title>Measuring</title><link rel="icon" href="data:,"><body>')
    return {
        "ours": Runtime(WORKER, f"/assets/{bundle.app.name}/worker.mjs"),
        "stock": Runtime(WORKER, "/stock/worker.mjs"),
        "pyscript": Runtime(PYSCRIPT, "/pyscript/core.js"),
        "floor": Runtime(COMPILE, f"/assets/{bundle.pyodide.name}/pyodide.asm.wasm"),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    """A deflated zip, as one would make it by hand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def measure(
    browser: Browser, root: Path, folder: Path, runs: int, say: Callable[[str], None] = lambda _: None
) -> tuple[dict[str, Start], dict[str, Start]]:
    """Every runtime `runs` times, in turns, from this machine; and ours and stock half as often, as on a slow line.

    Raises ValueError if they do not answer alike.
    """
    runtimes = prepare(root, folder)
    far = {name: runtimes[name] for name in ("ours", "stock")}
    say("Compressing what is to be measured (half a minute, once)")
    with serving(folder, root / ".cache" / "bench") as served:
        near_starts = in_turns(browser, served, runtimes, runs, None, say)
        far_starts = in_turns(browser, served, far, max(1, runs // 2), SLOW, say)
    said = set[str]().union(*(start.sentences for start in (*near_starts.values(), *far_starts.values())))
    if len(said) != 1:
        raise ValueError(f"the runtimes give different answers: {said}")
    return near_starts, far_starts


def in_turns(
    browser: Browser,
    served: Served,
    runtimes: Mapping[str, Runtime],
    runs: int,
    network: Mapping[str, Any] | None,
    say: Callable[[str], None],
) -> dict[str, Start]:
    """Visit each runtime `runs` times, after a first round that does not count."""
    starts = {name: Start() for name in runtimes}
    line = "a slow line" if network else "this machine"
    for run in range(runs + 1):
        for name, runtime in runtimes.items():
            say(f"Starting {name} from {line}: {f'run {run} of {runs}' if run else 'a trial'}")
            visit_twice(browser, served, runtime, starts[name] if run else Start(), network)
    return starts


def visit_twice(
    browser: Browser, served: Served, runtime: Runtime, start: Start, network: Mapping[str, Any] | None = None
) -> None:
    """A first visit with an empty cache, then a second one, each on a page of its own; noted in `start`."""
    context = browser.new_context()
    try:
        before = served.sent()
        start.cold.append(_visit(context, served, runtime, FIRST, start, network))
        start.transferred.append((served.sent() - before).total())
        start.warm.append(_visit(context, served, runtime, SECOND, start, network))
    finally:
        context.close()


def _visit(
    context: BrowserContext,
    served: Served,
    runtime: Runtime,
    name: str,
    start: Start,
    network: Mapping[str, Any] | None,
) -> float:
    page = context.new_page()
    page.goto(f"{served.url}/")
    if network:
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", dict(network))
    found: dict[str, Any] = page.evaluate(runtime.script, [served.url + runtime.address, REQUEST, name])
    if found["sentence"]:
        start.sentences.add(found["sentence"])
    page.close()
    return float(found["milliseconds"])
