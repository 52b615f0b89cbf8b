"""What a site says of itself is held against its pages."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ftdocs.check.tiny_site import found_in

# A change of ftdocs.json, and what is said of it.
BROKEN_INVENTORY = {
    "missing": (lambda found: found.clear(), "has format None, not 1"),
    "section not listed": (lambda found: found["pages"][0]["sections"].pop(), "is on the site and not listed"),
    "page not on the site": (
        lambda found: found["pages"][0].update(address="gone/"),
        "“gone/” is listed and not on the site",
    ),
    "new section": (lambda found: found["anchors"].remove("./#start"), "not kept for good yet: “./#start”"),
    "lost section": (lambda found: found["anchors"].append("./#gone"), "“./#gone” was published and leads nowhere"),
    "loop": (lambda found: found["redirects"].update({"a/": "b/", "b/": "a/"}), "“a/” is sent round in a circle"),
    "chain": (lambda found: found["redirects"].update({"a/": "b/", "b/": "trap/"}), "“b/”, which has moved itself"),
    "nowhere": (lambda found: found["redirects"].update({"a/": "b/"}), "redirected to “b/”, which does not exist"),
    "still there": (lambda found: found["redirects"].update({"trap/": "./"}), "“trap/” is redirected and still there"),
    "without a stub": (lambda found: found["redirects"].update({"a/": "trap/"}), "and the page does not say so"),
    "not in the page": (
        lambda found: found["redirects"].update({"trap/#old": "trap/#lift"}),
        "“trap/#old” is redirected and the page does not say so",
    ),
}


@pytest.mark.parametrize("broken", BROKEN_INVENTORY.values(), ids=BROKEN_INVENTORY.keys())
def test_an_inventory_that_does_not_hold_is_found(site: Path, broken: tuple[Callable[..., None], str]):
    change, words = broken
    found = json.loads((site / "ftdocs.json").read_text())
    change(found)
    (site / "ftdocs.json").write_text(json.dumps(found))
    findings = found_in(site)
    assert {finding.kind for finding in findings} == {"inventory"}
    assert any(words in finding.message for finding in findings), findings
    assert all(finding.cure for finding in findings)


@pytest.mark.parametrize(("name", "words"), [("objects.inv", "missing"), ("trap/index.html.md", "not on the site")])
def test_a_missing_part_of_the_inventory_is_found(site: Path, name: str, words: str):
    (site / name).unlink()
    (finding,) = found_in(site)
    assert (finding.kind, finding.cure) == ("inventory", "build the site anew with `ftdocs build`")
    assert words in finding.message


def test_sphinx_is_sent_nowhere_that_does_not_exist(site: Path):
    file = site / "objects.inv"
    head, body = file.read_bytes().split(b"compressed using zlib.\n")
    entries = zlib.decompress(body).replace(b"trap/#lift", b"trap/#left")
    file.write_bytes(head + b"compressed using zlib.\n" + zlib.compress(entries))
    assert [finding.message for finding in found_in(site)] == ["“trap/#left” does not exist"]
    file.write_bytes(b"no such thing")
    assert [finding.message for finding in found_in(site)] == ["the file cannot be read"]
