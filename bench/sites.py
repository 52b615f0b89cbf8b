"""What a site costs as it grows: builds of synthetic sites, and pages with many calculators.

Every page has the same few paragraphs and one calculator. Beside each stands plain Material on the same Markdown, for
which a fence is a block of code. In most rows every calculator shows its own defaults; in one each page has starting
values of its own, which have to be answered and drawn once for every page.
"""

import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

import calculators

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
    """Seconds of the two builds, and bytes of the pages (HTML and search index) that they wrote."""

    pages: int
    own: bool
    plain_seconds: float
    seconds: float
    plain_bytes: int
    bytes: int

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.seconds / self.plain_seconds


def measure(root: Path, folder: Path, sizes: Sequence[int], say: Callable[[str], None] = lambda _: None) -> list[Site]:
    """Build sites of so many pages below `folder`, with defaults, and the middle size with own values as well."""
    found = []
    say("Making the runtime, once")
    write_site(root, folder / "first", [page(0, own=False)])
    timed(["ftdocs", "build", "--no-compress", "--site-dir", "ours"], folder / "first")
    for pages in sizes:
        for own in (False, True) if pages == sorted(sizes)[len(sizes) // 2] else (False,):
            site = folder / f"{pages}-{'own' if own else 'default'}"
            write_site(root, site, [page(number, own) for number in range(pages)])
            say(f"Building {pages} pages with plain Material")
            plain = timed(["mkdocs", "build", "-q", "-f", "plain.yml", "-d", "plain"], site)
            say(f"Building {pages} pages with calculators")
            ours = timed(["ftdocs", "build", "--no-compress", "--site-dir", "ours"], site)
            found.append(Site(pages, own, plain, ours, weighed(site / "plain"), weighed(site / "ours")))
    return found


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
    for name in ("calculators", "node_modules", "overrides", ".cache"):
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


def timed(command: list[str], site: Path) -> float:
    """Seconds of the processor that a build takes: the clock's, on a machine that does nothing else, but steady on one
    that does. Raises RuntimeError with its last words if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", *command], cwd=site, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr or done.stdout)[-800:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def weighed(site: Path) -> int:
    """Bytes of what grows with the pages: HTML and the search index. The runtime is the same for any number."""
    return sum(path.stat().st_size for path in site.rglob("*") if path.suffix in (".html", ".json"))
