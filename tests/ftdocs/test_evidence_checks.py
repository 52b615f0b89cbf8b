"""What `ftdocs check` says of evidence and of ages, and what `ftdocs evidence links` hears."""

import datetime
import http.server
import json
import threading
import zipfile
from contextlib import contextmanager
from typing import ClassVar

import jsonschema
import pytest
from click.testing import CliRunner

from ftdocs import cli
from ftdocs.check import Dated, Site, dated
from ftdocs.check.evidence import MOST, check_evidence
from ftdocs.check.freshness import check_freshness, summary
from ftdocs.evidence import links
from ftdocs.inventory.claims import claims_on
from ftdocs.inventory.document import SCHEMA

TODAY = datetime.date(2026, 11, 26)


def entry(claim="C01", verdict="mixed", due="2027-11-30", sources="<li>A study.</li>"):
    return (
        f'<section data-claim-entry="{claim}" data-verdict="{verdict}" data-reviewed="2026-11-26" '
        f'data-review-by="{due}"><h3 id="{claim.lower()}">{claim}</h3><ul>{sources}</ul></section>'
    )


def mark(claim="C01"):
    return f'<span class="ft-claim" data-claim="{claim}">words <button class="ft-mark">mixed</button></span>'


@pytest.fixture
def site(tmp_path):
    def make(home, register, today=TODAY):
        (tmp_path / "register").mkdir(exist_ok=True)
        (tmp_path / "index.html").write_text(f"<body>\n{home}", "utf-8")
        (tmp_path / "register/index.html").write_text(f"<body>\n{register}", "utf-8")
        return Site(tmp_path, today)

    return make


def said(check, site):
    return [str(finding) for finding in check(site)]


def test_a_site_in_order_has_no_findings(site):
    made = site(mark(), entry())
    assert said(check_evidence, made) == said(check_freshness, made) == []


def test_a_site_without_a_register_has_none_either(site):
    made = site(mark(), "")
    assert said(check_evidence, made) == said(check_freshness, made) == []


def test_a_claim_that_no_page_marks(site):
    found = said(check_evidence, site(mark(), entry() + "\n" + entry("C02")))
    assert found == [
        "register/index.html:3: no page marks the claim C02; mark it where it is made, [words](…/evidence.md#c02), or "
        "take it out of the register"
    ]


def test_a_mark_without_an_entry(site):
    assert (
        "index.html:2: the mark of C07 has no entry in the register"
        in said(check_evidence, site(mark("C07"), entry()))[1]
    )


def test_a_claim_without_a_source(site):
    found = said(check_evidence, site(mark(), entry(sources="")))
    assert found == ["register/index.html:2: the claim C01 has no source; cite one in its file of claims"]
    assert said(check_evidence, site(mark(), entry(sources="", verdict="no-public-evidence"))) == []


def test_evidence_and_prices_together_stay_small(site, tmp_path):
    # Text that does not pack: numbers of no pattern.
    long = " ".join(str(number**7 % 999_983) for number in range(9000))
    found = said(check_evidence, site(mark(), entry(sources=f"<li>{long}</li>")))
    assert len(found) == 1
    assert f"of {MOST} allowed" in found[0]
    # On a page that loads calculators, prices count as well.
    (tmp_path / "assets/ftdocs").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "assets/ftdocs/bundle.zip", "w") as archive:
        archive.writestr("calculators/prices/2026-11.json", json.dumps({"x": long}))
    assert said(check_evidence, site(mark(), entry())) == []
    found = said(check_evidence, site(f"<ft-calculator></ft-calculator>{mark()}", entry()))
    assert [line.partition(":")[0] for line in found] == ["index.html"]


def test_a_claim_past_its_date_is_a_finding_the_day_after(site):
    assert said(check_freshness, site(mark(), entry(due="2026-11-26"))) == []
    found = said(check_freshness, site(mark(), entry(due="2026-11-25")))
    assert found == [
        "register/index.html:2: evidence C01, last looked at on 2026-11-26, was due again by 2026-11-25; read "
        "its sources again, correct the claim, and set both dates in its file of claims"
    ]


def test_ages_are_listed_with_what_comes_next(site):
    made = site(mark(), entry(due="2026-11-01") + entry("C02", due="2027-01-31") + entry("C03", due="2027-01-31"))
    found = dated(made)
    assert [each.name for each in found] == ["C01", "C02", "C03"]
    assert list(summary(found, TODAY)) == ["Dates of evidence: 3, 1 past their limit; next by 2027-01-31: C02, C03"]
    assert list(summary([], TODAY)) == []
    late = [Dated(datetime.date(2026, 1, 1), "prices", "2025-12", datetime.date(2025, 12, 1))]
    assert list(summary(late, TODAY)) == ["Dates of prices: 1, 1 past their limit"]


