"""The built site, hosted as in production, for every layer that needs it. Built once a run, by the command's code."""

import pathlib
import shutil

import hypothesis
import pytest
from filelock import FileLock

from ftdocs import hosting
from ftdocs.build import CACHE, build_site
from tests import real_servers, reports

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
    parser.addoption("--renew-views", action="store_true", help="keep the views of the site as they are now")


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory, worker_id):
    """The whole site, built afresh, once for all processes that run tests."""
    here = tmp_path_factory.getbasetemp()
    folder = (here if worker_id == "master" else here.parent) / "site"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            build_site(ROOT / "mkdocs.yml", site_dir=folder)
    return folder


@pytest.fixture(scope="session")
def policy_reports():
    """What browsers report of violations of the policy, from pages and workers: at the end there must be none."""
    with reports.listening() as heard:
        yield heard
        assert heard.all() == []


@pytest.fixture(scope="session")
def hosted(policy_reports):
    """Hosts a folder until the block ends, as `hosting.serve` does; what breaks the policy there is reported."""

    def serve(site_dir, base_path=BASE_PATH, fault=None):
        return hosting.serve(site_dir, base_path, fault=policy_reports.beside(fault))

    return serve


@pytest.fixture(scope="session")
def host(request, site_dir, tmp_path_factory, policy_reports, hosted):
    """The site on a subpath, with the headers and compressed files of production; `--server` takes another server."""
    server, base_path = request.config.getoption("--server"), request.config.getoption("--base-path")
    if server == "ours":
        serving = hosted(site_dir, base_path)
    elif server == "plain":
        serving = real_servers.plain_server(site_dir)
    else:
        folder = tmp_path_factory.mktemp(server)
        serving = real_servers.serve(server, site_dir, base_path, folder, also=policy_reports.headers)
    with serving as running:
        yield running


@pytest.fixture(scope="session")
def organisation(tmp_path_factory):
    """A project of a few pages with a profile of its own, tests/organisation, ready to be built."""
    root = tmp_path_factory.mktemp("organisation")
    shutil.copytree(ROOT / "tests" / "organisation", root, dirs_exist_ok=True)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    # The same site but for its pages.
    (root / "mkdocs.yml").write_text(settings[: settings.index("\nnav:")].replace('\nedit_uri: ""', ""), "utf-8")
    for name in ("calculators", "node_modules", "overrides"):
        (root / name).symlink_to(ROOT / name)
    # Compiling the calculators again would take most of a minute, and give the same.
    archives = ROOT / CACHE / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    (root / CACHE).mkdir(parents=True)
    (root / CACHE / "archives").symlink_to(archives)
    return root


@pytest.fixture(scope="session")
def organisation_site(organisation):
    """That project's site."""
    build_site(organisation / "mkdocs.yml", site_dir=organisation / "site")
    return organisation / "site"


@pytest.fixture(scope="session")
def organisation_host(organisation_site, hosted):
    """That site, hosted."""
    with hosted(organisation_site, "/own/") as running:
        yield running
