"""Working time: when hours are open, what a working span adds up to, and when it ends.

Ranges are half-open local wall times, so a moment is open when the clock on the wall there
shows a time inside a range; a skipped hour holds nothing and a repeated one counts twice.
Exact to the second; an instant's fraction of a second is kept where the answer falls in the
same open stretch as the question and dropped where the answer is an edge or a whole day's.
Instants are aware, answers are in UTC, years 1900 to 2199. A naive instant, or one outside
those years, is a ValueError.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from chatdesk.core.business_days import DaysRule, EndsAt, Reported, close_after, days_after
from chatdesk.core.business_table import Tables, tables_of
from chatdesk.core.business_walk import OPEN, Step, rows
from chatdesk.core.business_week import Range, Week, check_week
from chatdesk.core.wall_clock import DAY

__all__ = ["BusinessHours", "DaysRule", "EndsAt", "Range", "Reported", "Step"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_utc = datetime.fromtimestamp


@dataclass(frozen=True)
class BusinessHours:
    """A calendar: a week of ranges in a zone, Monday first, and the dates it is closed on.

    A range belongs to the date it opens on, and a holiday removes the ranges that open on its
    date. ValueError, in words for the policy's author, for a zone that is not known and for
    hours that cannot exist.
    """

    name: str
    zone: str
    week: Week
    holidays: tuple[tuple[date, str], ...] = ()
    _tables: Tables = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_week(self.week)
        object.__setattr__(self, "_tables", tables_of(self.week, self.holidays, _zone(self.zone)))

    def is_open(self, at: datetime) -> bool:
        second, _ = _split(at)
        return self._tables.covering(second).open_from(second) == second

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself if open, else when it next opens. ValueError if that is never."""
        second, _ = _split(at)
        table = self._tables.covering(second)
        while (opening := table.open_from(second)) is None:
            table = self._tables.beyond(table)
        return at.astimezone(UTC) if opening == second else _utc(opening, UTC)

    def add(self, at: datetime, seconds: int) -> datetime:
        """When `seconds` of working time after `at` have passed.

        A span that fits exactly ends at the close, not at the next opening. Nothing to add is
        `at` if open, else the next opening. ValueError for a negative span.
        """
        if seconds <= 0:
            if seconds < 0:
                raise ValueError(f"working time is added forwards, not {seconds} seconds")
            return self.next_opening(at)
        try:
            gone = at - _EPOCH
        except TypeError:
            raise _naive(at) from None
        second = gone.days * DAY + gone.seconds
        micros = gone.microseconds
        table = self._tables.current
        if not table.since <= second < table.until:
            table = self._tables.covering(second)
        while True:
            starts, before = table.starts, table.before
            i = table.row_on[gone.days - table.first_day]
            while starts[i + 1] <= second:
                i += 1
            passed = second + table.worked[i]
            if passed >= before[i + 1]:
                passed = before[i + 1]
                micros = 0
            wanted = passed + seconds
            if wanted < before[-1]:
                break
            table = self._tables.beyond(table)
        if micros:
            j = bisect_right(before, wanted) - 1
            return _utc(wanted - table.worked[j], UTC).replace(microsecond=micros)
        return _utc(wanted - table.worked[bisect_left(before, wanted) - 1], UTC)

    def between(self, start: datetime, end: datetime) -> int:
        """Working seconds from `start` up to `end`, fractions cut off; negative if reversed.

        The parts of a time add up to the whole, however it is divided.
        """
        try:
            before_start, before_end = start - _EPOCH, end - _EPOCH
        except TypeError:
            raise _naive(start if start.utcoffset() is None else end) from None
        first = before_start.days * DAY + before_start.seconds
        last = before_end.days * DAY + before_end.seconds
        table = self._tables.current
        if not (table.since <= first < table.until and table.since <= last < table.until):
            table = self._tables.covering(first, last)
        starts, before = table.starts, table.before
        i = table.row_on[before_end.days - table.first_day]
        while starts[i + 1] <= last:
            i += 1
        done = last + table.worked[i]
        if done > before[i + 1]:
            done = before[i + 1]
        i = table.row_on[before_start.days - table.first_day]
        while starts[i + 1] <= first:
            i += 1
        passed = first + table.worked[i]
        if passed > before[i + 1]:
            passed = before[i + 1]
        return done - passed

    def add_business_days(self, at: datetime, n: int, end_of_day: bool = False) -> datetime:
        """When `n` business days from `at` end, by rule D3; whole seconds. ValueError for n < 1."""
        second, _ = _split(at)
        due, _ = days_after(self._tables, second, n, end_of_day)
        return _utc(due, UTC)

    def business_days_rule(self, at: datetime, n: int, end_of_day: bool = False) -> DaysRule:
        """Which part of rule D3 `add_business_days` goes by for the same arguments."""
        second, _ = _split(at)
        _, rule = days_after(self._tables, second, n, end_of_day)
        return rule

    def close_of_business_day(self, at: datetime) -> datetime:
        """The last close of the business day `at` lies in or before; after it, of the next one."""
        second, _ = _split(at)
        return _utc(close_after(self._tables, second, 0), UTC)

    def close_of_next_business_day(self, at: datetime) -> datetime:
        """The last close of the business day after the one `at` counts as reported on."""
        second, _ = _split(at)
        return _utc(close_after(self._tables, second, 1), UTC)

    def walk(self, start: datetime, end: datetime) -> list[Step]:
        """How the working time from `start` to `end` came about; see `Step`.

        The rows leave no gap and their counted seconds sum to `between(start, end)`.
        ValueError if reversed.
        """
        # Compared in UTC: Python compares two instants of one zone by their wall clocks.
        (first, _), (last, _) = whole = _split(start), _split(end)
        if whole[1] < whole[0]:
            raise ValueError("a walk goes forwards, from the earlier moment to the later")
        found = rows(self._tables, first, last)
        return [
            Step(
                start.astimezone(UTC) if left == first else _utc(left, UTC),
                end.astimezone(UTC) if right == last else _utc(right, UTC),
                right - left if why == OPEN else 0,
                why,
            )
            for left, right, why in found
        ]


def _zone(name: str) -> ZoneInfo:
    # zoneinfo answers a bad name with one of three errors, a folder's name with the third.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; give an IANA name such as 'Europe/Berlin'") from None


def _split(at: datetime) -> tuple[int, int]:
    """Whole seconds since 1970 in UTC, and microseconds."""
    try:
        gone = at - _EPOCH
    except TypeError:
        raise _naive(at) from None
    return gone.days * DAY + gone.seconds, gone.microseconds


def _naive(at: datetime) -> ValueError:
    return ValueError(f"{at.isoformat()} has no time zone; working time needs an aware instant")
