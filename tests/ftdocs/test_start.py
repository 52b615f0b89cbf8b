"""What a start of Python in the browser leaves out: counted, not timed. What is not imported and not compiled takes no
time on any machine."""

import runpy
from pathlib import Path

import pytest

import calculators
from ftdocs.bundle import build_bundle, closure, library, runtime

ROOT = Path(__file__).parents[2]
NOTING_MISSES = r"""
import dataclasses, json, re, ready_made, ready_patterns, sys
missed = []
def run(source, *names):
    if source not in ready_made.TABLE:
        missed.append(source)
    return ready_made.run(source, *names)
dataclasses.exec = run
def state():
    waiting = [name for name, module in sys.modules.items() if type(module).__name__ == "_Later"]
    modules, patterns = list(sys.modules), list(ready_patterns.missed)
    unknown = re.fullmatch(r"(?P<digits>[0-9]+) (?P=digits)", "17 17")["digits"]
    return json.dumps(
        {"modules": modules, "waiting": waiting, "missed": missed, "patterns": patterns, "unknown": unknown}
    )
"""


@pytest.fixture(scope="module")
def found():
    """What is loaded after the first answer of every calculator, and what `dataclass` had to compile for it."""
    bundle = build_bundle(ROOT, ROOT / ".cache" / "ftdocs")
    call = f"[protocol.respond(json.dumps(requests(name)[0])) for name in {calculators.ids()!r}] and state()"
    return closure.look(runtime.find_runtime(ROOT), bundle.archive, NOTING_MISSES, call)


@pytest.mark.node
class TestStart:
    """Counted, not timed: what is not imported and not compiled takes no time on any machine."""

    def test_pyodide_loads_no_event_loop_and_no_reader_of_sources(self, found):
        unused = {"ast", "dis", "tokenize", "threading", "logging", "socket", "asyncio.events", "zipfile", "tempfile"}
        assert not unused & set(found["modules"])
        assert len(found["modules"]) < 190

    def test_modules_that_are_seldom_used_wait(self, found):
        assert {"inspect", "ipaddress"} <= set(found["waiting"])

    def test_no_class_is_compiled_in_the_browser(self, found):
        assert found["missed"] == []

    def test_no_regular_expression_is_compiled_in_the_browser(self, found):
        assert found["patterns"] == []

    def test_one_that_is_not_known_works_as_ever(self, found):
        assert found["unknown"] == "17"


@pytest.fixture(scope="module")
def eval_code():
    """Of the stand-in for Pyodide's own."""
    return runpy.run_path(str(Path(library.__file__).parent / "standins/_pyodide/_base.py"))["eval_code"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{}", {}),
        ("import json; json.loads('[1]')", [1]),
        (" import json ; json.__name__ ", "json"),
        ("a = 1; a + 1", 2),
        ("a = 1; b = 2", None),
        ("'a; b'", "a; b"),
        ("a = 1 # one; a", None),
        ("def double(x):\n    return 2 * x\ndouble(4)", 8),
        ("for x in (1, 2):\n    y = x", None),
        ("", None),
    ],
)
def test_the_value_of_the_last_expression(eval_code, source, value):
    assert eval_code(source) == value


def test_names_stay_where_they_were_given(eval_code):
    names = {"a": 2}
    assert eval_code("b = a * 3; b", names) == 6
    assert names["b"] == 6


def test_a_source_with_a_mistake_says_so(eval_code):
    with pytest.raises(SyntaxError):
        eval_code("import; 1")
