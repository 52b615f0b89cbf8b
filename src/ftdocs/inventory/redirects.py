"""Where pages and sections have gone: `redirect_maps` of mkdocs.yml, as addresses below the site's root.

    plugins:
      - redirects:
          redirect_maps:
            "old-page.md": "new-page.md"
            "page.md#old-id": "page.md#new-id"

A page takes its sections along; a line for one section wins over the line for its page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ftdocs.settings import Entry, Settings, SettingsError

_SIDE = re.compile(r"(?!/)[^\s#?\\:]+\.md(#[^\s#?]+)?")


def read_redirects(settings: Settings) -> dict[str, str]:
    """The redirects by old address. Raises SettingsError for lines that cannot be understood."""
    problems: list[str] = []
    lines: dict[str, int] = {}
    moves: dict[str, str] = {}
    for entry in settings.redirects:
        place = f"{settings.file.name}:{entry.line}"
        wrong = [side for side in (entry.key, entry.value) if not _SIDE.fullmatch(side) or ".." in side.split("/")]
        if wrong:
            said = f"“{wrong[0][:80]}” is no page or section of this site; write page.md or page.md#id, as in docs/"
            problems.append(f"{place}: {said}")
            continue
        old = settings.address(entry.key)
        if old in lines:
            problems.append(f"{place}: “{entry.key}” is redirected on line {lines[old]} already; keep one of the two")
            continue
        lines[old] = entry.line
        moves[old] = settings.address(entry.value)
    if problems:
        raise SettingsError(problems)
    return moves


def follow(moves: Mapping[str, str], address: str) -> str | None:
    """Where `address` (`page/`, `page/#id`; no `./`) leads in the end: to itself if nothing moved, None in a loop."""
    seen = set()
    while address not in seen:
        seen.add(address)
        step = one_step(moves, address)
        if step is None:
            return address
        address = step
    return None


def one_step(moves: Mapping[str, str], address: str) -> str | None:
    """Where one redirect sends `address`; None where none does."""
    if address in moves:
        return moves[address]
    page, hash_sign, name = address.partition("#")
    target = moves.get(page)
    if target is None or not hash_sign or "#" in target:
        return target
    return f"{target}#{name}"


def misled(settings: Settings, moves: Mapping[str, str], pages: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """What is wrong with the redirects, given the ids of each page that is there: file, line, cure."""
    known = {page: set(ids) for page, ids in pages.items()}
    for entry in settings.redirects:
        said = _misled(settings, moves, known, entry)
        if said:
            yield f"{settings.file.name}:{entry.line}: {said}"


def _misled(settings: Settings, moves: Mapping[str, str], known: dict[str, set[str]], entry: Entry) -> str:
    old, target = settings.address(entry.key), settings.address(entry.value)
    if exists(known, old):
        return f"“{entry.key}” is still there, so nothing can be redirected from it; take the line out"
    end = follow(moves, target)
    if end is None:
        return f"“{entry.key}” is sent round in a circle; give it the page and section where it stands today"
    if end != target:
        return f'“{entry.value}” has moved itself; write "{entry.key}": "{settings.source(end)}"'
    if not exists(known, target):
        return f"“{entry.value}” does not exist; name a page and an id that do"
    return ""


def exists(known: Mapping[str, set[str]], address: str) -> bool:
    """Whether a page, or an id on it, is there."""
    page, hash_sign, name = address.partition("#")
    return page in known and (not hash_sign or name in known[page])
