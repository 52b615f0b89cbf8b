"""`ftdocs serve`: the built site on this machine, built again whenever a source changes."""

import pathlib
import socket
import subprocess
import sys
import tempfile

from mkdocs.livereload import LiveReloadServer

from ftdocs.build import BuildError, build_site
from ftdocs.profile import NAME

# What a change of which builds anew, beside mkdocs.yml.
WATCHED = ("mkdocs.yml", NAME, "docs", "overrides", "calculators", "src/ftdocs")


def serve_site(config_file: pathlib.Path, host: str, port: int) -> None:
    """Build into a temporary folder and serve that until interrupted. Raises BuildError if the first build fails."""
    root = config_file.resolve().parent
    _check_address(host, port)
    with tempfile.TemporaryDirectory(prefix="ftdocs-") as folder:
        # A folder inside: each build takes the place of the one before.
        site = pathlib.Path(folder) / "site"
        print(build_site(config_file, site_dir=site, compress=False), flush=True)
        server = LiveReloadServer(lambda: rebuild(config_file, site), host, port, root=str(site))
        for name in WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        print(f"Serving on http://{host}:{port}/ (Ctrl+C stops)", flush=True)
        try:
            server.serve()
        except KeyboardInterrupt:
            print("Stopped.")
        finally:
            server.shutdown()


def _check_address(host: str, port: int) -> None:
    """Find out before the build that nothing can listen there. Raises BuildError."""
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise BuildError([f"cannot listen on {host}:{port} ({said}); choose another with --port"], usage=True) from None


def rebuild(config_file: pathlib.Path, site: pathlib.Path) -> None:
    """Build in a process of its own: a changed calculator must be imported afresh. A broken edit keeps the site."""
    command = [
        sys.executable,
        "-m",
        "ftdocs",
        "build",
        "--no-compress",
        "-f",
        str(config_file),
        "--site-dir",
        str(site),
    ]
    subprocess.run(command, check=False)
