"""Words for a name that nobody knows."""

import difflib
from collections.abc import Sequence


def closest(word: str, known: Sequence[str]) -> str:
    """The end of an error about an unknown name: the closest one, and all of them."""
    close = difflib.get_close_matches(word, known, n=1)
    return (f"; did you mean “{close[0]}”?" if close else ".") + (f" There are: {', '.join(known)}." if known else "")
