"""`python -m bench.load`: what one nginx worker on loopback serves, by which a host is sized. Wants nginx and wrk.

The page is the one with the largest HTML, compressed, as a browser asks for it; the start is the whole runtime.
"""

import argparse
import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.real_servers import serve

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.load", description=__doc__)
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="a built site (default site)")
    parser.add_argument("--seconds", type=int, default=5, help="for each figure (default 5)")
    options = parser.parse_args()
    wrk = shutil.which("wrk")
    if not wrk or not (options.site_dir / "_headers.json").is_file():
        print("bench.load: wants wrk (Debian: apt-get install wrk) and a site that was built", file=sys.stderr)
        return 2
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        host = stack.enter_context(serve("nginx", options.site_dir, "/guides/ft/", folder))
        for words, path in targets(options.site_dir):
            command = [wrk, "-t1", "-c32", f"-d{options.seconds}s", "-H", "Accept-Encoding: gzip", host.url + path]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
            moved = re.search(r"Transfer/sec:\s+(\S+)", said)
            if not rate or not moved or "Non-2xx" in said:
                print(f"bench.load: {words}: wrk said\n{said}", file=sys.stderr)
                return 1
            print(f"{words}: {float(rate[1]):,.0f} a second, {moved[1]} a second")
    return 0


def targets(site: Path) -> list[tuple[str, str]]:
    """What is asked for, in words, and its path."""
    page = max(site.rglob("index.html"), key=lambda path: path.stat().st_size)
    (wasm,) = site.rglob("pyodide.asm.wasm")
    return [
        ("The largest page, with gzip", f"{page.parent.relative_to(site).as_posix()}/"),
        ("The runtime’s largest file, with gzip", wasm.relative_to(site).as_posix()),
    ]


if __name__ == "__main__":
    sys.exit(main())
