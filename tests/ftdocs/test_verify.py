"""`ftdocs verify`: documents in three markup languages, held against a guide."""

import json
import os
import pathlib
import random
import shlex
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

import calculators
from calculators import protocol
from ftdocs import verify
from ftdocs.cli import main
from ftdocs.homes import home

ADDRESS = "https://guide.example/ft/"
VOLUME = f"{ADDRESS}when/high-volume/"
LIFT = f"{ADDRESS}trap/seductive-logic/#lift"
OLD, NEW = f"{VOLUME}#the-spot", f"{VOLUME}#sweet-spot"
SPOT = "when/high-volume/#sweet-spot"
# What verify reads of an ftdocs.json.
SITE = {
    "format": 1,
    "site": {"address": ""},
    "pages": [
        {"address": "./", "sections": [{"address": "./#start"}]},
        {
            "address": "when/high-volume/",
            "sections": [
                {"address": "when/high-volume/#sweet-spot"},
                {"address": "when/high-volume/#break-even", "calculator": "break-even"},
            ],
        },
        {
            "address": "trap/seductive-logic/",
            "sections": [
                {"address": "trap/seductive-logic/#lift", "calculator": "lift"},
                {"address": "trap/seductive-logic/#after-tuning", "calculator": "lift"},
            ],
        },
        {"address": "decide/", "sections": [{"address": "decide/#readiness", "calculator": "readiness"}]},
    ],
    "calculators": {"lift": {"version": 1}},
    "redirects": {
        "when/high-volume/#the-spot": "when/high-volume/#sweet-spot",
        "volume/": "when/high-volume/",
        "volume/#first": "when/high-volume/#the-spot",
    },
}


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "ftdocs.json"
    path.write_text(json.dumps(SITE))
    return path


@pytest.fixture
def guide(site):
    return verify.read_guide(site, pathlib.Path("none.yml"), [ADDRESS])


def found(text, guide, kind="markdown"):
    return [(each.line, each.kind) for each in verify.verify_text(text, kind, guide).findings]


def run(*words):
    return CliRunner().invoke(main, ["verify", *map(str, words)], catch_exceptions=False)


def block(calculator, fields, **more):
    asked = {"do": "block", "calculator": calculator, "fields": fields, "numbers": True, "date": "2026-11-26"}
    asked |= {"address": ADDRESS + home(calculator)}
    return json.loads(protocol.respond(json.dumps(asked | more)))["block"]


# --- Links ---------------------------------------------------------------------------------------------------------


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


# --- Where links stand ---------------------------------------------------------------------------------------------

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


# --- Blocks --------------------------------------------------------------------------------------------------------

GIVEN = {"items": "1000", "prompt_only_right": "21", "tuned_only_right": "45"}


def as_rst(text):
    """A block as pandoc writes it."""
    body = "\n".join(f"   {line.removeprefix('>').removeprefix(' ')}".rstrip() for line in text.splitlines())
    return body.replace("[lift](", "`lift <").replace("), version", ">`__, version")


def reflowed(text):
    """The words one a line, as far as Markdown lets them be."""
    lines = [line.removeprefix("> ") for line in text.splitlines()]
    return "\n".join(
        "> " + ("\n>   " if line.startswith("- ") else "\n> ").join(line.split(" ")).replace("-\n>  ", "-")
        for line in lines
    )


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("markdown", str),
        ("markdown", lambda text: text.replace("> ", "").replace(">", "")),
        ("markdown", lambda text: text.replace("> ", "> > ").replace(">\n", "> >\n")),
        ("markdown", reflowed),
        ("markdown", lambda text: f"{text}>\n{text}"),
        ("markdown", lambda text: text.replace("’", "'").replace("−", "-")),
        ("html", lambda text: MarkdownIt().render(text)),
        ("rst", as_rst),
    ],
)
def test_a_block_is_read_back_in_whatever_shape_it_comes(kind, shape, guide):
    pasted = f"Before.\n\n- a list: of something\n\n{shape(block('lift', GIVEN))}\n\nAfter.\n"
    report = verify.verify_text(pasted, kind, guide)
    assert report.blocks == pasted.count("Computed")
    assert report.findings == []
    tampered = pasted.replace("+2.4", "+2.9").replace("1,000", "1,001", 1) if kind != "x" else ""
    kinds = {
        (each.kind, each.label, each.quoted, each.today) for each in verify.verify_text(tampered, kind, guide).findings
    }
    assert ("result", "Difference, tuned minus prompt", "+2.9 points", "+2.4 points") in kinds
    assert any(kind == "sentence" for kind, *_ in kinds)


