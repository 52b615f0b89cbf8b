"""Every worked case, answered by the page's own worker in Chromium."""

import json

import pytest

from calculators import protocol
from tests.calculators.helpers import assert_holds, differences
from tests.calculators.test_cases import CASES

pytestmark = pytest.mark.browser

# The page's own script asks its worker, one question after another.
ASK = """async (requests) => {
  const script = document.querySelector("script[src*='/app-']");
  const { ask } = await import(new URL("runtime.js", script.src).href);
  const found = [];
  for (const request of requests) {
    let { response } = await ask(request);
    // Refining goes on until there is an answer.
    while (request.do === "refine" && "draws" in response) ({ response } = await ask(request));
    found.push(JSON.stringify(response));
  }
  return found;
}"""


def test_every_case_holds_in_the_browser_and_agrees_with_python_here(visit):
    """The case's own numbers; and words, decisions, pictures and working to the letter, floats within 1e-9."""
    page = visit.open("when/latency/")
    requests = [{"do": "answer", "calculator": case["calculator"], "fields": case["set"]} for case in CASES]
    for case, request, text in zip(CASES, requests, page.evaluate(ASK, requests), strict=True):
        assert_holds(case, json.loads(text))
        assert list(differences(numbers(text), numbers(protocol.respond(json.dumps(request))))) == [], case["id"]


def test_the_same_seed_gives_the_same_draws_in_the_browser(visit):
    """All twenty thousand of the largest calculator: every percentile and probability, and the whole tornado."""
    page = visit.open("when/latency/")
    fields = {"calls_per_month": "500k to 9M", "retrain_usd": "2k to 20k", "prompt_price_decline": "10% to 60%"}
    request = {"do": "answer", "calculator": "total-cost", "fields": fields}
    refine = request | {"do": "refine"}
    first, last = map(numbers, page.evaluate(ASK, [request, refine]))
    here = [numbers(protocol.respond(json.dumps(request)))]
    while "sentence" not in (step := numbers(protocol.respond(json.dumps(refine)))):
        pass
    here.append(step)
    assert (first["spread"]["draws"], last["spread"]["draws"]) == (1000, 20_000)
    for found, expected in zip((first, last), here, strict=True):
        assert list(differences(found, expected)) == []


def numbers(text):
    """A reply whose numbers are all of one kind: in JavaScript 1.0 and 1 are the same."""
    return json.loads(text, parse_int=float)
