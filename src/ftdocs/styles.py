"""The stylesheets of the site: each `browser/NAME.css` with what it imports, as one small file.

They are written in many short files and read by a browser as few packed ones. esbuild joins and minifies them, and
changes no rule.
"""

import pathlib
import subprocess
import tempfile


class StylesError(Exception):
    """The stylesheets could not be made; the message says why, or what to run."""


def bundle_styles(root: pathlib.Path, folder: pathlib.Path) -> dict[str, bytes]:
    """The stylesheets that stand in `folder` itself, by name, made by esbuild from `root`/node_modules.

    Raises StylesError where esbuild is missing or finds a mistake, with file and line.
    """
    tool = root.resolve() / "node_modules" / ".bin" / "esbuild"
    if not tool.exists():
        raise StylesError("node_modules/.bin/esbuild is missing: run `make setup`, or `npm ci --ignore-scripts`")
    sources = sorted(folder.glob("*.css"))
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
        return {path.name: (pathlib.Path(made) / path.name).read_bytes() for path in sources}
