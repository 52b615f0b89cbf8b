"""Design documents held against the guide they link to: `ftdocs verify FILE...`.

documents.py says what a document is, markdown.py, html.py and rst.py read one; guide.py knows what is where; links.py
and blocks.py look for what is wrong. Documents are taken one after another, and nothing of them is kept.
"""

import itertools
import os
import pathlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from ftdocs.files import write_whole
from ftdocs.verify import html, markdown
from ftdocs.verify.blocks import blocks_in, check_block
from ftdocs.verify.documents import Document, Hint, all_links, edited
from ftdocs.verify.findings import FINDINGS, NOTES, Finding
from ftdocs.verify.guide import Guide, read_guide
from ftdocs.verify.links import check_link

__all__ = [
    "FINDINGS",
    "NOTES",
    "Finding",
    "Guide",
    "Report",
    "documents_in",
    "read_guide",
    "verify_file",
    "verify_text",
]

# Markup by the end of a file's name.
KINDS = {
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".rst", ".rest"), "rst"),
}
# From as many documents on, other processes are worth their start.
MANY = 64
_SKIPPED = ("node_modules",)


@dataclass(frozen=True)
class Report:
    """One document: what was found, and how many links into the guide and pasted blocks it holds."""

    file: pathlib.Path
    findings: list[Finding]
    links: int = 0
    blocks: int = 0
    # Why it could not be read or written; blank where it could.
    trouble: str = ""


def documents_in(paths: Iterable[pathlib.Path]) -> list[pathlib.Path]:
    """The documents among `paths` and in the folders among them, each once. Raises ValueError for anything else."""
    found: dict[pathlib.Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(_documents_below(path))
        elif not path.exists():
            raise ValueError(f"there is no file {path}")
        elif path.suffix.lower() not in KINDS:
            known = ", ".join(KINDS)
            raise ValueError(f"{path} is no Markdown, HTML or reStructuredText by its name; it should end in {known}")
        else:
            found[path] = None
    return list(found)


def _documents_below(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        yield from (pathlib.Path(where, name) for name in sorted(files) if pathlib.Path(name).suffix.lower() in KINDS)


def verify_files(paths: Sequence[pathlib.Path], guide: Guide, *, fix: bool = False) -> Iterator[Report]:
    """Hold documents against the guide, in their order; many of them on every processor there is."""
    processors = os.cpu_count() or 1
    if len(paths) < MANY or processors == 1:
        yield from (verify_file(path, guide, fix=fix) for path in paths)
        return
    with ProcessPoolExecutor(processors, initializer=_share, initargs=(guide, fix)) as pool:
        # A part at a time, so that what is not asked for yet waits on the disk and not in memory.
        for part in itertools.batched(paths, MANY * processors, strict=False):
            yield from pool.map(_verify_shared, part, chunksize=MANY // 4)


_shared: tuple[Guide, bool]


def _share(guide: Guide, fix: bool) -> None:
    global _shared
    _shared = (guide, fix)


def _verify_shared(path: pathlib.Path) -> Report:
    return verify_file(path, _shared[0], fix=_shared[1])


def verify_file(path: pathlib.Path, guide: Guide, *, fix: bool = False) -> Report:
    """Hold one document against the guide. `fix`: write moved addresses into it, and touch nothing else."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return Report(path, [], trouble=f"{path} is not UTF-8 (byte {error.start + 1}); save it in that encoding")
    except OSError as error:
        return Report(path, [], trouble=f"{path} cannot be read: {error.strerror}")
    try:
        report = replace(verify_text(text, KINDS[path.suffix.lower()], guide), file=path)
    except RecursionError:
        return Report(path, [], trouble=f"{path} is nested too deeply to be read")
    wanted = [each.edit for each in report.findings if each.edit] if fix else []
    text, made = edited(text, wanted)
    if not made:
        return report
    try:
        # The document is the reader's own: a full disk must not cost them half of it.
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        return replace(report, trouble=f"{path} cannot be written: {error.strerror}")
    return replace(report, findings=[replace(each, fixed=each.edit in made) for each in report.findings])


def verify_text(text: str, kind: str, guide: Guide) -> Report:
    """Hold a text, in one of the markup languages of KINDS, against the guide."""
    document = _read(text, kind, _hint(guide))
    links = all_links(document)
    if not guide.addresses:
        guide = guide.guess(link.url for link in links)
    ours = [link for link in links if guide.target(link.url)]
    blocks = list(blocks_in(document.passages, guide)) if ours else []
    findings = [finding for link in ours for finding in check_link(link, guide)]
    findings += [finding for block in blocks for finding in check_block(block)]
    return Report(pathlib.Path(), sorted(findings, key=lambda each: each.line), len(ours), len(blocks))


def _hint(guide: Guide) -> Hint:
    """Whether a piece of source may hold a link into the guide."""
    hosts = [address.partition("://")[2].partition("/")[0].lower() for address in guide.addresses]
    if not hosts or not all(hosts):
        return lambda source: "#" in source
    return lambda source: any(host in source.lower() for host in hosts)


def _read(text: str, kind: str, hint: Hint) -> Document:
    if not hint(text):
        return Document()
    if kind == "markdown":
        return markdown.read(text, hint)
    if kind == "html":
        return html.read(text)
    from ftdocs.verify import rst  # docutils takes a while to load

    return rst.read(text)
