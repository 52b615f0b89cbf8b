"""`ftdocs check --url` of a host over https, whose certificate is of an authority that only the organisation knows."""

import datetime

import pytest
import trustme
from click.testing import CliRunner

from ftdocs.cli import main
from tests.conftest import BASE_PATH
from tests.real_servers import BROTLI, serve_https


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def ca(authority, tmp_path_factory):
    """The file with its certificate."""
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="module")
def checked(site_dir, tmp_path_factory):
    """Checks the site over https under this certificate, with these further words."""

    def check(certificate, *words):
        folder = tmp_path_factory.mktemp("https")
        certificate.private_key_and_cert_chain_pem.write_to_path(folder / "certificate.pem")
        with serve_https(site_dir, BASE_PATH, folder, folder / "certificate.pem") as host:
            command = ["check", "--url", host.url, str(site_dir), *map(str, words)]
            return CliRunner().invoke(main, command, catch_exceptions=False)

    return check


@pytest.fixture(scope="module")
def certificate(authority):
    return authority.issue_cert("127.0.0.1")


def test_with_the_authority_the_host_is_examined_and_brotli_is_expected(checked, certificate, ca):
    result = checked(certificate, "--ca", ca)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("Nothing found: the host shows this build as it should.\n")
    assert ("The server knows gzip only" in result.stdout) != BROTLI.exists()


def test_the_authority_may_be_named_as_for_other_programs(checked, certificate, ca, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(ca))
    assert checked(certificate).exit_code == 0


TRUST = "name the file of its certificate with --ca FILE"


def refused(result, reason, cure):
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert f"cannot be trusted over https ({reason}" in result.stderr
    assert cure in result.stderr


def test_without_it_the_message_says_how_to_name_it(checked, certificate):
    refused(
        checked(certificate), "unable to get local issuer certificate", "name the file of its certificate with --ca"
    )


def test_another_authority_will_not_do(checked, certificate, tmp_path):
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    refused(checked(certificate, "--ca", tmp_path / "other.pem"), "", TRUST)


def test_the_certificate_must_be_the_hosts_and_in_date(checked, authority, ca):
    result = checked(authority.issue_cert("guide.example"), "--ca", ca)
    refused(result, "IP address mismatch", "readers’ browsers will not trust it either")
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    expired = authority.issue_cert("127.0.0.1", not_before=past, not_after=past + datetime.timedelta(days=90))
    refused(checked(expired, "--ca", ca), "certificate has expired", "readers’ browsers will not trust it either")


@pytest.mark.parametrize(("content", "said"), [(None, "cannot be read: No such file"), ("key", "holds no certificate")])
def test_a_file_that_is_no_authority_is_refused(tmp_path, content, said):
    path = tmp_path / "authority.pem"
    if content:
        path.write_text(content)
    result = CliRunner().invoke(main, ["check", "--url", "https://127.0.0.1:9/", "--ca", str(path)])
    assert result.exit_code == 2
    assert f"--ca {path} {said}" in result.stderr
