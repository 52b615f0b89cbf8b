"""What the site holds that ages: by when each must be looked at again, and what is late.

Each kind of data has a function from a Site to its dates, listed in `KINDS`.
"""

import datetime
from collections.abc import Callable, Iterator

from ftdocs.check.dated import Dated
from ftdocs.check.dates import price_dates, profile_dates, retirement_dates
from ftdocs.check.evidence import entries
from ftdocs.check.site import Finding, Site


def evidence(site: Site) -> Iterator[Dated]:
    """The claims of the register, by their dates of review."""
    for page, entry in entries(site):
        claim = entry.attributes["data-claim-entry"] or ""
        yield Dated(
            due=datetime.date.fromisoformat(entry.attributes["data-review-by"] or ""),
            kind="evidence",
            name=claim,
            seen=datetime.date.fromisoformat(entry.attributes["data-reviewed"] or ""),
            page=page.path,
            line=page.line(f'data-claim-entry="{claim}"'),
            cure="read its sources again, correct the claim, and set both dates in its file of claims",
        )


KINDS: tuple[Callable[[Site], Iterator[Dated]], ...] = (evidence, price_dates, retirement_dates, profile_dates)


def dated(site: Site) -> list[Dated]:
    """Everything that ages, what is due first at the head."""
    return sorted(each for kind in KINDS for each in kind(site))


def check_freshness(site: Site) -> Iterator[Finding]:
    """Findings of the kind `age`."""
    for each in dated(site):
        if each.late(site.today):
            message = f"{each.kind} {each.name}, last looked at on {each.seen}, was due again by {each.due}"
            yield Finding("age", each.page, each.line, message, each.cure)


def summary(found: list[Dated], today: datetime.date) -> Iterator[str]:
    """A line for each kind: how many, how many of them late, and what is due next."""
    for kind in dict.fromkeys(each.kind for each in found):
        own = [each for each in found if each.kind == kind]
        late = sum(each.late(today) for each in own)
        coming = [each for each in own if not each.late(today)]
        first = [each.name for each in coming if each.due == coming[0].due]
        names = ", ".join(first[:5]) + (f" and {len(first) - 5} more" if len(first) > 5 else "")
        after = f"; next by {coming[0].due}: {names}" if coming else ""
        yield f"Dates of {kind}: {len(own)}, {late} past their limit{after}"
