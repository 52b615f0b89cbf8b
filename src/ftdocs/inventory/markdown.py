"""A page as Markdown, for programs that read text: from the finished HTML, so that it holds what readers see.

Headings and terms keep their ids. Links are those of the page, and as good beside it. A calculator is its printed
answer with the numbers behind it and a link that opens it, a marked claim its verdict with a link to the register.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markdownify import MarkdownConverter
from markupsafe import Markup, escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

import ftdocs
from ftdocs.aside import STAND_IN, stand_ins
from ftdocs.bundle.cache import digest
from ftdocs.files import files_below
from ftdocs.inventory.soup import as_soup
from ftdocs.inventory.templates import render

# What only makes sense in a browser.
_BROWSER = "script, style, template, svg, button, dialog, progress, form, [hidden]"
_LIBRARIES = ("beautifulsoup4", "jinja2", "markdownify", "markupsafe", "selectolax")
_DROPPED = f"{_BROWSER}, .headerlink, .ft-drawing, .ft-undrawn, .md-content__button, .ft-cards, .ft-show"


def page_as_markdown(article: str) -> str:
    """What the author of a page wrote, and what was printed into it, as Markdown. `article`: the same as HTML."""
    html, calculators = stand_ins(article)
    tree = LexborHTMLParser(html)
    for element in tree.css(".ft-claim"):
        element.replace_with(_one(LexborHTMLParser(_marked(element, tree)), "span"))
    for element in [*_before(tree.css_first("h1")), *tree.css(_DROPPED)]:
        element.decompose()
    text = _converter().whole(_one(tree, "body"), calculators)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    # No more than one blank line between two parts.
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return "\n".join(kept) + "\n"


def made_by() -> bytes:
    """What the Markdown of a page depends on beside its article: this package's code and templates, and libraries."""
    package = Path(ftdocs.__file__).parent
    own = {name: (package / name).read_bytes() for name in files_below(package) if name.endswith((".py", ".jinja"))}
    return digest(own | {name: version(name).encode() for name in _LIBRARIES}).encode()


def _before(element: LexborNode | None) -> Iterator[LexborNode]:
    """What the theme puts above the heading."""
    while element is not None and element.prev is not None:
        element = element.prev
        yield element


class _Converter(MarkdownConverter):
    """Markdownify, with the ids that links need and the theme's own elements."""

    def __init__(self) -> None:
        super().__init__(heading_style="ATX", bullets="-", escape_misc=False)
        self.calculators: Sequence[str] = ()

    def whole(self, body: LexborNode, calculators: Sequence[str]) -> str:
        """A page as Markdown. `calculators`: the HTML of those for which a blockquote with a number stands."""
        self.calculators = calculators
        return self.process_tag(as_soup(body))

    def process_tag(self, node: Any, parent_tags: set[str] | None = None) -> str:
        number = node.get(STAND_IN)
        if number is not None:
            return _calculator(self.calculators[int(number)], frozenset(parent_tags or ()))
        text: str = super().process_tag(node, parent_tags)
        return text

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:  # noqa: N802 (the library's name)
        return _with_id(super().convert_hN(n, el, text, parent_tags), el)

    def convert_dt(self, el: Any, text: str, parent_tags: Any) -> str:
        return _with_id(super().convert_dt(el, text, parent_tags), el)

    def convert_div(self, el: Any, text: str, parent_tags: Any) -> str:
        if "admonition" in (el.get("class") or ()):
            quote: str = self.convert_blockquote(el, text, parent_tags)
            return quote
        block: str = super().convert_div(el, text, parent_tags)
        return block

    def convert_p(self, el: Any, text: str, parent_tags: Any) -> str:
        title = "admonition-title" in (el.get("class") or ())
        block: str = super().convert_p(el, f"**{text.strip()}**" if title else text, parent_tags)
        return block

    def convert_summary(self, el: Any, text: str, parent_tags: Any) -> str:
        return f"\n\n**{text.strip()}**\n\n"

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        # A fence in a fence: the outer one must be the longer.
        longest = max((len(ticks) for ticks in re.findall("`{3,}", text)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}\n{text.strip(chr(10))}\n{fence}\n\n" if text else ""


@functools.cache
def _converter() -> _Converter:
    """One for all pages, since it looks up how each tag is converted."""
    return _Converter()


def _with_id(markdown: str, element: Any) -> str:
    name = element.get("id")
    if not name or not markdown.strip():
        return markdown
    bare = markdown.rstrip()
    return f"{bare} {{ #{name} }}{markdown[len(bare) :]}"


@functools.lru_cache(maxsize=256)
def _calculator(html: str, parents: frozenset[str]) -> str:
    """A calculator as Markdown within elements of these names: made once for all pages on which it stands alike."""
    element = _one(LexborHTMLParser(html), "ft-calculator")
    printed = LexborHTMLParser(_printed(element))
    for dropped in printed.css(_DROPPED):
        dropped.decompose()
    return _converter().process_tag(as_soup(_one(printed, "blockquote")), set(parents))


def _printed(element: LexborNode) -> str:
    """The HTML that stands for a calculator."""
    table = element.css_first(".ft-compared:not([hidden]) table")
    return render(
        "printed.html.jinja",
        question=_text(element.css_first(".ft-question")),
        sentence=_text(element.css_first("[data-output=sentence]")),
        notes=[_text(item) for item in element.css("[data-list=notes] > li")],
        figures=list(_figures(element)),
        inputs=list(_inputs(element)),
        compared=Markup(table.html) if table else "",
        address=f"{element.attributes.get('data-home')}#{element.attributes.get('data-link')}",
    )


def _marked(element: LexborNode, page: LexborHTMLParser) -> str:
    """The HTML that stands for a claim with its mark."""
    words, mark = _one(element, ".ft-claim > span"), _one(element, "button")
    entry = _one(page, f"#{mark.attributes['popovertarget']} .ft-card-foot a").attributes["href"]
    return f'<span>{words.html} (<a href="{escape(entry)}">evidence: {escape(_text(mark))}</a>)</span>'


def _figures(element: LexborNode) -> Iterator[tuple[str, str]]:
    for row in element.css(".ft-figures > div:not(.ft-quiet)"):
        shown = [_text(part) for part in row.css("dd > :not([hidden])")]
        yield _text(row.css_first("dt")), " ".join(shown)


def _inputs(element: LexborNode) -> Iterator[tuple[str, str]]:
    """Label and value of each control, in the form's order."""
    controls = {node.attributes.get("id"): node for node in element.css("form [name][id]")}
    for label in element.css("form label[for]"):
        control = controls.get(label.attributes["for"])
        if control is not None:
            yield _text(label), _value(control)


def _value(control: LexborNode) -> str:
    if control.tag == "select":
        return _text(control.css_first("option[selected]") or control.css_first("option"))
    if control.attributes.get("type") == "checkbox":
        return "yes" if "checked" in control.attributes else "no"
    return _text(control) if control.tag == "textarea" else control.attributes.get("value") or ""


def _text(element: LexborNode | None) -> str:
    return " ".join(element.text().split()) if element else ""


def _one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = tree.css_first(selector)
    if found is None:
        raise LookupError(selector)
    return found
