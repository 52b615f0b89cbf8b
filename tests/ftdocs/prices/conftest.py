"""A folder in which `ftdocs prices` finds its packages."""

import zipfile

import pytest

from ftdocs.prices import commands, snapshot
from tests.ftdocs.prices.packages_of_prices import CATALOGUE, LOCK, MEMBERS


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a lock and its packages downloaded already, and a small catalogue."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    for at, (name, (member, text)) in enumerate(MEMBERS.items(), 1):
        with zipfile.ZipFile(downloads / f"{name.replace('-', '_')}-1.{at}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(member, text)
    (tmp_path / "prices.txt").write_text(LOCK)
    monkeypatch.setattr(commands, "DOWNLOADS", downloads)
    monkeypatch.setattr(snapshot, "catalogue", lambda: CATALOGUE)
    return tmp_path
