"""Numbers as people read them. The same functions serve the page, the browser and the command line."""

MINUS = "\u2212"
NOTHING = "none"


def signed(text: str) -> str:
    """A leading hyphen as a true minus sign."""
    return MINUS + text[1:] if text.startswith("-") else text


def significant(value: float, figures: int = 3) -> str:
    """`value` to about three figures, never in scientific notation: `2,098,954`, `37.5`, `0.0026`."""
    size = abs(value)
    if size >= 10 ** (figures - 1) or size == 0:
        return signed(f"{value:,.0f}")
    places, limit = figures - 1, 1.0
    while size < limit and places < 12:
        places, limit = places + 1, limit / 10
    while size >= limit * 10 and places > 0:
        places, limit = places - 1, limit * 10
    return signed(f"{value:,.{places}f}".rstrip("0").rstrip("."))


def count(value: float) -> str:
    """A whole number with thousands separated."""
    return signed(f"{value:,.0f}")


def money(value: float) -> str:
    """US dollars: whole from a hundred up, cents from one up, three figures below: `$60,000`, `$9.50`, `$0.00255`."""
    size = abs(value)
    if size >= 100 or size == 0:
        text = f"${size:,.0f}"
    elif size >= 1:
        text = f"${size:,.2f}".removesuffix(".00")
    else:
        text = f"${significant(size)}"
    return MINUS + text if value < 0 and text != "$0" else text


def percent(value: float, places: int = 1) -> str:
    """A share as percent, without needless zeros: `95%`, `2.5%`."""
    text = f"{value * 100:,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return signed("0" if text == "-0" else text) + "%"


def points(value: float, places: int = 1) -> str:
    """A difference of two shares in percentage points, always signed: `+2.0`, `−3.2`."""
    text = f"{value * 100:+,.{places}f}"
    return signed(text) if float(text.replace(",", "")) else f"{0:.{places}f}"


def distance(value: float) -> str:
    """How far apart two shares are, in percentage points without a sign: `3 points`, `1.9 points`, `0.04 points`."""
    size = value * 100
    text = significant(size, 2) if size < 0.1 else f"{size:,.1f}".removesuffix(".0")
    return f"{text} point" if text == "1" else f"{text} points"


def probability(value: float) -> str:
    """A p-value: two figures, and words below one in a thousand: `0.57`, `0.039`, `less than 0.001`."""
    if value < 0.001:
        return "less than 0.001"
    return f"{value:.2f}" if value >= 0.1 else significant(value, 2)


def months(value: float) -> str:
    """A length of time in months, one decimal below 100: `6.7 months`, `1 month`."""
    text = significant(value, 3) if value >= 0.1 or value == 0 else "less than 0.1"
    return f"{text} month" if text == "1" else f"{text} months"


def listing(words: list[str]) -> str:
    """Words as a person lists them: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def plural(number: float, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 item`, `200 items`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"
