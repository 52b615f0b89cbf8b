"""Complete scenarios to learn from, as data: `examples/NAME.json`, each as a team would have written it."""

import os

from calculators.scenario import reading
from calculators.scenario.model import Scenario

# In the order in which the guide tells of them.
NAMES = ("tickets-at-volume", "policy-questions", "strict-format", "fast-completion", "distillation")


def text(name: str) -> str:
    """The file of the example of that name. Raises KeyError where there is none."""
    if name not in NAMES:
        raise KeyError(name)
    here = os.path.dirname(os.path.abspath(__file__))
    # The loader reads from a folder and from the browser's zip alike.
    return __loader__.get_data(os.path.join(here, "examples", f"{name}.json")).decode("utf-8")  # type: ignore[name-defined,no-any-return]


def load(name: str) -> Scenario:
    """The example of that name. Raises KeyError where there is none."""
    found = reading.read(text(name))
    if found.scenario is None or found.problems:
        raise ValueError(f"{name}: {found.problems}")
    return found.scenario


def summaries() -> list[dict[str, str]]:
    """Each example's name as the command takes it, its title, and its question."""
    loaded = {name: load(name) for name in NAMES}
    return [{"name": n, "title": s.name, "question": s.record["question"]} for n, s in loaded.items()]
