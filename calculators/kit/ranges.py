"""Numbers that nobody knows exactly: `20k to 120k`, held as a 90 % interval and drawn from.

The two ends are the 5th and the 95th percentile: one in twenty lies below, one in twenty above. Amounts above 0 follow
a lognormal distribution, shares between 0 and 1 a logit-normal one, so that no draw is ever impossible.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from calculators.kit.reading import plain_decimal

# Standard deviations from the median to the 5th or the 95th percentile: NormalDist().inv_cdf(0.95).
FROM_MEDIAN_TO_END = 1.6448536269514715


def logit(share: float) -> float:
    """The log odds of a share strictly between 0 and 1."""
    return math.log(share) - math.log1p(-share)


def logistic(odds: float) -> float:
    """The share with these log odds."""
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


@dataclass(frozen=True)
class Range:
    """The 5th and the 95th percentile of an uncertain number. Of a `share` both lie strictly between 0 and 1, of an
    amount above 0; `low` is not above `high`."""

    low: float
    high: float
    share: bool = False

    def __str__(self) -> str:
        return f"{plain_decimal(self.low)} to {plain_decimal(self.high)}"

    @property
    def median(self) -> float:
        """The middle: half of all draws lie below. For an amount the geometric mean of the ends."""
        return self.at(0.0)

    @property
    def _scale(self) -> tuple[float, float, Callable[[float], float]]:
        """Mean and standard deviation of the normal distribution behind it, and the way back from that."""
        there, back = (logit, logistic) if self.share else (math.log, math.exp)
        low, high = there(self.low), there(self.high)
        return (low + high) / 2, (high - low) / (2 * FROM_MEDIAN_TO_END), back

    def at(self, z: float) -> float:
        """The value `z` standard deviations from the median, on the scale on which the distribution is normal."""
        if self.low == self.high:
            return self.low
        mean, deviation, back = self._scale
        return back(mean + deviation * z)

    def draws(self, name: str) -> Iterator[float]:
        """Independent draws without end, always the same for the same `name`.

        Each input has its own stream, so that a range given to one never moves the draws of another. Drawn by the
        inverse of the distribution, which gives the same bits on every platform; `random.gauss` does not.
        """
        # Imported only where somebody draws: every page would wait for them.
        import random
        from statistics import NormalDist

        while self.low == self.high:
            yield self.low
        mean, deviation, back = self._scale
        uniform = random.Random(int.from_bytes(name.encode(), "big")).random
        inverse = NormalDist(mean, deviation).inv_cdf
        while True:
            # random() may be 0, of which there is no quantile.
            yield back(inverse(uniform() or 2**-54))
