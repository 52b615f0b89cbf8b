"""What the further calculators add to the bundle: code, what only they use of Python’s library, and pictures."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import brotli

import calculators
from ftdocs.bundle.shelf import read_archive, write_archive

# The three with which the site began; the others came later.
FIRST = ("break-even", "lift", "readiness")
# Asks each calculator whatever the page can, and tells every module that this took.
USE = """
import json, sys
names = json.loads(sys.argv[1])
from calculators import protocol
for name in names:
    for do in ("answer", "refine", "flips"):
        protocol.respond(json.dumps({"do": do, "calculator": name, "fields": {}, "pinned": {}}))
    protocol.respond(json.dumps({"do": "open", "calculator": name, "fragment": name}))
from calculators.kit import simulation, spread
print(json.dumps(sorted(sys.modules)))
"""


@dataclass(frozen=True)
class Growth:
    """Bytes with Brotli: the archive of Python code with all calculators and with the first three, and the pictures
    of the others."""

    whole: int
    first: int
    pictures: int

    @property
    def added(self) -> int:
        """What the further calculators and their pictures cost."""
        return self.whole - self.first + self.pictures


def measure(site: Path) -> Growth:
    """From the built `site`."""
    app = next((site / "assets" / "ftdocs").glob("app-*"))
    further = [name for name in calculators.ids() if name not in FIRST]
    theirs = _modules(calculators.ids()) - _modules(FIRST)
    archive = (app / "python.zip").read_bytes()
    members, shelf = read_archive(archive)
    for name in further:
        members.pop(f"calculators/history/{name}.json", None)
    fewer = write_archive(members, {name: module for name, module in shelf.items() if name not in theirs})
    pictures = (app / "pictures" / f"{name}.json" for name in further)
    return Growth(
        len(brotli.compress(archive)),
        len(brotli.compress(fewer)),
        sum(len(brotli.compress(path.read_bytes())) for path in pictures),
    )


def _modules(names: tuple[str, ...] | list[str]) -> set[str]:
    """Every module that using these calculators loads, in a Python of its own."""
    command = [sys.executable, "-c", USE, json.dumps(names)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))
