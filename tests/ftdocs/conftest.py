"""What several tests of the package want."""

import pytest

from ftdocs import build
from tests.ftdocs.projects import CONFIG, stand_in_assets


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A site of one page, in the current folder; the runtime is a stand-in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(build, "build_assets", stand_in_assets)
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home { #home }\n\n```calculator\nlift\n```\n")
    return tmp_path
