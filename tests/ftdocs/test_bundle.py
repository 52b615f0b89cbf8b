"""The bundle: complete, closed, the same bytes every time, made once, and clear about what is missing."""

import dataclasses
import io
import os
import shutil
import zipfile
from pathlib import Path
from unittest import mock

import pytest

from ftdocs import bundle as package
from ftdocs.bundle import BundleError, build_bundle, cache, closure, library, node, runtime, shelf
from ftdocs.bundle.compile import compile_sources

ROOT = Path(__file__).resolve().parents[2]

# A whole package of calculators on one screen: one calculator that answers with the square root of its input.
SMALL = {
    "__init__.py": "def ids():\n    return ['root']\n",
    "root.py": "import math\n\n\ndef compute(x):\n    return math.sqrt(float(x))\n",
    "protocol.py": (
        "import json\n"
        "from calculators import root\n\n\n"
        "def respond(text):\n"
        "    fields = json.loads(text).get('fields', {})\n"
        "    try:\n"
        "        outputs = {'y': root.compute(fields.get('x', '2'))}\n"
        "    except ValueError as error:\n"
        "        return json.dumps({'ok': False, 'errors': [{'field': 'x', 'message': str(error)}]})\n"
        "    data = json.loads(__loader__.get_data(__file__.rpartition('/')[0] + '/history/root.json'))\n"
        "    return json.dumps({'ok': True, 'inputs': {'x': 2}, 'outputs': outputs, 'link': 'root?', 'data': data})\n"
    ),
    "history/root.json": '{"versions": {}}',
    "README.md": "Not for the browser.",
    "__pycache__/root.cpython-313.pyc": "stale",
}


