"""The compressed copies: they unpack to their source, lie only where they gain, and are made once."""

import gzip
import os
import random
import zipfile
from pathlib import Path

import brotli
import pytest

from ftdocs.precompress import Packed, brotli_quality, precompress

TEXT = "the same words again and again " * 200


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "trap").mkdir(parents=True)
    (root / "index.html").write_text(TEXT)
    (root / "trap/index.html").write_text(TEXT + "!")
    return root


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_copies_unpack_to_their_source(site: Path, cache: Path):
    precompress(site, cache)
    for path in (site / "index.html", site / "trap/index.html"):
        source = path.read_bytes()
        assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == source
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == source


def test_only_files_that_gain_get_a_copy(site: Path, cache: Path):
    noise = random.Random(1).randbytes(5000)
    (site / "noise.wasm").write_bytes(noise)
    (site / "tiny.js").write_text("1")
    (site / "picture.png").write_text(TEXT)
    (site / "_headers.json").write_text(TEXT)
    with zipfile.ZipFile(site / "stored.zip", "w", zipfile.ZIP_STORED) as stored:
        stored.writestr("module.pyc", TEXT)
    precompress(site, cache)
    copies = {path.name for path in site.iterdir() if path.suffix in (".br", ".gz")}
    assert copies == {"index.html.br", "index.html.gz", "stored.zip.br", "stored.zip.gz"}


def test_a_copy_of_an_earlier_content_does_not_stay(site: Path, cache: Path):
    precompress(site, cache)
    (site / "index.html").write_text("short")
    precompress(site, cache)
    assert not (site / "index.html.br").exists()
    assert not (site / "index.html.gz").exists()


def test_the_figures_add_up(site: Path, cache: Path):
    packed = precompress(site, cache)
    sources = [site / "index.html", site / "trap/index.html"]
    assert packed == Packed(
        files=2,
        cached=0,
        bytes=sum(path.stat().st_size for path in sources),
        br_bytes=sum(path.with_name("index.html.br").stat().st_size for path in sources),
        gz_bytes=sum(path.with_name("index.html.gz").stat().st_size for path in sources),
    )


def test_nothing_is_compressed_twice(site: Path, cache: Path, monkeypatch: pytest.MonkeyPatch):
    first = precompress(site, cache)
    for copy in site.rglob("*.br"):
        copy.unlink()

    def refuse(*args: object, **settings: object) -> bytes:
        raise AssertionError("compressed again")

    monkeypatch.setattr(brotli, "compress", refuse)
    monkeypatch.setattr(gzip, "compress", refuse)
    second = precompress(site, cache)
    assert (second.cached, second.br_bytes) == (2, first.br_bytes)
    assert (site / "index.html.br").exists()


def test_an_interruption_leaves_no_half_result(site: Path, cache: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(*args: object, **settings: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(brotli, "compress", interrupt)
        with pytest.raises(KeyboardInterrupt):
            precompress(site, cache)
    assert not list(cache.glob("*.br"))
    assert precompress(site, cache).files == 2


def test_results_long_unused_are_forgotten(site: Path, cache: Path):
    precompress(site, cache)
    for kept in cache.iterdir():
        os.utime(kept, (0, 0))
    (site / "trap/index.html").unlink()
    precompress(site, cache)
    assert len(list(cache.iterdir())) == 2


def test_progress_reaches_the_whole(site: Path, cache: Path):
    seen: list[tuple[int, int]] = []
    precompress(site, cache, lambda done, total: seen.append((done, total)))
    total = 2 * len(TEXT) + 1
    assert [whole for _, whole in seen] == [total, total]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (total, total)


@pytest.mark.parametrize(
    ("path", "size", "quality"),
    [
        ("index.html", 60_000, 11),
        ("search/search_index.json", 1_000_000, 9),
        ("assets/ftdocs/pyodide-0a1b2c3d4e/pyodide.asm.wasm", 8_600_000, 11),
    ],
)
def test_quality_is_spent_where_it_lasts(path: str, size: int, quality: int):
    assert brotli_quality(path, size) == quality
