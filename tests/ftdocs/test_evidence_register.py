"""The register of evidence: our own is in order, and each mistake in one is named with file, line and cure."""

import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

import calculators
from ftdocs import cli
from ftdocs.evidence import commands, register
from ftdocs.evidence.cards import tally
from ftdocs.evidence.register import PARTS, VERDICTS, EvidenceError, load

ROOT = Path(__file__).resolve().parents[2]
WORDS = {8: "eight", 9: "nine", 11: "eleven", 20: "twenty"}

CLAIM = """
    C01:
      title: A claim
      says: It says so.
      verdict: mixed
      found: We found this.
      caveat: Mind that.
      sources: [study/figure]
      reviewed: 2026-11-26
      review_by: 2027-11-30
"""
SOURCE = """
    study:
      title: A study
      authors: Somebody
      year: 2024
      url: https://study.example/paper
      interest: university researchers
      read: copy
      facts:
        figure: Half of them did.
"""


@pytest.fixture
def folder(tmp_path):
    """Writes a register of one claim and one source; returns what is wrong with it, a line each."""

    def write(claims=CLAIM, sources=SOURCE, name="opening.yml"):
        for kind, text, file in (("claims", claims, name), ("sources", sources, "studies.yml")):
            (tmp_path / kind).mkdir(exist_ok=True)
            (tmp_path / kind / file).write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
        try:
            load(tmp_path)
        except EvidenceError as error:
            return str(error).splitlines()
        return []

    return write


def test_our_register_has_every_claim_with_its_verdict():
    found = load()
    assert list(found) == [f"C{number:02}" for number in range(1, 49)]
    assert {claim.part for claim in found.values()} == set(PARTS)
    assert tally(found.values()) == Counter({"supported": 9, "mixed": 20, "contested": 11, "no-public-evidence": 8})


def test_claims_without_public_evidence_say_where_we_looked_and_others_have_a_source():
    for claim in load().values():
        assert bool(claim.searched) == (claim.verdict == "no-public-evidence")
        assert claim.sources or claim.searched


def test_sources_lead_to_originals_and_not_to_copies():
    mirrors = r"paperswithcode|ar5iv|catalyzex|emergentmind|scholarfeed|sciencestack|summarizepaper|preview[.-]|takara"
    for claim in load().values():
        for source in claim.sources:
            assert not re.search(mirrors, source.url), source
            assert source.url.startswith("https://") != bool(source.page), source


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("index.md", "{supported} are supported, {mixed} mixed, {contested} contested, and for {none} we found none"),
        ("bottom-line.md", "{supported} supported, {mixed} mixed, {contested} contested and {none} without"),
    ],
)
def test_the_guide_counts_the_verdicts_as_the_register_does(page, said):
    count = {verdict: WORDS[number] for verdict, number in tally(load().values()).items()}
    text = " ".join((ROOT / "docs" / page).read_text("utf-8").split())
    assert said.format(**count, none=count["no-public-evidence"]) in text


def test_our_own_arithmetic_is_that_of_the_calculator():
    answer = calculators.answer(calculators.get("eval-size"), {"smallest_difference": "2%"})
    assert isinstance(answer, calculators.Answer)
    [fact] = [source.fact for source in load()["C43"].sources if source.key == "our-arithmetic"]
    assert f"takes {answer.outputs['items_needed']:,} items" in fact
    assert f"or {answer.outputs['items_needed_unpaired']:,} for each" in fact


def test_the_claims_files_name_their_schema_for_editors():
    for kind in ("claims", "sources"):
        for path in (register.FOLDER / kind).glob("*.yml"):
            first = path.read_text("utf-8").splitlines()[0]
            name = first.removeprefix("# yaml-language-server: $schema=")
            assert (path.parent / name).resolve() == register.FOLDER / f"{kind}.schema.json"


