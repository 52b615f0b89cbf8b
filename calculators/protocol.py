"""One question in, one answer out, both as JSON text: how everything that is not Python asks a calculator.

    {"do": "answer", "calculator": "lift", "fields": {"items": "200"}}
    {"do": "refine", "calculator": "break-even", "fields": {"calls_per_month": "20k to 120k"}}
    {"do": "open", "calculator": "lift", "fragment": "lift?items=500&v=1"}
    {"do": "flips", "calculator": "lift", "fields": {}}
    {"do": "step", "calculator": "lift", "field": "items", "text": "1,100", "by": 1, "start": "1,000"}
    {"do": "block", "calculator": "lift", "fields": {}, "address": "https://…/", "date": "2026-11-26", "numbers": true}

`open` reads a link: it answers too, and adds `fields` (the text for each control), `notices`, and, for a link with two
variants, `pinned`: the fields of the first; the answer is then that for the second. `answer` and `refine` with `pinned`
add `compared`: the rows of both variants side by side, and `link` holds both. `flips` says what would flip a decision.
`step` gives `{"ok": true, "text"}`: what an arrow key makes of the text in a field, if stepping began at `start`.
`block` gives `{"ok": true, "block"}`: the result as Markdown for a document, or without `numbers` the question alone.

`answer`, `open` and `refine` add `echoes`: how a text that could mean something else was read, by field.

Where an input is a range, `answer` and `open` take the first draws only, and say so in `spread`. `refine` with the same
fields takes a few more and says how far it is (`{"ok": true, "draws", "planned", "said"}`); the last time it gives the
answer from all of them. Whoever does not ask again leaves nothing running.

What begins with `scenario-` is answered by `calculators.scenario.requests`.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import calculators
from calculators.kit import calculator as kit
from calculators.kit import links
from calculators.kit.formatting import count
from calculators.kit.ranges import Range

if TYPE_CHECKING:
    from calculators.kit.block import Block
    from calculators.kit.simulation import Simulation

# How long one step of refining may take, in seconds: an edit waits no longer than that for its answer.
STEP = 0.05
DRAWS_AT_ONCE = 500

# The simulation of the last question with ranges, to go on with.
_held: "tuple[str, dict[str, Any], Simulation] | None" = None


def use_profile(text: str) -> None:
    """Answer from now on with an organisation's profile: the compiled one, as JSON."""
    from calculators.kit import profile

    profile.use(json.loads(text))


def respond(text: str) -> str:
    """Answer one request. Bad input comes back as `{"ok": false, "errors": [{"field", "message"}]}`."""
    request = json.loads(text)
    if request["do"].startswith("scenario-"):
        # Imported only where somebody keeps a scenario.
        from calculators.scenario import requests

        return json.dumps(requests.respond(request), ensure_ascii=False, allow_nan=False)
    calculator = calculators.get(request["calculator"])
    if request["do"] == "open":
        opened = links.open_fragment(calculator, request["fragment"])
        pinned = None if opened.second is None else opened.fields
        fields = opened.fields if opened.second is None else opened.second
        reply = compared(calculator, reply_to(calculator, fields), fields, pinned)
        reply |= {"fields": fields, "notices": opened.notices, "pinned": pinned, "echoes": echoes(calculator, fields)}
    elif request["do"] == "flips":
        reply = flips_reply(calculator, request["fields"])
    elif request["do"] == "step":
        from calculators.kit.stepping import stepped

        field = calculator.field(request["field"])
        reply = {"ok": True, "text": stepped(field, request["text"], request["by"], request["start"])}
    elif request["do"] == "block":
        reply = block_reply(calculator, request)
    else:
        ask = refined if request["do"] == "refine" else reply_to
        fields = request["fields"]
        reply = compared(calculator, ask(calculator, fields), fields, request.get("pinned"))
        reply["echoes"] = echoes(calculator, fields)
    return json.dumps(reply, ensure_ascii=False, allow_nan=False)


def echoes(calculator: calculators.Calculator, fields: Mapping[str, Any]) -> dict[str, str]:
    """How texts that could mean something else were read, by the field's name."""
    found = {f.name: f.echo(kit.as_text(fields[f.name])) for f in calculator.inputs if f.name in fields}
    return {name: said for name, said in found.items() if said}


