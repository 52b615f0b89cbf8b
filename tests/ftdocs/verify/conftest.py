"""A small guide to hold documents against."""

import json
import pathlib

import pytest

from ftdocs import verify
from tests.ftdocs.verify.small_guide import ADDRESS, SITE


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "ftdocs.json"
    path.write_text(json.dumps(SITE))
    return path


@pytest.fixture
def guide(site):
    return verify.read_guide(site, pathlib.Path("none.yml"), [ADDRESS])
