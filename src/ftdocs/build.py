"""`ftdocs build`: runtime and scripts into a folder of assets, then the site, its headers and its compressed copies."""

import json
import logging
import pathlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import mkdocs.commands.build
import mkdocs.config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import calculators
from calculators.kit.formatting import plural
from ftdocs import pictures
from ftdocs.assets import write_index
from ftdocs.bundle import BundleError, build_bundle
from ftdocs.fence import FenceError
from ftdocs.fonts import FontError, read_fonts
from ftdocs.headers import FILE as HEADERS
from ftdocs.headers import write_headers
from ftdocs.inventory import write_inventory
from ftdocs.precompress import precompress
from ftdocs.render import SHARED_PICTURES, compiled_picture
from ftdocs.settings import SettingsError

# Everything that is made once and used again, beside mkdocs.yml.
CACHE = pathlib.Path(".cache/ftdocs")


# Folders of a project that no build may touch.
SOURCES = ("docs", "overrides", "calculators", "src", "tests", "tools", "bench", ".git", ".venv", "node_modules")
# Either tells a folder that an earlier build made; the second is there even if that build broke off.
BUILT = (HEADERS, "404.html")


class BuildError(Exception):
    """Why there is no site: one line for each problem. `usage` is true where the command itself was wrong."""

    def __init__(self, problems: list[str], *, usage: bool = False) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.usage = usage


@dataclass(frozen=True)
class Report:
    """What a build made."""

    site_dir: pathlib.Path
    pages: int
    seconds: float

    def __str__(self) -> str:
        return f"Built {plural(self.pages, 'page')} into {self.site_dir} in {self.seconds:.1f} s."


class Stages:
    """A line with a bar for each stage of the build, on a terminal; quiet elsewhere."""

    def __init__(self) -> None:
        self.progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self.progress.disable = not self.progress.console.is_terminal

    @contextmanager
    def stage(self, words: str) -> Iterator[None]:
        """One stage, shown as running until its block ends."""
        self.current = self.progress.add_task(words, total=None)
        yield
        self.progress.update(self.current, total=1, completed=1)

    def advance(self, done: float, total: float) -> None:
        """How far the current stage is."""
        self.progress.update(self.current, completed=done, total=max(total, 1))


def build_site(config_file: pathlib.Path, *, site_dir: pathlib.Path | None = None, compress: bool = True) -> Report:
    """Build the site of `config_file` (a mkdocs.yml) into `site_dir`, or where the configuration says.

    Raises BuildError, whose lines name the page, the line and the cure where they can.
    """
    if not config_file.is_file():
        raise BuildError([f"there is no {config_file}; run this beside the site's mkdocs.yml"], usage=True)
    root = config_file.resolve().parent
    if site_dir is not None:
        check_target(site_dir, root)
    started = time.monotonic()
    stages = Stages()
    with stages.progress:
        with stages.stage("Runtime and pictures"):
            build_assets(root, stages.advance)
        with stages.stage("Pages"):
            built = _build_pages(config_file, site_dir)
        with stages.stage("Inventory"):
            try:
                write_inventory(built, config_file)
            except SettingsError as error:
                raise BuildError(error.problems) from None
        with stages.stage("Headers"):
            write_headers(built)
        if compress:
            with stages.stage("Compressed copies"):
                precompress(built, root / CACHE / "compressed", stages.advance)
    pages = sum(1 for path in built.rglob("*.html") if path.name != "404.html")
    return Report(site_dir or built, pages, time.monotonic() - started)


def check_target(site_dir: pathlib.Path, root: pathlib.Path) -> None:
    """Whether a folder may take the site: a build empties it first. Raises BuildError, saying what would be lost."""
    target = site_dir.resolve()
    sources = [root / name for name in SOURCES]
    if target == root or target in root.parents or any(target.is_relative_to(path) for path in sources):
        raise BuildError([f"{site_dir} holds sources, which a build would delete; choose another folder"], usage=True)
    if target.exists() and not target.is_dir():
        raise BuildError([f"{site_dir} is a file; choose a folder"], usage=True)
    if target.is_dir() and any(target.iterdir()) and not any((target / name).exists() for name in BUILT):
        said = f"{site_dir} holds files that are no site of ours, which a build would delete; choose an empty folder"
        raise BuildError([said], usage=True)


def build_assets(root: pathlib.Path, advance: Callable[[float, float], None] = lambda done, total: None) -> None:
    """Make the folder of assets that the plugin puts into the site. Raises BuildError."""
    cache = root / CACHE
    try:
        drawn = {
            f"pictures/{name}.json": json.dumps(compiled_picture(name)).encode()
            for name in (*calculators.ids(), *SHARED_PICTURES)
        }
        vega = {"vega.mjs": pictures.bundle_vega(root), "vega-licences.txt": pictures.vega_licences(root).encode()}
        extra = drawn | vega | read_fonts(root)
        bundle = build_bundle(root, cache, lambda _, step, steps: advance(step - 1, steps), extra=extra)
    except (BundleError, FontError, pictures.PictureError) as error:
        raise BuildError([str(error)]) from None
    write_index(cache / "assets", app=bundle.app.name, pyodide=bundle.pyodide.name)


def _build_pages(config_file: pathlib.Path, site_dir: pathlib.Path | None) -> pathlib.Path:
    """Run MkDocs; every warning of it is a problem. Returns the folder of the site."""
    heard = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        # Given here, so that MkDocs checks it against the folder of the pages.
        chosen = {"site_dir": str(site_dir.resolve())} if site_dir is not None else {}
        config = mkdocs.config.load_config(str(config_file), strict=True, **chosen)
        mkdocs.commands.build.build(config)
        return pathlib.Path(config.site_dir)
    except FenceError as error:
        # MkDocs has said the same already, with less.
        raise BuildError([str(error)]) from None
    except OSError as error:
        raise BuildError([f"{error.filename or 'the site'}: {error.strerror}"]) from None
    except (Abort, ConfigurationError, MkDocsException) as error:
        raise BuildError(heard.lines or [str(error)]) from None
    finally:
        logger.removeHandler(heard)
        logger.propagate = True


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of, to be said once and plainly."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
