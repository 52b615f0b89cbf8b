"""A guide of a few sections, as `ftdocs verify` reads it, and what is quoted from it."""

import json

from click.testing import CliRunner

from calculators import protocol
from ftdocs import verify
from ftdocs.cli import main
from ftdocs.homes import home

ADDRESS = "https://guide.example/ft/"
VOLUME = f"{ADDRESS}when/high-volume/"
LIFT = f"{ADDRESS}trap/seductive-logic/#lift"
OLD, NEW = f"{VOLUME}#the-spot", f"{VOLUME}#sweet-spot"
SPOT = "when/high-volume/#sweet-spot"
# What verify reads of an ftdocs.json.
SITE = {
    "format": 1,
    "site": {"address": ""},
    "pages": [
        {"address": "./", "sections": [{"address": "./#start"}]},
        {
            "address": "when/high-volume/",
            "sections": [
                {"address": "when/high-volume/#sweet-spot"},
                {"address": "when/high-volume/#break-even", "calculator": "break-even"},
            ],
        },
        {
            "address": "trap/seductive-logic/",
            "sections": [
                {"address": "trap/seductive-logic/#lift", "calculator": "lift"},
                {"address": "trap/seductive-logic/#after-tuning", "calculator": "lift"},
            ],
        },
        {"address": "decide/", "sections": [{"address": "decide/#readiness", "calculator": "readiness"}]},
    ],
    "calculators": {"lift": {"version": 1}},
    "redirects": {
        "when/high-volume/#the-spot": "when/high-volume/#sweet-spot",
        "volume/": "when/high-volume/",
        "volume/#first": "when/high-volume/#the-spot",
    },
}


# Inputs of a block.
GIVEN = {"items": "1000", "prompt_only_right": "21", "tuned_only_right": "45"}


def found(text, guide, kind="markdown"):
    return [(each.line, each.kind) for each in verify.verify_text(text, kind, guide).findings]


def run(*words):
    return CliRunner().invoke(main, ["verify", *map(str, words)], catch_exceptions=False)


def block(calculator, fields, **more):
    asked = {"do": "block", "calculator": calculator, "fields": fields, "numbers": True, "date": "2026-11-26"}
    asked |= {"address": ADDRESS + home(calculator)}
    return json.loads(protocol.respond(json.dumps(asked | more)))["block"]
