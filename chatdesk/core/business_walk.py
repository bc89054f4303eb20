"""The way from one moment to another, row by row, as `explain` prints it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.business_table import Table, Tables

OPEN = ("open",)
CLOSED = ("closed",)
BREAK = ("closed", "break")
NO_HOURS = ("no_hours",)


@dataclass(frozen=True)
class Step:
    """One row: from `from_at` to `to_at` (UTC), `counted_seconds` of working time, and why.

    `why` is `("open",)`, `("closed",)` before or after a day's hours, `("closed", "break")`
    between two ranges of one day, `("no_hours",)` on dates the week leaves out, or
    `("holiday", name)`. A row that is not open counts nothing.
    """

    from_at: datetime
    to_at: datetime
    counted_seconds: int
    why: tuple[str, ...]


Row = tuple[int, int, tuple[str, ...]]


def rows(tables: Tables, start: int, end: int) -> list[Row]:
    """(from, to, why) in order, without a gap from `start` to `end`; neighbours differ in why."""
    found: list[Row] = []
    for left, right, why in _pieces(tables, start, end):
        if found and found[-1][2] == why:
            found[-1] = (found[-1][0], right, why)
        else:
            found.append((left, right, why))
    return found


def _pieces(tables: Tables, start: int, end: int) -> Iterator[Row]:
    table = tables.covering(start, end)
    at = start
    while at < end:
        i = bisect_right(table.starts, at) - 1
        closes = table.before[i + 1] - table.worked[i]
        if at < closes:
            stop = min(closes, end)
            yield at, stop, OPEN
        else:
            stop = min(table.starts[i + 1], end)
            yield from _closed(tables, table, at, stop)
        at = stop


def _closed(tables: Tables, table: Table, at: int, stop: int) -> Iterator[Row]:
    """A closed stretch, one piece for each local date it touches."""
    while at < stop:
        number, date_ends = table.clock.date_at(at)
        piece_end = min(date_ends, stop)
        yield at, piece_end, _why_closed(tables, table, number, at)
        at = piece_end


def _why_closed(tables: Tables, table: Table, number: int, at: int) -> tuple[str, ...]:
    name = tables.holidays.get(number)
    if name is not None:
        return ("holiday", name)
    if not tables.weekday_works(number):
        return NO_HOURS
    day = bisect_right(table.day_closes, at)
    if day < len(table.day_closes) and table.day_opens[day] <= at:
        return BREAK
    return CLOSED
