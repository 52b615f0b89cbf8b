"""What was looked at on a live host, and what was found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ftdocs.check.site import Finding

MATTERS = {
    "files": "Files, by their hashes",
    "types": "Content types",
    "compression": "Compression",
    "caching": "Caching",
    "headers": "Security headers",
    "policy": "Content-Security-Policy",
    "pages": "Pages under the policy, no mixed content",
    "again": "A known file is not sent again",
    "missing": "The page for missing addresses",
    "folders": "Folders without their slash",
}


@dataclass
class Report:
    """`build` is the one that is up, `expected` the one it was compared with; `findings` by matter, in order."""

    address: str
    build: str
    expected: str
    counts: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[Finding]] = field(default_factory=lambda: {matter: [] for matter in MATTERS})
    notes: list[str] = field(default_factory=list)

    def checked(self, matter: str, count: int = 1) -> None:
        """So many more were looked at."""
        self.counts[matter] += count

    def add(self, matter: str, findings: Iterable[Finding]) -> None:
        """So much was found."""
        self.findings[matter] += findings

    def found(self, matter: str, path: str, message: str, cure: str) -> None:
        """One thing was found about the file at `path`."""
        self.add(matter, [Finding(matter, path, None, message, cure)])

    def note(self, text: str) -> None:
        """Something that is no fault, said once."""
        if text not in self.notes:
            self.notes.append(text)

    @property
    def grouped(self) -> list[Finding]:
        """The findings; what holds of many files alike stands once, with their number."""
        groups: dict[tuple[str, int | None, str, str], list[str]] = {}
        for found in self.findings.values():
            for each in found:
                groups.setdefault((each.kind, each.line, each.message, each.cure), []).append(each.page)
        return [
            Finding(kind, f"{pages[0]} and {len(pages) - 1} more" if len(pages) > 1 else pages[0], line, message, cure)
            for (kind, line, message, cure), pages in groups.items()
        ]

    def as_data(self) -> dict[str, object]:
        """The report for machines; here each file has its own finding."""
        return {
            "url": self.address,
            "build": self.build,
            "expected": self.expected,
            "matters": [
                {"matter": matter, "checked": self.counts[matter], "found": len(self.findings[matter])}
                for matter in MATTERS
            ],
            "notes": self.notes,
            "findings": [vars(each) for found in self.findings.values() for each in found],
        }
