"""Pictures at build: a Vega-Lite specification is compiled once, filled with rows, and drawn as SVG.

The same compiled specification is drawn live in the reader's browser (browser/pictures.mjs) by the same
version of Vega, with the same rows from the same Python: the two pictures are equal to the letter, so
nothing moves when one replaces the other.
"""

import contextlib
import functools
import html
import json
import math
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from ftdocs.bundle.cache import digest, forget, kept
from ftdocs.files import files_below

VEGA_LITE = "6.4"
ENTRY = Path(__file__).parent / "browser" / "vega-entry.mjs"

# Packages that the house's charts never reach, each replaced by an empty module: maps, table formats,
# easing, timers, selections by mouse, random distributions.
LEFT_OUT = ("d3-dsv", "d3-ease", "d3-geo", "d3-timer", "topojson-client", "vega-selections", "vega-statistics")

# Packages that npm may install twice, since Vega's parts ask for different releases: one copy each, the
# outer one. Of vega-scenegraph it is also the release that draws at build, on which the equality of the two
# pictures rests.
ONE_COPY = ("vega-expression", "vega-functions", "vega-scenegraph", "vega-time")

# Inside a picture with one text for the whole: attributes without use, and numbers finer than anyone sees.
NOISE = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"')
NUMBER = re.compile(r"-?\d+\.\d+(?:e-\d+)?|-?\d+e-\d+")

# The packages of Vega and of what it stands on.
_VEGA = re.compile(r"(vega|d3)(-[a-z0-9-]+)?|internmap")

type Vega = dict[str, Any]
type Data = Mapping[str, Sequence[Mapping[str, Any]]]


_FOLDER: ContextVar[Path | None] = ContextVar("pictures", default=None)


class PictureError(Exception):
    """A picture that cannot be compiled, drawn or bundled; the message says which and why."""


@contextlib.contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Within the block, what is compiled or drawn is taken from `folder` where it was made before, and kept there."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)
        forget(folder)


