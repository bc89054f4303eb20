"""A date or a release as people write it: "2026-05-01", "1 May 15:00", "release 4.2"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from chatdesk.core.agreement import Term
from chatdesk.core.business_hours import BusinessHours

_RELEASE = re.compile(
    r"(?:with\s+|in\s+|con\s+|en\s+)?(?:the\s+|la\s+)?(?:release|version|versión)\s+(.{1,40})", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,12})\.?(?:\s+(?:de\s+)?(\d{4}))?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:\s|,|T|at|a las)*\s*(\d{1,2}):(\d{2})")
_LEAD = re.compile(r"^(?:on|by|until|for|el|para el|hasta el|to)\s+", re.IGNORECASE)
_MONTHS = (
    ("jan", "ene"),
    ("feb",),
    ("mar",),
    ("apr", "abr"),
    ("may",),
    ("jun",),
    ("jul",),
    ("aug", "ago"),
    ("sep", "set"),
    ("oct",),
    ("nov",),
    ("dec", "dic"),
)


def read_term(words: str, zone: str, hours: BusinessHours, now: datetime) -> Term | None:
    """What is meant, or None where it cannot be told.

    A time counts in the writer's `zone`; a date alone ends when that day's business hours do
    (or the day itself, where it has none). A date without a year is the next such date.
    """
    said = _LEAD.sub("", words.strip()).strip(" .")
    release = _RELEASE.fullmatch(said)
    if release:
        return Term(release=release[1].strip())
    found = _date(said, now.astimezone(ZoneInfo(zone)).date())
    if found is None:
        return None
    day, rest = found
    clock = _CLOCK.fullmatch(rest) if rest else None
    if rest and clock is None:
        return None
    if clock is None:
        return Term(due_at=_end_of(day, hours))
    hour, minute = int(clock[1]), int(clock[2])
    if hour > 23 or minute > 59:
        return None
    return Term(due_at=datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC))


def read_day(words: str, zone: str, now: datetime) -> date | None:
    """A date without a time, or None where it cannot be told."""
    found = _date(_LEAD.sub("", words.strip()).strip(" ."), now.astimezone(ZoneInfo(zone)).date())
    return found[0] if found and not found[1] else None


def _date(said: str, today: date) -> tuple[date, str] | None:
    iso = _ISO.match(said)
    if iso:
        day = _day(int(iso[1]), int(iso[2]), int(iso[3]))
        return (day, said[iso.end() :].strip()) if day else None
    named = _NAMED.match(said)
    month = _month(named[2]) if named else None
    if named is None or month is None:
        return None
    if named[3]:
        day = _day(int(named[3]), month, int(named[1]))
    else:
        day = _day(today.year, month, int(named[1]))
        if day is not None and day < today:
            day = _day(today.year + 1, month, int(named[1]))
    return (day, said[named.end() :].strip()) if day else None


def _month(word: str) -> int | None:
    start = word.casefold()[:3]
    return next((number for number, names in enumerate(_MONTHS, 1) if start in names), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of(day: date, hours: BusinessHours) -> datetime:
    zone = ZoneInfo(hours.zone)
    close = hours.close_of_business_day(datetime.combine(day, time(), zone).astimezone(UTC))
    if close.astimezone(zone).date() == day:
        return close
    return datetime.combine(day, time(23, 59), zone).astimezone(UTC)
