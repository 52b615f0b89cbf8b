"""Where each calculator lives: the page to which its links lead. Paths are relative to the site's root."""

HOMES = {
    "readiness": "decide/",
    "lift": "trap/seductive-logic/",
    "prompting": "ladder/prompts/",
    "eval-size": "ladder/evaluation/",
    "score": "ladder/evaluation/",
    "break-even": "when/high-volume/",
    "labels": "decide/labels/",
    "stability": "decide/stability/",
}


def home(calculator_id: str) -> str:
    """The home page of a calculator. KeyError for one that has none yet; a test keeps the table complete."""
    return HOMES[calculator_id]
