"""What several tests of the calculators want."""

from collections.abc import Mapping
from typing import Any

import calculators


def answered(calculator: calculators.Calculator, fields: Mapping[str, Any]) -> calculators.Answer:
    """The answer to `fields`, which must not be refused."""
    answer = calculators.answer(calculator, fields)
    assert isinstance(answer, calculators.Answer), answer
    return answer
