"""What a site costs as it grows: builds of synthetic sites, and pages with many calculators.

Every page has the same few paragraphs and one calculator. Beside each stands plain Material on the same Markdown, for
which a fence is a block of code. In most rows every calculator shows its own defaults; in one each page has starting
values of its own, which have to be answered and drawn once for every page.

The runtime and the pictures of the defaults are made beforehand, as after any first build; of the pages nothing is kept
from a build before, but for the build after an edit. Both generators find their own byte code compiled.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

import calculators

# Copies are left out: a plain site has none, and each is made once for as long as its page stays as it is.
OURS = ["ftdocs", "build", "--json", "--no-compress", "--site-dir", "ours"]
# Pages in a folder of the navigation.
FOLDER = 25
TEXT = """
The team measured first what a prompted model can do, and wrote down what would have to be true for a tuned one to be
worth its keep. What they found is on this page, with the numbers that they used and a way to try your own.
"""
THEME = {"name": "material", "font": False, "features": ["navigation.instant", "navigation.prune"]}
EXTENSIONS: list[str | dict[str, object]] = [
    "attr_list",
    "md_in_html",
    {"toc": {"permalink": True}},
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.highlight",
]


@dataclass(frozen=True)
class Site:
    """Seconds of the two builds and of ours once more, after an edit of one page; the seconds of ours by what they went
    into; and bytes of the pages (HTML and search index) that they wrote."""

    pages: int
    own: bool
    plain_seconds: float
    seconds: float
    again_seconds: float
    plain_bytes: int
    bytes: int
    stages: dict[str, float]
    again_stages: dict[str, float]

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.seconds / self.plain_seconds

    @property
    def again(self) -> float:
        """The same of the build after an edit."""
        return self.again_seconds / self.plain_seconds


def measure(root: Path, folder: Path, sizes: Sequence[int], say: Callable[[str], None] = lambda _: None) -> list[Site]:
    """Build sites of so many pages below `folder`, with defaults, and the middle size with own values as well."""
    found = []
    middle = sorted(sizes)[len(sizes) // 2]
    say("Making the runtime and the pictures, once")
    first = folder / "first"
    write_site(root, first, [page(number, own=False) for number in range(len(calculators.ids()))])
    kept = _cache(root / ".cache" / "ftdocs", first, ("archives", "assets"))
    timed(["mkdocs", "build", "-q", "-f", "plain.yml", "-d", "plain"], first)
    timed(OURS, first)
    for pages in sizes:
        for own in (False, True) if pages == middle else (False,):
            site = folder / f"{pages}-{'own' if own else 'default'}"
            write_site(root, site, [page(number, own) for number in range(pages)])
            _cache(kept, site, ("archives", "assets", "pictures", "styles", "templates"))
            say(f"Building {pages} pages with plain Material")
            plain, _ = timed(["mkdocs", "build", "-q", "-f", "plain.yml", "-d", "plain"], site)
            say(f"Building {pages} pages with calculators")
            ours, told = timed(OURS, site)
            with (site / "docs" / "index.md").open("a") as file:
                file.write("\nEdited.\n")
            again, told_again = timed(OURS, site)
            weights = weighed(site / "plain"), weighed(site / "ours")
            stages = (json.loads(each)["stages"] for each in (told, told_again))
            found.append(Site(pages, own, plain, ours, again, *weights, *stages))
    return found


def per_page(sites: Sequence[Site]) -> dict[str, tuple[float, float]]:
    """Milliseconds of the processor that a page more costs in a first build and after an edit, by what they go into:
    the largest site of defaults less the smallest, so that what a build costs once is left out."""
    small, *_, large = sorted((site for site in sites if not site.own), key=lambda site: site.pages)
    parts = {"plain": (large.plain_seconds - small.plain_seconds,) * 2}
    for name in large.stages:
        first = large.stages[name] - small.stages[name]
        parts[name] = first, large.again_stages[name] - small.again_stages[name]
    each = 1e3 / (large.pages - small.pages)
    return {name: (first * each, again * each) for name, (first, again) in parts.items()}


def _cache(kept: Path, site: Path, shared: Sequence[str]) -> Path:
    """A cache of the site's own, which shares of another what no page is part of."""
    own = site / ".cache" / "ftdocs"
    own.mkdir(parents=True)
    for name in shared:
        (kept / name).mkdir(parents=True, exist_ok=True)
        (own / name).symlink_to((kept / name).resolve())
    return own


def page(number: int, own: bool) -> str:
    """A page with one calculator: the next one, or one with its own starting value."""
    name = "lift" if own else calculators.ids()[number % len(calculators.ids())]
    return document(number, [f"{name}\nitems: {300 + number}" if own else name])


def document(number: int, fences: Sequence[str]) -> str:
    """Markdown with some text and these calculators."""
    blocks = [f"## Part {part} {{ #part-{part} }}\n{TEXT}" for part in range(1, 4)]
    return "\n".join([f"# Page {number} {{ #page-{number} }}", TEXT, *map(fenced, fences), *blocks])


def fenced(source: str) -> str:
    return f"```calculator\n{source}\n```\n"


def write_site(root: Path, site: Path, pages: Sequence[str]) -> None:
    """The pages, in folders, with a configuration for each of the two sites; the rest is the project's own."""
    docs = site / "docs"
    nav: list[dict[str, list[str]]] = []
    for number, text in enumerate(pages):
        if number % FOLDER == 0:
            nav.append({f"Part {number // FOLDER}": []})
        name = f"part-{number // FOLDER}/page-{number}.md" if number else "index.md"
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text)
        next(iter(nav[-1].values())).append(name)
    for name in ("calculators", "node_modules", "overrides"):
        (site / name).symlink_to(root / name)
    plain = {
        "site_name": "Growth",
        "theme": THEME,
        "plugins": ["search"],
        "markdown_extensions": EXTENSIONS,
        "nav": nav,
    }
    ours = plain | {"theme": THEME | {"custom_dir": "overrides"}, "plugins": ["search", "ftdocs"]}
    (site / "plain.yml").write_text(yaml.safe_dump(plain))
    (site / "mkdocs.yml").write_text(yaml.safe_dump(ours))


def timed(command: list[str], site: Path) -> tuple[float, str]:
    """Seconds of the processor that a build takes, and what it says: the clock's, on a machine that does nothing else,
    but steady on one that does. Raises RuntimeError with its last words if it fails."""
    # Some machines forbid byte code; then what is timed is the compiling of libraries.
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(site.parent / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=site, capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr or done.stdout)[-800:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def weighed(site: Path) -> int:
    """Bytes of what grows with the pages: HTML and the search index. The runtime is the same for any number."""
    return sum(path.stat().st_size for path in site.rglob("*") if path.suffix in (".html", ".json"))
