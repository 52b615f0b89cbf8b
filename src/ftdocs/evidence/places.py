"""Where claims are marked: read from the Markdown of all pages, since a page knows only its own marks."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

_MARK = re.compile(r"\]\(\s*<?[^()\s<>]*evidence(?:\.md|/|\.html)?#(c\d+)>?\s*\)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6} +(.*?) *\{:? *#([a-z0-9-]+)[^}]*\} *$")
_CODE = re.compile(r"(`+).*?\1")


@dataclass(frozen=True)
class Place:
    """Where a claim is marked: a page below the folder of pages, and the section in it."""

    page: str
    title: str
    section: str
    section_title: str

    @property
    def address(self) -> str:
        """Below the site's root, with addresses as folders: `trap/#the-pattern`."""
        return address(f"{self.page}#{self.section}")


def address(page: str) -> str:
    """The address in the site of a page and a section: `trap/#the-pattern` for `trap/index.md#the-pattern`."""
    path, _, section = page.partition("#")
    folder = re.sub(r"(^|/)index\.md$", r"\1", path)
    return f"{folder.removesuffix('.md') + '/' if folder.endswith('.md') else folder}#{section}"


def places(docs: Path) -> dict[str, list[Place]]:
    """Where each claim is marked in the Markdown below `docs`, in the order of the files; once for each section."""
    pages = tuple((path, path.stat().st_mtime_ns) for path in sorted(docs.rglob("*.md")))
    return _places(docs, pages)


@functools.lru_cache(maxsize=2)
def _places(docs: Path, pages: tuple[tuple[Path, int], ...]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for path, _ in pages:
        text = path.read_text("utf-8")
        if "evidence" not in text:
            continue
        for claim_id, section, heading in _in_page(text):
            place = Place(path.relative_to(docs).as_posix(), _title(text), section, heading)
            known = found.setdefault(claim_id, [])
            if place not in known:
                known.append(place)
    return found


def _in_page(text: str) -> list[tuple[str, str, str]]:
    """Each mark as (claim, id of its section, heading), but for those in code."""
    found, fence, section, heading = [], "", "", ""
    # A link may be broken over two lines, of which the second has its address.
    for line in text.splitlines():
        opens = _FENCE.match(line)
        if fence:
            fence = "" if opens and opens[1].startswith(fence) else fence
        elif opens:
            fence = opens[1]
        elif title := _HEADING.match(line):
            heading, section = title[1], title[2]
        else:
            found += [(mark[1].upper(), section, heading) for mark in _MARK.finditer(_CODE.sub("", line))]
    return found


def _title(text: str) -> str:
    front = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    settings = yaml.safe_load(front[1]) if front else None
    return str((settings or {}).get("title", ""))
