"""What payments over months are worth today (net present value), in closed form: no sum is ever added up term by term.

Dollars a month become dollars today by a factor in months: $100 a month for 24 months at 8% a year is worth
100 · 22.17. Rates are held as logarithms, `-log(1 + rate)`, so that a rate of 0 and one next to it lose no digits.
Source: https://en.wikipedia.org/wiki/Net_present_value; the sums are geometric series.
"""

import math


def growth(rate_per_year: float) -> float:
    """The logarithm of the monthly factor that a yearly rate of growth amounts to; −1 (all of it is lost) gives −∞."""
    return math.log1p(rate_per_year) / 12 if rate_per_year > -1 else -math.inf


def geometric(log_ratio: float, terms: float) -> float:
    """1 + q + q² + … with that many terms, for q = e^`log_ratio` up to 1. `terms` is a whole number, 0 or more."""
    if terms == 0 or log_ratio == 0:
        return terms
    return math.expm1(terms * log_ratio) / math.expm1(log_ratio)


def at_month_ends(months: int, discount: float) -> float:
    """What a dollar at the end of each of `months` months is worth today. `discount`: the logarithm of the factor that
    a month's wait takes off, 0 or less."""
    return math.exp(discount) * geometric(discount, months)


def at_month_ends_changing(months: int, change: float, discount: float) -> float:
    """The same where the dollar of the first month changes by e^`change` every month after."""
    return math.exp(discount) * geometric(change + discount, months)


def at_intervals(times: float, interval_months: float, discount: float) -> float:
    """What a dollar after each of so many whole intervals is worth today."""
    wait = discount * interval_months
    return math.exp(wait) * geometric(wait, times)
