"""When "N business days" end (rule D3), and which part of the rule ran."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from chatdesk.core.business_table import Table, Tables
from chatdesk.core.wall_clock import DAY


class Reported(StrEnum):
    """Where a report falls: it decides from when the days count."""

    IN_HOURS = "in_hours"
    IN_BREAK = "in_break"
    OUTSIDE = "outside"


class EndsAt(StrEnum):
    """What the last business day ends the span with."""

    SAME_TIME = "same_time"
    NEXT_OPENING = "next_opening"
    CLOSE = "close"


@dataclass(frozen=True)
class DaysRule:
    """The two halves of rule D3 that applied, for `explain`."""

    reported: Reported
    ends_at: EndsAt


def days_after(tables: Tables, second: int, days: int, end_of_day: bool) -> tuple[int, DaysRule]:
    """The second at which `days` business days from `second` end, and the rule that ran."""
    if days < 1:
        raise ValueError(f"business days are counted from 1, not {days}")
    table = tables.covering(second)
    while True:
        # The day whose hours `second` lies in, else the next one.
        day = bisect_right(table.day_closes, second)
        is_outside = day >= len(table.day_opens) or second < table.day_opens[day]
        last = day + days - 1 if is_outside else day + days
        if last < len(table.day_closes) and table.day_closes[last] < table.until:
            break
        table = tables.beyond(table)
    opens, closes = table.day_opens[last], table.day_closes[last]
    if is_outside:
        return closes, DaysRule(Reported.OUTSIDE, EndsAt.CLOSE)

    counted_from = _within(table, second)
    reported = Reported.IN_HOURS if counted_from == second else Reported.IN_BREAK
    if end_of_day:
        return closes, DaysRule(reported, EndsAt.CLOSE)

    # Counted from the day's own midnight, so that two in the morning of a night shift stays
    # two in the morning of the night shift.
    since_midnight = table.clock.shows(counted_from) - table.day_numbers[day] * DAY
    moment = table.clock.first_showing(table.day_numbers[last] * DAY + since_midnight)
    if moment >= closes:
        return closes, DaysRule(reported, EndsAt.CLOSE)
    due = _within(table, max(moment, opens))
    return due, DaysRule(reported, EndsAt.SAME_TIME if due == moment else EndsAt.NEXT_OPENING)


def close_after(tables: Tables, second: int, days: int) -> int:
    """The close of the business day `second` counts for (0), or of one `days` after it."""
    table = tables.covering(second)
    while True:
        last = bisect_right(table.day_closes, second) + days
        if last < len(table.day_closes) and table.day_closes[last] < table.until:
            return table.day_closes[last]
        table = tables.beyond(table)


def _within(table: Table, second: int) -> int:
    """`second`, or the opening after the break it lies in."""
    opening = table.open_from(second)
    assert opening is not None  # the day's close is still to come, and inside the table
    return opening
