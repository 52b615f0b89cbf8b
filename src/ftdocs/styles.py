"""The stylesheets of the site: each `browser/NAME.css` with what it imports, as one small file.

They are written in many short files and read by a browser as few packed ones. esbuild joins and minifies them, and
changes no rule.
"""

import functools
import json
import pathlib
import subprocess
import tempfile

from ftdocs.bundle.cache import digest, forget, kept
from ftdocs.files import files_below


class StylesError(Exception):
    """The stylesheets could not be made; the message says why, or what to run."""


def bundle_styles(root: pathlib.Path, folder: pathlib.Path, cache: pathlib.Path | None = None) -> dict[str, bytes]:
    """The stylesheets that stand in `folder` itself, by name, made by esbuild from `root`/node_modules, or found in
    `cache` where they were made before of the same files.

    Raises StylesError where esbuild is missing or finds a mistake, with file and line.
    """
    tool = root.resolve() / "node_modules" / ".bin" / "esbuild"
    if not tool.exists():
        raise StylesError("node_modules/.bin/esbuild is missing: run `make setup`, or `npm ci --ignore-scripts`")
    make = functools.partial(_bundled, tool, sorted(folder.glob("*.css")))
    if cache is None:
        return _by_name(make())
    made = kept(cache / f"{_made_of(tool, folder)}.json", make)
    forget(cache)
    return _by_name(made)


def _by_name(made: bytes) -> dict[str, bytes]:
    return {name: text.encode() for name, text in json.loads(made).items()}


def _made_of(tool: pathlib.Path, folder: pathlib.Path) -> str:
    """A hash of all stylesheets, of this module and of the tool's release."""
    files = {name: (folder / name).read_bytes() for name in files_below(folder) if name.endswith(".css")}
    release = tool.parent.parent / "esbuild" / "package.json"
    return digest(files | {"/own": pathlib.Path(__file__).read_bytes(), "/by": release.read_bytes()})


def _bundled(tool: pathlib.Path, sources: list[pathlib.Path]) -> bytes:
    """The text of each stylesheet by its name, as JSON."""
    with tempfile.TemporaryDirectory() as made:
        command = [
            *(str(tool), "--bundle", "--minify", "--target=es2022", "--log-level=warning", f"--outdir={made}"),
            # Typefaces lie beside the stylesheets in the site, and only there.
            "--external:*.woff2",
            *(str(path) for path in sources),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StylesError(f"esbuild could not run: {error}") from error
        if done.returncode or done.stderr.strip():
            raise StylesError(f"a stylesheet is not in order: {done.stderr.strip()}")
        return json.dumps({path.name: (pathlib.Path(made) / path.name).read_text("utf-8") for path in sources}).encode()
