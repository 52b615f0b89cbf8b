"""What a page costs before its reader has asked for anything: the site as it is, beside plain Material.

Both are built of the same Markdown. The difference is what our templates, styles and scripts add.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import get_yaml_loader
from playwright.sync_api import Browser

from bench.server import serving

# A page of the guide without a calculator, and one with.
PAGES = {"without": "bottom-line/", "with": "trap/seductive-logic/"}
OURS = {"ftdocs"}
SEARCH_INDEX = "/search/search_index.json"


@dataclass(frozen=True)
class Weight:
    """Bytes transferred by a first visit to one page, Brotli: of both sites, and of ours the typefaces."""

    plain: int
    ours: int
    typefaces: int

    @property
    def added(self) -> int:
        """Bytes that ours costs more, typefaces apart: the plain site uses those of the reader's system."""
        return self.ours - self.typefaces - self.plain


def measure(
    browser: Browser, root: Path, folder: Path, say: Callable[[str], None] = lambda _: None
) -> dict[str, Weight]:
    """Build both sites below `folder` and visit the pages, by the names in PAGES."""
    say("Building the site")
    build_ours(root, folder / "ours")
    say("Building the same pages with plain Material")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(plain_config(root)))
    _run([sys.executable, "-m", "mkdocs", "build", "-f", str(config), "-d", str(folder / "plain")], root)
    found: dict[str, dict[str, Counter[str]]] = {}
    for site in ("plain", "ours"):
        say(f"Visiting {site}")
        found[site] = _visit(browser, folder / site, root / ".cache" / "bench")
    plain, ours = found["plain"], found["ours"]
    return {name: Weight(plain[name].total(), ours[name].total(), _typefaces(ours[name])) for name in PAGES}


def build_ours(root: Path, site: Path) -> None:
    """Build the project's own site."""
    _run([sys.executable, "-m", "ftdocs", "build", "--no-compress", "--site-dir", str(site)], root)


def plain_config(root: Path) -> dict[str, Any]:
    """The site's configuration without anything of ours: the theme's own templates, features and palette stay."""
    with (root / "mkdocs.yml").open() as file:
        config: dict[str, Any] = yaml.load(file, Loader=get_yaml_loader())
    theme = {name: value for name, value in config["theme"].items() if name != "custom_dir"}
    extensions = [_plain_extension(each) for each in config["markdown_extensions"] if _name(each) not in OURS]
    return {
        "site_name": config["site_name"],
        "docs_dir": str(root / config.get("docs_dir", "docs")),
        "theme": theme,
        "plugins": [each for each in config["plugins"] if _name(each) not in OURS],
        "markdown_extensions": extensions,
        "nav": config["nav"],
    }


def _name(entry: str | dict[str, Any]) -> str:
    return entry if isinstance(entry, str) else next(iter(entry))


def _plain_extension(entry: str | dict[str, Any]) -> str | dict[str, Any]:
    """An extension with those of its options that can be written down."""
    if isinstance(entry, str):
        return entry
    ((name, options),) = entry.items()
    return {name: {key: value for key, value in (options or {}).items() if not callable(value)}}


def _typefaces(sent: Counter[str]) -> int:
    return sum(size for path, size in sent.items() if path.endswith(".woff2"))


def _visit(browser: Browser, site: Path, cache: Path) -> dict[str, Counter[str]]:
    """Bytes of a first visit to each page by path, without the search index, which holds the text of all the others."""
    sizes = {}
    with serving(site, cache) as served:
        for name, path in PAGES.items():
            context = browser.new_context()
            page = context.new_page()
            before = served.sent()
            page.goto(f"{served.url}/{path}", wait_until="networkidle")
            sent = served.sent() - before
            del sent[SEARCH_INDEX]
            sizes[name] = sent
            context.close()
    return sizes


def _run(command: list[str], root: Path) -> None:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} failed: {(done.stderr or done.stdout)[-500:]}")