def test_a_good_register_is_taken(folder):
    assert folder() == []


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("caveat: Mind that.", "", "claims/opening.yml:1: C01: lacks “caveat”: what to bear in mind"),
        (
            "verdict: mixed",
            "verdict: true-ish",
            "opening.yml:4: C01.verdict: must be supported, mixed, contested or no",
        ),
        (
            "verdict: mixed",
            "verdict: mixed\n      verdikt: x",
            "opening.yml:5: C01.verdikt: is not known; did you mean “verdict”?",
        ),
        (
            "title: A claim",
            "title: [A, claim]",
            "opening.yml:2: C01.title: must be a few words, at most 60 characters, not",
        ),
        ("It says so.", "It says so", "opening.yml:3: C01.says: must be a sentence that ends with a full stop"),
        (
            "reviewed: 2026-11-26",
            "reviewed: 2026-13-26",
            "opening.yml:8: C01.reviewed: must be a day, such as 2026-11-26, not “2026-13-26”",
        ),
        (
            "review_by: 2027-11-30",
            "review_by: 2026-11-26",
            "opening.yml:9: C01.review_by: must come after the review of 2026-11-26",
        ),
        (
            "[study/figure]",
            "[]",
            "opening.yml:7: C01.sources: is empty; cite a source, or make the verdict no-public-evidence",
        ),
        (
            "[study/figure]",
            "study/figure",
            "opening.yml:7: C01.sources: must be a list of sources with one of their facts",
        ),
        ("[study/figure]", "[studdy/figure]", "opening.yml:7: C01.sources.0: names no source; did you mean “study”?"),
        (
            "[study/figure]",
            "[study/figures]",
            "opening.yml:7: C01.sources.0: study has no such fact; did you mean “figure”?",
        ),
        ("verdict: mixed", "verdict: no-public-evidence", "C01.searched: lacks “searched”: say where we looked"),
        ("C01:", "C1:", "opening.yml:1: C1: must be the id of a claim, such as C01"),
        ("C01:", "2024:", "opening.yml:1: 2024: must be text; put it in quotes"),
        (
            "title: A claim",
            "title: A claim\n      title: B",
            "opening.yml:3: C01.title: stands twice, first on line 2; keep one",
        ),
        (
            "title: A claim",
            "title: A: claim",
            "opening.yml:2: is no YAML: mapping values are not allowed here; check indents",
        ),
    ],
)
def test_a_mistake_in_a_claim_names_file_line_key_and_cure(folder, old, new, said):
    assert any(said in line for line in folder(claims=changed(CLAIM, old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("url: https://study.example/paper", "", "studies.yml:1: study: needs either a url or, for what we worked out"),
        (
            "https://study.example",
            "http://study.example",
            "studies.yml:5: study.url: must be the address of the original",
        ),
        ("year: 2024", "year: soon", "studies.yml:4: study.year: must be the year of publication, not “soon”"),
        ("year: 2024", "year: 20244", "studies.yml:4: study.year: must be the year of publication, not “20244”"),
        (
            "read: copy",
            "read: skimmed",
            "studies.yml:7: study.read: must be copy, reported, memory or ours, not “skimmed”",
        ),
        (
            "figure: Half of them did.",
            "figure: Half.\n        spare: Unused.",
            "study.facts.spare: is cited by no claim",
        ),
        ("interest: university researchers", "", "studies.yml:1: study: lacks “interest”: whose interest it may serve"),
    ],
)
def test_a_mistake_in_a_source_names_file_line_key_and_cure(folder, old, new, said):
    assert any(said in line for line in folder(sources=changed(SOURCE, old, new)))


def test_a_file_that_is_no_mapping_or_no_text(folder, tmp_path):
    assert folder(claims="- C01\n") == ["claims/opening.yml:1: must be a list of “key: value” lines"]
    (tmp_path / "claims" / "opening.yml").write_bytes(b"C01: \xff\xfe\n")
    with pytest.raises(EvidenceError, match="is not UTF-8 text; save it as UTF-8"):
        load(tmp_path)


def test_a_claim_in_two_files_and_a_file_that_is_no_part(folder, tmp_path):
    folder()
    said = folder(name="ending.yml")
    assert "claims/ending.yml:1: is no part of the article" in said[0]
    assert "claims/opening.yml:1: C01: stands in claims/ending.yml already; keep one" in said[1]


def test_an_empty_register_is_none(tmp_path):
    with pytest.raises(EvidenceError, match="holds no claims"):
        load(tmp_path)


def test_the_command_lists_claims():
    done = CliRunner().invoke(cli.main, ["evidence", "list", "--verdict", "supported", "--json"])
    assert done.exit_code == 0
    assert done.stdout.count('"claim": "C') == 9
    done = CliRunner().invoke(cli.main, ["evidence", "list"])
    assert "C40" in done.stdout
    assert VERDICTS["no-public-evidence"] in done.stdout


def test_the_command_says_what_is_wrong(monkeypatch, tmp_path):
    monkeypatch.setattr(commands, "register", lambda: load(tmp_path))
    done = CliRunner().invoke(cli.main, ["evidence", "list"])
    assert done.exit_code == 1
    assert "holds no claims" in done.stderr
