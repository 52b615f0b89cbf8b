"""The day on which a record must be read again: the one that was given, or as many months after the decision as the
organisation's profile, or else the guide, says."""

import datetime

from calculators.kit import profile
from calculators.kit.formatting import plural
from calculators.scenario.model import Scenario


def review_date(scenario: Scenario) -> str:
    """The day (ISO); blank where neither it nor the decision's date is given."""
    decided = scenario.record.get("date", "")
    return scenario.record.get("review_date", "") or (months_after(decided, profile.review_months()) if decided else "")


def latest(scenario: Scenario, today: str) -> str:
    """The last day (ISO) that the organisation's policy allows; blank where it has none. Without the decision's date
    it counts from `today`."""
    if not profile.review_is_policy():
        return ""
    return months_after(scenario.record.get("date", "") or today, profile.review_months())


def basis() -> str:
    """Where a review date comes from that nobody gave: `6 months after the decision, as the guide suggests`."""
    return f"{plural(profile.review_months(), 'month')} after the decision, as {_whose()}"


def _whose() -> str:
    used = profile.current()
    return f"{used.whose} profile asks" if used and profile.review_is_policy() else "the guide suggests"


def months_after(day: str, months: int) -> str:
    """The same day of the month so many months later, or that month's last day. Both are ISO dates."""
    start = datetime.date.fromisoformat(day)
    total = min(start.year * 12 + start.month - 1 + months, datetime.MAXYEAR * 12 + 10)
    first, following = (datetime.date(at // 12, at % 12 + 1, 1) for at in (total, total + 1))
    return min(first + datetime.timedelta(days=start.day - 1), following - datetime.timedelta(days=1)).isoformat()
