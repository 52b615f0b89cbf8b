"""Answers from the files that go into the site, under Node."""

import json
import subprocess
from pathlib import Path
from typing import Any

from ftdocs.bundle import node


def told_by(script: Path, given: object) -> Any:
    """What a script prints for this input, both JSON. It fails with what Node said."""
    done = subprocess.run(
        [node.find_node(), str(script)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def answers_of(app: Path, requests: list[str]) -> list[dict[str, Any]]:
    """The responses of the bundle in `app` to these requests (JSON), in order; one Node for all of them."""
    replies = told_by(Path(__file__).with_name("answers.mjs"), {"app": str(app), "requests": requests})
    return [json.loads(reply) for reply in replies]
