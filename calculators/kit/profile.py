"""The organisation's profile, as far as calculators are concerned: its own starting values, currency and models.

`ftdocs.profile` reads profile.yml, checks it and compiles it to the plain data that `from_json` takes. The build, the
command line and the browser's worker have it in use; then `applied` gives every calculator with the organisation's
starting values in place of the guide's. Formulas and words know nothing of it, and links only its version.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from calculators.kit import currency, prices
from calculators.kit.calculator import Calculator
from calculators.kit.currency import Currency
from calculators.kit.fields import HOURS_IN_A_WEEK, Field
from calculators.kit.prices import ModelPrices
from calculators.kit.quantities import Usd
from calculators.kit.ranges import Range
from calculators.kit.reading import BadInput
from calculators.kit.sources import set_by_profile

# Months after which a decision must be reviewed where no profile says otherwise.
REVIEW_MONTHS = 6


@dataclass(frozen=True)
class Profile:
    """`version`: what links carry. `shared`: starting values, as texts, by the name of an input in whatever calculator,
    or by what scenarios call it; `defaults`: the same by calculator and input, which win. `hours_in_week`: what one
    person works; None where that is not said."""

    version: str
    organisation: str = ""
    currency: Currency = currency.DOLLARS
    shared: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hours_in_week: float | None = None
    models: Sequence[ModelPrices] = ()
    review_months: int = REVIEW_MONTHS
    # What it was compiled to, for whoever hands it on.
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What links carry as `p`: the version, and the currency where amounts are not dollars."""
        return self.version if self.currency.code == "USD" else f"{self.version}:{self.currency.code}"

    @property
    def whose(self) -> str:
        """Whose profile it is, in a sentence: `Example Ltd’s`."""
        return f"{self.organisation}’s" if self.organisation else "your organisation’s"


def from_json(data: Mapping[str, Any]) -> Profile:
    """A profile from the data that it was compiled to."""
    return Profile(
        version=data["version"],
        organisation=data["organisation"],
        currency=Currency(**data["currency"]) if data["currency"] else currency.DOLLARS,
        shared=data["shared"],
        defaults=data["defaults"],
        hours_in_week=data["hours_in_week"],
        models=[_model(row, data["organisation"]) for row in data["models"]],
        review_months=data.get("review_months", REVIEW_MONTHS),
        data=data,
    )


def _model(row: Mapping[str, Any], organisation: str) -> ModelPrices:
    source = row["source"]
    figures = ("input", "output", "cached", "cache_write", "min_cacheable")
    return ModelPrices(
        id=row["id"],
        name=row["name"],
        provider=row.get("provider") or organisation or "your organisation",
        input=row["input"],
        output=row["output"],
        cached=row.get("cached"),
        cache_write=row.get("cache_write"),
        min_cacheable=row.get("min_cacheable"),
        dearer_above=None,
        by_hour=False,
        announced={},
        differs=(),
        source={figure: source for figure in figures if row.get(figure) is not None},
        date=row["date"],
        own=True,
    )


# --- In use ---------------------------------------------------------------------

_in_use: list[tuple[Profile, dict[str, Calculator]]] = []


# Holds what is in use until the process ends.
_for_good = contextlib.ExitStack()


def current() -> Profile | None:
    """The profile in use; None where there is none, and everything is the guide's own."""
    return _in_use[-1][0] if _in_use else None


def review_months() -> int:
    """Months after which a decision must be reviewed: the organisation's policy, or else the guide's."""
    used = current()
    return used.review_months if used else REVIEW_MONTHS


def review_is_policy() -> bool:
    """Whether the organisation says itself when decisions must be reviewed; the guide only suggests it."""
    used = current()
    return used is not None and "review_months" in used.data


@contextlib.contextmanager
def using(profile: Profile | None) -> Iterator[None]:
    """Have a profile in use for a while; None has none, also inside another."""
    before = _in_use[:]
    _in_use[:] = [] if profile is None else [(profile, {})]
    used = profile or Profile("")
    try:
        with currency.using(used.currency), prices.with_own(used.models):
            yield
    finally:
        _in_use[:] = before


def use(data: Mapping[str, Any]) -> None:
    """Have the profile compiled to `data` in use from now on: for the browser, where one process serves one site."""
    _for_good.enter_context(using(from_json(data)))


def applied(calculator: Calculator) -> Calculator:
    """The calculator with the organisation's starting values; itself where no profile is in use."""
    if not _in_use:
        return calculator
    profile, made = _in_use[-1]
    if calculator.id not in made:
        made[calculator.id] = replace(
            calculator,
            inputs=[_own(profile, calculator.id, f) for f in calculator.inputs],
            examples=[replace(each, inputs=in_currency(calculator, each.inputs)) for each in calculator.examples],
            outputs=[replace(output, unit=currency.words(output.unit)) for output in calculator.outputs],
        )
    return made[calculator.id]


def _own(profile: Profile, calculator_id: str, guides: Field) -> Field:
    """A field with the organisation's starting value, and its own words where amounts are not dollars."""
    changed: dict[str, Any] = {"label": currency.words(guides.label)}
    text = text_for(profile, calculator_id, guides)
    if text is not None:
        said = f"the guide starts from {guides.shown(guides.default) or 'blank'}"
        if isinstance(guides, Usd) and guides.default is not None and profile.currency.code != "USD":
            said += " US dollars"
        changed |= {"default": guides.read(text), "origin": set_by_profile(f"{said}"), "guide": guides}
    elif isinstance(guides, Usd) and guides.default is not None and profile.currency.code != "USD":
        changed |= {"default": profile.currency.from_usd(guides.default), "guide": guides}
        if guides.origin:
            # A converted number is still the guide's: its origin says so, and how it was converted.
            dollars = f"{guides.shown(guides.default)} US dollars converted {profile.currency.basis}"
            changed["origin"] = replace(guides.origin, why=f"{guides.origin.why}; {dollars}")
    if times_of(profile, guides) != guides.shared_times:
        changed["shared_times"] = times_of(profile, guides)
    if changed == {"label": guides.label}:
        return guides
    return replace(guides, **changed)


def in_currency(calculator: Calculator, texts: Mapping[str, str]) -> dict[str, str]:
    """Inputs that were written in US dollars, as texts by name, in the currency in use. What cannot be read stays."""
    known = {f.name: f for f in calculator.inputs}
    return {name: _converted(known[name], text) if name in known else text for name, text in texts.items()}


def _converted(field: Field, text: str) -> str:
    used = currency.current()
    if not isinstance(field, Usd) or used.code == "USD":
        return text
    try:
        with currency.using(currency.DOLLARS):
            value = field.read(text)
    except BadInput:
        return text
    if isinstance(value, Range):
        return field.canonical(Range(used.from_usd(value.low), used.from_usd(value.high)))
    return field.canonical(None if value is None else used.from_usd(value))


def text_for(profile: Profile, calculator_id: str, guides: Field) -> str | None:
    """The organisation's starting value for an input, as text; None where it has none of its own."""
    for texts in (profile.defaults.get(calculator_id, {}), profile.shared):
        if guides.name in texts:
            return texts[guides.name]
    text = profile.shared.get(guides.shared) if guides.shared else None
    times = times_of(profile, guides)
    if text is None or times == 1:
        return text
    return guides.canonical(float(f"{guides.read(text) * times:.{currency.FIGURES}g}"))


def times_of(profile: Profile, guides: Field) -> float:
    """How many of its shared input make one of the field: an organisation's week may have other hours."""
    if guides.shared_times == HOURS_IN_A_WEEK and profile.hours_in_week is not None:
        return profile.hours_in_week
    return guides.shared_times
