"""When a release that was announced for a day is due for a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from chatdesk.core.policy import Policy


def end_of_release_day(day: date, policy: Policy) -> datetime:
    """When a day ends for a case: with its business hours, or at midnight where it has none."""
    hours = policy.hours(policy.main_hours)
    zone = ZoneInfo(hours.zone)
    close = hours.close_of_business_day(datetime.combine(day, time(), zone).astimezone(UTC))
    return close if close.astimezone(zone).date() == day else datetime.combine(day, time(23, 59), zone).astimezone(UTC)
