"""Links that lead to other hosts say so in `rel`: on paper their addresses are spelled out, and those of pages are not.

A browser cannot tell the two apart by their addresses, since the theme makes all of them absolute.
"""

from xml.etree import ElementTree

from markdown.treeprocessors import Treeprocessor


class Outward(Treeprocessor):
    """Sets `rel="noopener"` on a page's links to other hosts, as calculators print it themselves."""

    def run(self, root: ElementTree.Element) -> None:
        """Called once for each page, when its links are known."""
        for link in root.iter("a"):
            if (link.get("href") or "").startswith(("https://", "http://")):
                link.set("rel", "noopener")
