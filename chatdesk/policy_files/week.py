"""A week of opening hours as written: `mon-fri: "09:00-17:00"`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chatdesk.core.business_week import Range, Week

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def days_of(text: object) -> tuple[int, ...]:
    """Day numbers, Monday 0, of "mon-fri", "sat" or "mon, wed". ValueError with what to write."""
    words = [part.strip() for part in str(text).lower().split(",")]
    days: list[int] = []
    for part in words:
        first, _, last = (end.strip() for end in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"'{text}' names no days; write for example 'mon-fri', 'sat' or 'mon, wed'")
        start, stop = DAYS.index(first), DAYS.index(last or first)
        days.extend((start + step) % 7 for step in range((stop - start) % 7 + 1))
    if len(set(days)) < len(days):
        raise ValueError(f"'{text}' names a day twice; name each day once")
    return tuple(days)


def range_of(text: object) -> Range:
    """One range such as "09:30-17:00", "22:00-06:00" over midnight, "00:00-24:00". ValueError with what to write."""
    match = _RANGE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"'{text}' is no range of hours; write for example \"09:30-17:00\"")
    opens, closes = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if opens == 1440:
        raise ValueError(f"'{text}' opens at 24:00; the start of a day is 00:00")
    if opens == closes:
        raise ValueError(f"'{text}' opens and closes at the same time; the whole day is \"00:00-24:00\"")
    # Midnight as a close may be written 00:00; as minute 0 of a range from 00:00 it was refused above.
    return Range(opens, closes or 1440)


def ranges_of(value: object) -> tuple[Range, ...]:
    """One range, a list of them, or "closed"."""
    if value == "closed":
        return ()
    return tuple(range_of(one) for one in (value if isinstance(value, list) else [value]))


def week_of(hours: Mapping[str, tuple[Range, ...]]) -> Week:
    """Seven days, Monday first. ValueError for a day that two keys name."""
    week: dict[int, tuple[Range, ...]] = {}
    for key, ranges in hours.items():
        for day in days_of(key):
            if day in week:
                raise ValueError(f"{DAYS[day]} is named by two keys; name each day once")
            week[day] = ranges
    return tuple(week.get(day, ()) for day in range(7))


def _minutes(hour: str, minute: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > 1440:
        raise ValueError(f"'{hour}:{minute}' is no time of day; hours go from 00:00 to 24:00")
    return minutes
