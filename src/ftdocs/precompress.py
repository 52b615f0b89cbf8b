"""Compressed copies (`.br`, `.gz`) beside the files of the built site, so that hosts compress nothing themselves.

Both are needed: browsers ask for Brotli over https only, and an internal host often speaks plain http.

Brotli's best quality is slow: of Pyodide's 8.6 MB wasm, quality 9 makes 2.44 MB in 2 s, quality 11 makes 2.12 MB
in 28 s (2 cores, no load). A reader downloads it once for a runtime, so the 13 % are worth it, and each result
is kept under the hash of its source: a build repeats none of them while the source stays the same. Files without a
hash in their name change with every build and are small, as a rule; the large ones among them (the search index) are
where quality 9 saves seconds: 0.2 s instead of 2 s for 1 MB, 10 % larger.
"""

import gzip
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import brotli

from ftdocs.headers import FILE, cache_control

CACHE = Path(".cache/ftdocs/compressed")
"""Where results are kept, relative to the project's root."""

_SUFFIXES = {
    *(".css", ".csv", ".html", ".js", ".json", ".md", ".mjs", ".svg", ".txt", ".xml"),
    # The bundle's zip is stored, not deflated, so that it gains here; one that does not is left alone.
    *(".wasm", ".zip"),
}
_SLOW = 256 * 1024  # bytes; quality 11 takes about 0.3 s for this much text
_GAIN = 0.95  # a copy must be smaller than this share of its source, or the host's extra look-up is for nothing
_FORGET = 60 * 24 * 3600  # seconds after which an unused result is dropped from the cache

Progress = Callable[[int, int], None]
"""Is told the bytes dealt with so far and the bytes in all (of the sources), from the calling thread."""


@dataclass
class Packed:
    """What was done: numbers of files, and bytes of the sources that have a copy and of their copies."""

    files: int = 0
    cached: int = 0
    bytes: int = 0
    br_bytes: int = 0
    gz_bytes: int = 0


def precompress(site_dir: Path, cache_dir: Path = CACHE, progress: Progress | None = None) -> Packed:
    """Write `.br` and `.gz` beside every file of `site_dir` that gains by it.

    Two threads work at once (both compressors let go of Python's lock). Raises OSError where a file cannot be
    read or written.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    sources = [path for path in site_dir.rglob("*") if path.suffix in _SUFFIXES and path.is_file()]
    sizes = {path: path.stat().st_size for path in sources if path != site_dir / FILE}
    packed, done = Packed(), 0
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        # The largest first: begun last, it would keep one thread waiting for the other.
        work = {
            pool.submit(_pack, path, path.relative_to(site_dir).as_posix(), cache_dir): path
            for path in sorted(sizes, key=lambda path: (-sizes[path], path))
        }
        for future in as_completed(work):
            br, gz, cached = future.result()
            size = sizes[work[future]]
            done += size
            packed.cached += cached
            if br or gz:
                packed.files += 1
                packed.bytes += size
                packed.br_bytes += br or size
                packed.gz_bytes += gz or size
            if progress:
                progress(done, sum(sizes.values()))
    finally:
        pool.shutdown(cancel_futures=True)
    _forget(cache_dir)
    return packed


def brotli_quality(path: str, size: int) -> int:
    """The quality for a file of `size` bytes at `path` (relative to the site's root); the module's text says why."""
    return 11 if size <= _SLOW or "immutable" in cache_control(path) else 9


def _pack(source: Path, path: str, cache_dir: Path) -> tuple[int, int, bool]:
    """The sizes of the two copies (0: none) and whether both came from the cache."""
    data = source.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    quality = brotli_quality(path, len(data))
    br, br_cached = _copy(source, ".br", cache_dir / f"{digest}.{quality}.br", lambda: _brotli(data, quality))
    gz, gz_cached = _copy(source, ".gz", cache_dir / f"{digest}.gz", lambda: gzip.compress(data, 9, mtime=0))
    return br, gz, br_cached and gz_cached


def _brotli(data: bytes, quality: int) -> bytes:
    packed: bytes = brotli.compress(data, quality=quality)
    return packed


def _copy(source: Path, suffix: str, kept: Path, compress: Callable[[], bytes]) -> tuple[int, bool]:
    """Put `kept` beside `source`, after making it if need be. An empty `kept` says that there is no gain."""
    cached = kept.exists()
    if cached:
        os.utime(kept)
    else:
        size = source.stat().st_size
        packed = compress()
        # A build that is interrupted must not leave half a file under a name that promises a whole one.
        half = kept.with_name(f"{kept.name}.{os.getpid()}-{id(packed):x}.part")
        half.write_bytes(packed if len(packed) < size * _GAIN else b"")
        half.replace(kept)
    beside = source.with_name(source.name + suffix)
    length = kept.stat().st_size
    if length:
        shutil.copyfile(kept, beside)
    else:
        beside.unlink(missing_ok=True)
    return length, cached


def _forget(cache_dir: Path) -> None:
    oldest = time.time() - _FORGET
    for kept in cache_dir.iterdir():
        if kept.stat().st_mtime < oldest:
            kept.unlink()
