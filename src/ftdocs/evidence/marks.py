"""Marks in pages: a link to a claim's entry in the register is its mark.

    [Three months go by.](../reference/evidence.md#c02)

In any other renderer it stays what it is, a link to the entry. Here the words stay plain; a button after them says what
was found, and opens a card. The cards stand at the page's end, since a paragraph cannot hold them.
"""

import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

from markdown import Markdown
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ftdocs.evidence.cards import card
from ftdocs.evidence.register import Claim, register

ENTRY = re.compile(r"(?:^|/)evidence(?:\.md|/|\.html)?#(c\d+)$")
"""The address of an entry of the register."""

# A button in a heading would be part of its name; one in a link could not be pressed.
_NOT_IN = {"a": "link; end the link before it"} | dict.fromkeys(
    ("h1", "h2", "h3", "h4", "h5", "h6"), "heading; put it into the text below"
)

type Fail = Callable[[str, str], Exception]
"""Makes the error for a mark that cannot be drawn, from what is wrong and the words in the page that show where."""


class Mark(LinkInlineProcessor):
    """A link to an entry of the register becomes the claim's mark; every other link is left to Markdown."""

    def __init__(self, md: Markdown, fail: Fail) -> None:
        super().__init__(LINK_RE, md)
        self.fail = fail
        # The claims marked on the page so far, and the address of each one's entry.
        self.used: dict[str, str] = {}

    def handleMatch(  # type: ignore[override] # noqa: N802 (Markdown's own name)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        """The mark, and where it begins and ends in the text."""
        text, index, handled = self.getText(data, m.end(0))
        if not handled:
            return None, None, None
        address, _, index, handled = self.getLink(data, index)
        entry = ENTRY.search(address) if handled else None
        if entry is None:
            return None, None, None
        claim = register().get(entry[1].upper())
        if claim is None:
            known = list(register())
            raise self.fail(f"there is no claim {entry[1].upper()}; there are {known[0]} to {known[-1]}", entry[0])
        if not text.strip():
            raise self.fail(f"the mark of {claim.id} has no words; write [words](…#{claim.anchor})", entry[0])
        self.used.setdefault(claim.id, address)
        return _element(claim, text), m.start(0), index


def _element(claim: Claim, text: str) -> ElementTree.Element:
    whole = ElementTree.Element("span", {"class": "ft-claim", "data-claim": claim.id})
    ElementTree.SubElement(whole, "span").text = text
    whole[0].tail = " "
    button = ElementTree.SubElement(
        whole,
        "button",
        {
            "type": "button",
            "class": "ft-mark ft-verdict",
            "popovertarget": f"claim-{claim.anchor}",
            "data-verdict": claim.verdict,
            "data-search-exclude": "1",
            "aria-label": f"Evidence: {claim.label}",
        },
    )
    button.text = AtomicString(claim.label)
    return whole


class Cards(Treeprocessor):
    """Puts the cards of a page's marks at its end."""

    def __init__(self, md: Markdown, mark: Mark, root: Callable[[], str]) -> None:
        super().__init__(md)
        self.mark = mark
        # The way from the page to the site's root.
        self.root = root

    def run(self, root: ElementTree.Element) -> None:
        """Called once for each page, when marks have been drawn."""
        for around in root.iter():
            what = _NOT_IN.get(str(around.tag))
            inside = around.find(".//*[@data-claim]") if what else None
            if inside is not None:
                claim_id = inside.attrib["data-claim"]
                raise self.mark.fail(f"the mark of {claim_id} stands in a {what}", f"#{claim_id.lower()}")
        if not self.mark.used:
            return
        section = ElementTree.SubElement(
            root, "section", {"class": "ft-cards", "aria-label": "Evidence", "data-search-exclude": "1"}
        )
        ElementTree.SubElement(section, "p", {"class": "ft-cards-title"}).text = "Evidence"
        spelled: set[str] = set()
        for claim_id, address in self.mark.used.items():
            claim = register()[claim_id]
            whole = ElementTree.SubElement(
                section,
                "div",
                {
                    "class": "ft-card",
                    "id": f"claim-{claim.anchor}",
                    "popover": "auto",
                    "role": "dialog",
                    "aria-labelledby": f"claim-{claim.anchor}-title",
                },
            )
            whole.text = self.md.htmlStash.store(_spelled_once(card(claim, self.root()), spelled))
            # Not in the template: MkDocs, too, resolves the addresses of links that Markdown knows.
            foot = ElementTree.SubElement(whole, "p", {"class": "ft-card-foot"})
            link = ElementTree.SubElement(foot, "a", {"href": address})
            link.text = f"{claim.id} in the register"
        # What a card spells out on paper need not stand in the text as well.
        for link in root.iter("a"):
            if link.get("href") in spelled:
                link.set("data-noted", "")


def _spelled_once(markup: str, spelled: set[str]) -> str:
    """The card, its links marked as noted whose address paper has `spelled` out already."""

    def noted(link: re.Match[str]) -> str:
        address = unescape(link[1])
        again = address in spelled
        spelled.add(address)
        return link[0] + (' data-noted=""' if again else "")

    return re.sub(r'<a href="([^"]*)" rel="noopener"', noted, markup)
