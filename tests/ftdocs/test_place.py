"""Where the site stands: what is understood, and what is refused with a word on what is accepted."""

import pytest

from ftdocs.place import clean_base_path, configured_base_path, frame_sources


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/", "/"),
        ("", "/"),
        ("guides/ft", "/guides/ft/"),
        ("/guides/ft/", "/guides/ft/"),
        ("/~team/v1.2_x/", "/~team/v1.2_x/"),
    ],
)
def test_a_base_path_gets_its_slashes(text, path):
    assert clean_base_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "/a b/",
        "/a//b/",
        "/../",
        "/./",
        "/a;b/",
        '/a"/',
        "/{a}/",
        "/$uri/",
        "/%20/",
        "/é/",
        "/a\n/",
        "https://x/",
        "/a?b",
        "/a#b",
        "/<a>/",
    ],
)
def test_odd_characters_are_refused_in_words(text):
    with pytest.raises(ValueError, match="such as /guides/ft/, with letters a to z, digits"):
        clean_base_path(text)


def test_the_path_is_taken_from_the_configuration():
    assert configured_base_path({"base_path": "/guides/ft"}, None) == "/guides/ft/"
    assert configured_base_path({}, "https://host.example/a/") == "/a/"
    assert configured_base_path({}, None) is None
    with pytest.raises(ValueError, match="must be a path"):
        configured_base_path({"base_path": 7}, None)


def test_who_may_show_the_site_in_a_frame():
    assert frame_sources([]) == ["'none'"]
    allowed = ["self", "https://wiki.example", "https://*.example:8443", "http://127.0.0.1:*"]
    assert frame_sources(allowed) == ["'self'", *allowed[1:]]


@pytest.mark.parametrize(
    "source",
    [
        "*",
        "https:",
        "wiki.example",
        "https://wiki.example/page",
        "https://a; script-src *",
        "data:",
        "https://a b",
        "'unsafe-inline'",
        "",
    ],
)
def test_a_source_that_opens_the_policy_is_refused(source):
    with pytest.raises(ValueError, match=r"frame_ancestors: .*such as https://wiki\.example"):
        frame_sources([source])
