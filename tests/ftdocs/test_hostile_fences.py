"""What a fence names is looked up in a table: no path leads to a file, no name to a module, no value to markup."""

import pytest

from ftdocs.fence import FenceError
from tests.ftdocs.test_fence import convert, fence

PATHS = [
    "../lift",
    "lift/../lift",
    "/etc/passwd",
    "lift.py",
    "kit.fields",
    "kit/fields",
    "__init__",
    "os",
    "lift\\..\\lift",
    "LIFT",
]


@pytest.mark.parametrize("name", PATHS)
def test_a_path_names_no_calculator(name):
    with pytest.raises(FenceError, match="there is no calculator called"):
        convert(fence(name))


@pytest.mark.parametrize("name", ["../lift", "commands ../../etc", "methods ../lift", "commands __class__"])
def test_a_path_names_no_reference(name):
    with pytest.raises(FenceError) as refused:
        convert(f"```reference\n{name}\n```\n")
    assert "Traceback" not in str(refused.value)


MARKUP = '"><img src=x class=attack onerror=go()><script class=attack>go()</script>'


@pytest.mark.parametrize("line", [f"items: '{MARKUP}'", f"'{MARKUP}': 1", f"_view: '{MARKUP}'", f"_id: '{MARKUP}'"])
def test_markup_in_a_fence_is_refused(line):
    with pytest.raises(FenceError):
        convert(fence("lift", line))


@pytest.mark.parametrize(
    "line", ["items: !!python/object/apply:os.getcwd []", "items: &a [*a]", "items: {__proto__: 1}"]
)
def test_yaml_builds_nothing_but_text(line):
    with pytest.raises(FenceError):
        convert(fence("lift", line))


@pytest.mark.parametrize(
    "path", ["/etc/hostname", "../../../../etc/hostname", "mkdocs.yml", "https://elsewhere.example/x"]
)
def test_a_snippet_includes_no_file(path):
    """The extension that would is not switched on; its marks stay text."""
    page = convert(f'# A {{ #a }}\n\n--8<-- "{path}"\n')
    assert path in page.body.text()


def test_the_site_switches_no_including_extension_on():
    from tests.conftest import ROOT

    assert "snippets" not in (ROOT / "mkdocs.yml").read_text("utf-8").split("nav:")[0]