def project(folder, changes=()):
    """A site with the small calculators and this project's runtime."""
    for name, text in (SMALL | dict(changes)).items():
        path = folder / "calculators" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "pyodide").symlink_to(ROOT / "node_modules" / "pyodide")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return project(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def bundle(site):
    return build_bundle(site, site / "cache")


@pytest.fixture
def without_node(monkeypatch):
    def refuse(*_):
        raise AssertionError("Node was started again")

    monkeypatch.setattr(closure, "run_script", refuse)


def paths(bundle):
    """Of all that is in the archive: its members, and the modules on its shelf."""
    members, shelved = shelf.read_archive(bundle.archive.read_bytes())
    return {*members, *(path for path, _ in shelved.values())}


@pytest.mark.node
class TestArchive:
    def test_it_holds_the_calculators_with_their_data_and_nothing_stale(self, bundle):
        ours = {path for path in paths(bundle) if path.startswith("calculators/")}
        assert ours == {
            "calculators/__init__.pyc",
            "calculators/root.pyc",
            "calculators/protocol.pyc",
            "calculators/history/root.json",
        }

    def test_it_holds_no_tests_and_no_module_that_nobody_uses(self, bundle):
        tops = {path.partition("/")[0].removesuffix(".pyc") for path in paths(bundle)}
        unused = "test unittest email http xml xmlrpc pydoc doctest tarfile argparse pdb multiprocessing ctypes csv"
        assert not tops & {*unused.split(), "ipaddress", "statistics", "decimal"}
        assert {"json", "re", "asyncio", "pyodide", "_pyodide"} <= tops

    def test_it_is_stored_compiled_and_without_dates(self, bundle):
        with zipfile.ZipFile(bundle.archive) as archive:
            for member in archive.infolist():
                assert member.compress_type == zipfile.ZIP_STORED
                assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert {path.rpartition(".")[2] for path in paths(bundle)} == {"pyc", "json"}

    def test_only_what_python_imports_first_has_a_member_of_its_own(self, bundle):
        members, shelved = shelf.read_archive(bundle.archive.read_bytes())
        early = {path for path in members if path.endswith(".pyc")}
        assert "sitecustomize.pyc" in early
        assert {path.partition("/")[0] for path in early} == {"sitecustomize.pyc", "encodings"}
        assert shelved["calculators"][0] == "calculators/__init__.pyc"
        assert shelved["calculators.root"][0] == "calculators/root.pyc"

    def test_another_build_gives_the_same_bytes(self, bundle, tmp_path):
        again = build_bundle(project(tmp_path / "elsewhere"), tmp_path / "cache")
        assert again.archive.read_bytes() == bundle.archive.read_bytes()
        assert (again.app.name, again.pyodide.name) == (bundle.app.name, bundle.pyodide.name)


@pytest.mark.node
class TestFolders:
    def test_the_runtime_is_shipped_unchanged(self, bundle):
        shipped = sorted(path.name for path in bundle.pyodide.iterdir())
        assert shipped == ["pyodide.asm.js", "pyodide.asm.wasm", "pyodide.mjs"]
        for name in shipped:
            assert (bundle.pyodide / name).read_bytes() == (ROOT / "node_modules/pyodide" / name).read_bytes()

    def test_the_manifest_says_where_and_how_large_everything_is(self, bundle):
        text = (bundle.app / "manifest.js").read_text()
        assert f'"../{bundle.pyodide.name}/"' in text
        for path in (*bundle.pyodide.iterdir(), bundle.archive):
            assert f'"bytes": {path.stat().st_size}' in text

    def test_our_scripts_are_in_it_and_no_input_of_other_tools(self, bundle):
        found = {path.name for path in bundle.app.iterdir()}
        assert {"ftdocs.js", "worker.mjs", "runtime.js", "manifest.js", "python.zip"} <= found
        assert not [name for name in found if name.endswith((".d.ts", "-entry.mjs"))]


@pytest.mark.node
class TestCache:
    def test_nothing_changed_nothing_is_made(self, site, bundle, without_node):
        assert build_bundle(site, site / "cache") == bundle

    def test_a_script_changed_gives_another_app_without_compiling(
        self, site, bundle, without_node, tmp_path, monkeypatch
    ):
        shutil.copytree(package.BROWSER, tmp_path / "browser")
        (tmp_path / "browser" / "ftdocs.js").write_text("// changed")
        monkeypatch.setattr(package, "BROWSER", tmp_path / "browser")
        changed = build_bundle(site, site / "cache")
        assert changed.app != bundle.app
        assert changed.pyodide == bundle.pyodide
        assert changed.archive.read_bytes() == bundle.archive.read_bytes()

    def test_the_callers_files_are_part_of_the_app(self, site, bundle, without_node):
        changed = build_bundle(site, site / "cache", extra={"pictures/root.json": b"{}"})
        assert (changed.app / "pictures" / "root.json").read_bytes() == b"{}"
        assert changed.app != bundle.app

    def test_a_file_lost_from_the_cache_is_made_again(self, site, bundle, without_node):
        (bundle.app / "worker.mjs").unlink()
        (bundle.pyodide / "pyodide.asm.wasm").write_bytes(b"cut")
        assert build_bundle(site, site / "cache") == bundle
        assert (bundle.app / "worker.mjs").is_file()
        assert (bundle.pyodide / "pyodide.asm.wasm").stat().st_size > 1_000_000

    def test_a_calculator_changed_is_compiled_and_checked_anew(self, bundle, tmp_path):
        site = project(tmp_path / "site", {"root.py": SMALL["root.py"].replace("math.sqrt", "math.cbrt")})
        changed = build_bundle(site, tmp_path / "cache")
        assert changed.archive.read_bytes() != bundle.archive.read_bytes()

    def test_old_folders_go_after_a_while(self, tmp_path):
        for age in range(6):
            path = cache.write_folder(tmp_path / f"app-{age}", {"a": b""})
            os.utime(path, (age, age))
        cache.keep_newest(tmp_path, "app-*", 4)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["app-2", "app-3", "app-4", "app-5"]

    def test_a_file_is_made_once_and_goes_when_nobody_wants_it_any_more(self, tmp_path):
        file, make = tmp_path / "kept/a", mock.Mock(return_value=b"whole")
        for _ in range(2):
            assert cache.kept(file, make) == b"whole"
        make.assert_called_once()
        os.utime(file, (1, 1))
        # Being of use makes it young again.
        cache.kept(file, bytes)
        cache.forget(file.parent)
        assert file.exists()
        os.utime(file, (1, 1))
        cache.forget(file.parent)
        assert list(file.parent.iterdir()) == []

    def test_a_build_that_breaks_off_leaves_nothing_half_made(self, tmp_path):
        with pytest.raises(TypeError):
            cache.write_folder(tmp_path / "app", {"a": b"whole", "b": None})  # type: ignore[dict-item]
        assert list(tmp_path.iterdir()) == []

    def test_the_hash_tells_names_from_contents(self):
        assert cache.digest({"ab": b"c"}) != cache.digest({"a": b"bc"})
        assert cache.digest({"a": b"1", "b": b"2"}) == cache.digest({"b": b"2", "a": b"1"})


class TestErrors:
    @pytest.fixture
    def modules(self, tmp_path):
        """A copy of the runtime that a test may spoil."""
        folder = tmp_path / "node_modules" / "pyodide"
        folder.mkdir(parents=True)
        for name in (*runtime.SHIPPED, *runtime.READ):
            (folder / name).symlink_to(ROOT / "node_modules" / "pyodide" / name)
        return folder

    def test_no_npm_packages(self, tmp_path):
        with pytest.raises(BundleError, match=r"node_modules/pyodide is missing .* run `make setup`"):
            runtime.find_runtime(tmp_path)

    def test_a_file_of_the_runtime_is_missing(self, modules, tmp_path):
        (modules / "pyodide.asm.wasm").unlink()
        with pytest.raises(BundleError, match=r"pyodide\.asm\.wasm is missing: delete node_modules"):
            runtime.find_runtime(tmp_path)

    def test_a_file_of_the_runtime_is_another(self, modules, tmp_path):
        (modules / "pyodide.asm.js").unlink()
        (modules / "pyodide.asm.js").write_text("// changed")
        with pytest.raises(BundleError, match=r"pyodide\.asm\.js is not the file of Pyodide [\d.]+ that was locked"):
            runtime.find_runtime(tmp_path)

    def test_another_python(self):
        with pytest.raises(BundleError, match=r"this is Python 3\.12, but .* holds 3\.13"):
            runtime.check_python("3.13.2", (3, 12))

    def test_no_node(self, monkeypatch):
        monkeypatch.setenv("PATH", "")
        monkeypatch.delenv("FTDOCS_NODE", raising=False)
        with pytest.raises(BundleError, match=r"Node is missing.* run `make setup`"):
            node.find_node()

    def test_a_node_that_is_too_old(self, monkeypatch, tmp_path):
        old = tmp_path / "node"
        old.write_text("#!/bin/sh\necho v16.20.2\n")
        old.chmod(0o755)
        monkeypatch.setenv("FTDOCS_NODE", str(old))
        with pytest.raises(BundleError, match=r"is v16\.20\.2, but 18 or newer is needed"):
            node.find_node()

    def test_no_calculators(self, modules, tmp_path):
        with pytest.raises(BundleError, match="there are no calculators in"):
            build_bundle(tmp_path, tmp_path / "cache")

    def test_a_syntax_error(self):
        with pytest.raises(BundleError, match=r"cannot be compiled: .*SyntaxError"):
            compile_sources({"wrong.py": b"def ("})

    @pytest.mark.node
    def test_a_calculator_that_imports_what_the_browser_lacks(self, tmp_path):
        """Even where the import is inside a function that no trial run reaches."""
        late = SMALL["root.py"] + "\n\ndef never():\n    import numpy\n    return numpy\n"
        site = project(tmp_path, {"root.py": late})
        with pytest.raises(BundleError, match=r"calculators/root\.py, line 9: “import numpy” does not work"):
            build_bundle(site, site / "cache")
        assert not list((site / "cache").rglob("python.zip"))

    @pytest.mark.node
    @pytest.mark.parametrize(
        ("files", "words"),
        [
            ({"dataclasses.py": "from inspect import signature\n"}, r"dataclasses\.py .* does not import `inspect` as"),
            ({"dataclasses.py": "\nimport inspect\n"}, r"re/_compiler\.py of this Python does not compile as expected"),
        ],
    )
    def test_a_library_that_the_replacements_were_not_written_for(self, tmp_path, files, words):
        other = dataclasses.replace(runtime.find_runtime(ROOT), folder=tmp_path)
        with zipfile.ZipFile(other.stdlib, "w") as archive:
            for name, source in files.items():
                archive.writestr(name, source)
        with pytest.raises(BundleError, match=words):
            library.write_open_library(other, tmp_path / "library.zip")

    @pytest.mark.node
    def test_a_calculator_that_fails_to_import(self, tmp_path):
        site = project(tmp_path, {"root.py": "raise LookupError('no data')"})
        with pytest.raises(BundleError, match="LookupError: no data"):
            build_bundle(site, site / "cache")

    @pytest.mark.node
    def test_an_archive_that_lacks_a_module(self, site, bundle, tmp_path):
        members, shelved = shelf.read_archive(bundle.archive.read_bytes())
        del shelved["calculators.root"]
        poor = tmp_path / "python.zip"
        poor.write_bytes(shelf.write_archive(members, shelved))
        with pytest.raises(BundleError, match=r"the bundle is not complete: .*root"):
            closure.check_closed_world(runtime.find_runtime(site), poor, {"root": ["{}"]})

    @pytest.mark.node
    def test_a_calculator_that_answers_otherwise_in_the_closed_world(self, site, bundle):
        with pytest.raises(BundleError, match="root answers differently"):
            closure.check_closed_world(runtime.find_runtime(site), bundle.archive, {"root": ["{}"]})


def test_imports_for_type_checkers_only_do_not_count(tmp_path):
    folder = tmp_path / "calculators"
    folder.mkdir()
    (folder / "a.py").write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import numpy\nelse:\n    import json\n"
        "from . import b\n"
        "def f():\n    from math import sqrt as root\n"
    )
    assert list(closure.import_statements(folder)) == [
        ("from typing import TYPE_CHECKING", "calculators/a.py, line 1"),
        ("import json", "calculators/a.py, line 5"),
        ("from math import sqrt as root", "calculators/a.py, line 8"),
    ]


def test_the_same_source_compiles_to_the_same_bytes_without_docstrings():
    source = {"a.py": b'"""A docstring that nobody reads in the browser."""\nassert True\n', "b.json": b"{}"}
    first = compile_sources(source)
    assert first == compile_sources(source)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["a.pyc", "b.json"]
        assert b"nobody reads" not in archive.read("a.pyc")
