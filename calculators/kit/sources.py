"""Where a number or a formula comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A publication: what to call it, and where it is."""

    title: str
    url: str


@dataclass(frozen=True)
class Origin:
    """Where a default comes from. `kind` is one of KINDS; `why` is a clause a reader can check."""

    kind: str
    why: str
    source: Source | None = None


KINDS = {
    "sourced": "from a source",
    "organisation": "not your number yet",
    "assumed": "assumed",
    "profile": "your organisation’s, not the guide’s",
}


def sourced(why: str, source: Source) -> Origin:
    """A default read off a publication."""
    return Origin("sourced", why, source)


def organisation(why: str) -> Origin:
    """A placeholder that only the reader's organisation can replace."""
    return Origin("organisation", why)


def set_by_profile(why: str) -> Origin:
    """A default of the organisation's own, from its profile; `why` says what the guide has instead."""
    return Origin("profile", why)


def assumed(why: str, source: Source | None = None) -> Origin:
    """A default that we chose; `why` says on what grounds, which may have a source."""
    return Origin("assumed", why, source)
