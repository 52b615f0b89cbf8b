"""Prices of tokens, as several calculators ask for them."""

from calculators.kit.quantities import Usd
from calculators.kit.sources import Source, organisation

PRICING = Source("Anthropic 2026, Pricing", "https://platform.claude.com/docs/en/about-claude/pricing")


def input_price(group: str) -> Usd:
    """What a million tokens that the model reads cost."""
    return Usd(
        name="usd_per_million_input",
        shared="usd_per_million_input",
        label="Input, US$ a million tokens",
        help="What your provider charges for tokens that it has not cached.",
        default=3,
        origin=organisation("an example price; take your model’s"),
        group=group,
    )


def output_price(group: str) -> Usd:
    """What a million tokens that the model writes cost."""
    return Usd(
        name="usd_per_million_output",
        shared="usd_per_million_output",
        label="Output, US$ a million tokens",
        help="What your provider charges for tokens that the model writes.",
        default=15,
        origin=organisation("an example price; take your model’s"),
        group=group,
    )
