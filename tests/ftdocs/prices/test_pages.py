"""What pages say of prices."""

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from calculators.kit import prices as used
from ftdocs.prices import checks, pages, snapshot
from ftdocs.reference import render_reference
from tests.ftdocs.prices.packages_of_prices import small

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_has_every_part_and_every_part_every_row():
    page = (ROOT / "docs" / "reference" / "prices.md").read_text("utf-8")
    for part in pages.PARTS:
        assert f"```reference\nprices {part}\n```" in page
    found = snapshot.load(used.MONTH)
    for part in ("models", "tuning"):
        html = render_reference(f"prices {part}")
        for row in found[part]:
            assert f"<code>{row['id']}</code>" in html
        assert all(said in html for row in found[part] for said in pages.details(row))
    assert all(machine["machine"] in render_reference("prices machines") for machine in found["machines"])
    assert all(package["version"] in render_reference("prices packages") for package in found["packages"].values())
    assert render_reference("prices differences").count("<tr>") == 1 + len(checks.differences(found))


def test_details_say_what_the_columns_do_not():
    row = small(batch_input=1, batch_output=5, min_cacheable=512, by_hour=True, retires="2027-01-14")["models"][0]
    row |= {"announced": {"from": "2027-02-01", "output": 20}}
    assert pages.details(row) == [
        "In a batch $1 and $5",
        "Cached from 512 tokens",
        "Dearer at certain hours",
        "From 2027-02-01 on: output $20",
        "Ends on 2027-01-14, second-hand",
    ]


def test_the_form_offers_the_models_and_hides_the_word_on_age(site_dir):
    page = LexborHTMLParser((site_dir / "ladder" / "few-shot" / "index.html").read_text("utf-8"))
    (field,) = page.css("input[name=model]")
    options = [option.attributes["value"] for option in page.css(f"datalist#{field.attributes['list']} option")]
    assert options == list(used.current().models)
    (aged,) = page.css(".ft-aged")
    assert "hidden" in aged.attributes
    assert aged.attributes["data-from"] == used.current().aged_on


def test_the_page_lists_every_announced_end_with_the_id_the_page_and_that_it_is_second_hand():
    page = LexborHTMLParser(render_reference("prices retirements"))
    found = snapshot.load(used.MONTH)
    ending = [row for part in ("models", "tuning") for row in found[part] if "retires" in row]
    assert [cell.text() for cell in page.css("tbody th")] == sorted(row["retires"] for row in ending)
    assert sorted(cell.text() for cell in page.css("tbody code")) == sorted(row["id"] for row in ending)
    assert all("second-hand" in row.text() for row in page.css("tbody tr"))
    assert all(link.attributes["href"] for link in page.css("tbody a"))
    assert len(page.css("tbody a")) == len(ending)
