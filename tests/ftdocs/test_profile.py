"""profile.yml: what is wrong with it is said by line and stops everything; what is right is shown and used."""

import datetime
import json
import re

import markdown
import pytest
from click.testing import CliRunner

import calculators
from calculators.kit import profile as kit
from ftdocs import profile as profiles
from ftdocs.build import BuildError, build_site
from ftdocs.cli import main
from ftdocs.placed_yaml import YamlProblem, read
from ftdocs.profile import currencies, schema

TODAY = datetime.date(2026, 11, 26)
RATE = "usd: {rate: 0.92, date: 2026-11-20, source: a bank}"
MODEL = "{id: ours/a, name: A, input: 2, output: 8, date: 2026-10-01, source: ours}"


@pytest.fixture
def folder(tmp_path):
    """A site's folder, whose profile is yet to be written."""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    return tmp_path


def run(folder, *words):
    return CliRunner().invoke(main, [*words, "-f", str(folder / "mkdocs.yml")], catch_exceptions=False)


def problems_of(folder, text):
    """The problems of a profile with this text, without the file's folder."""
    path = folder / profiles.NAME
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(profiles.ProfileError) as caught:
        profiles.load(path, TODAY)
    return [problem.replace(str(path), "profile.yml") for problem in caught.value.problems]


