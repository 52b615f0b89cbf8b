"""Links made under another profile than the one in use here: in another currency, from other starting values.

A link carries what differs from the guide's own defaults, so that its inputs are the same on every site. What may
differ is the currency of its amounts, and that is said or mended here.
"""

from collections.abc import Mapping

from calculators.kit import currency, profile
from calculators.kit.calculator import Calculator
from calculators.kit.formatting import listing
from calculators.kit.quantities import Usd


def settle(
    calculator: Calculator, mark: str, given: Mapping[str, str], variants: list[dict[str, str]]
) -> tuple[list[str], list[dict[str, str]]]:
    """What to say of a link with this `mark` (its `p`, blank for none) that sets `given`, and its `variants`, the texts
    of each, with amounts in the currency in use where that can be done."""
    here, used = profile.current(), currency.current()
    version, _, code = mark.partition(":")
    code = code if mark and code else "USD"
    notices = []
    if mark and here is None:
        notices.append(
            f"The link was made on a site with its organisation’s own starting values (profile “{version}”). They are "
            "not known here, but all the link’s inputs are."
        )
    elif mark and here and version != here.version:
        notices.append(
            f"The link was made under the profile “{version}”; the one in use here is “{here.version}”. "
            "All inputs are the link’s."
        )
    elif here and not mark:
        notices += _guides_own(calculator, given, variants[0])
    if code == used.code or not any(isinstance(f, Usd) for f in calculator.inputs):
        return notices, variants
    if code == "USD":
        notices.append(f"The link’s amounts were in US dollars (USD). They are converted {used.basis}.")
        return notices, [profile.in_currency(calculator, texts) for texts in variants]
    notices.append(
        f"The link’s amounts were in {code}, and are shown as the same numbers of {used.name} ({used.code}): no rate "
        "for them is known here. Convert them before you use the result."
    )
    return notices, variants


def _guides_own(calculator: Calculator, given: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    """What a link made without a profile leaves to the guide's defaults, although the organisation has its own."""
    differing = [
        f"“{f.label}”"
        for f in calculator.inputs
        if f.origin and f.origin.kind == "profile" and f.name not in given and texts[f.name] != f.canonical(f.default)
    ]
    if not differing:
        return []
    return [
        f"The link was made without your organisation’s profile. The guide’s starting values, not your "
        f"organisation’s, stand in {listing(differing)}."
    ]
