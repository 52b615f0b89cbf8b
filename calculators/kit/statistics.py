"""Statistics that several calculators share. SciPy and statsmodels check them in the tests and ship nowhere."""

import math
from statistics import NormalDist

_STANDARD_NORMAL = NormalDist()


def z(probability: float) -> float:
    """The standard normal quantile of `probability`, strictly between 0 and 1."""
    return _STANDARD_NORMAL.inv_cdf(probability)


def two_sided_z(confidence: float) -> float:
    """The multiple of the standard error that a two-sided interval at `confidence` reaches on each side."""
    # From the lower tail: close to 1 the upper one rounds to 1, which has no quantile.
    return -z((1 - confidence) / 2)


def paired_difference(items: int, first_only: int, second_only: int, confidence: float) -> tuple[float, float, float]:
    """The difference (second − first) of two shares measured on the same items, with its Wald interval.

    `first_only` and `second_only` are the items on which just that one was right. Shares, not percent.
    Standard error: √(b + c − (c − b)²/n)/n (Miller 2024, arXiv 2411.00640, for the paired case).
    """
    gap = second_only - first_only
    difference = gap / items
    half = two_sided_z(confidence) * math.sqrt(max(0.0, first_only + second_only - gap * gap / items)) / items
    return difference, difference - half, difference + half


def mcnemar_exact(first_only: int, second_only: int) -> float:
    """The two-sided exact p-value that two methods are equally good, given their discordant counts (McNemar 1947).

    Twice the binomial tail at one half, at most 1; 1 when nothing differs.
    """
    total, least = first_only + second_only, min(first_only, second_only)
    if total <= 1000:
        # Whole numbers throughout: exact to the last bit, in CPython and in the browser alike.
        tail = sum(math.comb(total, i) for i in range(least + 1))
        return min(1.0, float(2 * tail / 2**total))
    # Each term is the one above it times i/(n − i + 1); stop where a term no longer counts.
    term = tail_sum = binomial_half(least, total)
    for i in range(least, 0, -1):
        term *= i / (total - i + 1)
        tail_sum += term
        if term <= tail_sum * 1e-17:
            break
    return min(1.0, 2 * tail_sum)


def binomial_half(k: int, n: int) -> float:
    """P(X = k) for X binomial (n, 1/2), accurate for large n: Loader's saddle-point form (2000)."""
    if k in (0, n):
        return 0.5**n
    error = _stirling_error(n) - _stirling_error(k) - _stirling_error(n - k)
    deviance = _deviance(k, n / 2) + _deviance(n - k, n / 2)
    return math.exp(error - deviance) * math.sqrt(n / (2 * math.pi * k * (n - k)))


def _stirling_error(n: int) -> float:
    """ln n! minus Stirling's approximation of it."""
    if n <= 15:
        return math.log(math.factorial(n)) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    m = n * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / m) / m) / m) / m) / n


def _deviance(x: float, mean: float) -> float:
    """x·ln(x/mean) + mean − x, by its series where the two are close and the plain form would cancel."""
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * math.log(x / mean) + mean - x
    ratio = (x - mean) / (x + mean)
    total, power, j = (x - mean) * ratio, 2 * x * ratio, 0
    while True:
        j += 1
        power *= ratio * ratio
        grown = total + power / (2 * j + 1)
        if grown == total:
            return grown
        total = grown
