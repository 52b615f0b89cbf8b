"""When known base models end: a date field that suggests their dates, and the words about where a date comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from calculators.kit import prices
from calculators.kit.fields import Date
from calculators.kit.formatting import listing


@dataclass(frozen=True, kw_only=True)
class RetirementField(Date):
    """The day on which a base model ends. The form suggests those that the snapshot of prices knows."""

    @property
    def suggestions(self) -> Sequence[tuple[str, str]]:  # type: ignore[override]
        days = sorted({ending.day for ending in prices.current().endings})
        return [(day, models_that_end(day)) for day in days]


def models_that_end(day: str) -> str:
    """The models known to end on that day (ISO), by provider: `GPT-4o and GPT-4.1 (OpenAI)`; blank for none."""
    by_provider: dict[str, list[str]] = {}
    for ending in prices.current().endings:
        if ending.day == day:
            by_provider.setdefault(ending.provider, []).append(ending.name)
    return "; ".join(f"{listing(sorted(names))} ({provider})" for provider, names in sorted(by_provider.items()))


def notes(day: str | None) -> list[str]:
    """Which models are known to end on that day, and who says so; empty where none is."""
    models = models_that_end(day) if day else ""
    if not models:
        return []
    sources = sorted({ending.source for ending in prices.current().endings if ending.day == day})
    return [
        f"From that day on, says {listing(sources)}, these no longer answer: {models}. "
        "That is second-hand: read your vendor’s own notice."
    ]
