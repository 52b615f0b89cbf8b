"""The tiny site for the tests of `ftdocs check`, as it was built or to be broken."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ftdocs.check import Finding
from tests.ftdocs.check.tiny_site import build_tiny_site, found_in


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, which stays as it is."""
    return build_tiny_site(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of the tiny site, to be broken."""
    return Path(shutil.copytree(built, tmp_path / "site"))


@pytest.fixture
def change(site: Path) -> Callable[[str, str, str], list[Finding]]:
    """Replace one text in one file of the site, and check."""

    def apply(path: str, old: str, new: str) -> list[Finding]:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        return found_in(site)

    return apply
