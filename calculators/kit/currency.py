"""The currency that amounts of money are in: US dollars, unless the organisation’s profile names another.

Calculators know only that all their amounts are in one currency, and call it US$ in their words; `words` puts the
other’s sign there. What the guide itself knows in dollars (defaults, prices of models) is converted once, at the rate
of the profile. What a reader types, or a link carries, is never converted in silence.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from calculators.kit.reading import BadInput

# The ways to group thousands, by the name the profile has for them: those that forms read back. A point is none: there
# it stands before decimals, and 60.000 would be read as 60.
GROUPINGS = {"comma": ",", "space": "\u202f"}
# A converted amount keeps this many figures, which no rate has.
FIGURES = 12


@dataclass(frozen=True, kw_only=True)
class Currency:
    """A currency and how its amounts are written. `name` is what many of it are called: `euros`."""

    code: str
    symbol: str
    name: str
    # Decimal places below a hundred, as far as they are not 0.
    places: int = 2
    # What stands between thousands, in other numbers too: one page has one way.
    thousands: str = "comma"
    # Whether the sign stands behind the amount.
    after: bool = False
    # What one US dollar costs; the day (ISO) and the source of that.
    usd_rate: float = 1.0
    usd_date: str = ""
    usd_source: str = ""

    def amount(self, digits: str) -> str:
        """`digits` as an amount: `€60,000`, `60 000 €`."""
        if self.after:
            return f"{digits}\u00a0{self.symbol}"
        return f"{self.symbol}\u00a0{digits}" if self.symbol[-1:].isalpha() else f"{self.symbol}{digits}"

    @property
    def label(self) -> str:
        """What stands in place of US$ in labels and headings."""
        return DOLLARS_LABEL if self.code == "USD" else self.symbol

    def from_usd(self, value: float) -> float:
        """What an amount of US dollars is in this currency."""
        return value if self.code == "USD" else float(f"{value * self.usd_rate:.{FIGURES}g}")

    @property
    def basis(self) -> str:
        """Where the rate comes from: `at 0.92 € a US dollar, European Central Bank, 2026-11-20`."""
        return f"at {self.usd_rate:g} {self.symbol} a dollar, {self.usd_source}, {self.usd_date}"


DOLLARS_LABEL = "US$"
DOLLARS = Currency(code="USD", symbol="$", name="US dollars")

_in_use: list[Currency] = [DOLLARS]


def current() -> Currency:
    """The currency of every amount at present."""
    return _in_use[-1]


@contextlib.contextmanager
def using(currency: Currency) -> Iterator[None]:
    """Have amounts in another currency for a while."""
    _in_use.append(currency)
    try:
        yield
    finally:
        _in_use.pop()


def grouped(digits: str) -> str:
    """`digits`, which have commas between thousands, grouped as all numbers are at present."""
    return digits.replace(",", GROUPINGS[current().thousands])


def words(given: Any) -> Any:
    """Text, or data with texts in it, in which US dollars are those of the currency in use."""
    used = current()
    if used.code == "USD":
        return given
    if isinstance(given, str):
        return given.replace(DOLLARS_LABEL, used.label).replace(DOLLARS.name, used.name)
    if isinstance(given, dict):
        return {key: words(value) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(words(value) for value in given)
    return given


def without_sign(text: str) -> str:
    """A typed amount without the sign or code of the currency. Raises BadInput where it has that of dollars instead."""
    used = current()
    if used.code == "USD":
        return text
    plain = text.strip()
    for sign in sorted({used.symbol, used.code}, key=len, reverse=True):
        if plain.casefold().startswith(sign.casefold()):
            return plain[len(sign) :]
        if plain.casefold().endswith(sign.casefold()):
            return plain[: -len(sign)]
    if "$" in plain and "$" not in used.symbol:
        raise BadInput(f"is in {used.name} ({used.code}) here, not in dollars like {plain}")
    return text
