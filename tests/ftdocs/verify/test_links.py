"""Links of documents in three markup languages: found where they stand, judged, and moved ones written anew."""

import pytest

import calculators
from ftdocs import verify
from tests.ftdocs.verify.small_guide import ADDRESS, LIFT, NEW, OLD, VOLUME, found, run


@pytest.mark.parametrize(
    ("url", "kinds", "new"),
    [
        (NEW, [], None),
        (VOLUME, [], None),
        (VOLUME.removesuffix("/"), [], None),
        (f"{VOLUME}index.html#sweet-spot", [], None),
        (NEW.replace("https", "http"), [], None),
        (NEW.replace("guide.example", "GUIDE.Example"), [], None),
        (f"{ADDRESS}", [], None),
        (f"{ADDRESS}#start", [], None),
        (f"{ADDRESS}ftdocs.json", [], None),
        ("https://elsewhere.example/ft/when/high-volume/#nothing", [], None),
        ("https://guide.example/other/", [], None),
        ("mailto:a@guide.example", [], None),
        (OLD, ["moved"], NEW),
        (f"{ADDRESS}volume/#first", ["moved"], NEW),
        (f"{ADDRESS}volume/", ["moved"], VOLUME),
        (f"{ADDRESS}volume/#sweet-spot", ["moved"], NEW),
        (f"{VOLUME}?print=1#the-spot", ["moved"], NEW),
        (f"{VOLUME}#lift?items=500&v=1", ["moved"], f"{LIFT}?items=500&v=1"),
        (f"{VOLUME}#nothing", ["gone"], None),
        (f"{ADDRESS}nowhere/", ["gone"], None),
        (f"{LIFT}?items=500&v=1&d=2026-11", [], None),
        (f"{LIFT.replace('#lift', '#after-tuning')}?items=500&v=1", [], None),
        (f"{LIFT}?items=0", ["input"], None),
        (f"{LIFT}?items=many&nothing=1&v=99", ["input", "input", "input"], None),
        (f"{LIFT}?items=5&items=6", ["input", "input"], None),
        (f"{LIFT}?prompt_only_right=300", ["input"], None),
        (f"{LIFT.replace('#lift', '#after-tuning')}?items=0", ["input"], None),
        (f"{ADDRESS}decide/#readiness?retrieval=maybe", ["input"], None),
        (f"{LIFT}?" + "items=5&" * 5000, ["input"], None),
    ],
)
def test_a_link_is_judged_by_where_it_leads_and_what_it_carries(url, kinds, new, guide):
    report = verify.verify_text(f"See [this]({url}).", "markdown", guide)
    assert [each.kind for each in report.findings] == kinds
    assert all(each.url == url for each in report.findings)
    if new:
        assert [each.new for each in report.findings] == [new]


def test_what_is_gone_comes_with_what_it_may_be(guide):
    (gone,) = verify.verify_text(f"<{VOLUME}#swet-spot>", "markdown", guide).findings
    assert gone.message.endswith("did you mean when/high-volume/#sweet-spot?")
    (page,) = verify.verify_text(f"<{ADDRESS}when/high-volumes/>", "markdown", guide).findings
    assert page.message.endswith("did you mean when/high-volume/?")


def test_a_choice_that_is_not_offered_names_the_field_and_what_is(guide):
    (refused,) = verify.verify_text(f"<{ADDRESS}decide/#readiness?retrieval=maybe>", "markdown", guide).findings
    assert "“Does retrieval supply the knowledge at inference time?” must be" in refused.message


