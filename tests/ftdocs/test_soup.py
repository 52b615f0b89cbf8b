"""A parsed page as the elements that markdownify reads: the same as BeautifulSoup's own parser makes."""

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, Tag
from markdownify import MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

from ftdocs.inventory.soup import as_soup

PIECES = (
    '<h2 id="a" class="one  two">Head &amp; <code>x &lt; y</code></h2>\n\n<p>Text, <b>bold</b><br>and <i></i>\n</p>',
    "<p>before<!-- said to nobody -->after</p><!-- between --> <p>\u00a0next</p>",
    "<ul>\n<li>one<ol><li>a</li>\n<li>b</li></ol></li>\n<li><p>two</p><p>three</p></li></ul>",
    '<table><thead><tr><th align="left">A</th></tr></thead><tbody><tr><td>1</td></tr><tr><td/></tr></tbody></table>',
    "<table><tr><td>no head</td></tr><tr><td colspan=2>wide</td></tr></table>",
    "<dl><dt>Term</dt><dd>Meaning</dd></dl><blockquote>\n<p>quoted</p>\n</blockquote>",
    '<pre><span></span><code>\n\n  kept   as it is\n</code></pre><img src="x.svg" alt=""><a href="y" hidden>link</a>',
)


@pytest.mark.parametrize("html", [*PIECES, "".join(PIECES), ""])
def test_it_is_what_the_library_reads_from_the_same_html(html):
    body = LexborHTMLParser(html).css_first("body")
    assert body is not None
    ours, theirs = as_soup(body), BeautifulSoup(body.html or "", "html.parser").body
    assert theirs is not None
    assert [_told(each) for each in ours.descendants] == [_told(each) for each in theirs.descendants]
    found = [each.name for each in ours.find_all(True)]
    assert found == [each.name for each in theirs.find_all(True)]
    for mine, its in zip(ours.descendants, theirs.descendants, strict=True):
        assert _told(mine.previous_sibling) == _told(its.previous_sibling)
        assert _told(mine.next_sibling) == _told(its.next_sibling)
        assert _told(mine.parent) == _told(its.parent)
    assert MarkdownConverter().convert_soup(ours) == MarkdownConverter().convert_soup(theirs)


def _told(element):
    if isinstance(element, Tag):
        return element.name, dict(element.attrs), [type(value) for value in element.attrs.values()]
    text = "" if element is None or isinstance(element, Comment) else str(element)
    # Theirs makes one blank of several.
    return type(element), text if text.strip() else ""
