"""`docs/anchors.lock`: every `page/#id` that was ever published, one a line, sorted. Nothing is ever taken out of it.

# comment
./#start
when/high-volume/#sweet-spot
"""

import pathlib
import re
from collections.abc import Iterable

from ftdocs.inventory.document import read_document
from ftdocs.settings import SettingsError, read_settings

FILE = "anchors.lock"
HEAD = """\
# Every section, calculator and term that was ever published, as `page/#id`. Other people's documents link to them.
# Lines are added by `ftdocs anchors --add` and never taken out: what moves gets a redirect in mkdocs.yml.
"""
_LINE = re.compile(r"(\./|[^\s#?]+)#[^\s#?]+")


def read_anchors(path: pathlib.Path) -> dict[str, int]:
    """The addresses in the lock, each with its line; none where there is no such file. Raises SettingsError."""
    if not path.exists():
        return {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path} cannot be read: {error}"]) from None
    problems: list[str] = []
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("# ") or text == "#":
            continue
        if _LINE.fullmatch(text):
            found.setdefault(text, number)
        else:
            said = f"“{text[:80]}” is no address of a section; write page/#id, such as when/latency/#latency"
            problems.append(f"{path}:{number}: {said}")
    if problems:
        raise SettingsError(problems)
    return found


def write_anchors(path: pathlib.Path, addresses: Iterable[str]) -> None:
    """Write the lock: what is known already and what comes to it, sorted."""
    path.write_text(HEAD + "".join(f"{address}\n" for address in sorted(set(addresses))), "utf-8")


def fresh_anchors(site_dir: pathlib.Path, config_file: pathlib.Path, *, add: bool) -> tuple[pathlib.Path, list[str]]:
    """The lock and the sections of a built site that it lacks, sorted; with `add` they are written into it.

    Raises ValueError where there is no built site, SettingsError where the settings or the lock cannot be read.
    """
    lock = read_settings(config_file).docs / FILE
    known = read_anchors(lock)
    pages = read_document(site_dir)["pages"]
    there = {section["address"] for page in pages for section in page["sections"]}
    fresh = sorted(there - set(known))
    if add and fresh:
        write_anchors(lock, [*known, *fresh])
    return lock, fresh
