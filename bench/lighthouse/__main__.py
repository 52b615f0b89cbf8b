"""`make lighthouse`: what Lighthouse finds on a phone with a slow network, on the pages that readers meet first.

Lighthouse is large and of use to nobody else, so it has a package of its own, installed by the make target.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ftdocs import hosting
from ftdocs.build import build_site

ROOT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = Path(__file__).with_name("node_modules") / ".bin" / "lighthouse"
PAGES = {"Home": "", "A section with a calculator": "trap/seductive-logic/", "The calculators": "calculators/"}
# Of 100. Performance counts the median of three runs, since it measures this machine as well.
TARGETS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Layout that moved while the page loaded: 0 is none.
SHIFT = 0.01
RUNS = 3


def main() -> int:
    chromium = os.environ.get("FTDOCS_CHROMIUM") or shutil.which("chromium")
    if not chromium or not LIGHTHOUSE.exists():
        print("lighthouse: run `make lighthouse`, which installs what this needs", file=sys.stderr)
        return 2
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder, console.status("Building the site") as status:
        build_site(ROOT / "mkdocs.yml", site_dir=Path(folder, "site"))
        with hosting.serve(Path(folder, "site"), "/guides/ft/") as host:
            found = {}
            for name, path in PAGES.items():
                runs = []
                for number in range(RUNS):
                    status.update(f"{name}, run {number + 1} of {RUNS}")
                    runs.append(audit(chromium, host.url + path, Path(folder, "report.json")))
                found[name] = sorted(runs, key=lambda run: run["categories"]["performance"]["score"])[RUNS // 2]
    show(found)
    return 0 if all(not misses(report) for report in found.values()) else 1


def audit(chromium: str, address: str, report: Path) -> dict[str, Any]:
    """Lighthouse's report on a page, with its own profile of a phone. Raises CalledProcessError with what it said."""
    flags = "--headless=new --no-sandbox --disable-gpu"
    subprocess.run(
        [str(LIGHTHOUSE), address, "--quiet", f"--chrome-flags={flags}", "--output=json", f"--output-path={report}"],
        env={**os.environ, "CHROME_PATH": chromium},
        check=True,
        timeout=240,
    )
    read: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return read


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Points of 100 in each category that has a target."""
    return {name: round(100 * report["categories"][name]["score"]) for name in TARGETS}


def shift(report: dict[str, Any]) -> float:
    """The cumulative layout shift."""
    return float(report["audits"]["cumulative-layout-shift"]["numericValue"])


def misses(report: dict[str, Any]) -> list[str]:
    """The targets that a report does not meet, with the audits behind them."""
    found = [f"{name} {got}" for name, got in scores(report).items() if got < TARGETS[name]]
    found += [f"layout shift {shift(report):.3f}"] if shift(report) > SHIFT else []
    if not found:
        return []
    behind = [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for name, got in scores(report).items()
        if got < TARGETS[name]
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"]
        and ((audit := report["audits"][reference["id"]])["score"] or 0) < 0.9
        and audit["scoreDisplayMode"] not in ("notApplicable", "informative", "manual")
    ]
    return found + behind


def show(found: dict[str, dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False, title=f"Lighthouse, phone profile, median of {RUNS}", title_justify="left")
    for heading in ("Page", *TARGETS, "layout shift"):
        table.add_column(heading)
    for name, report in found.items():
        table.add_row(name, *(str(points) for points in scores(report).values()), f"{shift(report):.3f}")
    table.add_row("Target", *(str(points) for points in TARGETS.values()), f"{SHIFT}")
    Console().print(table)
    for name, report in found.items():
        for line in misses(report):
            print(f"{name}: {line}")


if __name__ == "__main__":
    sys.exit(main())
