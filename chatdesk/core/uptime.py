"""How much of a month the service was up: pure arithmetic over outages (COD-10).

Time is measured in seconds inside the promised window of each day, in the promise's own zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo


class OutageKind(StrEnum):
    DOWN = "down"
    DEGRADED = "degraded"


@dataclass(frozen=True)
class Outage:
    """The service was down, or degraded, from `started_at` until `ended_at` (UTC; None while it lasts)."""

    kind: OutageKind
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class UptimePromise:
    """`over` is the share (numerator, denominator) that must be exceeded: a figure equal to it has failed.

    Each day counts from `opens` to `closes`, wall times in `zone` as seconds after midnight;
    `closes` may be 86400, the day's end.
    """

    over: tuple[int, int]
    zone: str
    opens: int
    closes: int
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """One outage as far as it lies in the month and in the window; `seconds` is what of it counted."""

    outage: Outage
    seconds: int


@dataclass(frozen=True)
class MonthOfUptime:
    """A calendar month as it stands at some moment. All figures in seconds.

    `promised` is the whole month's window, so that the budget is known from the first day.
    """

    first_on: date
    promised: int
    down: int
    degraded: int
    over: Fraction
    counted: tuple[Stretch, ...]
    not_counted: tuple[Outage, ...]

    @property
    def budget(self) -> Fraction:
        """The seconds that must not be reached: at exactly this many the promise is broken."""
        return self.promised * (1 - self.over)

    @property
    def used(self) -> int:
        return self.down + self.degraded

    @property
    def share_of_budget_used(self) -> Fraction:
        return Fraction(self.used) / self.budget if self.budget else Fraction(1 if self.used else 0)

    @property
    def figure(self) -> Fraction:
        """Uptime of the month if nothing more happens; degraded time does not count as up."""
        return 1 - Fraction(self.used, self.promised)

    @property
    def figure_without_degraded(self) -> Fraction:
        """The same with degraded time counted as up: the reading not taken."""
        return 1 - Fraction(self.down, self.promised)

    @property
    def is_kept(self) -> bool:
        return self.figure > self.over


def month_of_uptime(promise: UptimePromise, outages: Iterable[Outage], day: date, now: datetime) -> MonthOfUptime:
    """The calendar month that holds `day`, with what is known at `now`.

    Where a degradation and an outage, or two outages, lie over each other, a second counts
    once, and as down.
    """
    first = day.replace(day=1)
    windows = _windows(promise, first)
    down: list[tuple[datetime, datetime]] = []
    degraded: list[tuple[datetime, datetime]] = []
    counted: list[Stretch] = []
    not_counted: list[Outage] = []
    for outage in sorted(outages, key=lambda one: one.started_at):
        pieces = _cut(outage, windows, now)
        seconds = _total(pieces)
        if not seconds:
            if _touches(outage, first, ZoneInfo(promise.zone)):
                not_counted.append(outage)
            continue
        counted.append(Stretch(outage, seconds))
        (down if outage.kind is OutageKind.DOWN else degraded).extend(pieces)
    down = _merged(down)
    return MonthOfUptime(
        first_on=first,
        promised=_total(windows),
        down=_total(down),
        degraded=_total(_merged([*down, *degraded])) - _total(down),
        over=Fraction(*promise.over),
        counted=tuple(counted),
        not_counted=tuple(not_counted),
    )


def when_used(promise: UptimePromise, day: date, at: datetime, used: int, wanted: Fraction) -> datetime | None:
    """When so many seconds of this month will be used up, if it stays down from `at` on; None if not this month."""
    missing = wanted - used
    for start, end in _windows(promise, day.replace(day=1)):
        begins = max(start, at)
        if begins >= end:
            continue
        room = int((end - begins).total_seconds())
        if missing <= room:
            return begins + timedelta(seconds=-(-missing.numerator // missing.denominator))
        missing -= room
    return None


def _touches(outage: Outage, first: date, zone: ZoneInfo) -> bool:
    """Does it lie in this month at all, be it outside the promised hours?"""
    next_first = (first + timedelta(days=31)).replace(day=1)
    begins, ends = _wall(first, 0, zone), _wall(next_first, 0, zone)
    return outage.started_at < ends and (outage.ended_at is None or outage.ended_at > begins)


def _windows(promise: UptimePromise, first: date) -> list[tuple[datetime, datetime]]:
    zone = ZoneInfo(promise.zone)
    found = []
    day = first
    while day.month == first.month:
        found.append((_wall(day, promise.opens, zone), _wall(day, promise.closes, zone)))
        day += timedelta(days=1)
    return found


def _wall(day: date, seconds: int, zone: ZoneInfo) -> datetime:
    """A wall time of a day as an instant (UTC)."""
    days, rest = divmod(seconds, 24 * 3600)
    at = wall_time(rest // 3600, rest % 3600 // 60, rest % 60)
    return datetime.combine(day + timedelta(days=days), at, zone).astimezone(UTC)


def _cut(outage: Outage, windows: list[tuple[datetime, datetime]], now: datetime) -> list[tuple[datetime, datetime]]:
    until = min(outage.ended_at or now, now)
    pieces = [(max(start, outage.started_at), min(end, until)) for start, end in windows]
    return [(start, end) for start, end in pieces if start < end]


def _merged(pieces: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(pieces):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _total(pieces: list[tuple[datetime, datetime]]) -> int:
    return sum(int((end - start).total_seconds()) for start, end in pieces)
