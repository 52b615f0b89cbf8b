"""One question in, one answer out, both as JSON text: how everything that is not Python asks a calculator.

    {"do": "answer", "calculator": "lift", "fields": {"items": "200"}}
    {"do": "open", "calculator": "lift", "fragment": "lift?items=500&v=1"}

`open` reads a link: it answers too, and adds `fields` (the text for each control) and `notices`.
"""

import json
from dataclasses import asdict
from typing import Any

import calculators
from calculators.kit import links


def respond(text: str) -> str:
    """Answer one request. Bad input comes back as `{"ok": false, "errors": [{"field", "message"}]}`."""
    request = json.loads(text)
    calculator = calculators.get(request["calculator"])
    if request["do"] == "open":
        opened = links.open_fragment(calculator, request["fragment"])
        reply = reply_to(calculator, opened.fields) | {"fields": opened.fields, "notices": opened.notices}
    else:
        reply = reply_to(calculator, request["fields"])
    return json.dumps(reply, ensure_ascii=False, allow_nan=False)


def reply_to(calculator: calculators.Calculator, fields: dict[str, Any]) -> dict[str, Any]:
    """The answer for typed `fields` as plain data, or the list of errors."""
    result = calculators.answer(calculator, fields)
    if isinstance(result, calculators.Refusal):
        return {"ok": False, "errors": [asdict(problem) for problem in result.problems]}
    return {
        "ok": True,
        "calculator": calculator.id,
        "version": calculator.version,
        "data": calculator.data,
        "inputs": result.inputs,
        "outputs": result.outputs,
        "sentence": result.sentence,
        "notes": result.notes,
        "link": links.fragment(calculator, result.inputs),
        "shown": result.shown,
        "working": [asdict(step) for step in result.working],
        "picture": asdict(result.picture),
    }
