"""Statistics that several calculators share. SciPy and statsmodels check them in the tests and ship nowhere."""

import functools
import math
from statistics import NormalDist

_STANDARD_NORMAL = NormalDist()

# More than anybody could collect or count: a sample size above it is none.
LARGEST_SAMPLE = 1e15


def z(probability: float) -> float:
    """The standard normal quantile of `probability`, strictly between 0 and 1."""
    return _STANDARD_NORMAL.inv_cdf(probability)


def normal_below(value: float) -> float:
    """The share of a standard normal distribution that lies below `value`."""
    return math.erfc(-value / math.sqrt(2)) / 2


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
    """P(X = k) for X binomial (n, 1/2)."""
    return 0.5**n if k in (0, n) else binomial_mass(k, n, 0.5)


def binomial_mass(k: int, n: int, p: float) -> float:
    """P(X = k) for X binomial (n, p), accurate for large n: Loader's saddle-point form (2000)."""
    if p == 1:
        return 1.0 if k == n else 0.0
    if k == 0:
        return math.exp(n * math.log1p(-p))
    if k == n:
        return math.exp(n * math.log(p))
    error = _stirling_error(n) - _stirling_error(k) - _stirling_error(n - k)
    deviance = _deviance(k, n * p) + _deviance(n - k, n * (1 - p))
    return math.exp(error - deviance) * math.sqrt(n / (2 * math.pi * k * (n - k)))


def binomial_at_least(k: int, n: int, p: float) -> float:
    """P(X ≥ k) for X binomial (n, p), 0 < p ≤ 1: the tail on the far side of the mean, added up from its largest
    term until a term no longer counts (about nine standard deviations)."""
    if k <= 0:
        return 1.0
    if k > n or p == 1:
        return 0.0 if k > n else 1.0
    odds = p / (1 - p)
    if k > n * p:
        term = total = binomial_mass(k, n, p)
        for i in range(k, n):
            term *= (n - i) / (i + 1) * odds
            total += term
            if term <= total * 1e-17:
                break
        return min(1.0, total)
    term = total = binomial_mass(k - 1, n, p)
    for i in range(k - 1, 0, -1):
        term *= i / (n - i + 1) / odds
        total += term
        if term <= total * 1e-17:
            break
    return max(0.0, 1 - total)


def trials_for(successes: int, p: float, probability: float) -> int | None:
    """The fewest trials that give at least `successes` with `probability`, each succeeding with p > 0.

    None where that is more than anybody could make.
    """
    if successes / LARGEST_SAMPLE > p:
        return None
    enough = successes
    while binomial_at_least(successes, enough, p) < probability:
        enough *= 2  # ends: the mean soon lies far above `successes`
    too_few = max(successes - 1, enough // 2)
    if enough == successes:
        return enough
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if binomial_at_least(successes, middle, p) < probability:
            too_few = middle
        else:
            enough = middle
    return enough


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


def whole_sample(size: float) -> int | None:
    """A sample size rounded up to whole items, at least 1; None where it is beyond anything one could collect."""
    return max(1, math.ceil(size)) if size <= LARGEST_SAMPLE else None


def squared_ratio(above: float, below: float) -> float:
    """(above/below)², 0 where `above` is negative. Infinite rather than an error where `below` is next to nothing."""
    ratio = max(0.0, above) / below if above < below * 1e150 else math.inf
    return ratio * ratio


def wilson(right: int, items: int, confidence: float) -> tuple[float, float, float]:
    """The share right/items with its score interval (Wilson 1927)."""
    share, reach = right / items, two_sided_z(confidence)
    weight = reach * reach / items
    centre = (share + weight / 2) / (1 + weight)
    half = reach * math.sqrt(share * (1 - share) / items + weight / (4 * items)) / (1 + weight)
    low = 0.0 if right == 0 else centre - half
    high = 1.0 if right == items else centre + half
    return share, low, high


def none_failed_upper(items: int, confidence: float) -> float:
    """The highest rate of failure that still leaves `items` without one with a probability of 1 − confidence."""
    return -math.expm1(math.log1p(-confidence) / items)


def judged_share(
    share: float, items: int, hit_rate: float, pass_rate: float, positives: int, negatives: int
) -> tuple[float, float]:
    """The true share behind one that an imperfect judge found, and its standard error (Rogan and Gladen 1978).

    `hit_rate`: right answers that the judge accepts, checked on `positives`; `pass_rate`: wrong ones that it rejects,
    checked on `negatives`. A rate checked on 0 items is taken as exact. Neither result is clipped.
    """
    information = hit_rate + pass_rate - 1
    true = (share + pass_rate - 1) / information
    variance = share * (1 - share) / items
    if positives:
        variance += true * true * hit_rate * (1 - hit_rate) / positives
    if negatives:
        variance += (1 - true) * (1 - true) * pass_rate * (1 - pass_rate) / negatives
    return true, math.sqrt(variance) / information


@functools.lru_cache(maxsize=64)
def normal_maximum(draws: int) -> float:
    """The expected largest of `draws` standard normal variables, 1 to 10⁹ of them.

    ∫ x · m · φ(x) · Φ(x)^(m − 1) dx by the trapezoidal rule, which is as good as exact for so smooth an integrand.
    """
    if draws == 1:
        return 0.0
    step = 1 / 32
    terms = []
    for i in range(-8 * 32, 12 * 32 + 1):
        x = i * step
        log_below = math.log1p(-math.erfc(x / math.sqrt(2)) / 2)
        terms.append(x * math.exp((draws - 1) * log_below - x * x / 2))
    return draws * step / math.sqrt(2 * math.pi) * math.fsum(terms)


def chi_square_tail(value: float, degrees: int) -> float:
    """P(X ≥ value) for X chi-square with `degrees` degrees of freedom: the finite series for whole numbers of them."""
    half = value / 2
    if half == 0:
        return 1.0
    order, tail = (1.0, math.exp(-half)) if degrees % 2 == 0 else (0.5, math.erfc(math.sqrt(half)))
    while order < degrees / 2:
        tail += math.exp(order * math.log(half) - half - math.lgamma(order + 1))
        order += 1
    return min(1.0, tail)


def chi_square_of_two(first: list[int], second: list[int]) -> float:
    """Pearson's chi-square that two lists of counts, above 0 and of equal length, share one mix of classes."""
    first_total, second_total = sum(first), sum(second)
    total = first_total + second_total
    parts = []
    for a, b in zip(first, second, strict=True):
        for counted, window in ((a, first_total), (b, second_total)):
            expected = (a + b) * window / total
            parts.append((counted - expected) * (counted - expected) / expected)
    return math.fsum(parts)
