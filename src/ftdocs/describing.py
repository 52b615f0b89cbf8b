"""What a page is about, in a sentence or two, where its author has not said so: for previews and search results."""

import re

from selectolax.lexbor import LexborHTMLParser

from ftdocs.aside import without

# Characters that previews show of a description.
LONGEST = 160
# A page that begins with plain words, as it stands above the end of its first paragraph.
_PLAIN = re.compile(r"\s*(?:<h1\b[^>]*>(?:(?!</?h1\b|<p\b).)*</h1>\s*)?<p>([^<>&]*)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[“\"(]?[A-Z0-9])")


def first_sentences(html: str) -> str:
    """The first sentences of a page's content that fit; of a long one the words that do. Blank without a paragraph."""
    # What a calculator holds is no paragraph of the page's.
    own = without(html)
    # Mostly the first paragraph will do; then nothing below it is parsed, and often nothing at all.
    first = own.partition("</p>")[0]
    plain = _PLAIN.fullmatch(first)
    text = " ".join(plain[1].split()) if plain else _first_paragraph(first)
    text = text or _first_paragraph(own)
    return _fitting(text) if text else ""


def _first_paragraph(html: str) -> str:
    texts = (" ".join(paragraph.text().split()) for paragraph in LexborHTMLParser(html).css("body > p"))
    return next(filter(None, texts), "")


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
