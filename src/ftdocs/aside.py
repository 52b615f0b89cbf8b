"""Keeps what nobody searches for out of the search plugin's way.

It parses every page's HTML anew, tag by tag. Forms, drawings and tables of numbers are most of the tags of a page with
a calculator, and reading them took longer than all else that the page costs a build. The search finds a calculator by
its question, its sentence and what it leaves out.
"""

import re
from collections.abc import Callable

# One element never holds another.
CALCULATOR = re.compile(r"<ft-calculator\b.*?</ft-calculator>", re.DOTALL)
_SEARCHED = re.compile(
    r'<h3 class="ft-question".*?</h3>|<p class="ft-sentence".*?</p>|<ul class="ft-leaves-out">.*?</ul>', re.DOTALL
)
_MARK = re.compile(r"<!--ft-aside-(\d+)-->.*?<!--/ft-aside-->", re.DOTALL)


def set_aside(html: str) -> tuple[str, Callable[[str], str]]:
    """`html` with of each calculator only what is to be found, and what puts the rest back into it."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"<!--ft-aside-{len(kept) - 1}-->{''.join(_SEARCHED.findall(found.group()))}<!--/ft-aside-->"

    return CALCULATOR.sub(keep, html), lambda text: _MARK.sub(lambda mark: kept[int(mark[1])], text)