# --- What is wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # No profile at all
        ("", "profile.yml:1: nothing is filled in"),
        ("# nothing\n", "profile.yml:1: nothing is filled in; take the “#” off"),
        ("just words\n", "profile.yml:1: holds a single value; it must hold keys, “key: value”"),
        ("\n- one\n- two\n", "holds a list; it must hold keys"),
        ("version: [1\n", "is no YAML here"),
        ("version: one: two\n", "profile.yml:1: is no YAML here"),
        ("version: a\n---\nversion: b\n", "profile.yml:2: is no YAML here"),
        (b"organisation: \xff\xfe\n", "profile.yml:1: holds bytes that are no UTF-8"),
        ("organisation: a\n\tb: c\n", "profile.yml:2: is no YAML here"),
        ("banner: a\x07b\n", "profile.yml:1: holds a character that YAML forbids"),
        # Tricks of YAML
        ("version: &a x\norganisation: *a\n", "profile.yml:2: *a repeats another value; write the value itself"),
        ("banner: !!python/object/apply:os.system [ls]\n", "the tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: " + "[" * 5000 + "\n", "is nested more than 12 levels deep"),
        ("banner: " + "x" * 300_000 + "\n", "has 300,009 bytes, and may have 200,000"),
        ("version: a\n\nversion: b\n", "profile.yml:3: version is there already, on line 1; keep one of them"),
        ("defaults:\n  shared: {items: 1, items: 2}\n", "profile.yml:2: items is there already, on line 2"),
        ("? [a]\n: b\n", "profile.yml:1: a key must be a single word"),
        # Keys
        ("\nbaner: x\n", "profile.yml:2: baner is no key of a profile; did you mean banner? There are: version,"),
        ("<<: {a: b}\n", "profile.yml:1: << is no key of a profile."),
        ("contact: {name: a, adress: b}\n", "contact.adress is no key of contact; did you mean address?"),
        ("thresholds: {min_weeks: 2}\n", "thresholds.min_weeks is no threshold of the gates; did you mean"),
        ("defaults:\n  lfit: {items: 5}\n", "profile.yml:2: defaults.lfit is no calculator; did you mean lift?"),
        (
            "defaults: {lift: {itmes: 5}}\n",
            "defaults.lift.itmes is no input with a starting value of lift; did you mean",
        ),
        ("defaults: {shared: {calls: 5}}\n", "defaults.shared.calls is no input with a starting value"),
        ("defaults: {readiness: {retrieval: yes}}\n", "defaults.readiness.retrieval is no input with a starting value"),
        (
            "defaults: {readiness: {data_waiver: x}}\n",
            "defaults.readiness.data_waiver is no input with a starting value",
        ),
        # Kinds
        ("contact: me\n", "profile.yml:1: contact must be keys below it, “key: value”, not “me”"),
        ("models: {a: b}\n", "profile.yml:1: models must be a list, each entry behind a hyphen, not keys"),
        (
            "version: 1\n",
            "version must be a short word of letters, digits, points and hyphens, such as 2026-11, not “1”",
        ),
        ("version: two words\n", "version must be a short word"),
        ("banner:\n", "banner must be a text of at most 300 characters, not nothing"),
        ("banner: " + "x" * 301 + "\n", "banner must be a text of at most 300 characters"),
        ('banner: "a\\nb"\n', "banner holds characters that cannot be printed, such as a line break"),
        (
            "contact: {name: a, address: 'javascript:alert(1)'}\n",
            "contact.address must be an e-mail address, or a page’s",
        ),
        ("contact: {address: a@b.example}\n", "profile.yml:1: contact lacks name; add it below it"),
        ("hours_in_week: forty\n", "hours_in_week must be a number above 0, at most 80, not “forty”"),
        ("hours_in_week: 0\n", "hours_in_week must be a number above 0"),
        ("hours_in_week: 1e999\n", "profile.yml:1: 1e999 is no number that can be computed with"),
        ("hours_in_week: .nan\n", "hours_in_week must be a number above 0, at most 80, not “.nan”"),
        ("review: {months: 0}\n", "review.months must be a whole number of months from 1 to 60, not “0”"),
        ("review: {months: 1.5}\n", "review.months must be a whole number"),
        # Currency
        ("currency: EUR\n", "currency must be keys below it"),
        ("currency: {code: eur}\n", "currency.code must be three capital letters, such as EUR, not “eur”"),
        (
            "\ncurrency:\n  code: EUX\n",
            "profile.yml:3: currency.code is no currency that any country pays with: EUX; did you",
        ),
        ("currency: {code: DEM}\n", "is no currency that any country pays with: DEM"),
        (
            "currency: {code: EUR}\n",
            "the guide’s own prices are US dollars, and nothing here may mix the two. Give the rate",
        ),
        ("currency: {code: USD, " + RATE + "}\n", "currency.usd is of no use with code: USD; take it out"),
        ("currency: {code: EUR, usd: {rate: 0.9}}\n", "currency.usd lacks date and source; add them below it"),
        (
            "currency: {code: EUR, usd: {rate: 0, date: 2026-11-20, source: a}}\n",
            "currency.usd.rate must be a number above 0",
        ),
        (
            "currency: {code: EUR, usd: {rate: '0,92', date: 2026-11-20, source: a}}\n",
            "usd.rate must be a number above 0",
        ),
        ("currency: {code: EUR, usd: {rate: 0.9, date: 2027-11-20, source: a}}\n", "lies in the future: 2027-11-20"),
        (
            "currency: {code: EUR, usd: {rate: 0.9, date: 2026-02-30, source: a}}\n",
            "is no day of the calendar: 2026-02-30",
        ),
        ("currency: {code: EUR, usd: {rate: 0.9, date: 20.11.2026, source: a}}\n", "must be a day such as 2026-11-20"),
        ("currency: {code: USD, thousands: point}\n", "must be one of comma, space; a point stands before decimals"),
        ("currency: {code: USD, decimal: ','}\n", "currency.decimal must be point, or left out"),
        ("currency: {code: USD, places: 9}\n", "currency.places must be 0, 1, 2 or 3, not “9”"),
        ("currency: {code: USD, symbol: '<b>'}\n", "currency.symbol must have 1 to 6 characters"),
        # Models
        ("models:\n  - {id: a}\n", "profile.yml:2: models[1] lacks name, input, output, date and source; add them"),
        (f"models: [{MODEL[:-1]}, cached: 3}}]\n", "models[1].cached is 3, more than other input, 2"),
        (f"models: [{MODEL[:-1]}, cache_write: 90}}]\n", "models[1].cache_write is 90, against 2 for other input"),
        (f"models: [{MODEL.replace('input: 2', 'input: -2')}]\n", "models[1].input must be a price above 0"),
        (f"models: [{MODEL.replace('ours/a', 'Ours A')}]\n", "models[1].id must be small letters and digits"),
        (f"models: [{MODEL.replace('ours/a', 'gpt-4.1')}]\n", "is that of GPT-4.1 (OpenAI) in the guide’s snapshot"),
        (f"models:\n- {MODEL}\n- {MODEL}\n", "profile.yml:3: models[2].id is that of models[1] already"),
        # Starting values
        (
            "thresholds: {min_prompt_weeks: -1}\n",
            "thresholds.min_prompt_weeks must be 0 or more, not -1 (in prompting)",
        ),
        ("thresholds: {min_labelled_examples: 1.5}\n", "min_labelled_examples must be a whole number, not 1.5"),
        (
            "defaults:\n  shared:\n    calls_per_month: lots\n",
            "profile.yml:3: defaults.shared.calls_per_month must be a num",
        ),
        ("defaults: {lift: {confidence: 95}}\n", "did you mean 95%?"),
        (
            "defaults: {lift: {items: [5]}}\n",
            "defaults.lift.items must be a single value, as the form takes it, not a list",
        ),
        ("defaults: {break-even: {calls_per_month: 1k to 2k}}\n", "takes one number, not a range such as 1k to 2k"),
        ("defaults: {training: {method: magic}}\n", "defaults.training.method must be one of full, lora, qlora, not"),
        ("defaults: {few-shot: {model: gpt-99}}\n", "is none of the models with prices here: “gpt-99”"),
        ("defaults: {lift: {items: ''}}\n", "defaults.lift.items is empty"),
        ("defaults:\n  lift:\n    items: 5\n", "profile.yml:3: defaults.lift.items leaves lift without an answer."),
        (
            "currency: {code: EUR, " + RATE + "}\ndefaults: {break-even: {fixed_usd: $500}}\n",
            "is in euros (EUR) here, not in",
        ),
    ],
)
def test_a_problem_names_file_line_key_and_cure(folder, text, said):
    assert said in "\n".join(problems_of(folder, text))


