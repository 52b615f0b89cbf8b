"""What a page is about, in a sentence or two, where its author has not said so: for previews and search results."""

import re

from selectolax.lexbor import LexborHTMLParser

from ftdocs.aside import CALCULATOR

# Characters that previews show of a description.
LONGEST = 160
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[“\"(]?[A-Z0-9])")


def first_sentences(html: str) -> str:
    """The first sentences of a page's content that fit; of a long one the words that do. Blank without a paragraph."""
    # What a calculator holds is no paragraph of the page's, and most of what there is to parse.
    for paragraph in LexborHTMLParser(CALCULATOR.sub("", html)).css("body > p"):
        text = " ".join(paragraph.text().split())
        if text:
            return _fitting(text)
    return ""


def _fitting(text: str) -> str:
    kept = ""
    for sentence in _SENTENCE.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        kept = longer
    if kept:
        return kept
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;:–- ") + "…"
