"""Ten thousand links as nobody should write them: each lands, says what it could not use, and the defaults stand."""

import json

import pytest

import calculators
from calculators import protocol
from calculators.kit import calculator as kit
from calculators.kit import links
from tests.hostile import fragments

COUNT = 10_000
# Of these the whole reply is made as well.
ANSWERED = 15
LONGEST_SAID = 1_000


@pytest.fixture(scope="module")
def opened():
    """Every fragment with what became of it."""
    found = []
    for name, fragment in fragments(COUNT):
        calculator = calculators.get(name)
        found.append((calculator, fragment, links.open_fragment(calculator, fragment)))
    return found


def test_each_lands_with_a_text_for_every_field_and_notices_in_words(opened):
    assert len(opened) == COUNT
    for calculator, fragment, found in opened:
        names = [field.name for field in calculator.inputs]
        assert list(found.fields) == names
        assert found.second is None or list(found.second) == names
        for notice in found.notices:
            assert notice.endswith((".", "?")), notice
            assert len(notice) < LONGEST_SAID, fragment[:200]
            assert notice.isprintable(), fragment[:200]


def test_what_cannot_be_used_is_said_and_what_is_not_set_keeps_its_default(opened):
    for calculator, fragment, found in opened:
        query = fragment.partition("?")[2]
        pairs = links.pairs_of(query) if len(query) <= links.LONGEST_LINK else []
        given = dict(pairs)
        version = found.version
        frozen = links.history(calculator)[version].defaults
        for field in calculator.inputs:
            if field.name not in given:
                assert found.fields[field.name] == links.as_shown(
                    field, frozen.get(field.name, field.canonical(field.default))
                )
        values, problems = kit.read(calculator, found.fields)
        assert len(values) + len(problems) >= len(calculator.inputs)
        unusable = (
            len(query) > links.LONGEST_LINK
            or len(given) < len(pairs)
            or any("\ufffd" in text for pair in pairs for text in pair)
            or any(name.removeprefix("2.") not in found.fields for name in given if name not in links.RESERVED)
            or given.get("v", "") not in ("", *map(str, links.history(calculator)))
        )
        if unusable:
            assert found.notices, fragment[:200]


def test_a_choice_or_a_box_never_holds_what_it_does_not_offer(opened):
    for calculator, _, found in opened:
        for field in calculator.inputs:
            if field.control in ("select", "checkbox"):
                field.read(found.fields[field.name])  # raises for what it does not take
                field.read((found.second or found.fields)[field.name])
    assert any(remark.kind == "refused" for _, _, found in opened for remark in found.remarks)


def test_the_whole_reply_is_an_answer_or_errors_that_name_their_field(opened):
    answered = refused = 0
    for calculator, fragment, found in opened[::ANSWERED]:
        request = {"do": "open", "calculator": calculator.id, "fragment": fragment}
        reply = json.loads(protocol.respond(json.dumps(request)))
        assert reply["notices"] == found.notices
        if reply["ok"]:
            answered += 1
            assert reply["sentence"]
        else:
            refused += 1
            assert reply["errors"]
            for error in reply["errors"]:
                assert calculator.field(error["field"]).label in error["message"]
    assert answered > 100
    assert refused > 100
