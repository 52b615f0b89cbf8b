"""Volume, prices and hosting of a prompted and of a tuned model, as several calculators ask for them."""

from calculators.kit.quantities import Amount, Count, Share, Usd
from calculators.kit.sources import Source, assumed, organisation, sourced

AZURE_COST = Source(
    "Microsoft 2026, Cost management for fine-tuning",
    "https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-cost-management",
)
A16Z = Source("Appenzeller 2024, Welcome to LLMflation", "https://a16z.com/llmflation-llm-inference-cost")

# A century: longer than any plan, short enough to add up month by month.
LONGEST_HORIZON = 1200


def calls_per_month() -> Amount:
    """The volume."""
    return Amount(
        name="calls_per_month",
        shared="calls_per_month",
        label="Calls a month",
        help="Requests the feature makes once it is live.",
        default=1e6,
        origin=organisation("an example volume; take your own traffic"),
    )


def prompted_price() -> Usd:
    """What one call to the prompted model costs today."""
    return Usd(
        name="prompt_usd_per_call",
        shared="prompt_usd_per_call",
        label="Prompted model, US$ a call",
        help="Input and output tokens of one call at today’s price. Try a small prompted model too.",
        default=0.00255,
        origin=organisation("an example call to a large model; use your own prompt and price"),
    )


def tuned_price() -> Usd:
    """What one call to the tuned model costs beyond its hosting."""
    return Usd(
        name="tuned_usd_per_call",
        shared="tuned_usd_per_call",
        label="Tuned model, US$ a call",
        help="What one call costs beyond the hosting below; 0 if hosting covers it.",
        default=0.000068,
        origin=organisation("an example call to a small model with a short prompt"),
    )


def hosting(name: str) -> Usd:
    """What it costs each month to have the tuned model served, calls or no calls."""
    return Usd(
        name=name,
        shared="hosting_usd_per_month",
        label="Hosting the tuned model, US$ a month",
        help="Billed whether or not anyone calls it; 0 where the host bills by the token.",
        default=1241,
        origin=sourced("$1.70 an hour for a standard deployment, 730 hours a month", AZURE_COST),
    )


def horizon(help_text: str, why: str) -> Count:
    """Over how many months costs are added up; `why` says where the two years come from."""
    return Count(
        name="horizon_months",
        shared="horizon_months",
        label="Horizon, months",
        help=help_text,
        default=24,
        least=1,
        most=LONGEST_HORIZON,
        origin=assumed(why),
    )


def price_decline(*, group: str = "") -> Share:
    """How fast the price of the prompted model falls."""
    return Share(
        name="prompt_price_decline",
        shared="prompt_price_decline",
        label="Fall in the prompted model’s price, % a year",
        help="Prices of models of equal quality have fallen. 0% if you expect today’s price to stay.",
        default=0.3,
        origin=assumed("well below the tenfold yearly fall reported for 2021 to 2024, which may not last", A16Z),
        group=group,
    )
