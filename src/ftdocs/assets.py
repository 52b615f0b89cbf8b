"""The built assets: a folder of hashed files that the command line makes and the plugin puts into the site."""

import json
import pathlib
from dataclasses import dataclass, field
from typing import Any

from ftdocs.fonts import HEADING, TEXT

# Where the assets stand in the site, below its root.
SITE_FOLDER = "assets/ftdocs"
INDEX = "assets.json"
STYLESHEET = "ftdocs.css"
FONTS = (TEXT, HEADING)
# For pages with marks of claims, and for the register of claims.
MARKS = "marks.css"
REGISTER = "register.css"
# Asked for by scripts, where a reader keeps a scenario.
SCENARIO = "scenario.css"
SCRIPT = "ftdocs.js"
ELEMENT = "calculator-element.js"
# Every file of the folder that something in the site names.
FILES = (STYLESHEET, *FONTS, MARKS, REGISTER, SCENARIO, SCRIPT, ELEMENT, "moved.js")


class AssetsError(Exception):
    """The assets are missing or incomplete; the message says what to run."""


@dataclass(frozen=True)
class Assets:
    """What pages load (`stylesheet`, `fonts`, `script`, `element` where there is a calculator, and the stylesheets
    `marks` where there are marks of claims, `register` where their register is, as paths in the site), and every file
    by its path in the site."""

    stylesheet: str
    fonts: tuple[str, ...]
    script: str
    element: str
    marks: str
    register: str
    files: dict[str, pathlib.Path] = field(repr=False)


def write_index(folder: pathlib.Path, *, app: str, pyodide: str, profile: Any = None) -> None:
    """Name the current pair of hashed folders, and the profile in them; older ones may lie beside them."""
    index = {"app": app, "pyodide": pyodide, "profile": profile}
    (folder / INDEX).write_text(json.dumps(index, indent=2) + "\n", "utf-8")


def read_assets(folder: pathlib.Path, profile: Any = None) -> Assets:
    """The current assets in `folder`. Raises AssetsError if they were never built, a file is gone, or the browser would
    compute with another profile than the pages are printed with."""
    try:
        index = json.loads((folder / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        raise AssetsError("the calculators' runtime is not built; run `ftdocs build` or `ftdocs serve`") from None
    if index.get("profile") != profile:
        raise AssetsError("the runtime was built with another profile.yml; run `ftdocs build` or `ftdocs serve`")
    files = {}
    for name in (index["app"], index["pyodide"]):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                files[f"{SITE_FOLDER}/{path.relative_to(folder).as_posix()}"] = path
    app = f"{SITE_FOLDER}/{index['app']}"
    wanted = (
        *(f"{app}/{name}" for name in FILES),
        f"{SITE_FOLDER}/{index['pyodide']}/pyodide.asm.wasm",
    )
    for path in wanted:
        if path not in files:
            raise AssetsError(f"the built assets lack {path}; run `ftdocs build` again")
    return Assets(
        f"{app}/{STYLESHEET}",
        tuple(f"{app}/{name}" for name in FONTS),
        f"{app}/{SCRIPT}",
        f"{app}/{ELEMENT}",
        f"{app}/{MARKS}",
        f"{app}/{REGISTER}",
        files,
    )
