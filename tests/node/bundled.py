"""Answers from the files that go into the site, under Node."""

import json
import subprocess
from pathlib import Path
from typing import Any

from ftdocs.bundle import node


def answers_of(app: Path, requests: list[str]) -> list[dict[str, Any]]:
    """The responses of the bundle in `app` to these requests (JSON), in order; one Node for all of them."""
    done = subprocess.run(
        [node.find_node(), str(Path(__file__).with_name("answers.mjs"))],
        input=json.dumps({"app": str(app), "requests": requests}),
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(reply) for reply in json.loads(done.stdout)]
