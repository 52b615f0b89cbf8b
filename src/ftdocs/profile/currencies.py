"""Which currencies there are, and how each is written in English, from Unicode's data by way of Babel.

Used at build only: what the browser needs of it is compiled into the profile.
"""

import functools

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol

_ENGLISH = Locale.parse("en_GB")


@functools.cache
def codes() -> frozenset[str]:
    """The ISO 4217 codes of the currencies that some country pays with today."""
    spent = get_global("territory_currencies").values()
    return frozenset(code for used in spent for code, _, end, tender in used if end is None and tender)


def symbol(code: str) -> str:
    """The sign of a currency: `€`, `CHF`."""
    # The narrow dollar of another country would be taken for the one of the United States.
    return str(get_currency_symbol(code, locale=_ENGLISH))


def name(code: str) -> str:
    """What many of it are called in a sentence: `euros`."""
    return str(get_currency_name(code, count=2, locale=_ENGLISH))


def places(code: str) -> int:
    """Its decimal places: 2 for most, 0 for the yen."""
    return int(get_currency_precision(code))