def test_all_problems_are_said_at_once_in_the_order_of_the_lines(folder):
    found = problems_of(folder, "baner: x\nhours_in_week: 0\nreview:\n  months: never\n")
    assert [problem.split(":")[1] for problem in found] == ["1", "2", "4"]


def test_a_thousandfold_alias_is_refused_before_it_unfolds(folder):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert any("repeats another value" in problem for problem in problems_of(folder, "\n".join(lines)))


def test_a_file_that_cannot_be_read_is_named(folder):
    (folder / profiles.NAME).mkdir()
    with pytest.raises(profiles.ProfileError, match=r"profile\.yml cannot be read"):
        profiles.beside(folder / "mkdocs.yml")


@pytest.mark.parametrize("command", [("calc", "lift"), ("profile", "show"), ("build",)])
def test_every_command_stops_at_a_bad_profile_with_its_lines_and_no_traceback(folder, command):
    (folder / profiles.NAME).write_text("hours_in_week: 0\nbaner: x\n")
    result = run(folder, *command)
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 2
    assert "profile.yml:1: hours_in_week must be" in lines[0]


def test_a_bad_profile_stops_the_build_before_anything_is_written(folder):
    (folder / profiles.NAME).write_text("currency: {code: XYZ}\n")
    with pytest.raises(BuildError, match="is no currency"):
        build_site(folder / "mkdocs.yml", site_dir=folder / "site")
    assert sorted(path.name for path in folder.iterdir()) == ["mkdocs.yml", "profile.yml"]
    assert kit.current() is None


# --- What is right -----------------------------------------------------------------


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


# --- Commands ----------------------------------------------------------------------


def test_init_lists_every_number_that_is_the_organisations_to_give(folder):
    assert run(folder, "profile", "init").exit_code == 0
    text = (folder / profiles.NAME).read_text()
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (folder / first.partition("=")[2]).resolve() == schema.FILE.resolve()
    for name, fields in schema.inputs().items():
        for field in fields.values():
            if field.origin and field.origin.kind == "organisation":
                assert f"#    {field.name}: {field.canonical(field.default)}   #" in text, (name, field.name)


def test_what_init_writes_is_in_order_once_its_lines_are_taken_into_use(folder):
    run(folder, "profile", "init")
    path = folder / profiles.NAME
    head, _, rest = path.read_text().partition("\n")
    path.write_text(f"{head}\n" + re.sub(r"(?m)^#(?=( *- | *)[a-z_-]+:( |$))", "", rest))
    result = run(folder, "profile", "check")
    assert result.stderr == ""
    assert re.search(r"is in order: version 1, \d+ starting values of your own, 0 numbers not yours yet", result.stdout)
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        assert calculators.get("break-even").field("calls_per_month").label == "Calls a month"


def test_init_never_replaces_a_file(folder):
    (folder / profiles.NAME).write_text("hours_in_week: 38\n")
    result = run(folder, "profile", "init")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert (folder / profiles.NAME).read_text() == "hours_in_week: 38\n"


