"""Quotients that may have no value."""

import pytest

from calculators.kit.division import ratio


@pytest.mark.parametrize(
    ("above", "below", "expected"), [(1, 4, 0.25), (0, 4, 0), (1, 0, None), (0, 0, None), (1e300, 1e-300, None)]
)
def test_ratio(above, below, expected):
    assert ratio(above, below) == expected
