"""What a profile.yml holds is read as people mean it."""

import re

import pytest

import calculators
from ftdocs import profile as profiles
from ftdocs.placed_yaml import YamlProblem, read
from ftdocs.profile import currencies, schema
from tests.ftdocs.profile.trying import TODAY


def test_plain_values_are_read_as_people_mean_them(tmp_path):
    path = tmp_path / "some.yml"
    path.write_text("a: 010\nb: 1:30\nc: yes\nd: 2026-11-20\ne: 2\nf: 2.5\ng: true\nh: '5'\ni:\n")
    placed = read(path)
    assert placed.data == {
        "a": "010",
        "b": "1:30",
        "c": "yes",
        "d": "2026-11-20",
        "e": 2,
        "f": 2.5,
        "g": True,
        "h": "5",
        "i": None,
    }
    assert placed.place(("f",)) == f"{path}:6"
    assert placed.place(("nothing", "here")) == f"{path}:1"


def test_other_files_read_this_way_say_what_they_are_called(tmp_path):
    with pytest.raises(YamlProblem, match=r"claims\.yml cannot be read"):
        read(tmp_path / "claims.yml", "claims.yml")


def test_without_a_profile_nothing_is_set(folder):
    found = profiles.beside(folder / "mkdocs.yml")
    assert (found.data, found.version, found.review_months) == (None, "", 6)


def test_a_profile_far_from_a_site_is_left_alone(tmp_path):
    (tmp_path / profiles.NAME).write_text("nonsense")
    assert profiles.beside(tmp_path / "mkdocs.yml").data is None


def test_the_version_is_a_hash_of_what_moves_numbers_unless_it_is_declared(folder):
    def version(text):
        (folder / profiles.NAME).write_text(text)
        return profiles.load(folder / profiles.NAME, TODAY).version

    first = version("hours_in_week: 38\n")
    assert re.fullmatch("[0-9a-f]{8}", first)
    assert version("# the same\nhours_in_week: 38\nbanner: Hello\n") == first
    assert version("hours_in_week: 39\n") != first
    assert version("hours_in_week: 39\nversion: our-2\n") == "our-2"


def test_the_review_policy_and_the_contact_come_from_it(folder):
    (folder / profiles.NAME).write_text("review: {months: 9}\ncontact: {name: A, address: a@b.example}\n")
    found = profiles.beside(folder / "mkdocs.yml")
    assert found.review_months == 9
    assert found.contact_href == "mailto:a@b.example"


def test_currencies_are_those_of_today_with_their_signs():
    assert {"EUR", "USD", "JPY", "CHF"} <= currencies.codes()
    assert not {"DEM", "XAU", "XYZ"} & currencies.codes()
    assert (currencies.symbol("EUR"), currencies.name("EUR"), currencies.places("JPY")) == ("€", "euros", 0)


def test_the_schema_that_editors_are_given_is_the_one_of_these_calculators():
    assert schema.FILE.read_text("utf-8") == schema.text_of(), "run tools/freeze_defaults.py"


def test_no_calculator_takes_the_name_for_shared_inputs():
    assert schema.SHARED not in calculators.ids()
    assert set(schema.THRESHOLDS) <= set(schema.schema()["properties"]["thresholds"]["properties"])