RANGED = ("break-even", "few-shot")


def test_every_calculators_block_is_read_back_without_a_finding(tmp_path):
    places = {name: {"address": f"{home(name)}#{name}", "calculator": name} for name in calculators.ids()}
    pages = [{"address": home(name), "sections": [place]} for name, place in places.items()]
    site = {**SITE, "pages": pages}
    path = tmp_path / "ftdocs.json"
    path.write_text(json.dumps(site))
    guide = verify.read_guide(path, tmp_path / "none", [ADDRESS])
    for name in calculators.ids():
        calculator = calculators.get(name)
        # A whole run of draws takes a while; some calculators stand for all.
        field = next((f for f in calculator.inputs if name in RANGED and f.name in calculator.uncertain), None)
        ranged = (
            {field.name: f"{field.canonical(field.default * 0.9)} to {field.canonical(field.default)}"} if field else {}
        )
        text = "\n".join([block(name, {}), block(name, ranged), block(name, ranged, pinned={})])
        report = verify.verify_text(text, "markdown", guide)
        assert report.findings == [], name
        assert report.blocks == 3


def test_lines_of_a_block_are_told_one_by_one(guide):
    text = block("lift", GIVEN).replace("p-value, exact: 0.0043", "p-value, exact: 0.0001")
    text = text.replace("- Verdict:", "- Outcome:").replace("- Test items: 1,000", "- Test items: 900")
    report = verify.verify_text("\n" + text, "markdown", guide)
    assert [(each.line, each.kind, each.label) for each in report.findings] == [
        (9, "result", "p-value, exact"),
        (10, "result", "Outcome"),
        (14, "input", "Test items"),
    ]
    assert "is quoted as 0.0001; its link gives 0.0043" in report.findings[0].message


def test_other_words_with_the_same_figures_are_a_note(guide):
    text = block("lift", GIVEN).replace("did better than", "was ahead of")
    (note,) = verify.verify_text(text, "markdown", guide).findings
    assert (note.kind, note.is_note) == ("worded", True)


def test_a_block_without_its_quotation_ends_at_its_question(guide):
    text = "- Test items: 7\n\nOther.\n\n" + block("lift", GIVEN).replace("> ", "").replace(">", "")
    assert verify.verify_text(text, "markdown", guide).findings == []


def test_a_question_without_numbers_is_no_block(guide):
    report = verify.verify_text(block("lift", GIVEN, numbers=False), "markdown", guide)
    assert (report.links, report.blocks, report.findings) == (1, 0, [])


PIECES = (
    *(
        "> ",
        "- ",
        "`",
        "``",
        "[",
        "](",
        ")",
        "**",
        "|",
        "\\",
        "<",
        "&#45;",
        "_",
        "::",
        "..",
        "   ",
        "\t",
        "===",
        "\n",
        "\n\n",
    ),
    *(
        OLD,
        f"<a href='{OLD}'>",
        "</a>",
        "<blockquote>",
        "<li>",
        "<!--",
        "-->",
        f"`a <{OLD}>`__",
        f"[r]: {OLD}",
        "\x0c",
        "\u2028",
    ),
    *("é", f"Computed on 2026-11-26 with [lift]({LIFT}?items=5&v=1)", ".. note::", "From these inputs:", "\r\n", "\0"),
)


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.rst"])
def test_whatever_stands_in_a_document_it_is_read_and_only_addresses_are_written(name, guide, tmp_path):
    chance = random.Random(6)
    path = tmp_path / name
    fixed = 0
    for _ in range(300):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 60)))
        path.write_bytes(text.encode())
        report = verify.verify_file(path, guide, fix=True)
        assert report.trouble == ""
        fixed += sum(each.fixed for each in report.findings)
        assert path.read_bytes().decode().replace(NEW, OLD) == text
    assert fixed > 100


