"""Where each calculator lives: the page to which its links lead. Paths are relative to the site's root."""

HOMES = {
    "readiness": "decide/",
    "lift": "trap/seductive-logic/",
    "annotation": "reality/expensive/",
    "training": "reality/expensive/",
    "drift": "reality/fragile/",
    "migration": "reality/lock-in/",
    "prompting": "ladder/prompts/",
    "retrieval": "ladder/retrieval/",
    "eval-size": "ladder/evaluation/",
    "score": "ladder/evaluation/",
    "few-shot": "ladder/few-shot/",
    "spike": "ladder/fine-tuning/",
    "break-even": "when/high-volume/",
    "latency": "when/latency/",
    "format": "when/format/",
    "distillation": "when/distillation/",
    "total-cost": "hidden-costs/",
    "retraining": "hidden-costs/retraining/",
    "opportunity": "hidden-costs/opportunity/",
    "labels": "decide/labels/",
    "stability": "decide/stability/",
}

# The page that lists them all.
GALLERY = "calculators/"

# Where the step begins that a gate asks for.
GATE_PAGES = {
    "prompting": "ladder/prompts/",
    "retrieval": "ladder/retrieval/",
    "evaluation": "ladder/evaluation/",
    "data": "decide/labels/",
    "stability": "decide/stability/",
}
RECORD_PAGE = "decide/record/"


def home(calculator_id: str) -> str:
    """The home page of a calculator. KeyError for one that has none yet; a test keeps the table complete."""
    return HOMES[calculator_id]
