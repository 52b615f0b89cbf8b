"""The calculators: pure Python, standard library only.

Each module holds one calculator, named as its id with underscores, as `CALCULATOR`. The same module answers in the
build, in the browser and on the command line.
"""

import importlib
import os
import re

from calculators.kit import profile
from calculators.kit.calculator import Answer, Calculator, Problem, Refusal, Spread, answer

__all__ = [
    "Answer",
    "Calculator",
    "Problem",
    "Refusal",
    "Spread",
    "UnknownCalculatorError",
    "answer",
    "get",
    "guides",
    "ids",
]

# What else lies in the package; `history`, `kit`, `prices` and `scenario` are folders.
_NOT_CALCULATORS = {"__init__", "protocol", "history", "kit", "prices", "scenario"}


class UnknownCalculatorError(LookupError):
    """There is no calculator of that id; the message lists those that exist."""


def ids() -> list[str]:
    """The ids of all calculators, sorted. Reads the package's folder, so it works on a disk, not in the browser."""
    names = (os.path.splitext(entry) for entry in os.listdir(os.path.dirname(os.path.abspath(__file__))))
    return sorted(stem.replace("_", "-") for stem, ending in names if ending == ".py" and stem not in _NOT_CALCULATORS)


def get(calculator_id: str) -> Calculator:
    """The calculator of that id, with the organisation's starting values where a profile is in use.

    Raises UnknownCalculatorError.
    """
    return profile.applied(guides(calculator_id))


def guides(calculator_id: str) -> Calculator:
    """The calculator of that id as the guide has it, its module imported only now. Raises UnknownCalculatorError."""
    module = calculator_id.replace("-", "_")
    if re.fullmatch(r"[a-z]+(-[a-z]+)*", calculator_id) and module not in _NOT_CALCULATORS:
        try:
            found: Calculator = importlib.import_module(f"calculators.{module}").CALCULATOR
            return found
        except ModuleNotFoundError as missing:
            if missing.name != f"calculators.{module}":
                raise
    raise UnknownCalculatorError(f"there is no calculator called “{calculator_id[:60]}”")
