"""What is past its date is listed with the cure, and nothing else is. (Evidence: test_evidence_checks.)"""

import datetime
import json

import pytest

from calculators.kit import prices
from ftdocs.check import check_site
from ftdocs.prices import snapshot

AS_OF = datetime.date.fromisoformat(snapshot.load(prices.MONTH)["as_of"])
PROFILE = {
    "currency": {"code": "EUR", "usd_date": "2026-11-20"},
    "models": [{"id": "ours/a", "date": "2026-10-01"}],
}


@pytest.fixture
def late(tmp_path):
    """The findings on a day of a site with calculators, and with this profile."""

    def found(day, profile=None):
        app = tmp_path / "assets/ftdocs/app-1"
        app.mkdir(parents=True, exist_ok=True)
        (app / "manifest.js").write_text(f"// What.\nexport default {json.dumps({'profile': profile})};\n")
        (tmp_path / "index.html").write_text("<!doctype html><html lang=en><title>x</title></html>")
        return [str(finding) for finding in check_site(tmp_path, day) if finding.kind == "age"]

    return found


def days(number):
    return datetime.timedelta(days=number)


def test_prices_may_be_as_old_as_their_limit_and_not_a_day_older(late):
    assert not any("prices of models" in each for each in late(AS_OF + days(prices.AGED)))
    [found] = [each for each in late(AS_OF + days(prices.AGED + 1)) if "prices of models" in each]
    assert found == (
        f"calculators/prices/{prices.MONTH}.json: prices of models in the snapshot of {prices.MONTH}, last looked at "
        f"on {AS_OF}, was due again by {AS_OF + days(prices.AGED)}; take a new snapshot with `ftdocs prices update`"
    )


def test_a_model_whose_end_has_come_is_named_with_the_page_that_said_so(late):
    rows = [row for part in snapshot.FIGURES for row in snapshot.load(prices.MONTH)[part] if "retires" in row]
    first = min(row["retires"] for row in rows)
    day = datetime.date.fromisoformat(first)
    assert late(day - days(1)) == []
    ended = [row for row in rows if row["retires"] == first]
    found = late(day)
    assert len(found) == len(ended)
    assert all(any(f"of {row['id']} (" in each and "see https://" in each for each in found) for row in ended)


def test_the_rate_and_the_prices_of_a_profile_age_too(late):
    assert late(datetime.date(2026, 11, 26), PROFILE) == []
    found = [each for each in late(datetime.date(2027, 11, 21), PROFILE) if each.startswith("profile.yml")]
    assert "profile prices of ours/a, last looked at on 2026-10-01, was due again by 2027-10-01" in found[0]
    assert "profile rate of EUR, last looked at on 2026-11-20, was due again by 2027-11-20; look it" in found[1]


def test_a_site_without_calculators_has_no_prices_to_age(tmp_path):
    (tmp_path / "index.html").write_text("<!doctype html><html lang=en><title>x</title></html>")
    assert [each for each in check_site(tmp_path, datetime.date(2040, 1, 1)) if each.kind == "age"] == []
