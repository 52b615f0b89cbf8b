"""Under an organisation's profile, too, the bundle gives what Python gives here."""

import json
import subprocess
from pathlib import Path

import pytest

import calculators
from calculators import protocol
from ftdocs import profile as profiles
from ftdocs.bundle import build_bundle, node
from tests.calculators.helpers import differences
from tests.node.test_agreement import CASES, answer_here

pytestmark = pytest.mark.node

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def own():
    """The profile of the second site."""
    return profiles.load(ROOT / "tests" / "organisation" / profiles.NAME)


def requests_of(name):
    """Starting values, the project's cases, an own model, amounts with signs, and links from elsewhere."""
    cases = [case["set"] for case in json.loads(CASES.read_text()) if case["calculator"] == name]
    typed = [
        {f.name: text} for f in calculators.get(name).inputs for text in ("1 000 €", "$5", "€2k to €3k", "ours/large-1")
    ]
    yield from ({"do": "answer", "calculator": name, "fields": fields} for fields in ({}, *cases, *typed))
    yield {"do": "flips", "calculator": name, "fields": {}}
    with profiles.in_use(profiles.NONE):
        plain = link_of(name)
    for link in (plain, link_of(name), plain + "&p=other", plain + "&p=other:GBP"):
        yield {"do": "open", "calculator": name, "fragment": link}


def link_of(name):
    return json.loads(protocol.respond(json.dumps({"do": "answer", "calculator": name, "fields": {}})))["link"]


def test_the_bundle_answers_as_python_does_here_under_a_profile(own):
    bundle = build_bundle(ROOT, ROOT / ".cache" / "ftdocs", profile=own.data)
    with profiles.in_use(own):
        texts = [json.dumps(request) for name in calculators.ids() for request in requests_of(name)]
        here = [answer_here(text) for text in texts]
    done = subprocess.run(
        [node.find_node(), str(Path(__file__).with_name("answers.mjs"))],
        input=json.dumps({"app": str(bundle.app), "requests": texts}),
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    there = [json.loads(reply) for reply in json.loads(done.stdout)]
    for text, one, other in zip(texts, there, here, strict=True):
        assert list(differences(one, other)) == [], text
    assert any("€" in json.dumps(reply, ensure_ascii=False) for reply in there)
