"""Descriptions of pages whose authors gave none."""

import re

import pytest

from ftdocs.describing import LONGEST, first_sentences

LONG = "This sentence goes on and on, " * 8 + "to its end."


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<h1>Title</h1><p>One. Two <em>is</em> here.</p><p>Three.</p>", "One. Two is here."),
        ("<h1>Title</h1><p> </p><div><p>Aside.</p></div><p>First &amp; last.</p>", "First & last."),
        (f"<p>Short one. {LONG}</p>", "Short one."),
        ("<p>It costs $1.5 a call, e.g. at night. Or not.</p>", "It costs $1.5 a call, e.g. at night. Or not."),
        ("<h1>Title</h1><table></table>", ""),
    ],
)
def test_the_first_sentences_that_fit_describe_the_page(html, said):
    assert first_sentences(html) == said


def test_plain_words_are_read_as_they_are_parsed(monkeypatch):
    headed = '<h1 id="t">A <em>title</em> &amp; more</h1>\n<p>Words\nof it.</p>\n<p>No.</p>'
    plain = ("<p>One.\n  Two.</p><p>Three.</p>", headed)
    read = [first_sentences(html) for html in plain]
    assert read == ["One. Two.", "Words of it."]
    # A pattern that nothing meets.
    monkeypatch.setattr("ftdocs.describing._PLAIN", re.compile("(?!)"))
    assert [first_sentences(html) for html in plain] == read


def test_of_a_sentence_that_is_too_long_whole_words_are_kept():
    said = first_sentences(f"<p>{LONG}</p>")
    assert len(said) <= LONGEST
    assert said.endswith("…")
    assert LONG.startswith(said.removesuffix("…"))
