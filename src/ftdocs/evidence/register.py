"""The register: every claim of the article that can be checked, with its verdict and its sources.

Kept in `claims/` and `sources/` beside this module, a file for each part of the article and each kind of source. A
claim cites a source's fact (`medprompt/exams`), so that a figure stands once, however many claims rest on it.
"""

import datetime
import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftdocs.names import closest
from ftdocs.yaml_schema import Document, Problem, read

FOLDER = Path(__file__).parent

VERDICTS = {
    "supported": "supported",
    "mixed": "mixed",
    "contested": "contested",
    "no-public-evidence": "no public evidence",
}
"""What a mark says, by verdict."""

READ = {
    "copy": "",
    "reported": "second-hand",
    "memory": "from memory, not checked",
    "ours": "",
}
"""What to say of how a source was read; the usual case, in a copy of it, goes without saying."""

PARTS = (
    "opening",
    "seductive-logic",
    "reality",
    "hierarchy",
    "when-right",
    "hidden-costs",
    "decision-framework",
    "bottom-line",
)
"""The parts of the article, in its order; each is a file of claims."""


class EvidenceError(Exception):
    """Why there is no register, one line for each problem: file, line, key, cure."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Citation:
    """One fact of one source. `url` is empty for what we worked out ourselves, which stands on `page`."""

    key: str
    title: str
    authors: str
    year: int
    url: str
    page: str
    via: str
    interest: str
    read: str
    fact: str

    @property
    def note(self) -> str:
        """Whose interest it is, and how it was read where that is not in a copy."""
        return "; ".join(word for word in (self.interest, READ[self.read]) if word)


@dataclass(frozen=True)
class Claim:
    """One claim. `place` is its file and line."""

    id: str
    part: str
    title: str
    says: str
    verdict: str
    found: str
    caveat: str
    searched: str
    sources: tuple[Citation, ...]
    reviewed: datetime.date
    review_by: datetime.date
    place: str

    @property
    def anchor(self) -> str:
        """Its id on the register's page."""
        return self.id.lower()

    @property
    def label(self) -> str:
        """What its mark says."""
        return VERDICTS[self.verdict]


type Register = dict[str, Claim]


def load(folder: Path = FOLDER) -> Register:
    """Every claim by its id, in the article's order. Raises EvidenceError."""
    claims, sources = list(_documents(folder, "claims")), list(_documents(folder, "sources"))
    problems = [problem for _, found in (*claims, *sources) for problem in found]
    if not claims and not problems:
        problems = [Problem(f"{folder.name}/claims", 1, "", "holds no claims")]
    if not problems:
        problems = list(_across([d for d, _ in claims], [d for d, _ in sources]))
    if problems:
        raise EvidenceError(sorted(problems))
    known = {key: source for document, _ in sources for key, source in document.data.items()}
    found = [_claim(key, row, document, known) for document, _ in claims for key, row in document.data.items()]
    return {claim.id: claim for claim in sorted(found, key=lambda claim: claim.id)}


@functools.cache
def register() -> Register:
    """The guide's own register, read once. Raises EvidenceError."""
    return load()


def _documents(folder: Path, kind: str) -> Iterator[tuple[Document, list[Problem]]]:
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_text("utf-8"))
    for path in sorted((folder / kind).glob("*.yml")):
        yield read(path, schema, f"{kind}/{path.name}")


def _across(claims: list[Document], sources: list[Document]) -> Iterator[Problem]:
    """What no schema can say: names that must be there, or only once, and dates in order."""
    yield from _twice(claims)
    yield from _twice(sources)
    facts = {key: list(row["facts"]) for document in sources for key, row in document.data.items()}
    cited: set[str] = set()
    for document in claims:
        if Path(document.path).stem not in PARTS:
            yield Problem(document.path, 1, "", f"is no part of the article{closest(Path(document.path).stem, PARTS)}")
        for key, row in document.data.items():
            cited.update(row["sources"])
            yield from _claim_problems(document, key, row, facts)
    for document in sources:
        yield from _source_problems(document, cited)


def _twice(documents: list[Document]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for document in documents:
        for key in document.data:
            if key in seen:
                yield document.problem([key], f"stands in {seen[key]} already; keep one")
            seen[key] = document.path


def _source_problems(document: Document, cited: set[str]) -> Iterator[Problem]:
    for key, row in document.data.items():
        if ("url" in row) == ("page" in row):
            yield document.problem([key], "needs either a url or, for what we worked out ourselves, a page")
        for fact in row["facts"]:
            if f"{key}/{fact}" not in cited:
                yield document.problem([key, "facts", fact], "is cited by no claim; cite it, or take it out")


def _claim_problems(
    document: Document, key: str, row: dict[str, Any], facts: dict[str, list[str]]
) -> Iterator[Problem]:
    none = row["verdict"] == "no-public-evidence"
    if not row["sources"] and not none:
        yield document.problem([key, "sources"], "is empty; cite a source, or make the verdict no-public-evidence")
    if none != ("searched" in row):
        message = "lacks “searched”: say where we looked" if none else "has “searched”, for no-public-evidence only"
        yield document.problem([key, "searched"], message)
    if row["review_by"] <= row["reviewed"]:
        yield document.problem([key, "review_by"], f"must come after the review of {row['reviewed']}")
    for number, citation in enumerate(row["sources"]):
        source, _, fact = citation.partition("/")
        if source not in facts:
            yield document.problem([key, "sources", number], f"names no source{_near(source, list(facts))}")
        elif fact not in facts[source]:
            yield document.problem([key, "sources", number], f"{source} has no such fact{closest(fact, facts[source])}")


def _near(word: str, known: list[str]) -> str:
    """The closest of very many names, which are not all listed."""
    said = closest(word, known)
    return said.partition(" There are:")[0] if said.startswith(";") else "; they stand in sources/"


def _claim(key: str, row: dict[str, Any], document: Document, known: dict[str, Any]) -> Claim:
    return Claim(
        id=key,
        part=Path(document.path).stem,
        title=row["title"],
        says=row["says"],
        verdict=row["verdict"],
        found=row["found"],
        caveat=row["caveat"],
        searched=row.get("searched", ""),
        sources=tuple(_citation(citation, known) for citation in row["sources"]),
        reviewed=datetime.date.fromisoformat(row["reviewed"]),
        review_by=datetime.date.fromisoformat(row["review_by"]),
        place=f"{document.path}:{document.line(key)}",
    )


def _citation(citation: str, known: dict[str, Any]) -> Citation:
    key, _, fact = citation.partition("/")
    row = known[key]
    return Citation(
        key=key,
        title=row["title"],
        authors=row["authors"],
        year=row["year"],
        url=row.get("url", ""),
        page=row.get("page", ""),
        via=row.get("via", ""),
        interest=row["interest"],
        read=row["read"],
        fact=row["facts"][fact],
    )