def test_the_command_prints_ages_and_fails_for_late_ones(site, tmp_path):
    site(mark(), entry(due="2020-01-31"))
    done = CliRunner().invoke(cli.main, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert "was due again by 2020-01-31" in done.stderr
    assert "Dates of evidence: 1, 1 past their limit" in done.stdout
    done = CliRunner().invoke(cli.main, ["check", "--json", str(tmp_path)])
    ages = json.loads(done.stdout)["ages"]
    assert ages == [{"kind": "evidence", "name": "C01", "seen": "2026-11-26", "due": "2020-01-31"}]


# --- Links to other hosts ---------------------------------------------------------


class Host(http.server.BaseHTTPRequestHandler):
    """A host with every kind of answer; `asked` notes what it was asked."""

    asked: ClassVar[list[str]] = []
    answers: ClassVar[dict[str, int]] = {
        "/good": 200,
        "/gone": 404,
        "/never": 410,
        "/shy": 403,
        "/broken": 500,
        "/loop": 302,
    }

    def do_HEAD(self):
        self.asked.append(f"{self.command} {self.path}")
        status = self.answers.get(self.path, 200)
        location = {"/loop": "/loop"}.get(self.path)
        if self.path == "/moved":
            status, location = 301, "/good"
        if self.path == "/login":
            status, location = 302, "/good"
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *words):
        pass


@contextmanager
def running():
    Host.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def host():
    with running() as address:
        yield address


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/good", "good", ""),
        ("/no-head", "good", ""),
        ("/login", "good", ""),
        ("/moved", "moved", "/good"),
        ("/gone", "gone", "status 404"),
        ("/never", "gone", "status 410"),
        ("/shy", "refused", "status 403"),
        ("/broken", "refused", "status 500"),
        ("/loop", "silent", "more than 8 redirects"),
    ],
)
def test_each_answer_is_told_apart(host, path, state, detail):
    [answer] = links.ask({host + path: "index.html"})
    assert (answer.state, answer.detail.removeprefix(host)) == (state, detail)
    assert answer.failed == (state in ("gone", "silent"))


def test_a_host_that_is_not_there_is_silent():
    with running() as address:
        pass
    [answer] = links.ask({address: "index.html"})
    assert answer.state == "silent"
    assert answer.detail


def test_the_command_asks_each_address_of_the_site_once(site, tmp_path, host):
    Host.asked.clear()
    site(
        f'<a href="{host}/good#part">a</a> <a href="{host}/good">b</a> <a href="register/">c</a>',
        f'<a href="{host}/gone">e</a> <a href="{host}/moved">f</a>',
    )
    done = CliRunner().invoke(cli.main, ["evidence", "links", str(tmp_path)])
    assert done.exit_code == 1
    assert Host.asked.count("HEAD /good") == 2  # itself, and where /moved leads
    assert f"register/index.html: {host}/gone: gone (status 404)" in done.stderr
    assert f"register/index.html: {host}/moved: moved ({host}/good)" in done.stdout
    assert "3 addresses asked, 1 good, 1 gone or silent" in done.stdout
    done = CliRunner().invoke(cli.main, ["evidence", "links", "--json", str(tmp_path)])
    assert [row["state"] for row in json.loads(done.stdout)["links"]] == ["gone", "good", "moved"]


def test_without_a_network_the_command_says_so(site, tmp_path):
    with running() as address:
        pass
    site(f'<a href="{address}/">a</a>', "")
    done = CliRunner().invoke(cli.main, ["evidence", "links", str(tmp_path)])
    assert done.exit_code == 1
    assert "ftdocs: no address answered; is there a network?" in done.stderr


def test_the_command_wants_a_built_site(tmp_path):
    done = CliRunner().invoke(cli.main, ["evidence", "links", str(tmp_path)])
    assert done.exit_code == 2
    assert "is no built site" in done.stderr


# --- What ftdocs.json says of claims -------------------------------------------------


def test_the_inventory_lists_claims_with_their_entry_sources_and_marks(site):
    home = f'<h1 id="start">Start</h1>{mark()}<h2 id="part">P</h2>{mark()}{mark()}'
    [claim] = claims_on(site(f'<article class="md-content__inner">{home}</article>', entry()))
    assert claim["id"] == "C01"
    assert claim["verdict"] == "contested"
    assert claim["entry"] == "register/#c01"
    assert claim["marked"] == ["./#start", "./#part"]
    assert claim["sources"][0]["address"] == "https://arxiv.org/abs/2311.16452"
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.validate(claim, {"$defs": schema["$defs"], "$ref": "#/$defs/claim"})


def test_a_site_without_a_register_has_no_claims_in_its_inventory(site):
    assert claims_on(site(mark(), "")) == []
