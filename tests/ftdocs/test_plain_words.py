"""What the interface says is plain: no words of the trade behind it, no sentence that has to be read twice."""

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import calculators
from calculators import protocol
from ftdocs.record_page import render_parts
from ftdocs.render import render, render_copying, render_strayed
from tests.calculators.helpers import answered

ROOT = Path(__file__).resolve().parents[2]

# What the machinery is made of, with what readers call it. “Python” and “WebAssembly” are named where a reader can act
# on the name.
JARGON = {
    "payload": "numbers",
    "fragment": "link",
    "wasm": "WebAssembly",
    "pyodide": "Python",
    "runtime": "calculator",
    "null": "blank",
    "none type": "blank",
    "nan": "no result",
    "parse": "read",
    "hash": "link",
    "query": "link",
    "string": "text",
    "boolean": "yes or no",
    "float": "number",
    "integer": "whole number",
    "schema": "form",
    "json": "file",
    "invalid": "what is wrong",
    "illegal": "what is wrong",
    "exception": "error",
    "traceback": "error",
    "render": "show",
    "callback": "",
    "worker": "in the background",
    "thread": "in the background",
    "cache hit": "cached",
    "utilise": "use",
    "leverage": "use",
    "prior to": "before",
    "in order to": "to",
    "please": "",
    "simply": "",
    "obviously": "",
    "e.g.": "such as",
    "i.e.": "that is",
    "etc.": "and so on",
}
# What is quoted from a reader’s own entry, and where the word is the name of the thing.
ALLOWED = re.compile(r"“[^”]*”|schema or grammar|'wasm-unsafe-eval'|Export as JSON")

LONGEST_SENTENCE = 40  # words
HARDEST_TEXT = 25  # school years, by the index below, which takes long numbers for long words
HARDEST_ON_AVERAGE = 8


def _all_texts() -> Iterator[tuple[str, str]]:
    for name in calculators.ids():
        yield from _of_the_page(name)
    for name, html in (
        ("copying", render_copying("The guide")),
        ("strayed", render_strayed()),
        ("scenario", render_parts()),
    ):
        yield from ((name, text) for text in _texts(html))
    yield from _of_answers()
    script = (ROOT / "src/ftdocs/browser/runtime-messages.js").read_text("utf-8")
    still, host = (re.findall(rf'const {name} = "(.*?)";', script)[0] for name in ("STILL", "HOST"))
    for reason, body in re.findall(
        r'^  "?([a-z-]+)"?:\s*(.*?),\n(?=  "?[a-z-]+"?:|\})', script, re.DOTALL | re.MULTILINE
    ):
        joined = "".join(re.findall(r'[`"]([^`"]*)[`"]', body))
        yield f"failure {reason}", joined.replace("${STILL}", still).replace("${HOST}", host)


def _of_the_page(name: str) -> Iterator[tuple[str, str]]:
    answer = answered(calculators.guides(name), {})
    yield from ((name, text) for text in _texts(render(answer, element_id=name)))


def _of_answers() -> Iterator[tuple[str, str]]:
    """What is said of every worked case: sentence, notes, messages."""
    for case in json.loads((ROOT / "tests/calculators/cases.json").read_text("utf-8")):
        reply = protocol.reply_to(calculators.get(case["calculator"]), case["set"])
        said = [reply["sentence"], *reply["notes"]] if reply["ok"] else [each["message"] for each in reply["errors"]]
        yield from ((case["id"], text) for text in said)


def _texts(html: str) -> Iterator[str]:
    """What is read or heard of a piece of a page: each element's own words, and the attributes that hold words."""
    # What stands in a template is shown by the browser, too.
    tree = LexborHTMLParser(re.sub(r"</?template\b[^>]*>", "", html))
    # Formulas and pictures have signs of their own; sources bear the titles that their authors gave them.
    tree.strip_tags(["svg", "script", "style"])
    for node in tree.css(".ft-formula, .ft-numbers, .ft-name, .ft-sources, td a, .ft-drawing"):
        node.decompose()
    for node in tree.css("p, li, label, button, summary, th, td, dt, dd, caption, h3, option, span, figcaption"):
        text = " ".join(node.text(deep=True).split())
        if text and not any(inner.mem_id != node.mem_id for inner in node.css("p, li, td")):
            yield text
    for node in tree.css("*"):
        for attribute, value in node.attributes.items():
            words = attribute in ("aria-label", "title", "alt") or attribute in (
                "data-done",
                "data-manual",
                "data-failed",
            )
            if words and value:
                yield value


@functools.cache
def texts() -> dict[str, str]:
    """Every text of the interface, once, with where it stands."""
    found: dict[str, str] = {}
    for place, text in _all_texts():
        found.setdefault(text, place)
    return found


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:;])[”)]?\s+(?=[A-Z“0-9])", text) if part]


def years(text: str) -> float:
    """The automated readability index: about the years of school that reading takes (Smith and Senter, 1967)."""
    words = re.findall(r"[\w’'-]+", text)
    letters = sum(map(len, words))
    return 4.71 * letters / len(words) + 0.5 * len(words) / max(1, len(sentences(text))) - 21.43


def jargon(text: str) -> list[str]:
    plain = ALLOWED.sub("", text)
    return [
        word for word in JARGON if re.search(rf"(?<!\w){re.escape(word)}(?:s|d|ed|ing)?(?!\w)", plain, re.IGNORECASE)
    ]


def test_there_is_much_to_read():
    """The collection reaches forms, answers, messages and failures."""
    places = set(texts().values())
    assert set(calculators.ids()) <= places
    assert {"copying", "strayed", "scenario", "failure no-wasm", "failure too-slow"} <= places
    assert len(texts()) > 1000


def test_no_words_of_the_trade():
    found = {
        text: (texts()[text], [f"{word} → {JARGON[word]}" for word in words])
        for text in texts()
        if (words := jargon(text))
    }
    assert found == {}


def test_no_sentence_is_too_long():
    found = [
        (place, len(sentence.split()), sentence)
        for text, place in texts().items()
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert found == []


def test_it_reads_easily():
    long_enough = {text: years(text) for text in texts() if len(text.split()) >= 8}
    assert sum(long_enough.values()) / len(long_enough) < HARDEST_ON_AVERAGE
    assert {text: value for text, value in long_enough.items() if value > HARDEST_TEXT} == {}


@pytest.mark.parametrize(
    ("text", "word"), [("The payload is invalid.", "payload"), ("It was parsed.", "parse"), ("A hash.", "hash")]
)
def test_what_the_check_finds(text, word):
    assert word in jargon(text)


def test_the_index_is_the_published_one():
    """A sentence of five words of four letters: 4.71 · 4 + 0.5 · 5 − 21.43."""
    assert years("Five four word five four.".replace("Five", "Many")) == pytest.approx(4.71 * 4 + 2.5 - 21.43)
