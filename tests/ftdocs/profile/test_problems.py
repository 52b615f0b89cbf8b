"""What is wrong with a profile.yml is said by line, and stops everything."""

import pytest

from calculators.kit import profile as kit
from ftdocs import profile as profiles
from ftdocs.build import BuildError, build_site
from tests.ftdocs.profile.trying import MODEL, RATE, problems_of, run


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
