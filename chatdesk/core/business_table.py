"""Business hours laid out on the UTC axis: sorted starts with prefix sums, in whole seconds.

Everything counts in seconds since 1970-01-01T00:00Z. A day's number counts days since then,
in the zone's own calendar.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from chatdesk.core.business_week import Week
from chatdesk.core.wall_clock import DAY, WallClock

_UNIX_DAY_ONE = date(1970, 1, 1).toordinal()
# The years in which we count. Beyond them zone rules are guesses, and a calendar that stays
# closed for ever must come to an end somewhere.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LOWEST = (date(_FIRST_YEAR, 1, 1).toordinal() - _UNIX_DAY_ONE) * DAY
_HIGHEST = (date(_LAST_YEAR + 1, 1, 1).toordinal() - _UNIX_DAY_ONE) * DAY
# A table holds this much more at both ends, so that the business days inside it are whole: local
# dates are up to a day off UTC's, and a day may last into the next date.
_MARGIN = 3 * DAY
_NEVER = 1 << 62
_BEHIND, _AHEAD = 400 * DAY, 800 * DAY


@dataclass(frozen=True, slots=True)
class Table:
    """What is open between `since` and `until`; answers outside them need a wider table.

    `starts[i]` opens interval i and `before[i]` is the working time in front of it, so that
    `before[i + 1] - before[i]` is its length; adjoining intervals are one. Interval 0 is empty
    and stands before all others, and one more start lies beyond all time. A second inside
    interval i has `second + worked[i]` of working time in front of it; one after its close would
    have more than `before[i + 1]`.
    `row_on[d - first_day]` is the interval that began last when UTC's day number d began.
    `day_opens` and `day_closes` are the first opening and the last close of each business day.
    """

    since: int
    until: int
    starts: list[int]
    before: list[int]
    worked: list[int]
    first_day: int
    row_on: list[int]
    day_opens: list[int]
    day_closes: list[int]
    day_numbers: list[int]
    clock: WallClock

    def open_from(self, second: int) -> int | None:
        """`second` itself if open, else the next opening; None where this table ends before it."""
        i = bisect_right(self.starts, second) - 1
        if second + self.worked[i] < self.before[i + 1]:
            return second
        opening = self.starts[i + 1]
        return opening if opening < _NEVER else None


class Tables:
    """One calendar's table, widened on demand.

    `current` is replaced as a whole and never changed in place, so threads may read it freely.
    """

    __slots__ = ("_week", "_zone", "current", "holidays", "works_on")

    def __init__(self, week: Week, holidays: tuple[tuple[date, str], ...], zone: ZoneInfo) -> None:
        self._week = tuple(tuple(sorted((r.opens * 60, (r.opens + r.minutes) * 60) for r in ranges)) for ranges in week)
        self._zone = zone
        self.works_on = tuple(bool(ranges) for ranges in week)
        names: dict[int, dict[str, None]] = {}
        for on, name in holidays:
            names.setdefault(on.toordinal() - _UNIX_DAY_ONE, {})[name] = None
        self.holidays = {number: "; ".join(on_date) for number, on_date in names.items()}
        self.current = Table(0, 0, [0, _NEVER], [0, 0], [0], 0, [0], [], [], [], WallClock(zone, 0, 0))

    def covering(self, second: int, other: int | None = None) -> Table:
        """A table that knows `second`, and `other` if given; ValueError outside the years we count in."""
        low, high = (second, second) if other is None else (min(second, other), max(second, other))
        table = self.current
        if table.since <= low and high < table.until:
            return table
        if low < _LOWEST or high >= _HIGHEST:
            raise ValueError(f"business hours are counted in the years {_FIRST_YEAR} to {_LAST_YEAR} only")
        since, until = table.since, table.until
        if since == until:
            since, until = low - _BEHIND, high + _AHEAD
        length = until - since
        if low < since:
            since = min(since - length, low - _BEHIND)
        if high >= until:
            until = max(until + length, high + _AHEAD)
        table = self._built(max(since // DAY * DAY, _LOWEST), min(until // DAY * DAY, _HIGHEST))
        # Two threads may widen at once; the later one's table stays, and each uses its own.
        self.current = table
        return table

    def beyond(self, table: Table) -> Table:
        """A table that reaches further; ValueError where nothing more is open."""
        if table.until == _HIGHEST:
            raise ValueError(
                f"these hours hold no such moment before the year {_LAST_YEAR + 1}: the span is too long, "
                "or holidays close every day"
            )
        return self.covering(table.since, table.until)

    def weekday_works(self, number: int) -> bool:
        return self.works_on[(number + 3) % 7]  # 1970-01-01 was a Thursday

    def _built(self, since: int, until: int) -> Table:
        clock = WallClock(self._zone, since - _MARGIN, until + _MARGIN)
        starts, before, total, end = [clock.since], [0], 0, clock.since
        day_opens: list[int] = []
        day_closes: list[int] = []
        day_numbers: list[int] = []
        for number, opens, closes in _open_pieces(self._week, self.holidays, clock):
            if opens != end or len(starts) == 1:
                starts.append(opens)
                before.append(total)
            total += closes - opens
            end = closes
            # Clocks set back across midnight show an evening again after the next day has
            # opened; a day that has begun is never left again.
            if not day_numbers or number > day_numbers[-1]:
                day_numbers.append(number)
                day_opens.append(opens)
                day_closes.append(closes)
            else:
                day_closes[-1] = closes
        before.append(total)
        worked = [done - start for start, done in zip(starts, before, strict=False)]
        starts.append(_NEVER)
        days = range(since // DAY, until // DAY)
        return Table(
            since=since,
            until=until,
            starts=starts,
            before=before,
            worked=worked,
            first_day=days.start,
            row_on=[bisect_right(starts, day * DAY) - 1 for day in days],
            day_opens=day_opens,
            day_closes=day_closes,
            day_numbers=day_numbers,
            clock=clock,
        )


@lru_cache(maxsize=512)
def tables_of(week: Week, holidays: tuple[tuple[date, str], ...], zone: ZoneInfo) -> Tables:
    """The shared table of equal hours.

    A `ZoneInfo` is one object for as long as its data stays loaded, so it stands for the
    tzdata version: after `ZoneInfo.clear_cache()` hours made anew get a new table.
    """
    return Tables(week, holidays, zone)


def _open_pieces(
    week: tuple[tuple[tuple[int, int], ...], ...],
    holidays: Mapping[int, str],
    clock: WallClock,
) -> Iterator[tuple[int, int, int]]:
    """(day number, opens, closes) in order of time, cut where the zone's offset changes.

    Within a period the wall runs evenly, so a range that lies in a skipped hour vanishes by
    itself and one in a repeated hour comes twice.
    """
    for start, stop, offset in clock.periods():
        for number in range((start + offset) // DAY - 1, (stop + offset) // DAY + 1):
            if number in holidays:
                continue
            midnight = number * DAY - offset
            for opens, closes in week[(number + 3) % 7]:
                left, right = max(midnight + opens, start), min(midnight + closes, stop)
                if left < right:
                    yield number, left, right
