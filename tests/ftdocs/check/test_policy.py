"""A policy that lets in more than the site needs, or that a host could not use, is found."""

from pathlib import Path

import pytest

from ftdocs.check import Finding
from ftdocs.check.policy import policy_problems
from ftdocs.headers import policy
from tests.ftdocs.check.tiny_site import found_in


def policy_findings(site: Path, old: str, new: str) -> list[Finding]:
    file = site / "_headers.json"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return found_in(site)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("style-src 'self'", "style-src 'self' 'unsafe-inline'", "style-src allows 'unsafe-inline'"),
        ("connect-src 'self'", "connect-src https://example.com", "connect-src allows https://example.com"),
        ("default-src 'none'", "default-src 'self'", "default-src allows 'self'"),
        ("default-src 'none'", "default-src 'self'", "default-src does not allow 'none', which the site needs"),
        ("worker-src 'self'; ", "", "the policy has no worker-src, which should be 'self'"),
        ("base-uri", "sandbox; base-uri", "the policy has sandbox, which the build does not write"),
        ("frame-ancestors 'none'", "frame-ancestors *", "“*” cannot be allowed to show the site in a frame"),
        ("frame-ancestors 'none'", "frame-ancestors", "frame-ancestors is empty"),
        ("frame-ancestors 'none'", "frame-ancestors 'none' https://a.example", "says both nobody and somebody"),
        ("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'sha256-b2xk'", "'sha256-b2xk', an inline script that no page has"),
        ('"version": 1', '"version": 0', "version 0"),
        ("{", "", "cannot be used"),
    ],
)
def test_a_loose_policy_is_found(site: Path, old: str, new: str, words: str):
    findings = policy_findings(site, old, new)
    assert [finding for finding in findings if finding.kind == "headers" and words in finding.message], findings


def test_who_may_show_the_site_in_a_frame_is_the_operators_to_say():
    assert list(policy_problems(policy([], ["'self'", "https://wiki.example"]), policy([]))) == []


def test_a_missing_policy_is_found(site: Path):
    (site / "_headers.json").unlink()
    (finding,) = found_in(site)
    assert (finding.kind, finding.page) == ("headers", "_headers.json")
