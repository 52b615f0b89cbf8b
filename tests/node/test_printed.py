"""What every page prints is what its reader's browser will compute: each calculator of the built site, from its bundle.

The form's own texts go to the bundle under Node; outputs must agree within 1e-9, words to the letter.
"""

import json
import math

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.node.bundled import answers_of

pytestmark = pytest.mark.node


def printed(site_dir):
    """(page, element) for every calculator on every page."""
    for path in sorted(site_dir.rglob("*.html")):
        for element in LexborHTMLParser(path.read_bytes()).css("ft-calculator"):
            yield path.relative_to(site_dir).as_posix(), element


def fields(element):
    """The texts that stand in its form, as the page reads them (form.js)."""
    found = {}
    for control in element.css("form [name]"):
        name, kind = control.attributes["name"], control.attributes.get("type")
        if control.tag == "select":
            chosen = control.css_first("option[selected]") or control.css_first("option")
            found[name] = chosen.attributes.get("value", chosen.text())
        elif kind in ("radio", "checkbox"):
            if "checked" in control.attributes:
                found[name] = control.attributes.get("value", "on")
        elif control.tag == "textarea":
            found[name] = control.text()
        else:
            found[name] = control.attributes.get("value") or ""
    return found


def agrees(said, value):
    """Whether a `data-value` is the value: words to the letter, numbers within 1e-9."""
    if isinstance(value, str):
        return said == value
    return same(json.loads(said), value)


def same(one, other):
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


def test_every_printed_result_is_what_the_bundle_computes(site_dir):
    elements = list(printed(site_dir))
    assert len(elements) >= 20
    app = next((site_dir / "assets" / "ftdocs").glob("app-*"))
    requests = [
        json.dumps({"do": "answer", "calculator": element.attributes["name"], "fields": fields(element)})
        for _, element in elements
    ]
    wrong = []
    for (page, element), reply in zip(elements, answers_of(app, requests), strict=True):
        place = f"{page}#{element.attributes['id']}"
        if not reply.get("ok"):
            wrong.append(f"{place}: {reply}")
            continue
        for output in element.css("[data-output]"):
            name = output.attributes["data-output"]
            shown = " ".join(output.text().split())
            if name == "sentence":
                right = shown == " ".join(reply["sentence"].split())
            elif name in reply["shown"]:
                right = shown == " ".join(reply["shown"][name].split())
                right = right and agrees(output.attributes["data-value"], reply["outputs"][name])
            else:
                right = agrees(output.attributes["data-value"], reply["outputs"][name])
            if not right:
                wrong.append(f"{place}: {name} is printed as “{shown}”, the bundle says {reply['outputs'].get(name)}")
        if not element.attributes.get("data-pinned"):
            assert element.attributes["data-link"] == reply["link"], place
    assert wrong == []


def test_a_wrong_figure_would_be_found():
    assert agrees("0.5715880000000001", 0.571588)
    assert not agrees("0.5715881", 0.571588)
    assert not agrees("[1, 2]", [1, 3])
    assert not agrees("tune", "wait")