def test_older_versions_are_noted_with_what_moved(guide, monkeypatch):
    from calculators.kit import links
    from ftdocs.verify import links as checked

    frozen = links.history(calculators.get("lift"))[1]
    today = links.Version(frozen.defaults, "2027-01", "The exact test took the place of an approximation.")
    before = links.Version(frozen.defaults | {"confidence": "0.9"}, "2026-11", "")
    monkeypatch.setattr(links, "history", lambda calculator: {0: before, 1: today})
    checked._inputs.cache_clear()
    report = verify.verify_text(f"[a]({LIFT}?items=500&v=0)", "markdown", guide)
    checked._inputs.cache_clear()
    assert [each.kind for each in report.findings] == ["since", "since"]
    assert all(each.is_note for each in report.findings)
    assert "the link was made when the default was 90%" in report.findings[0].message
    assert "The formula changed in version 1" in report.findings[1].message


MARKDOWN = f"""\
# Title [a]({OLD}) #

> Quoted <{OLD}> and
> bare {OLD}, in code `{OLD}`, [b][ref], [c](
> {OLD} "title").

[ref]: {OLD}

| a | b |
| --- | --- |
| [d]({OLD}) | [d]({OLD}) |

- item
  ```
  {OLD}
  ```
  <a href='{OLD}'>raw</a>

Text.

    {OLD}

<p>
<a
 href="{OLD}">block</a></p>

<!-- {OLD} -->
![picture]({OLD})

[^1]: {OLD}
"""
HTML = f"""\
<!doctype html><title>x</title><script>var a = "<a href='{OLD}'>";</script>
<p><a href="{OLD}">a</a> {OLD} <code>{OLD}</code></p>
<!-- <a href="{OLD}">no</a> -->
<pre><a class="x"
  href='{OLD}'>b</a></pre><a href={OLD}>c</a>
"""
RST = f"""\
Title
=====

One `a <{OLD}>`__ and ``{OLD}`` and
bare {OLD}. Named_, :doc:`other`.

.. _Named: {OLD}

.. tabs::
   :option: 1

   .. tab:: x

      inside {OLD}

.. code-block:: python

   "{OLD}"

.. include:: {OLD}

.. note:: `x
   <{OLD}>`_
"""


@pytest.mark.parametrize(
    ("kind", "text", "lines"),
    [
        ("markdown", MARKDOWN, [1, 3, 4, 5, 7, 11, 11, 17, 25, 30]),
        ("html", HTML, [2, 5, 5]),
        ("rst", RST, [4, 5, 7, 14, 23]),
    ],
)
def test_links_are_found_where_they_stand_and_code_holds_none(kind, text, lines, guide):
    assert found(text, guide, kind) == [(line, "moved") for line in lines]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "text"), [("a.md", MARKDOWN), ("a.html", HTML), ("a.rst", RST)])
def test_fix_writes_moved_addresses_and_touches_nothing_else(name, text, ending, site, tmp_path):
    path = tmp_path / name
    path.write_bytes(text.replace("\n", ending).encode())
    expected = len(verify.verify_file(path, verify.read_guide(site, tmp_path / "x", [ADDRESS])).findings)
    done = run(path, "--site", site, "--address", ADDRESS, "--fix")
    assert done.exit_code == 0, done.stderr
    assert f"fixed: {expected}" in done.stdout
    fixed = path.read_bytes().decode()
    assert fixed.count(NEW) == expected
    assert fixed.replace(NEW, OLD) == text.replace("\n", ending)
    again = run(path, "--site", site, "--address", ADDRESS)
    assert again.exit_code == 0
    assert path.read_bytes().decode() == fixed


def test_fix_keeps_a_links_inputs_as_they_are_written(site, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(f'<a href="{VOLUME}#lift?items=5%30&amp;v=1">x</a>')
    assert run(path, "--site", site, "--address", ADDRESS, "--fix").exit_code == 0
    assert path.read_text() == f'<a href="{LIFT}?items=5%30&amp;v=1">x</a>'


def test_an_address_in_another_writing_is_reported_and_left(site, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"[x]({OLD.replace('the-spot', 'the&#45;spot')})\n")
    done = run(path, "--site", site, "--address", ADDRESS, "--fix")
    assert done.exit_code == 1
    assert NEW in done.stderr
    assert path.read_text() == f"[x]({OLD.replace('the-spot', 'the&#45;spot')})\n"
