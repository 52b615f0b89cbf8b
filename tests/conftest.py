"""The built site, hosted as in production, for every layer that needs it. Built once a run, by the command's code."""

import pathlib

import hypothesis
import pytest

from ftdocs import hosting
from ftdocs.build import build_site
from tests import real_servers

ROOT = pathlib.Path(__file__).resolve().parent.parent
# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("ftdocs", deadline=None)
hypothesis.settings.load_profile("ftdocs")
# A path that a guide on an internal host might have.
BASE_PATH = "/guides/ft/"


def pytest_addoption(parser):
    choices = ["ours", "nginx", "caddy", "apache", "plain"]
    parser.addoption("--server", choices=choices, default="ours", help="the web server under the browser tests")
    parser.addoption("--base-path", default=BASE_PATH, help="the site's path on it")


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory):
    """The whole site, built afresh."""
    folder = tmp_path_factory.mktemp("site")
    build_site(ROOT / "mkdocs.yml", site_dir=folder)
    return folder


@pytest.fixture(scope="session")
def host(request, site_dir, tmp_path_factory):
    """The site on a subpath, with the headers and compressed files of production; `--server` takes another server."""
    server, base_path = request.config.getoption("--server"), request.config.getoption("--base-path")
    if server == "ours":
        serving = hosting.serve(site_dir, base_path)
    elif server == "plain":
        serving = real_servers.plain_server(site_dir)
    else:
        serving = real_servers.serve(server, site_dir, base_path, tmp_path_factory.mktemp(server))
    with serving as running:
        yield running
