"""`ftdocs hosting`: what cannot be written into a server's configuration is refused in words."""

import pytest
from click.testing import CliRunner

from ftdocs.cli import main
from ftdocs.headers import write_headers
from ftdocs.servers import SERVERS, deployment

APP = "assets/ftdocs/app-0a1b2c3d4e5f6071/pictures/lift.json"
BUNDLE = "assets/javascripts/bundle.a5f9d56c.min.js"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    for name in ("index.html", "404.html", APP, BUNDLE, "assets/x.css"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("<script>go()</script>")
    write_headers(folder)
    return folder


def run(*words):
    return CliRunner().invoke(main, ["hosting", *map(str, words)], catch_exceptions=False)


@pytest.mark.parametrize("server", sorted(SERVERS))
def test_every_server_is_told_the_whole_policy_and_the_place(site, server):
    result = run(server, "--site-dir", site, "--base-path", "guides/ft", "--root", "/srv/www/guide")
    assert result.exit_code == 0
    assert "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-" in result.stdout
    assert "frame-ancestors 'none'" in result.stdout
    assert "/guides/ft/" in result.stdout
    assert "max-age=31536000, immutable" in result.stdout
    assert ("/srv/www/guide" in result.stdout) == (server != "netlify")
    assert str(site) not in result.stdout


def test_the_place_is_the_one_the_site_was_built_for(site):
    write_headers(site, base_path="/guides/ft/")
    assert deployment(site).base_path == "/guides/ft/"
    result = run("nginx", "--site-dir", site, "--base-path", "/")
    assert result.exit_code == 2
    assert "was built for /guides/ft/, not for /: change base_path below extra in mkdocs.yml" in result.stderr


@pytest.mark.parametrize("path", ["/a b/", "/a;b/", "/$uri/", "/a{b}/", '/"/', "/a\nb/"])
@pytest.mark.parametrize("server", sorted(SERVERS))
def test_a_base_path_with_odd_characters_is_refused(site, server, path):
    result = run(server, "--site-dir", site, "--base-path", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be used: write the path of the site on its host" in result.stderr


@pytest.mark.parametrize(
    "root", ["srv/www", "/", "", '/srv/"x', "/srv/$x", "/srv/{x}", "/srv/x\n", "/srv/%x", "C:\\site"]
)
def test_a_folder_that_no_configuration_can_hold_is_refused(site, root):
    result = run("nginx", "--site-dir", site, "--root", root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--root wants the absolute path of the site on the host" in result.stderr


HSTS = "Strict-Transport-Security: max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("server", sorted(SERVERS))
def test_an_operators_own_header_goes_wherever_the_sites_go(site, server):
    plain, more = run(server, "--site-dir", site), run(server, "--site-dir", site, "--header", HSTS)
    assert more.exit_code == 0, more.stderr
    assert "Strict-Transport-Security" not in plain.stdout
    assert more.stdout.count("Strict-Transport-Security") == plain.stdout.count("X-Content-Type-Options") > 0
    assert more.stdout.count("max-age=31536000; includeSubDomains") == more.stdout.count("Strict-Transport-Security")


@pytest.mark.parametrize(
    "header", ["X", "X:", ": x", "X Y: z", 'X: "', "X: $host", "X: %{HOST}s", "X: {x}", "X: a\nY: b", "X: é", "X: \\"]
)
@pytest.mark.parametrize("server", sorted(SERVERS))
def test_a_header_that_no_configuration_can_hold_is_refused(site, server, header):
    result = run(server, "--site-dir", site, "--header", header)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be written into a server's configuration: it wants a name" in result.stderr


@pytest.mark.parametrize("name", ["Content-Security-Policy", "referrer-policy", "Cache-Control", "content-type"])
def test_a_header_that_the_build_sets_is_refused(site, name):
    result = run("nginx", "--site-dir", site, "--header", f"{name}: x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"the header {name} belongs to the build" in result.stderr


def test_a_missing_build_is_said(tmp_path):
    result = run("caddy", "--site-dir", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "_headers.json is missing: build the site with `ftdocs build`" in result.stderr


def test_brotli_is_for_nginx(site):
    assert "\n    brotli_static on;\n" in run("nginx", "--brotli", "--site-dir", site).stdout
    assert "\n    brotli_static on;\n" not in run("nginx", "--site-dir", site).stdout
    assert run("caddy", "--brotli", "--site-dir", site).exit_code == 2


def test_where_patterns_know_only_a_star_the_hashed_names_stand_one_by_one(site):
    lines = run("netlify", "--site-dir", site).stdout.splitlines()
    cached = [lines[at - 1] for at, line in enumerate(lines) if "immutable" in line]
    assert cached == ["/assets/ftdocs/app-0a1b2c3d4e5f6071/*", f"/{BUNDLE}"]