def _kept(ending: str, made_of: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` makes of `made_of`, or made of the same before, by the same code and the same release of Vega."""
    folder = _FOLDER.get()
    if folder is None:
        return make()
    return kept(folder / f"{digest({'of': made_of, **_maker()})}{ending}", make)


@functools.cache
def _maker() -> dict[str, bytes]:
    by = f"{version('vl-convert-python')} {VEGA_LITE}"
    return {"by": by.encode(), "own": Path(__file__).read_bytes()}


def compile_spec(spec: Mapping[str, Any]) -> Vega:
    """The Vega specification of a Vega-Lite one, without values. It refuses what cannot be the same in both
    places: sizes that follow the text, legends, data from elsewhere."""
    found = _kept(".json", json.dumps(spec).encode(), lambda: json.dumps(_compile(spec)).encode())
    vega: Vega = json.loads(found)
    return vega


def _compile(spec: Mapping[str, Any]) -> Vega:
    try:
        vega: Vega = vl_convert.vegalite_to_vega(dict(spec), vl_version=VEGA_LITE)
    except ValueError as error:
        raise PictureError(f"the Vega-Lite specification does not compile: {_first_line(error)}") from error
    if vega.get("autosize") != "none":
        raise PictureError('a picture wants "autosize": "none": a worker cannot measure text')
    if "legends" in vega:
        raise PictureError("a picture has no legends: label the marks")
    for dataset in vega.get("data", []):
        if "url" in dataset or "values" in dataset:
            name = dataset["name"]
            raise PictureError(f"the dataset {name!r} brings its own rows; they come with each drawing")
    return vega


def render(vega: Vega, data: Data, text: str) -> str:
    """The picture as an SVG fragment to put into a page: one image, with `text` for those who do not see it.

    Raises PictureError where a dataset is missing or unknown, or a number is not finite.
    """
    wanted = {dataset["name"] for dataset in vega["data"] if "source" not in dataset}
    if wanted != set(data):
        raise PictureError(f"the picture wants the datasets {_names(wanted)}; it got {_names(set(data))}")
    filled = [
        {**dataset, "values": data[dataset["name"]]} if dataset["name"] in wanted else dataset
        for dataset in vega["data"]
    ]
    whole = {**vega, "data": filled}
    try:
        exact = json.dumps(whole, allow_nan=False).encode()
        # Not as that text: its reader takes some numbers for their neighbours.
        svg = _kept(".svg", exact, lambda: vl_convert.vega_to_svg(whole, allowed_base_urls=[]).encode())
        return _finish(svg.decode(), text)
    except (TypeError, ValueError) as error:
        raise PictureError(f"the picture cannot be drawn: {_first_line(error)}") from error


def bundle_vega(root: Path) -> bytes:
    """The Vega runtime as one small ES module, made by esbuild from `root`/node_modules. Raises PictureError
    where a package is missing or esbuild fails."""
    modules = root.resolve() / "node_modules"
    tool = modules / ".bin" / "esbuild"
    for needed in (tool, modules / "vega" / "package.json", modules / "vega-interpreter" / "package.json"):
        if not needed.exists():
            missing = needed.relative_to(modules.parent)
            raise PictureError(f"{missing} is missing: run `npm ci --ignore-scripts` first")
    live = json.loads((modules / "vega" / "package.json").read_text(encoding="utf-8"))["version"]
    if live != (wanted := vl_convert.get_vega_version()):
        raise PictureError(f"node_modules holds Vega {live}, but the pictures of the build are by Vega {wanted}")
    # Its bundling takes as long as fifty pages, and changes with a package or with us.
    return _kept(".mjs", _vega_sources(modules), functools.partial(_bundle_vega, root, modules, tool))


def _vega_sources(modules: Path) -> bytes:
    """What `bundle_vega` is made of, beside this module: a hash of its entry, of its tool's release and of whatever
    can get into it from the packages in `modules`."""
    files = {"entry": ENTRY.read_bytes()}
    for name in ("esbuild/package.json", ".package-lock.json"):
        if (modules / name).is_file():
            files[name] = (modules / name).read_bytes()
    for package in _vega_packages(modules):
        inside = (name for name in files_below(package) if name.endswith((".js", ".mjs", ".cjs", "package.json")))
        files |= {f"{package.name}/{name}": (package / name).read_bytes() for name in inside}
    return digest(files).encode()


def _vega_packages(modules: Path) -> list[Path]:
    return [folder for folder in sorted(modules.iterdir()) if _VEGA.fullmatch(folder.name)]


def _bundle_vega(root: Path, modules: Path, tool: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder) / "nothing.cjs"
        nothing.write_text("")
        # Of the transforms the alias lets single ones be imported: their package exports all or none.
        aliases = {name: modules / name for name in ("vega-transforms", *ONE_COPY)}
        aliases |= dict.fromkeys(LEFT_OUT, nothing)
        command = [
            str(tool),
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--main-fields=module,main",
            "--log-level=error",
            *(f"--alias:{name}={path}" for name, path in aliases.items()),
        ]
        try:
            # From standard input, so that packages are looked for in `root`, wherever this one is installed.
            entry = ENTRY.read_bytes()
            done = subprocess.run(command, input=entry, cwd=root, capture_output=True, check=True, timeout=120)
        except subprocess.CalledProcessError as error:
            raise PictureError(f"esbuild could not bundle Vega: {error.stderr.decode().strip()}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PictureError(f"esbuild could not run: {error}") from error
    return done.stdout


def vega_licences(root: Path) -> str:
    """The licences of what `bundle_vega` puts together, each text once, to be shipped beside it."""
    packages: dict[str, list[str]] = {}
    for folder in _vega_packages(root / "node_modules"):
        if (folder / "LICENSE").is_file():
            text = (folder / "LICENSE").read_text(encoding="utf-8").strip()
            packages.setdefault(text, []).append(folder.name)
    return "\n\n".join(f"{', '.join(names)}\n\n{text}\n" for text, names in packages.items())


def _finish(svg: str, text: str) -> str:
    """One image with one text, places to a thousandth: two computers may differ in the last bit of a number.

    `finish` in browser/pictures.mjs does the same, to the letter. Tags are found by `<` and `>` alone, since Vega
    escapes both in text.
    """
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    if size is None:
        raise PictureError("Vega drew something that is not a picture")
    width, height = size.groups()
    label = html.escape(text, quote=False).replace('"', "&quot;")
    inner = re.sub(r"<[^<>]+>", _quiet, svg[svg.index(">") + 1 :])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ft-picture" role="img" aria-label="{label}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">{inner}'
    )


def _quiet(tag: re.Match[str]) -> str:
    return NUMBER.sub(_thousandths, NOISE.sub("", tag.group()))


def _thousandths(number: re.Match[str]) -> str:
    return f"{math.floor(float(number.group()) * 1000 + 0.5) / 1000:.12g}"


def _names(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
