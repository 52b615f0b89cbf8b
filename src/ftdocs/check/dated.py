"""Something that ages, and by when it must be looked at again."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Dated:
    """Something that ages. `seen`: when somebody last looked at it; `due`: by when to look again."""

    due: datetime.date
    kind: str
    name: str
    seen: datetime.date
    page: str = ""
    line: int | None = None
    cure: str = ""

    def late(self, today: datetime.date) -> bool:
        """Whether its day has passed."""
        return today > self.due
