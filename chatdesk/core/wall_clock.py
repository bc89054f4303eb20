"""The clock on the wall of a zone: what it shows, and when it first shows a time.

Instants are seconds since 1970 in UTC; wall times count the same way in local time. A day's
number is the wall time divided by a day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

DAY = 86400


class WallClock:
    """A zone between two instants, as periods of one UTC offset.

    `_shifts[i]` begins period i, `_offsets[i]` is its offset, and `_peaks[i]` the wall time up
    to which the period before it ran.
    """

    __slots__ = ("_offsets", "_peaks", "_shifts", "since", "until")

    def __init__(self, zone: ZoneInfo, since: int, until: int) -> None:
        self.since, self.until = since, until
        self._shifts: list[int] = []
        self._offsets: list[int] = []
        self._peaks = [since - DAY]
        for start, stop, offset in _periods(zone, since, until):
            self._shifts.append(start)
            self._offsets.append(offset)
            self._peaks.append(stop + offset)
        self._peaks.pop()

    def periods(self) -> Iterator[tuple[int, int, int]]:
        """(start, end, offset) of each period, without a gap."""
        yield from zip(self._shifts, [*self._shifts[1:], self.until], self._offsets, strict=True)

    def shows(self, second: int) -> int:
        """Local wall time at `second`, never running backwards.

        While an hour is repeated in autumn it stands still, so that a later moment never reads
        an earlier time.
        """
        period = bisect_right(self._shifts, second) - 1
        return max(second + self._offsets[period], self._peaks[period])

    def first_showing(self, wall: int) -> int:
        """The first second at which local clocks show `wall` or later.

        Of a repeated hour the first; for a time that spring skips, the moment of the skip.
        """
        period = bisect_right(self._peaks, wall) - 1
        return max(self._shifts[period], wall - self._offsets[period])

    def date_at(self, second: int) -> tuple[int, int]:
        """The number of the local date at `second`, and until when the wall shows it unbroken."""
        period = bisect_right(self._shifts, second) - 1
        offset = self._offsets[period]
        number = (second + offset) // DAY
        midnight = (number + 1) * DAY - offset
        return number, min([midnight, *self._shifts[period + 1 : period + 2]])


def _periods(zone: ZoneInfo, since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, offset) of each stretch with one UTC offset, without a gap.

    The zone is asked once a day: no zone since 1900 changes twice within two days.
    """
    start, offset = since, _offset(zone, since)
    for evening in range(since + DAY, until + DAY, DAY):
        after = _offset(zone, evening)
        if after != offset:
            change = _change(zone, evening - DAY, evening, offset)
            yield start, change, offset
            start, offset = change, after
    yield start, until, offset


def _change(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    """The first second after `low` at which `offset` no longer holds."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == offset:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, second: int) -> int:
    at = datetime.fromtimestamp(second, UTC).astimezone(zone)
    shift = at.utcoffset()
    assert shift is not None  # a ZoneInfo always knows
    return shift.days * DAY + shift.seconds
