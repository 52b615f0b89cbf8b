"""A project of one page, as the command line finds it; the runtime is a stand-in."""

from click.testing import CliRunner

from ftdocs import build
from ftdocs.assets import FILES, write_index
from ftdocs.cli import main

CONFIG = """
site_name: Tiny
theme: {name: material, font: false}
plugins: [search, ftdocs]
markdown_extensions: [attr_list, pymdownx.superfences]
"""


def stand_in_assets(root, advance=None):
    """What the runtime's build would leave, without the runtime."""
    folder = root / build.CACHE / "assets"
    for name in (*(f"app-1/{name}" for name in FILES), "pyodide-1/pyodide.asm.wasm"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    write_index(folder, app="app-1", pyodide="pyodide-1")


def run(*words):
    return CliRunner().invoke(main, words, catch_exceptions=False)
