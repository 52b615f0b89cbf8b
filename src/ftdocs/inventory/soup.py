"""A parsed page as the elements that markdownify reads, without parsing it once more.

BeautifulSoup’s own parser is plain Python and takes as long as all that is done with its result.
"""

from bs4.element import AttributeValueList, Comment, NavigableString, PageElement, Tag
from selectolax.lexbor import LexborNode


def as_soup(node: LexborNode) -> Tag:
    """An element with all below it. As BeautifulSoup has it, `class` is a list and an attribute without value blank."""
    top = _tag(node)
    _fill(top, node, top)
    return top


def _fill(parent: Tag, node: LexborNode, last: PageElement) -> PageElement:
    """Put what is below `node` into `parent`; returns the last element of the page so far, given the one before."""
    child, before = node.child, None
    while child is not None:
        made = _tag(child) if child.is_element_node else _text(child)
        if made is not None:
            made.setup(parent, previous_element=last, previous_sibling=before)
            parent.contents.append(made)
            last = before = made
            if isinstance(made, Tag):
                last = _fill(made, child, made)
        child = child.next
    return last


def _tag(node: LexborNode) -> Tag:
    attributes: dict[str, str | AttributeValueList] = {name: value or "" for name, value in node.attributes.items()}
    if classes := node.attributes.get("class"):
        attributes["class"] = AttributeValueList(classes.split())
    return Tag(name=node.tag, attrs=attributes)


def _text(node: LexborNode) -> NavigableString | None:
    """Text, or a comment, which nobody reads but which keeps blanks apart; of what else there is, nothing."""
    if node.is_text_node:
        return NavigableString(node.text_content or "")
    return Comment(" ") if node.is_comment_node else None