# --- The command ---------------------------------------------------------------------------------------------------


def test_json_has_what_people_are_told(site, tmp_path):
    path = tmp_path / "design.md"
    path.write_text(f"[a]({OLD})\n\n{block('lift', GIVEN).replace('+2.4', '+2.9')}\n[b]({ADDRESS}nowhere/)\n")
    done = run(path, "--site", site, "--address", ADDRESS, "--json")
    reply = json.loads(done.stdout)
    assert done.exit_code == 1
    assert {name: reply[name] for name in ("documents", "links", "blocks", "fixed", "notes", "trouble")} == {
        "documents": 1,
        "links": 3,
        "blocks": 1,
        "fixed": 0,
        "notes": [],
        "trouble": [],
    }
    moved, result, gone = reply["findings"]
    assert moved == {
        "file": str(path),
        "kind": "moved",
        "line": 1,
        "message": "this section has moved: when/high-volume/#the-spot is now when/high-volume/#sweet-spot; "
        f"write {NEW}",
        "url": OLD,
        "new": NEW,
        "fixed": False,
    }
    assert (result["kind"], result["quoted"], result["today"]) == ("result", "+2.9 points", "+2.4 points")
    assert (gone["kind"], gone["line"]) == ("gone", 22)


def test_nothing_to_mend_is_said_and_exits_with_0(site, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"[a]({NEW})\n")
    done = run(path, "--site", site, "--address", ADDRESS)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Nothing to mend in 1 document, 1 link, 0 pasted results.\n"


def test_folders_are_searched_and_many_documents_keep_their_order(site, tmp_path):
    shelf = tmp_path / "docs"
    for number in range(verify.MANY + 6):
        path = shelf / f"{number % 7}" / f"{number:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[a]({OLD})\n" if number % 2 else "[a](https://guide.example/ft/)\n")
    (shelf / ".git").mkdir()
    (shelf / ".git" / "x.md").write_text(f"[a]({OLD})")
    (shelf / "notes.txt").write_text(OLD)
    reply = json.loads(run(shelf, "--site", site, "--address", ADDRESS, "--json").stdout)
    assert reply["documents"] == verify.MANY + 6
    files = [each["file"] for each in reply["findings"]]
    assert files == sorted(files)
    assert len(files) == (verify.MANY + 6) // 2
    fixed = run(shelf, "--site", site, "--address", ADDRESS, "--fix")
    assert fixed.exit_code == 0
    assert OLD not in "".join(path.read_text() for path in shelf.rglob("[0-9]*.md"))


def test_without_an_address_calculators_tell_where_the_guide_is(site, tmp_path):
    path = tmp_path / "a.md"
    other = "http://wiki.internal/x/"
    path.write_text(f"[a]({other}trap/seductive-logic/#lift?items=0&v=1) [b]({other}when/high-volume/#the-spot)\n")
    done = run(path, "--site", site, "-f", tmp_path / "none.yml")
    assert done.exit_code == 1
    assert "the site's address is not known" in done.stderr
    assert "“Test items” must be 1 or more" in done.stderr
    assert f"write {other}when/high-volume/#sweet-spot" in done.stderr


