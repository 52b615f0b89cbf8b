"""A profile as a text, and what is said of it."""

import datetime

import pytest
from click.testing import CliRunner

from ftdocs import profile as profiles
from ftdocs.cli import main

TODAY = datetime.date(2026, 11, 26)
RATE = "usd: {rate: 0.92, date: 2026-11-20, source: a bank}"
MODEL = "{id: ours/a, name: A, input: 2, output: 8, date: 2026-10-01, source: ours}"


def run(folder, *words):
    return CliRunner().invoke(main, [*words, "-f", str(folder / "mkdocs.yml")], catch_exceptions=False)


def problems_of(folder, text):
    """The problems of a profile with this text, without the file's folder."""
    path = folder / profiles.NAME
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(profiles.ProfileError) as caught:
        profiles.load(path, TODAY)
    return [problem.replace(str(path), "profile.yml") for problem in caught.value.problems]
