"""The built site, hosted as in production, for every layer that needs it. Built once a run, by the command's code."""

import pathlib

import hypothesis
import pytest

from ftdocs import hosting
from ftdocs.build import build_site

ROOT = pathlib.Path(__file__).resolve().parent.parent
# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("ftdocs", deadline=None)
hypothesis.settings.load_profile("ftdocs")
# A path that a guide on an internal host might have.
BASE_PATH = "/guides/ft/"


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory):
    """The whole site, built afresh."""
    folder = tmp_path_factory.mktemp("site")
    build_site(ROOT / "mkdocs.yml", site_dir=folder)
    return folder


@pytest.fixture(scope="session")
def host(site_dir):
    """The site on a subpath, with the headers and the compressed files of production."""
    with hosting.serve(site_dir, BASE_PATH) as running:
        yield running
