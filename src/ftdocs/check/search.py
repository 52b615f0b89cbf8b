"""The search finds a calculator's answer, and not the words of its form and its working.

Looked up in the finished index: Material takes `data-search-exclude="1"` out of the page again, and ends an exclusion
early where an element of the same name stands inside.
"""

import html
import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from ftdocs.check.site import Finding, Site
from ftdocs.search_order import INDEX


def check_search(site: Site) -> Iterator[Finding]:
    """Findings of the kind `search`. A site without a search index has none."""
    if INDEX not in site:
        return
    indexed: dict[str, str] = {}
    for section in json.loads(site.read(INDEX))["docs"]:
        url = section["location"].partition("#")[0]
        indexed[url] = f"{indexed.get(url, '')} {_plain(section['text'])}"
    for page in site.pages.values():
        text = indexed.get(page.url, "")
        for element in page.tree.css("ft-calculator"):
            line = page.line(f'<ft-calculator name="{element.attributes.get("name")}"')
            for excluded in element.css("form, [data-search-exclude]"):
                words = _longest_words(excluded)
                if words and words in text:
                    name = "form" if excluded.tag == "form" else excluded.attributes.get("class") or excluded.tag
                    message = f"the words of a {name} are in the search index: “{words}”"
                    cure = f"write <{excluded.tag} data-search-exclude=1>, with no other {excluded.tag} inside"
                    yield Finding("search", page.path, line, message, cure)
            sentence = element.css_first('[data-output="sentence"]')
            if sentence and _words(sentence) not in text:
                message = f"a calculator's sentence is not in the search index: “{_words(sentence)}”"
                yield Finding("search", page.path, line, message, "let no element around it be excluded from search")


def _longest_words(element: LexborNode) -> str:
    """The longest text of an element: it stands nowhere else by chance, as a short label might."""
    found = (_words(node) for node in element.css("label, p, option, legend, summary, button, figcaption"))
    longest = max(found, key=len, default="")
    return longest if " " in longest else ""


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())
