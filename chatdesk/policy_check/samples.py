"""Reports through one ordinary week, and when each target would be due for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.policy import Policy, Span, Target
from chatdesk.core.spans import due_after, warn_before
from chatdesk.policy_check.words import day_and_time

# A week in which no clock changes anywhere and that begins no month: every finding is the same next year.
_MONDAY = datetime(2026, 6, 8, tzinfo=UTC)
_EVERY = timedelta(minutes=90)
_DAYS = 7
_YEAR = timedelta(days=366)

Dues = tuple[datetime, ...]


class Samples:
    """Due times of a policy's targets for reports every 90 minutes of one week, local time of its main hours."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._zone = ZoneInfo(policy.hours(policy.main_hours).zone)
        self._known: dict[tuple[Span, str], Dues | None] = {}

    @cached_property
    def reports(self) -> tuple[datetime, ...]:
        first = _MONDAY.replace(tzinfo=self._zone).astimezone(UTC)
        return tuple(first + n * _EVERY for n in range(int(timedelta(days=_DAYS) / _EVERY)))

    def dues(self, target: Target) -> Dues | None:
        """One for each report; None where such a time never ends, () where the span has no due time."""
        return self._dues(target.within, target.hours)

    def later_at(self, one: Target, other: Target) -> datetime | None:
        """The first report for which `one` is due later than `other`."""
        if (one.within, one.hours) == (other.within, other.hours):
            return None
        pairs = zip(self.reports, self.dues(one) or (), self.dues(other) or (), strict=False)
        # In hours first: an example that nobody can quarrel with.
        late = [at for at, its, others in pairs if its > others]
        hours = self._policy.hours(one.hours)
        return next((at for at in late if hours.is_open(at)), late[0] if late else None)

    def example(self, one: Target, other: Target) -> str:
        """ "reported Mon 8 Jun 09:00, it is due Fri 12 Jun 09:00, and 'other' Tue 9 Jun 09:00"."""
        at = self.later_at(one, other)
        if at is None:
            raise LookupError(f"{one.id} is never due later than {other.id}")
        n = self.reports.index(at)
        dues = [(self.dues(target) or ())[n] for target in (one, other)]
        said = [day_and_time(moment, self._zone) for moment in (at, *dues)]
        return f"reported {said[0]}, it is due {said[1]}, and '{other.id}' {said[2]}"

    def is_always_cut(self, target: Target) -> bool:
        """Does `at_latest` come before the end of `within` for every report?"""
        span = target.within
        own = self._dues(Span(span.kind, span.seconds, span.days, span.end_of_day), target.hours)
        latest = self._dues(span.at_latest, target.hours) if span.at_latest else ()
        if not latest or own == ():
            return False
        return own is None or all(cut < end for end, cut in zip(own, latest, strict=True))

    def is_years_away(self, target: Target) -> bool:
        """Is it due more than a year after some report?"""
        pairs = zip(self.reports, self.dues(target) or (), strict=False)
        return any(due - at > _YEAR for at, due in pairs)

    def warned_too_late_at(self, target: Target) -> str | None:
        """A report whose warning would come when the target is due, or after it."""
        hours = self._policy.hours(target.hours)
        left = self._policy.house.warn_when_left
        for at, due in zip(self.reports, self.dues(target) or (), strict=False):
            if warn_before(target.within, at, due, hours, left) >= due:
                return day_and_time(at, self._zone)
        return None

    def _dues(self, span: Span, hours_name: str) -> Dues | None:
        key = (span, hours_name)
        if key not in self._known:
            self._known[key] = _due_times(span, self.reports, self._policy.hours(hours_name))
        return self._known[key]


def _due_times(span: Span, reports: tuple[datetime, ...], hours: BusinessHours) -> Dues | None:
    try:
        found = [due_after(span, at, hours) for at in reports]
    except (ValueError, OverflowError):
        # Past the years in which hours are known: such a time never ends.
        return None
    return tuple(due for due in found if due is not None)
