"""What `ftdocs verify` has to say of a document."""

from dataclasses import asdict, dataclass
from typing import Any

from ftdocs.verify.documents import Edit

FINDINGS = {
    "moved": "a page, section or calculator that stands elsewhere today",
    "gone": "a page, section or calculator that is nowhere any more",
    "input": "an input of a calculator's link that cannot be used",
    "result": "a quoted result that does not follow from the link beside it",
    "sentence": "a quoted sentence whose figures do not follow from the link beside it",
}
NOTES = {
    "since": "something that changed since a link was made; the link still does what it did",
    "worded": "a quoted sentence that says the same in other words today",
}


@dataclass(frozen=True)
class Finding:
    """One thing about a document, in the line where it stands. A note calls for nothing."""

    kind: str
    line: int
    message: str
    # The address it is about.
    url: str
    # Of a moved one, today's address; of something quoted, its label, what is quoted and what follows today.
    new: str | None = None
    label: str | None = None
    quoted: str | None = None
    today: str | None = None
    # What would put it right in the file, where that is known.
    edit: Edit | None = None
    fixed: bool = False

    @property
    def is_note(self) -> bool:
        """Whether it is only told."""
        return self.kind in NOTES

    def as_data(self, file: str) -> dict[str, Any]:
        """As plain data, without what does not apply."""
        found = {name: value for name, value in asdict(self).items() if name != "edit" and value is not None}
        return {"file": file} | found
