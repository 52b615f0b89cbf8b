"""Vega as the site serves it: small, with its licences, bundled anew when a package changes."""

import shutil
import subprocess
from pathlib import Path
from unittest import mock

import brotli
import pytest

from ftdocs import pictures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return pictures.bundle_vega(ROOT)


def test_vega_is_small(bundle: bytes) -> None:
    assert len(brotli.compress(bundle)) < 115_000


@pytest.mark.node
def test_the_licences_of_vega_go_with_it() -> None:
    licences = pictures.vega_licences(ROOT)
    assert "University of Washington Interactive Data Lab" in licences
    assert "Mike Bostock" in licences


def test_vega_is_bundled_once_and_again_when_a_package_changes(tmp_path: Path, bundle: bytes) -> None:
    modules = tmp_path / "node_modules"
    shutil.copytree(ROOT / "node_modules", modules, symlinks=True, ignore=_not_vega)
    aggregate = modules / "vega-transforms/src/Aggregate.js"
    with pictures.kept_in(tmp_path / "kept"), mock.patch.object(subprocess, "run", side_effect=subprocess.run) as run:
        assert pictures.bundle_vega(tmp_path) == bundle
        assert pictures.bundle_vega(tmp_path) == bundle
        assert run.call_count == 1
        aggregate.write_text(f"{aggregate.read_text()}\nAggregate.another = 12345;\n")
        assert b".another=12345" in pictures.bundle_vega(tmp_path)
        assert run.call_count == 2


def _not_vega(folder: str, names: list[str]) -> list[str]:
    wanted = (".bin", "esbuild", "@esbuild", "internmap", "topojson-client", "vega", "d3")
    return [name for name in names if Path(folder).name == "node_modules" and not name.startswith(wanted)]


def test_missing_packages_are_named(tmp_path: Path) -> None:
    with pytest.raises(pictures.PictureError, match=r"esbuild is missing: run `npm ci --ignore-scripts` first"):
        pictures.bundle_vega(tmp_path)


def test_another_vega_is_refused(tmp_path: Path) -> None:
    for name in (".bin/esbuild", "vega/package.json", "vega-interpreter/package.json"):
        file = tmp_path / "node_modules" / name
        file.parent.mkdir(parents=True)
        file.write_text('{"version": "1.0.0"}')
    with pytest.raises(pictures.PictureError, match=r"holds Vega 1\.0\.0"):
        pictures.bundle_vega(tmp_path)
