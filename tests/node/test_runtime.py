"""The page's side of the runtime: its own tests under Node, and words for each of its reasons."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from ftdocs.bundle import node

pytestmark = pytest.mark.node

HERE = Path(__file__).parent
BROWSER = HERE.parents[1] / "src" / "ftdocs" / "browser"


def test_requests_deadlines_and_retries():
    command = [node.find_node(), "--test", "--test-reporter=tap", str(HERE / "runtime.test.mjs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)
    assert passed, "Node ran no tests"
    assert int(passed[1]) >= 15


def test_there_are_words_for_every_reason_and_a_reason_for_all_words():
    script = f"import {{ MESSAGES }} from {json.dumps((BROWSER / 'runtime-messages.js').as_uri())};"
    command = [node.find_node(), "--input-type=module", "--eval", script + "console.log(JSON.stringify(MESSAGES))"]
    messages = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    code = "".join((BROWSER / name).read_text() for name in ("worker.mjs", "session.js", "runtime.js", "scripts.js"))
    given = set(re.findall(r'"([a-z-]+)"', code))
    assert set(messages) <= given, "a text for a reason that is never given"
    reasons = set(re.findall(r'(?:Failure|giveUp|fail)\(\s*(?:[^",()]+\? )?"([a-z-]+)"', code))
    assert len(reasons) >= 6
    assert reasons <= set(messages), "a reason without words"
