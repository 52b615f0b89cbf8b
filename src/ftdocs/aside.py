"""Sets calculators aside, for those to whom the rest of a page matters.

A form, its drawings and its tables are most of the tags of a page with a calculator, and the same on every page that
holds the same fence. Parsing them page by page took longer than all else that a page costs a build. The search finds a
calculator by its question, its sentence and what it leaves out.
"""

import functools
import re
from collections.abc import Callable

STAND_IN = "data-calculator"
_OPENS, _CLOSES = "<ft-calculator ", "</ft-calculator>"
_QUESTION = re.compile(r'<h3 class="ft-question".*?</h3>', re.DOTALL)
_SENTENCE = re.compile(r'<p class="ft-sentence"[^>]*>(.*?)</p>', re.DOTALL)
_LEFT_OUT = re.compile(r'<ul class="ft-leaves-out">(.*?)</ul>', re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_MARK = re.compile(r"<!--ft-aside-(\d+)-->.*?<!--/ft-aside-->", re.DOTALL)


def replaced(html: str, by: Callable[[int, str], str]) -> tuple[str, list[str]]:
    """`html` with for each calculator what `by` makes of its number and its HTML, and the calculators."""
    kept: list[str] = []
    parts: list[str] = []
    done = 0
    # Found as plain text, which is many times as fast as a pattern. One never holds another.
    while (start := html.find(_OPENS, done)) >= 0 and (close := html.find(_CLOSES, start)) >= 0:
        end = close + len(_CLOSES)
        kept.append(html[start:end])
        parts += html[done:start], by(len(kept) - 1, kept[-1])
        done = end
    return "".join([*parts, html[done:]]), kept


def stand_ins(html: str) -> tuple[str, list[str]]:
    """`html` with for each calculator an empty blockquote that has its number in STAND_IN, and the calculators."""
    return replaced(html, lambda number, _: f'<blockquote {STAND_IN}="{number}"></blockquote>')


def without(html: str) -> str:
    """`html` without its calculators."""
    return replaced(html, lambda number, calculator: "")[0]


def set_aside(html: str) -> tuple[str, Callable[[str], str]]:
    """`html` with of each calculator only what is to be found, and what puts the rest back into it."""
    reduced, kept = replaced(
        html, lambda number, calculator: f"<!--ft-aside-{number}-->{_searched(calculator)}<!--/ft-aside-->"
    )
    return reduced, lambda text: _MARK.sub(lambda mark: kept[int(mark[1])], text)


@functools.lru_cache(maxsize=256)
def _searched(calculator: str) -> str:
    """The question, and one paragraph that begins with the answer. Of several, the search would show only those that
    hold a word that was asked for, and the answer need not."""
    said = [*_SENTENCE.findall(calculator), *_ITEM.findall("".join(_LEFT_OUT.findall(calculator)))]
    return f"{''.join(_QUESTION.findall(calculator))}<p>{' '.join(said)}</p>"
