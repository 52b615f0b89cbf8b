"""Turn a pylock.toml of the price packages (standard input) into requirements/prices.txt (standard output).

The requirements format has no place for the day of a release, which a price needs as much as its number; this writes
it as a comment above each package. Addresses are left out: the lock installs from any registry.
"""

import sys
import tomllib
from typing import Any


def lines(lock: dict[str, Any]) -> list[str]:
    found = []
    for package in lock["packages"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        released = min(file["upload-time"] for file in files).date().isoformat()
        hashes = [f"--hash=sha256:{digest}" for digest in sorted(file["hashes"]["sha256"] for file in files)]
        found.append(f"# released {released}")
        found.append(" \\\n    ".join([f"{package['name']}=={package['version']}", *hashes]))
    return found


if __name__ == "__main__":
    print("\n".join(lines(tomllib.load(sys.stdin.buffer))))
