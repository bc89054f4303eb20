"""From a span and a start to a due time."""

from __future__ import annotations

from datetime import datetime, timedelta

from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.policy import Span, SpanKind


def due_after(span: Span, start: datetime, hours: BusinessHours) -> datetime | None:
    """When a span that starts at `start` ends (UTC), or None where it has no due time.

    With `at_latest`, the earlier of the two moments.
    """
    due = _one_rule(span, start, hours)
    if due is None or span.at_latest is None:
        return due
    latest = due_after(span.at_latest, start, hours)
    return due if latest is None else min(due, latest)


def left_of(span: Span, at: datetime, due_at: datetime, hours: BusinessHours) -> int:
    """Seconds left until `due_at`, in the measure the span counts in; negative when past."""
    if span.kind is SpanKind.ELAPSED:
        return int((due_at - at).total_seconds())
    return hours.between(at, due_at)


def later_by(span: Span, at: datetime, seconds: int, hours: BusinessHours) -> datetime:
    """The moment `seconds` after `at`, in the measure the span counts in (UTC)."""
    if span.kind is SpanKind.ELAPSED:
        return at + timedelta(seconds=seconds)
    return hours.add(at, seconds)


def warn_before(span: Span, start: datetime, due_at: datetime, hours: BusinessHours, left: tuple[int, int]) -> datetime:
    """When the given share (numerator, denominator) of the way to `due_at` is left (rule D14)."""
    whole = left_of(span, start, due_at, hours)
    numerator, denominator = left
    return later_by(span, start, whole - whole * numerator // denominator, hours)


def _one_rule(span: Span, start: datetime, hours: BusinessHours) -> datetime | None:
    match span.kind:
        case SpanKind.ELAPSED:
            return start + timedelta(seconds=span.seconds)
        case SpanKind.BUSINESS:
            return hours.add(start, span.seconds)
        case SpanKind.BUSINESS_DAYS:
            return hours.add_business_days(start, span.days, span.end_of_day)
        case SpanKind.SAME_BUSINESS_DAY:
            return hours.close_of_business_day(start)
        case SpanKind.CLOSE_OF_NEXT_BUSINESS_DAY:
            return hours.close_of_next_business_day(start)
        case SpanKind.AGREED | SpanKind.NEXT_RELEASE | SpanKind.BEST_EFFORT:
            return None