def test_check_says_what_is_wrong_and_exits_with_1(folder):
    (folder / profiles.NAME).write_text("baner: x\n")
    result = run(folder, "profile", "check")
    assert result.exit_code == 1
    assert "profile.yml:1: baner is no key" in result.stderr
    machine = json.loads(run(folder, "profile", "check", "--json").stdout)
    assert len(machine["problems"]) == 1


def test_check_without_a_profile_says_how_to_begin_one(folder):
    result = run(folder, "profile", "check")
    assert result.exit_code == 2
    assert "`ftdocs profile init` writes one to fill in" in result.stderr


def test_show_sets_the_organisations_beside_the_guides(folder):
    (folder / profiles.NAME).write_text(
        f"version: v7\norganisation: Example Ltd\ncurrency: {{code: EUR, {RATE}}}\n"
        f"models: [{MODEL}]\ndefaults: {{break-even: {{calls_per_month: 2M}}}}\n"
    )
    said = run(folder, "profile", "show").stdout
    assert "Profile of Example Ltd, version v7." in said
    assert "converted at 0.92 (a bank, 2026-11-20)" in said
    assert re.search(r"break-even +calls_per_month +1,000,000 +2,000,000 *\n", said)
    assert re.search(r"training +hosting_usd_per_hour +1.7 US\$ +1.564 +converted", said)
    assert "Model of your own: ours/a (A)" in said
    assert "not your number yet" not in said
    assert "not your number yet" in run(folder, "profile", "show", "--unset").stdout
    machine = json.loads(run(folder, "profile", "show", "--json").stdout)
    assert machine["version"] == "v7"
    assert {"calculator": "break-even", "name": "calls_per_month", "guides": "1,000,000"}.items() <= machine[
        "defaults"
    ][0].items()


def test_show_without_a_profile_says_so(folder):
    result = run(folder, "profile", "show")
    assert result.exit_code == 0
    assert "everything is the guide’s own" in result.stdout


def test_calc_reads_the_profile_beside_the_configuration(folder):
    (folder / profiles.NAME).write_text(
        f"version: v7\ncurrency: {{code: EUR, {RATE}}}\ndefaults: {{shared: {{calls_per_month: 2M}}}}\n"
    )
    reply = json.loads(run(folder, "calc", "break-even", "--json").stdout)
    assert reply["inputs"]["calls_per_month"] == 2_000_000
    assert reply["profile"] == {"version": "v7", "currency": "EUR"}
    assert reply["link"].endswith("&p=v7:EUR")
    assert "€" in reply["sentence"]
    again = json.loads(run(folder, "calc", "break-even", "--from", reply["link"], "--json").stdout)
    assert again == reply
    assert kit.current() is None


def test_a_fence_shows_the_organisations_numbers_and_an_example_the_guides(folder):
    (folder / profiles.NAME).write_text("organisation: Example Ltd\nthresholds: {min_prompt_weeks: 3}\n")
    source = "```calculator\nreadiness\n```\n\n```calculator\nreadiness\n_view: example\nprompt_weeks: 2\n```\n"
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        page = markdown.markdown(source, extensions=["ftdocs"])
    calculator, example = page.split('<figure class="ft-example"')
    assert "Judged by 3 weeks of prompt work" in calculator
    assert "Your organisation’s default, not the guide’s." in calculator
    assert "with Example Ltd’s profile" in calculator
    assert "&p=" not in example.replace("&amp;", "&")
    assert "No gate fails so far" in example


def test_records_are_judged_by_the_organisations_thresholds(folder):
    (folder / profiles.NAME).write_text("thresholds: {min_labelled_examples: 100000}\nreview: {months: 9}\n")
    [first, *_] = json.loads(run(folder, "record", "--examples", "--json").stdout)["examples"]
    name = first["name"] if isinstance(first, dict) else first
    assert "data" in json.loads(run(folder, "record", "--example", name, "--json").stdout)["gates"]["failed"]
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        assert kit.review_months() == 9
    assert kit.review_months() == kit.REVIEW_MONTHS


def test_a_pages_own_amounts_are_dollars_and_are_converted(folder):
    (folder / profiles.NAME).write_text(f"currency: {{code: EUR, {RATE}}}\n")
    source = "```calculator\nbreak-even\nfixed_usd: $50,000\nhorizon_months: 12\n```\n"
    with profiles.in_use(profiles.beside(folder / "mkdocs.yml")):
        page = markdown.markdown(source, extensions=["ftdocs"])
    assert 'name="fixed_usd" value="46,000"' in page
    assert 'name="horizon_months" value="12"' in page
