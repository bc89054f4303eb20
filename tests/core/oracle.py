"""The slow truth about business hours: walk minute by minute and look at the clock on the wall.

It reads the fields of the hours it is given and shares no code with the engine. It knows
seconds inside a minute, and zones whose offsets are whole minutes (all of them since 1972).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# Further than any business day lasts.
LOOK_BACK = timedelta(days=4)


@dataclass
class Day:
    """A business day as it was lived: its date, its first opening and its last close so far."""

    on: date
    opens: datetime
    closes: datetime


class Oracle:
    def __init__(self, hours) -> None:
        self.zone = ZoneInfo(hours.zone)
        self.week = hours.week
        self.holidays = {on for on, _ in hours.holidays}
        self.opened_on = cache(self._opened_on)
        self.wall = cache(self._wall)

    def is_open(self, at: datetime) -> bool:
        return self.opened_on(_minute_of(at)) is not None

    def next_opening(self, at: datetime) -> datetime:
        if self.is_open(at):
            return at.astimezone(UTC)
        minute = _minute_of(at)
        while not self.is_open(minute):
            minute += MINUTE
        return minute

    def add(self, at: datetime, seconds: int) -> datetime:
        if seconds == 0:
            return self.next_opening(at)
        left = timedelta(seconds=seconds)
        minute = _minute_of(at)
        while True:
            if self.is_open(minute):
                counted_from = max(at, minute)
                here = minute + MINUTE - counted_from
                if left <= here:
                    return (counted_from + left).astimezone(UTC)
                left -= here
            minute += MINUTE

    def between(self, start: datetime, end: datetime) -> int:
        counted = timedelta()
        minute = _minute_of(start)
        while minute < end:
            if self.is_open(minute):
                counted += min(end, minute + MINUTE) - max(start, minute)
            minute += MINUTE
        return counted // timedelta(seconds=1)

    def add_business_days(self, at: datetime, n: int, end_of_day: bool = False) -> datetime:
        days = self._days_ending_after(at, n + 1)
        first = days[0]
        if at < first.opens:
            return days[n - 1].closes
        target = days[n]
        if end_of_day:
            return target.closes
        reported = self.next_opening(at)
        since_midnight = self._latest_wall_shown(reported) - datetime.combine(first.on, time())
        moment = self._first_showing(datetime.combine(target.on, time()) + since_midnight, at)
        if moment >= target.closes:
            return target.closes
        return self.next_opening(max(moment, target.opens))

    def close_of_business_day(self, at: datetime) -> datetime:
        return self._days_ending_after(at, 1)[0].closes

    def close_of_next_business_day(self, at: datetime) -> datetime:
        return self._days_ending_after(at, 2)[1].closes

    def _opened_on(self, minute: datetime) -> date | None:
        """The date on which the range that is open in this minute opened; None while closed."""
        wall = self.wall(minute)
        for on in (wall.date(), wall.date() - DAY):
            if on in self.holidays:
                continue
            midnight = datetime.combine(on, time())
            for span in self.week[on.weekday()]:
                opens = midnight + span.opens * MINUTE
                closes = midnight + span.closes * MINUTE
                if span.closes <= span.opens:
                    closes += DAY
                if opens <= wall < closes:
                    return on
        return None

    def _days_ending_after(self, at: datetime, count: int) -> list[Day]:
        """The first `count` business days whose last close lies after `at`.

        Once a later day has opened the earlier one is over, even where clocks set back across
        midnight show its evening again.
        """
        days: list[Day] = []
        minute = _minute_of(at - LOOK_BACK)
        while True:
            on = self.opened_on(minute)
            if on is not None and (not days or on > days[-1].on):
                days = [day for day in days if day.closes > at]
                if len(days) == count:
                    return days
                days.append(Day(on, minute, minute + MINUTE))
            elif on is not None:
                days[-1].closes = minute + MINUTE
            minute += MINUTE

    def _latest_wall_shown(self, at: datetime) -> datetime:
        """The latest time the wall clock has shown up to `at`."""
        shown = self.wall(at)
        minute = _minute_of(at - timedelta(hours=30))
        while minute + MINUTE <= at:
            shown = max(shown, self.wall(minute) + MINUTE)
            minute += MINUTE
        return shown

    def _first_showing(self, wall: datetime, after: datetime) -> datetime:
        """The first moment the wall clock shows `wall` or later."""
        minute = max(_minute_of(after), (wall - 2 * DAY).replace(second=0, tzinfo=UTC))
        while self.wall(minute) + MINUTE <= wall:
            minute += MINUTE
        return minute + max(timedelta(), wall - self.wall(minute))

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)


def _minute_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
