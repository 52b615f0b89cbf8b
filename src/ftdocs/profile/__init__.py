"""The organisation's profile: profile.yml beside mkdocs.yml, read, checked and compiled.

    with profile.in_use(profile.beside(config_file)):
        …  # calculators answer with the organisation's starting values, thresholds, currency and models

- schema: what the file may hold, for editors and for checks
- checks: what is wrong with it, by line
- compile: what the build, the command line and the browser are given
- currencies: which there are, and how they are written
- commands: `ftdocs profile init`, `check` and `show`
"""

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from calculators.kit import profile as kit
from ftdocs.placed_yaml import YamlProblem, read
from ftdocs.profile.compile import compiled
from ftdocs.profile.errors import ProfileError

__all__ = ["NAME", "ProfileError", "SiteProfile", "beside", "for_command", "in_use", "load"]

NAME = "profile.yml"


@dataclass(frozen=True)
class SiteProfile:
    """What a site has from its organisation. `data`: what calculators are given (None where there is no profile);
    the rest is for pages and records."""

    data: dict[str, Any] | None = None
    banner: str = ""
    contact_name: str = ""
    contact_address: str = ""
    # Months after which a decision record must be reviewed.
    review_months: int = kit.REVIEW_MONTHS
    # The file it was read from, and the lines of its keys, for whoever finds something later.
    file: Path | None = None

    @property
    def contact_href(self) -> str:
        """Where the contact's link leads; blank for none."""
        address = self.contact_address
        return address if not address or address.startswith("http") else f"mailto:{address}"

    @property
    def version(self) -> str:
        """What links carry; blank where there is no profile."""
        return self.data["version"] if self.data else ""


NONE = SiteProfile()


def beside(config_file: Path) -> SiteProfile:
    """The profile beside a site's mkdocs.yml; an empty one where there is none, or no such site.

    Raises ProfileError, a line for each problem.
    """
    path = config_file.parent / NAME
    return load(path) if config_file.is_file() and path.exists() else NONE


def load(path: Path, today: datetime.date | None = None) -> SiteProfile:
    """The profile in a file. Raises ProfileError."""
    from ftdocs.profile import checks  # what reads schemas takes longer to load than most commands take

    try:
        placed = read(path)
    except YamlProblem as problem:
        raise ProfileError(*problem.problems) from None
    wrong = checks.problems(placed, today or datetime.date.today())
    if wrong:
        raise ProfileError(*wrong)
    data, contact = placed.data, placed.data.get("contact", {})
    return SiteProfile(
        data=compiled(placed),
        banner=data.get("banner", ""),
        contact_name=contact.get("name", ""),
        contact_address=contact.get("address", ""),
        review_months=data.get("review", {}).get("months", kit.REVIEW_MONTHS),
        file=path,
    )


def for_command(config_file: Path) -> None:
    """Have calculators answer with the profile beside a site until the command at hand ends. Raises ProfileError."""
    click.get_current_context().with_resource(in_use(beside(config_file)))


@contextlib.contextmanager
def in_use(profile: SiteProfile) -> Iterator[None]:
    """Have calculators answer with a profile for a while; with none they are the guide's own."""
    with kit.using(kit.from_json(profile.data) if profile.data else None):
        yield
