"""Everything that must hold of a built site, looked up in its files: `ftdocs check [SITE_DIR]`.

Each module of this package looks at one matter; `site` reads the files for all of them. A check is a function from a
Site to its findings, and a new one is added to `CHECKS`.
"""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

from ftdocs.check.budget import check_budget
from ftdocs.check.dated import Dated
from ftdocs.check.evidence import check_evidence
from ftdocs.check.files import check_files
from ftdocs.check.freshness import check_freshness, dated
from ftdocs.check.inventory import check_inventory
from ftdocs.check.links import check_links
from ftdocs.check.markup import check_markup
from ftdocs.check.policy import check_policy
from ftdocs.check.search import check_search
from ftdocs.check.site import Finding, Site

__all__ = ["CHECKS", "Dated", "Finding", "Site", "check_site", "dated", "findings_of"]

CHECKS: tuple[Callable[[Site], Iterator[Finding]], ...] = (
    check_files,
    check_links,
    check_markup,
    check_search,
    check_policy,
    check_budget,
    check_evidence,
    check_freshness,
    check_inventory,
)


def check_site(site_dir: Path, today: datetime.date | None = None) -> list[Finding]:
    """All findings of all checks, sorted by kind, page and line; none is what a release needs. `today`: the day that
    ages count from, by default the reader's.

    Raises FileNotFoundError if `site_dir` holds no built site.
    """
    if not (site_dir / "index.html").is_file():
        raise FileNotFoundError(f"{site_dir} holds no built site; build it with `ftdocs build`")
    return findings_of(Site(site_dir, today))


def findings_of(site: Site) -> list[Finding]:
    """The same for a site that has been read already."""
    findings = {finding for check in CHECKS for finding in check(site)}
    return sorted(findings, key=lambda f: (f.kind, f.page, f.line or 0, f.message))
