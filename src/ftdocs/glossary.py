"""Links from a page's first use of each term to the glossary, which alone says what its terms are.

A term is matched by its name, by the words before and inside its parentheses, and by their plural. Where a name means
other things in plain English, or goes by further names, the glossary lists what to look for:

    Power { #power data-words="statistical power" }
    :   The chance of seeing a difference that is there.

Python-Markdown's own `abbr` marks every use, without a link, from a list of its own. A link by hand wins over ours.
"""

import functools
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

GLOSSARY = "reference/glossary.md"
"""The page of all terms, in the folder of pages."""

_TERM = re.compile(r'^(?P<name>[^\n{]+?) \{ #(?P<id>[\w-]+)(?: data-words="(?P<words>[^"]*)")? \}\n:   ', re.MULTILINE)
_BY_HAND = re.compile(r"(?:^|/)glossary(?:\.md|/|\.html)?#([\w-]+)$")

# Where a link would be part of a name, stand in another link, or in text that nobody reads as prose.
_NOT_IN = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "code", "pre", "kbd", "button", "summary"))
_NOT_CLASSES = frozenset(("ft-claim", "admonition-title"))


def names(text: str) -> dict[str, str]:
    """Of a glossary in Markdown, every wording that is to be linked, with the id of its term."""
    found: dict[str, str] = {}
    for term in _TERM.finditer(text):
        wordings = term["words"].split("|") if term["words"] else re.split(r", | \(|\)", term["name"])
        found |= {wording.strip(): term["id"] for wording in wordings if wording.strip()}
    return found


def looks_for(wordings: dict[str, str]) -> re.Pattern[str]:
    """What finds any of the wordings as whole words. Abbreviations are found only as they are written."""
    longest_first = sorted(wordings, key=lambda wording: (-len(wording), wording))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_one, longest_first))})(?![\w-])")


def _one(wording: str) -> str:
    spaced = r"\s+".join(map(re.escape, wording.split()))
    # LoRA, BLEU: a capital after the first letter.
    return f"{spaced}s?" if wording[1:] != wording[1:].lower() else f"(?i:{spaced}s?)"


@functools.lru_cache(maxsize=4)
def _compiled(text: str) -> tuple[dict[str, str], re.Pattern[str]] | None:
    found = names(text)
    return ({" ".join(key.lower().split()): value for key, value in found.items()}, looks_for(found)) if found else None


class Terms(Treeprocessor):
    """Makes the first use of each term on a page a link to its definition."""

    def __init__(self, md: Markdown, page: Callable[[], tuple[str, Path | None]]) -> None:
        super().__init__(md)
        # The page's place in the folder of pages, and that folder, where they are known.
        self.page = page

    def run(self, root: ElementTree.Element) -> None:
        """Called once for each page, when its links are known."""
        path, docs = self.page()
        # Reference pages are looked up, not read, and use some of the words in other senses.
        if docs is None or path.startswith(posixpath.dirname(GLOSSARY) + "/") or not (docs / GLOSSARY).is_file():
            return
        compiled = _compiled((docs / GLOSSARY).read_text("utf-8"))
        if compiled is None:
            return
        self.ids, self.pattern = compiled
        self.address = posixpath.relpath(GLOSSARY, posixpath.dirname(path) or ".")
        self.used = {by_hand[1] for a in root.iter("a") if (by_hand := _BY_HAND.search(a.get("href") or ""))}
        self._walk(root)

    def _walk(self, element: ElementTree.Element) -> None:
        if element.tag in _NOT_IN or _NOT_CLASSES & set((element.get("class") or "").split()):
            return
        children = list(element)
        element.text, first = self._split(element.text)
        for child in children:
            element.remove(child)
        element.extend(first)
        for child in children:
            self._walk(child)
            child.tail, after = self._split(child.tail)
            element.append(child)
            element.extend(after)

    def _split(self, text: str | None) -> tuple[str | None, list[ElementTree.Element]]:
        """The text before the first term in it, and the terms as links, each with the text after it."""
        if not text or isinstance(text, AtomicString):
            return text, []
        links: list[ElementTree.Element] = []
        before, done = None, 0
        for term, start, end in self._first_uses(text):
            if links:
                links[-1].tail = text[done:start]
            else:
                before = text[:start]
            link = ElementTree.Element("a", {"class": "ft-term", "href": f"{self.address}#{term}"})
            link.text = AtomicString(text[start:end])
            links.append(link)
            done = end
        if not links:
            return text, []
        links[-1].tail = text[done:]
        return before, links

    def _first_uses(self, text: str) -> Iterator[tuple[str, int, int]]:
        for found in self.pattern.finditer(text):
            term = self._id(found.group())
            if term not in self.used:
                self.used.add(term)
                yield term, found.start(), found.end()

    def _id(self, used: str) -> str:
        wording = " ".join(used.lower().split())
        return self.ids.get(wording) or self.ids[wording.removesuffix("s")]
