"""The field that names a model and fills the prices left at their starting values, and the words about it.

MODEL = ModelField(
    name="model", …, given=(Given("usd_per_million_input", "input"), Given("usd_per_million_output", "output"))
)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.kit import currency, prices
from calculators.kit.fields import Field, Text
from calculators.kit.formatting import alternatives, count, listing, money, significant
from calculators.kit.prices import FIGURES, ModelPrices
from calculators.kit.reading import BadInput


@dataclass(frozen=True)
class Given:
    """What a model gives to one field: a price as it stands in the snapshot, or `attribute` of ModelPrices."""

    field: str
    figure: str
    attribute: str = ""

    @property
    def is_multiple(self) -> bool:
        """Whether it is no price but a multiple of the input price."""
        return self.attribute.endswith("_multiplier")

    def value(self, model: ModelPrices) -> Any:
        """None where the snapshot has no such figure: the field then keeps what it has."""
        return getattr(model, self.attribute or self.figure)


@dataclass(frozen=True, kw_only=True)
class ModelField(Text):
    """A model by its id or name; blank for prices by hand. What the form holds of a price counts as set by hand
    where it is not that field's starting value."""

    given: Sequence[Given]
    default: Any = ""
    optional: bool = True
    longest: int = 100

    def parse(self, text: str) -> str:
        found = prices.current().find(super().parse(text))
        if found:
            return found.id
        nearest = [f"“{model}”" for model in prices.current().nearest(text)]
        raise BadInput(
            f"is none of the models with prices here: “{' '.join(text.split())[:60]}”. "
            + (f"Did you mean {alternatives(nearest)}? If not, " if nearest else "Choose one from the list, or ")
            + "leave it blank and give the prices yourself"
        )

    def accepted(self) -> str:
        return "choose a model from the list"

    @property
    def suggestions(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [(model.id, model.titled) for model in prices.current().models.values()]

    @property
    def aged(self) -> tuple[str, str]:  # type: ignore[override]
        used = prices.current()
        said = f"The prices behind this list are of {used.as_of}, more than {prices.AGED} days ago."
        return used.aged_on, f"{said} Compare them with your provider’s."

    def gives(self, value: Any) -> dict[str, Any]:
        model = prices.current().models.get(value or "")
        found = {given.field: given.value(model) for given in self.given} if model else {}
        return {name: figure for name, figure in found.items() if figure is not None}

    def is_private(self, value: Any) -> bool:
        model = prices.current().models.get(value or "")
        return model is not None and model.own

    def knows(self, text: str) -> bool:
        return not text.strip() or prices.current().find(text) is not None

    def since(self, text: str, month: str) -> list[str]:
        then, now = prices.in_month(month), prices.current()
        if not text.strip() or month in ("", now.month):
            return []
        if then is None:
            named = "".join(character for character in month if character.isprintable())[:20]
            return [f"The link’s prices are of {named}, which are not kept here; those of {now.month} are used."]
        was, model = then.find(text), now.find(text)
        if was is None:
            return []
        if model is None:
            return [f"{was.titled} is no longer among our prices. In {month} it cost {_said(was, FIGURES)}."]
        moved = [figure for figure in FIGURES if getattr(was, figure) != getattr(model, figure)]
        if not moved:
            return []
        return [
            f"{model.titled} has other prices than in {month}, the month of this link: "
            f"{_said(was, moved)} then, {_said(model, moved)} now. Today’s are used."
        ]


def _said(model: ModelPrices, figures: Sequence[str] | Mapping[str, str]) -> str:
    """Prices in words: `input $2 and output $10`."""
    values = {figure: getattr(model, figure) for figure in figures}
    return listing([f"{FIGURES[f]} {'unknown' if v is None else money(v)}" for f, v in values.items()])


def notes(field: ModelField, inputs: Sequence[Field], i: Any, prompt_tokens: float) -> list[str]:
    """What a reader should know of the prices that came from the chosen model, for prompts of that many tokens; empty
    where none was chosen."""
    model = prices.current().models.get(getattr(i, field.name) or "")
    if model is None:
        return []
    offered = [given for given in field.given if given.value(model) is not None]
    taken = [given for given in offered if getattr(i, given.field) == given.value(model)]
    figures = [g.figure for g in taken if g.figure in FIGURES and getattr(model, g.figure) is not None]
    found = []
    if figures:
        # Multiples of another input price are no prices of the model’s.
        multiples = [g for g in taken if g.is_multiple and g.figure in figures and "input" not in figures]
        figures = [figure for figure in figures if not any(figure == g.figure for g in multiples)]
        said = [f"{_said(model, figures)} a million tokens"] if figures else []
        said += [f"{FIGURES[g.figure]} {significant(g.value(model))} times the input price" for g in multiples]
        found.append(f"Prices of {model.titled} as of {model.date} from {model.source['input']}: {', '.join(said)}.")
        used = currency.current()
        if used.code != "USD" and not model.own:
            found.append(f"Its prices are published in USD, and converted {used.basis}.")
    if any(given.figure == "min_cacheable" for given in taken):
        source = model.source["min_cacheable"]
        found.append(f"{model.name} caches prompts from {count(model.min_cacheable or 0)} tokens on, says {source}.")
    by_hand = [f"“{f.label}”" for f in inputs if any(g.field == f.name for g in offered if g not in taken)]
    if by_hand:
        found.append(f"Set by hand, so not the model’s: {listing(by_hand)}.")
    if model.cached is None and any(given.figure == "cached" for given in taken):
        found.append(f"No cached price is known for {model.name}, so cached input is counted like any other.")
    return found + (_warnings(model, figures, prompt_tokens) if figures else [])


def _warnings(model: ModelPrices, figures: Sequence[str], prompt_tokens: float) -> list[str]:
    """What may make the prices wrong, of those `figures` that are used."""
    found = []
    differing = [d for d in model.differs if d["figure"] in figures]
    if differing:
        others = [f"{FIGURES[d['figure']]} {money(d['value'])}" for d in differing]
        found.append(f"The packages disagree: {differing[0]['package']} has {listing(others)}.")
    if model.by_hour:
        found.append(f"{model.provider} charges more at certain hours; these prices hold outside them.")
    announced = [f"{FIGURES[f]} {money(model.announced[f])}" for f in figures if f in model.announced]
    if announced:
        found.append(f"From {model.announced['from']} on it costs {listing(announced)}.")
    if model.dearer_above is not None and prompt_tokens > model.dearer_above:
        found.append(f"Above {count(model.dearer_above)} tokens a prompt costs more, which is not counted here.")
    return found