def reply_to(calculator: calculators.Calculator, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The answer for typed `fields`; over ranges from the first draws."""
    global _held
    values, problems = kit.read(calculator, fields)
    if problems:
        return as_data(calculators.Refusal(problems))
    if not kit.has_ranges(values):
        return as_data(kit.answer_for(calculator, values))
    from calculators.kit import simulation, spread

    held = simulation.Simulation(calculator, values)
    _held = (calculator.id, values, held)
    return as_data(spread.answer(calculator, values, simulation=held, draws=simulation.FIRST_DRAWS))


def refined(calculator: calculators.Calculator, fields: Mapping[str, Any]) -> dict[str, Any]:
    """How far the draws are after one more step, or the answer from all of them."""
    from calculators.kit import simulation, spread

    values, problems = kit.read(calculator, fields)
    if problems or not kit.has_ranges(values) or _held is None or _held[:2] != (calculator.id, values):
        return reply_to(calculator, fields)
    held, began = _held[2], time.perf_counter()
    while held.done < simulation.DRAWS and time.perf_counter() - began < STEP:
        held.advance(min(held.done + DRAWS_AT_ONCE, simulation.DRAWS))
    if held.done < simulation.DRAWS:
        return {"ok": True, **progress(held.done, simulation.DRAWS)}
    return as_data(spread.answer(calculator, values, simulation=held))


def compared(
    calculator: calculators.Calculator,
    reply: dict[str, Any],
    fields: Mapping[str, Any],
    pinned: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """`reply`, to which a comparison with the variant `pinned` is added where both have a result."""
    if pinned is None or "sentence" not in reply:
        return reply
    # For the middle of ranges: a comparison of spreads would want the draws of both.
    first, second = (_for_the_middle(calculator, each) for each in (pinned, fields))
    if isinstance(first, calculators.Refusal) or isinstance(second, calculators.Refusal):
        return reply
    from calculators.kit.compare import compare

    link = links.fragment(calculator, first.inputs, second.inputs)
    return reply | {"compared": asdict(compare(first, second)), "link": link}


def flips_reply(calculator: calculators.Calculator, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What would flip the decision, in words."""
    from calculators.kit.flips import flips

    values, problems = kit.read(calculator, fields)
    if problems:
        return as_data(calculators.Refusal(problems))
    found = flips(calculator, values)
    if found is None:
        return {"ok": True, "flips": None}
    rows = [{"label": flip.field.label, "now": flip.now, "at": flip.at} for flip in found.found]
    return {"ok": True, "flips": {"decision": found.decision, "rows": rows, "rest": found.rest}}


def block_reply(calculator: calculators.Calculator, request: Mapping[str, Any]) -> dict[str, Any]:
    """The result for the fields as a block of Markdown, over ranges from all draws."""
    from calculators.kit import block

    address, date = request["address"], request["date"]
    if not request["numbers"]:
        return {"ok": True, "block": block.without_numbers(calculator, address, date)}
    pinned = request.get("pinned")
    found = block_for(calculator, request["fields"], pinned)
    if isinstance(found, calculators.Refusal):
        return as_data(found)
    return {"ok": True, "block": block.markdown(calculator, found, address, date)}


def block_for(
    calculator: calculators.Calculator, fields: Mapping[str, Any], pinned: Mapping[str, Any] | None = None
) -> "Block | calculators.Refusal":
    """What a block says of the result for `fields`, beside that for `pinned` where two variants are compared."""
    from calculators.kit import block

    if pinned is not None:
        first, second = (_for_the_middle(calculator, each) for each in (pinned, fields))
        if isinstance(second, calculators.Refusal):
            return second
        if isinstance(first, calculators.Answer) and first.inputs != second.inputs:
            return block.compose(second, first)
    answer = _answer_from_all_draws(calculator, fields)
    return answer if isinstance(answer, calculators.Refusal) else block.compose(answer)


def _answer_from_all_draws(
    calculator: calculators.Calculator, fields: Mapping[str, Any]
) -> calculators.Answer | calculators.Refusal:
    """As `calculators.answer`, but going on from the draws that are held."""
    values, problems = kit.read(calculator, fields)
    if problems or _held is None or _held[:2] != (calculator.id, values):
        return calculators.answer(calculator, fields)
    from calculators.kit import spread

    return spread.answer(calculator, values, simulation=_held[2])


def _for_the_middle(
    calculator: calculators.Calculator, fields: Mapping[str, Any]
) -> calculators.Answer | calculators.Refusal:
    values, problems = kit.read(calculator, fields)
    return calculators.Refusal(problems) if problems else kit.answer_for_the_middle(calculator, values)


def as_data(result: calculators.Answer | calculators.Refusal) -> dict[str, Any]:
    """A result as plain data."""
    if isinstance(result, calculators.Refusal):
        return {"ok": False, "errors": [asdict(problem) for problem in result.problems]}
    calculator, spread = result.calculator, result.spread
    return {
        "ok": True,
        "calculator": calculator.id,
        "version": calculator.version,
        "data": calculator.data,
        "inputs": plain_inputs(result),
        "outputs": result.outputs,
        "sentence": result.sentence,
        "notes": result.notes,
        "link": links.fragment(calculator, result.inputs),
        "shown": result.shown,
        "working": [vars(step) for step in result.working],
        # Not asdict, which copies every row of the picture: that took a third of an answer.
        "picture": vars(result.picture) | {"table": vars(result.picture.table)},
        "spread": spread and asdict(spread) | progress(spread.draws, spread.planned),
    }


def progress(draws: int, planned: int) -> dict[str, Any]:
    """How far the draws are, also in words."""
    return {"draws": draws, "planned": planned, "said": f"Refining: {count(draws)} of {count(planned)} draws"}


def plain_inputs(result: calculators.Answer) -> dict[str, Any]:
    """The inputs as plain data, by name: a range as the text that stands for it in links."""
    return {name: str(value) if isinstance(value, Range) else value for name, value in result.inputs.items()}
