"""`ftdocs build`: runtime and scripts into a folder of assets, then the site, its headers and its compressed copies."""

import functools
import json
import logging
import pathlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import mkdocs.commands.build
import mkdocs.config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import calculators
from calculators.kit.formatting import plural
from calculators.kit.profile import current
from ftdocs import pictures, profile
from ftdocs.assets import write_index
from ftdocs.bundle import BROWSER, BundleError, build_bundle
from ftdocs.check.site import NOT_FOUND
from ftdocs.fence import FenceError
from ftdocs.files import files_below
from ftdocs.fonts import FontError, read_fonts
from ftdocs.headers import write_headers
from ftdocs.homes import GALLERY, HOMES
from ftdocs.inventory import write_inventory
from ftdocs.manifest import carry_over, write_manifest
from ftdocs.place import configured_base_path, frame_sources
from ftdocs.precompress import precompress
from ftdocs.render import SHARED_PICTURES, compiled_picture
from ftdocs.search_order import put_answers_first
from ftdocs.settings import SettingsError
from ftdocs.styles import StylesError, bundle_styles
from ftdocs.target import TargetError, check_target, new_site

# Everything that is made once and used again, beside mkdocs.yml.
CACHE = pathlib.Path(".cache/ftdocs")


class BuildError(Exception):
    """Why there is no site: one line for each problem. `usage` is true where the command itself was wrong."""

    def __init__(self, problems: list[str], *, usage: bool = False) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.usage = usage


@dataclass(frozen=True)
class Report:
    """What a build made, and how long it took: `seconds` by the clock, `stages` in seconds of the processor each."""

    site_dir: pathlib.Path
    pages: int
    seconds: float
    stages: dict[str, float]

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
        # Of the processor, by stage.
        self.seconds: dict[str, float] = {}
        self.progress.disable = not self.progress.console.is_terminal

    @contextmanager
    def stage(self, words: str) -> Iterator[None]:
        """One stage, shown as running until its block ends."""
        self.current = self.progress.add_task(words, total=None)
        before = time.process_time()
        yield
        self.seconds[words] = time.process_time() - before
        self.progress.update(self.current, total=1, completed=1)

    def advance(self, done: float, total: float) -> None:
        """How far the current stage is."""
        self.progress.update(self.current, completed=done, total=max(total, 1))


def build_site(
    config_file: pathlib.Path,
    *,
    site_dir: pathlib.Path | None = None,
    previous: pathlib.Path | None = None,
    compress: bool = True,
) -> Report:
    """Build the site of `config_file` (a mkdocs.yml) into `site_dir`, or where the configuration says.

    It is built beside that folder and takes its place when it is whole. Files that pages of the release before may
    still ask for are kept: those of the site in `previous`, or of the one in place. Raises BuildError, whose lines name
    the page, the line and the cure where they can.
    """
    if not config_file.is_file():
        raise BuildError([f"there is no {config_file}; run this beside the site's mkdocs.yml"], usage=True)
    if previous is not None and not (previous / "index.html").is_file():
        raise BuildError([f"--previous {previous} holds no site to keep files of"], usage=True)
    root = config_file.resolve().parent
    started = time.monotonic()
    stages = Stages()
    with _plainly(), profile.in_use(profile.beside(config_file)), stages.progress:
        if site_dir is not None:
            check_target(site_dir, root)
        config = _load(config_file, site_dir)
        place = site_dir or pathlib.Path(config.site_dir)
        frames, base_path = _options(config)
        with pictures.kept_in(root / CACHE / "pictures"), new_site(place, root) as aside:
            with stages.stage("Runtime and pictures"):
                build_assets(root, stages.advance)
            with stages.stage("Pages"):
                _build_pages(config, aside)
            with stages.stage("Inventory"):
                write_inventory(aside, config_file, root / CACHE)
                put_answers_first(aside)
            with stages.stage("Headers"):
                carried = carry_over(previous or place, aside)
                write_headers(aside, frame_ancestors=frames, base_path=base_path)
            if compress:
                with stages.stage("Compressed copies"):
                    precompress(aside, root / CACHE / "compressed", stages.advance)
            with stages.stage("Manifest"):
                write_manifest(aside, carried)
            pages = sum(1 for path in files_below(aside) if path.endswith(".html") and path != NOT_FOUND)
    return Report(place, pages, time.monotonic() - started, stages.seconds)


@contextmanager
def _plainly() -> Iterator[None]:
    """Whatever stops a build becomes a BuildError of plain lines."""
    try:
        yield
    except TargetError as error:
        raise BuildError([str(error)], usage=error.usage) from None
    except (SettingsError, profile.ProfileError) as error:
        raise BuildError(error.problems) from None
    except OSError as error:
        # Of a copy, Python names first what was read; what could not be written comes second.
        where = error.filename2 or error.filename or "the site"
        said = f"{where}: {error.strerror or error}; what was there before is untouched"
        raise BuildError([said]) from None


def build_assets(root: pathlib.Path, advance: Callable[[float, float], None] = lambda done, total: None) -> None:
    """Make the folder of assets that the plugin puts into the site, with the profile in use. Raises BuildError."""
    cache = root / CACHE
    used = current()
    own = used.data if used else None
    try:
        drawn = {
            f"pictures/{name}.json": json.dumps(compiled_picture(name)).encode()
            for name in (*calculators.ids(), *SHARED_PICTURES)
        }
        vega = {"vega.mjs": pictures.bundle_vega(root), "vega-licences.txt": pictures.vega_licences(root).encode()}
        homes = f"export default {json.dumps({'root': '../../../', 'pages': HOMES, 'all': GALLERY})};\n"
        styles = bundle_styles(root, BROWSER, cache / "styles")
        extra = drawn | vega | read_fonts(root) | styles | {"homes.js": homes.encode()}
        told = functools.partial(_told, advance)
        bundle = build_bundle(root, cache, told, extra=extra, profile=own)
    except (BundleError, FontError, StylesError, pictures.PictureError) as error:
        raise BuildError([str(error)]) from None
    write_index(cache / "assets", app=bundle.app.name, pyodide=bundle.pyodide.name, profile=own)


def _told(advance: Callable[[float, float], None], _: str, step: int, steps: int) -> None:
    advance(step - 1, steps)


def _load(config_file: pathlib.Path, site_dir: pathlib.Path | None) -> MkDocsConfig:
    """Read mkdocs.yml. Given here, `site_dir` is checked by MkDocs against the folder of the pages."""
    chosen = {"site_dir": str(site_dir.resolve())} if site_dir is not None else {}
    with _heard():
        return mkdocs.config.load_config(str(config_file), strict=True, **chosen)


def _options(config: MkDocsConfig) -> tuple[list[str], str | None]:
    """Who may show the site in a frame, and the path it stands on if that is known. Raises BuildError."""
    plugin = config.plugins.get("ftdocs")
    try:
        frames = frame_sources(plugin.config["frame_ancestors"] if plugin else ())
        return frames, configured_base_path(config.extra, config.site_url)
    except ValueError as error:
        raise BuildError([f"mkdocs.yml: {error}"], usage=True) from None


def _build_pages(config: MkDocsConfig, folder: pathlib.Path) -> None:
    """Run MkDocs; every warning of it is a problem."""
    config.site_dir = str(folder)
    with _heard():
        mkdocs.commands.build.build(config)


@contextmanager
def _heard() -> Iterator[None]:
    """What MkDocs warns of, said once and plainly, as a BuildError."""
    heard = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        yield
    except FenceError as error:
        # MkDocs has said the same already, with less.
        raise BuildError([str(error)]) from None
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
