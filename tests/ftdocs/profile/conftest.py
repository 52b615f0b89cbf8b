"""A site that may have a profile."""

import pytest


@pytest.fixture
def folder(tmp_path):
    """A site's folder, whose profile is yet to be written."""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    return tmp_path
