"""Uses every calculator once in each of the ways a page does. Runs inside Pyodide, not here: see world.mjs.

Written with as few imports as possible: whatever it imports would go into the bundle.
"""

import json
import sys
import warnings

from calculators import protocol

PASTED = {"do": "block", "address": "https://guide.example/", "date": "2026-11-26", "numbers": True}


def probe(ids: list[str]) -> str:
    """JSON of what each calculator answers, of every module that is loaded by then with its file, and of the sources
    and regular expressions that were compiled for it (library.py)."""
    answers = {name: [answered(request) for request in requests(name)] for name in ids}
    use_error_paths()
    modules = {name: getattr(getattr(module, "__spec__", None), "origin", None) for name, module in sys.modules.items()}
    compiled = list(globals().get("ready_made", ()))
    return json.dumps({"answers": answers, "modules": modules, "compiled": compiled, "patterns": patterns()})


def answered(request: dict[str, object]) -> str:
    """The answer, refined to its end where there are ranges."""
    reply = protocol.respond(json.dumps(request))
    if '"spread": {' in reply:
        again = json.dumps({**request, "do": "refine"})
        while "sentence" not in json.loads(reply := protocol.respond(again)):
            pass
    return reply


def ranges(name: str, inputs: dict[str, object]) -> dict[str, str]:
    """A narrow range about the value of the first input that takes one."""
    for field, value in inputs.items():
        if isinstance(value, int | float) and value > 0:
            typed = {field: f"{value * 0.98:.12f} to {value * 0.99:.12f}"}
            asked = {"do": "answer", "calculator": name, "fields": typed}
            if json.loads(protocol.respond(json.dumps(asked))).get("spread"):
                return typed
    return {}


def requests(name: str) -> list[dict[str, object]]:
    """The defaults, an unreadable entry in every field, ranges in some, and the link to the first answer."""
    first: dict[str, object] = {"do": "answer", "calculator": name, "fields": {}}
    reply = json.loads(protocol.respond(json.dumps(first)))
    if not reply["ok"]:
        return [first]
    return [
        first,
        {**first, "fields": dict.fromkeys(reply["inputs"], "?")},
        {**first, "fields": ranges(name, reply["inputs"])},
        {**first, "do": "flips"},
        {**first, "pinned": {}},
        {"do": "open", "calculator": name, "fragment": reply["link"]},
        {**first, **PASTED},
        {**first, **PASTED, "pinned": {}},
    ]


def patterns() -> list[list[object]]:
    """Of each regular expression that was compiled: the flags it was asked with, and all that `_sre.compile` takes."""
    compiler = vars(sys.modules["re._compiler"])
    engine = compiler["_sre"]
    taken: list[list[object]] = []

    class Noting:
        def __getattr__(self, name: str) -> object:
            return getattr(engine, name)

        def compile(self, text: str, flags: int, code: list[int], *groups: object) -> None:
            # Named constants among the numbers are numbers elsewhere too.
            taken[-1] += [text, int(flags), [int(part) for part in code], *groups]

    compiler["_sre"] = Noting()
    for text, flags in dict.fromkeys(sys.modules["ready_patterns"].missed):
        taken.append([flags])
        compiler["compile"](text, flags)
    compiler["_sre"] = engine
    return taken


def use_error_paths() -> None:
    """Load what Python itself imports late, when something goes wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.warn("a warning", stacklevel=1)
    # The names are misspelt on purpose: the traceback then looks for suggestions.
    for wrong in ("sys.modulez", "int('x')", "unknown_name"):
        try:
            eval(wrong)
        except Exception as error:
            import traceback

            traceback.format_exception(error)