def test_the_address_may_come_from_the_site_or_its_configuration(tmp_path, site):
    path = tmp_path / "a.md"
    path.write_text(f"[a]({OLD})\n")
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"site_name: x\nsite_url: {ADDRESS}\n")
    assert run(path, "--site", site, "-f", config).exit_code == 1
    site.write_text(json.dumps(SITE | {"site": {"address": ADDRESS}}))
    assert run(path, "--site", tmp_path, "-f", tmp_path / "none.yml").exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument"),
        (["none.md"], "there is no file none.md"),
        (["a.docx"], "a.docx is no Markdown, HTML or reStructuredText by its name"),
        (["a.md", "--site", "nowhere"], "is missing"),
        (["a.md", "--site", "broken.json"], "broken.json"),
        (
            ["a.md", "--address", "guide"],
            "--address takes a whole address, such as https://guide.example/, not “guide”",
        ),
        (["a.md", "--site", "other.json"], "other.json is no inventory of a site"),
        (["deep.rst", "--site", "."], "deep.rst is nested too deeply to be read"),
        (["latin.md"], "latin.md is not UTF-8 (byte 4)"),
    ],
)
def test_bad_usage_is_one_line_and_exits_with_2(words, said, site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "a.docx").write_text("x")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "other.json").write_text('{"format": 1, "pages": [1]}')
    (tmp_path / "deep.rst").write_text("- " * 3000 + ADDRESS + "#")
    (tmp_path / "latin.md").write_bytes("caf\xe9".encode("latin-1"))
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_another_version_on_the_site_than_here_is_said(site, tmp_path):
    site.write_text(json.dumps(SITE | {"calculators": {"lift": {"version": 7}, "nothing": {"version": 1}}}))
    path = tmp_path / "a.md"
    path.write_text("x")
    done = run(path, "--site", site, "--address", ADDRESS)
    assert done.exit_code == 0
    assert "the site has version 7 of lift, and this ftdocs has 1" in done.stderr
    assert "version 1 of nothing, and this ftdocs has none" in done.stderr


def test_without_a_site_it_says_what_to_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("x")
    done = run("a.md")
    assert done.exit_code == 2
    assert "--site" in done.stderr


def test_the_sources_will_do_where_nothing_is_built(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "anchors.lock").write_text("when/high-volume/#the-spot\nwhen/high-volume/#sweet-spot\n")
    maps = '"when/high-volume.md#the-spot": "when/high-volume.md#sweet-spot"'
    plugins = f"plugins:\n  - redirects:\n      redirect_maps:\n        {maps}\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nsite_url: {ADDRESS}\n{plugins}")
    (tmp_path / "a.md").write_text(f"[a]({OLD}) [b]({NEW})\n")
    done = run("a.md", "--fix")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "a.md").read_text() == f"[a]({NEW}) [b]({NEW})\n"


def test_a_document_that_cannot_be_written_is_named(site, tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    path = tmp_path / "a.md"
    path.write_text(f"[a]({OLD})\n")
    path.chmod(0o444)
    done = run(path, "--site", site, "--address", ADDRESS, "--fix")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_the_hook_for_other_repositories_runs_as_it_is_written(site, tmp_path):
    """What pre-commit does once it has installed the package: the entry, then arguments, then file names."""
    root = pathlib.Path(__file__).resolve().parents[2]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    (tmp_path / "a b.md").write_text(f"[a]({OLD})\n")
    (tmp_path / "c.rst").write_text(f"`a <{NEW}>`__\n")
    words = [*shlex.split(hook["entry"]), "--site", "ftdocs.json", "--address", ADDRESS, "a b.md", "c.rst"]
    path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        words, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert (
        done.stderr
        == f"a b.md:1: moved: this section has moved: when/high-volume/#the-spot is now {SPOT}; write {NEW}\n"
    )
    assert done.stdout == "Found: 1 in 2 documents, 2 links, 0 pasted results.\n"
    assert set(hook["types_or"]) == {"markdown", "html", "rst"}
