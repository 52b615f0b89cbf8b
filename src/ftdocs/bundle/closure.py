"""What the calculators need of the standard library, found by using them, and the proof that it suffices.

The open world is Pyodide with all of its standard library and the stand-ins of library.py. Every calculator is
imported and used there, and whatever is loaded in the end is the closure. The closed world has the finished archive
and nothing else: the same use must give the same answers.
"""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftdocs.bundle.errors import BundleError
from ftdocs.bundle.library import RECORDER
from ftdocs.bundle.node import run_script
from ftdocs.bundle.runtime import Runtime

_HERE = Path(__file__).parent
WORLD = _HERE / "world.mjs"
PROBE = _HERE / "probe.py"

# Imports `sitecustomize`, from which on modules come from the shelf.
_CUSTOMISING = "site"

Answers = dict[str, list[str]]


@dataclass(frozen=True)
class Closure:
    """Members of the standard library's zip that are needed, sorted; those among them that Python imports first of all;
    what each calculator answered; the sources that `dataclass` compiled meanwhile; and the code of each regular
    expression, as probe.py gives it."""

    members: tuple[str, ...]
    early: tuple[str, ...]
    answers: Answers
    compiled: tuple[str, ...]
    patterns: tuple[list[Any], ...]


def find_closure(runtime: Runtime, library: Path, calculators: Path) -> Closure:
    """Use every calculator in the open world, whose standard library is the zip `library`.

    Raises BundleError where one needs what the browser does not have.
    """
    call = "probe(__import__('calculators').ids())"
    imports = list(import_statements(calculators))
    found = _run(runtime, library, call, {"before": RECORDER, "packages": str(calculators), "imports": imports})
    zipped = f"/lib/python{runtime.python.replace('.', '', 1).partition('.')[0]}.zip/"
    # In the order in which they were imported.
    places = {name: origin or "" for name, origin in found["modules"].items()}
    members = [place.removeprefix(zipped) for place in places.values() if place.startswith(zipped)]
    first = list(places)[: list(places).index(_CUSTOMISING)]
    early = [places[name].removeprefix(zipped) for name in first if places[name].startswith(zipped)]
    return Closure(
        tuple(sorted({*members})),
        tuple(early),
        found["answers"],
        tuple(found["compiled"]),
        tuple(found["patterns"]),
    )


def check_closed_world(runtime: Runtime, archive: Path, answers: Answers) -> None:
    """Use every calculator with nothing but `archive`. Raises BundleError unless the answers are the same."""
    try:
        found = _run(runtime, archive, f"probe({list(answers)!r})", {})
    except BundleError as error:
        raise BundleError(f"the bundle is not complete: {error}") from error
    for name, expected in answers.items():
        if found["answers"].get(name) != expected:
            raise BundleError(f"{name} answers differently from the bundle than with all of the standard library")


def look(runtime: Runtime, archive: Path, before: str, call: str) -> dict[str, Any]:
    """What the expression `call` gives (JSON) in the closed world, in which `before` was run at the start."""
    return _run(runtime, archive, call, {"before": before})


def import_statements(folder: Path) -> Iterator[tuple[str, str]]:
    """Every absolute import in the sources below `folder` with its place, also those inside functions, which no
    trial run is sure to reach; not those for type checkers only."""
    for path in sorted(folder.rglob("*.py")):
        for node in _imports(ast.parse(path.read_text("utf-8"), str(path))):
            yield ast.unparse(node), f"{path.relative_to(folder.parent).as_posix()}, line {node.lineno}"


def _imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level):
        yield node
    children: Iterable[ast.AST] = ast.iter_child_nodes(node)
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        children = node.orelse
    for child in children:
        yield from _imports(child)


def _run(runtime: Runtime, stdlib: Path, call: str, more: dict[str, Any]) -> dict[str, Any]:
    message = {
        "runtime": f"{runtime.folder}/",
        "stdlib": str(stdlib),
        "info": runtime.info,
        "code": PROBE.read_text("utf-8"),
        "call": call,
    }
    found: dict[str, Any] = json.loads(run_script(WORLD, message | more)["result"])
    return found
