"""Inputs that several calculators ask for in the same words: how sure to be, and how often to notice."""

from calculators.kit.quantities import Share
from calculators.kit.sources import assumed


def confidence(help_text: str, *, group: str = "") -> Share:
    """How sure to be: a share strictly between 0 and 1, 95% unless the reader says otherwise."""
    return _inside("confidence", "Confidence, %", help_text, 0.95, group)


def power(help_text: str, *, group: str = "") -> Share:
    """How often to notice what is there: a share strictly between 0 and 1, 80% unless the reader says otherwise."""
    return _inside("power", "Power, %", help_text, 0.8, group)


def _inside(name: str, label: str, help_text: str, default: float, group: str) -> Share:
    return Share(
        name=name,
        shared=name,
        label=label,
        help=help_text,
        default=default,
        least=None,
        above=0,
        most=None,
        below=1,
        group=group,
        origin=assumed("the usual convention"),
    )
