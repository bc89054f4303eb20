"""One week of opening ranges, in local wall time, and what makes such a week impossible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MINUTES_A_DAY = 24 * 60
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Range:
    """Open from `opens` up to, not including, `closes`: minutes after local midnight.

    `closes` before `opens` runs past midnight into the next date; 1440 is midnight at the
    day's end, so (0, 1440) is the whole day.
    """

    opens: int
    closes: int

    @property
    def minutes(self) -> int:
        """Its length on a day whose clocks do not change."""
        return self.closes - self.opens + (MINUTES_A_DAY if self.closes < self.opens else 0)

    def __str__(self) -> str:
        return f"{_wall(self.opens)}–{_wall(self.closes)}"


Week = tuple[tuple[Range, ...], ...]


def check_week(week: Week) -> None:
    """Raise ValueError, in words a policy's author understands, unless such a week can exist."""
    if len(week) != len(DAY_NAMES):
        raise ValueError(f"a week has 7 days, Monday first; {len(week)} are given")
    if not any(week):
        raise ValueError("the week has no opening hours at all; give at least one day a range")
    for day, ranges in zip(DAY_NAMES, week, strict=True):
        for span in ranges:
            _check_range(day, span)
    _check_overlaps(week)


def _check_range(day: str, span: Range) -> None:
    if not 0 <= span.opens < MINUTES_A_DAY:
        raise ValueError(f"{day} {span}: the opening must lie between 00:00 and 23:59")
    if not 0 <= span.closes <= MINUTES_A_DAY:
        raise ValueError(f"{day} {span}: the close must lie between 00:00 and 24:00")
    if span.opens == span.closes:
        raise ValueError(
            f"{day} {span}: opens and closes at the same time; the whole day is 00:00–24:00, a closed day has no range"
        )


def _check_overlaps(week: Week) -> None:
    """The week is a ring: Sunday's range over midnight may run into Monday's."""
    placed = sorted(_placed(week), key=lambda one: one[0])
    first_start, first_day, first_span = placed[0]
    placed.append((first_start + 7 * MINUTES_A_DAY, first_day, first_span))
    for (start, day, span), (next_start, next_day, next_span) in pairwise(placed):
        if next_start < start + span.minutes:
            raise ValueError(f"{day} {span} and {next_day} {next_span} overlap; give them as one range")


def _placed(week: Week) -> Iterator[tuple[int, str, Range]]:
    for number, ranges in enumerate(week):
        for span in ranges:
            yield number * MINUTES_A_DAY + span.opens, DAY_NAMES[number], span


def _wall(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
