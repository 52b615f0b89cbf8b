"""Numbers as people read them. The same functions serve the page, the browser and the command line."""

from calculators.kit import currency

MINUS = "\u2212"
NOTHING = "none"


def signed(text: str) -> str:
    """A leading hyphen as a true minus sign."""
    return MINUS + text[1:] if text.startswith("-") else text


def significant(value: float, figures: int = 3) -> str:
    """`value` to about three figures, never in scientific notation: `2,098,954`, `37.5`, `0.0026`."""
    size = abs(value)
    if size >= 10 ** (figures - 1) or size == 0:
        return count(value)
    places, limit = figures - 1, 1.0
    while size < limit and places < 12:
        places, limit = places + 1, limit / 10
    while size >= limit * 10 and places > 0:
        places, limit = places - 1, limit * 10
    return signed(currency.grouped(f"{value:,.{places}f}".rstrip("0").rstrip(".")))


def count(value: float) -> str:
    """A whole number with thousands separated."""
    return signed(currency.grouped(f"{value:,.0f}"))


def money(value: float) -> str:
    """An amount in the currency in use: whole from a hundred up, cents below, three figures below a cent: `$60,000`,
    `$9.50`, `$0.00255`."""
    used = currency.current()
    size, cents = abs(value), used.places
    if size >= 99.995 or size == 0:
        text = count(size)
    elif size >= 1 or round(size, cents) == size:
        text = currency.grouped(f"{size:,.{cents}f}")
        whole, _, fraction = text.partition(".")
        text = text if fraction.strip("0") else whole
    else:
        text = significant(size)
    return (MINUS if value < 0 and text != "0" else "") + used.amount(text)


def short_number(value: float) -> str:
    """A large number for a label in a picture: `2.1M`, `450k`."""
    for size, suffix in ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")):
        # Half a unit early: what would be shown as 1,000k is 1M.
        if value >= size * 0.9995:
            return significant(value / size, 2 if value < 100 * size else 3) + suffix
    return significant(value, 2)


def short_money(value: float) -> str:
    """An amount, 0 or more, for a label in a picture: `$44,346`, `$1.2M`, `$6e+21`."""
    if value < 999_999.5:
        return money(value)
    return currency.current().amount(short_number(value) if value < 1e15 else f"{value:.0e}")


def percent(value: float, places: int = 1) -> str:
    """A share as percent, without needless zeros: `95%`, `2.5%`."""
    text = f"{value * 100:,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return signed(currency.grouped("0" if text == "-0" else text)) + "%"


def percent_apart(value: float) -> str:
    """A share as percent, with as many places as keep it apart from 0% and 100%: `99.97%`, `just under 100%`."""
    for places in range(1, 5):
        text = percent(value, places)
        if text not in ("0%", "100%") or value in (0, 1):
            return text
    return "just under 100%" if value > 0.5 else "just above 0%"


def points(value: float, places: int = 1) -> str:
    """A difference of two shares in percentage points, always signed: `+2.0`, `−3.2`."""
    text = f"{value * 100:+,.{places}f}"
    return signed(currency.grouped(text)) if float(text.replace(",", "")) else f"{0:.{places}f}"


def points_apart(value: float) -> str:
    """A difference of two shares in points, with as many places as keep it apart from 0: `+2.0`, `−0.004`."""
    return next((text for places in range(1, 10) if (text := points(value, places)).strip("0.")), "0.0")


def distance(value: float) -> str:
    """How far apart two shares are, in percentage points without a sign: `3 points`, `1.9 points`, `0.04 points`."""
    size = value * 100
    text = significant(size, 2) if size < 0.1 else currency.grouped(f"{size:,.1f}").removesuffix(".0")
    return f"{text} point" if text == "1" else f"{text} points"


def probability(value: float) -> str:
    """A p-value: two figures, and words below one in a thousand: `0.57`, `0.039`, `less than 0.001`."""
    if value < 0.001:
        return "less than 0.001"
    return f"{value:.2f}" if value >= 0.1 else significant(value, 2)


def months(value: float) -> str:
    """A length of time in months: `6.7 months`, `1 month`."""
    return duration(value, "month")


def duration(value: float, one: str) -> str:
    """A length of time to three figures: `2.47 weeks`, `1 day`; below a tenth only that it is."""
    return quantity(value, one) if value >= 0.1 or value == 0 else f"less than 0.1 {one}s"


def quantity(value: float, one: str, many: str | None = None) -> str:
    """An amount with its unit, to three figures: `1 item`, `3.5 items`, `188 hours`."""
    text = significant(value)
    return f"{text} {one if text == '1' else many or one + 's'}"


def listing(words: list[str]) -> str:
    """Words as a person lists them: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def alternatives(words: list[str]) -> str:
    """Words of which one is meant: `a`, `a or b`, `a, b or c`."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def plural(number: float, one: str, many: str = "") -> str:
    """A count with its noun: `1 item`, `200 items`; `many` where the plural takes more than an s."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """A small count as prose has it: `three`; from ten on in figures."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if 0 <= number < len(words) else count(number)
