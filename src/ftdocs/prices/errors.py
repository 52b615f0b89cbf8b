"""What goes wrong with prices."""

from collections.abc import Sequence


class PricesError(Exception):
    """What is wrong, one sentence each. `usage`: with what was asked for, rather than with the prices."""

    def __init__(self, *problems: str, usage: bool = False) -> None:
        super().__init__(*problems)
        self.problems: Sequence[str] = problems
        self.usage = usage
