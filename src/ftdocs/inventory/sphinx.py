"""`objects.inv`: the guide's sections, calculators and pages for Sphinx (intersphinx) and for mkdocstrings.

    :external+guide:ref:`when/high-volume/#the-right-baseline`     a section, std:label
    :external+guide:doc:`lift`                                    a calculator, std:doc

A section is named by its address, so that the name is as lasting as the link. Former addresses are listed with the new
place. A page is a std:doc by its address. The format is Sphinx' second: four lines of text, then lines packed by zlib.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Any

from ftdocs.inventory.places import rooted
from ftdocs.inventory.redirects import follow

FILE = "objects.inv"
_FIRST = "# Sphinx inventory version 2"
_ENTRY = re.compile(r"\S+ std:\w+ -1 (?P<address>\S+) .*")


def inventory(document: dict[str, Any]) -> bytes:
    """The file's bytes, from `ftdocs.json` as data."""
    site = document["site"]
    # One line each: a name with a line break in it would end the header.
    head = f"{_FIRST}\n# Project: {_line(site['name'])}\n# Version: {_line(site['version'])}\n"
    head += "# The remainder of this file is compressed using zlib.\n"
    body = "".join(f"{line}\n" for line in sorted(_lines(document)))
    return head.encode() + zlib.compress(body.encode(), 9)


def _lines(document: dict[str, Any]) -> Iterator[str]:
    titles: dict[str, str] = {}
    for page in document["pages"]:
        titles[page["address"]] = page["heading"] or page["title"]
        yield _entry(page["address"], "std:doc", page["address"], titles[page["address"]])
        for section in page["sections"]:
            titles[section["address"]] = section["title"]
            yield _entry(section["address"], "std:label", section["address"], section["title"])
    for name, calculator in document["calculators"].items():
        yield _entry(name, "std:doc", calculator["address"], calculator["question"])
    moves = document["redirects"]
    for old in dict.fromkeys([*moves, *document["anchors"]]):
        new = follow(moves, old)
        if old not in titles and new in titles:
            yield _entry(old, "std:label" if "#" in old else "std:doc", new, titles[new])


def _entry(name: str, kind: str, address: str, title: str) -> str:
    # Priority -1, as Sphinx gives labels: they stand in no search.
    return f"{name} {kind} -1 {address.removeprefix('./') or './'} {_line(title) or '-'}"


def _line(text: str) -> str:
    return " ".join(text.split())


def addresses(inventory: bytes) -> list[str]:
    """Where the entries of an inventory lead, as `ftdocs.json` names addresses. Raises ValueError or zlib.error."""
    *head, body = inventory.split(b"\n", 4)
    if len(head) != 4 or head[0] != _FIRST.encode():
        raise ValueError("no inventory of Sphinx")
    lines = zlib.decompress(body).decode().splitlines()
    return [rooted(match["address"].removeprefix("./")) for line in lines if (match := _ENTRY.fullmatch(line))]
