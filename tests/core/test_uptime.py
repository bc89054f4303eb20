"""COD-10: a month's uptime to the second, over the promised hours of each day, in the promise's own zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.case import Status
from chatdesk.core.decide import decide
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Metric
from chatdesk.core.uptime import MonthOfUptime, Outage, OutageKind, UptimePromise, month_of_uptime
from tests.core.desk_of_one import DANA, HOUSE_LADDER, NEW_YORK, ROSTER, DeskOfOne, business, new_york, policy, target

SANTIAGO = ZoneInfo("America/Santiago")
PROMISE = UptimePromise((995, 1000), "America/Santiago", 6 * 3600, 22 * 3600)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SANTIAGO).astimezone(UTC)


def down(start: str, end: str | None, kind: OutageKind = OutageKind.DOWN) -> Outage:
    return Outage(kind, at(start), at(end) if end else None)


def june(*outages: Outage, now: datetime = LATER) -> MonthOfUptime:
    return month_of_uptime(PROMISE, outages, date(2026, 6, 17), now)


@pytest.mark.parametrize(
    ("day", "minutes", "budget"),
    [
        pytest.param(date(2026, 6, 1), 28_800, Fraction(144), id="30_days"),
        pytest.param(date(2026, 7, 31), 29_760, Fraction(1488, 10), id="31_days"),
        pytest.param(date(2026, 4, 4), 28_800, Fraction(144), id="clocks_back_at_night"),
        pytest.param(date(2026, 9, 5), 28_800, Fraction(144), id="clocks_forward_at_night"),
    ],
)
def test_the_month_and_its_budget(day: date, minutes: int, budget: Fraction) -> None:
    month = month_of_uptime(PROMISE, (), day, LATER)
    assert month.promised == minutes * 60
    assert month.budget == budget * 60
    assert month.figure == 1
    assert month.is_kept


def test_the_figure_must_be_over_the_promise_not_at_it() -> None:
    assert june(down("2026-06-05T10:00", "2026-06-05T12:23:59")).is_kept
    exactly = june(down("2026-06-05T10:00", "2026-06-05T12:24"))
    assert exactly.figure == Fraction(995, 1000)
    assert not exactly.is_kept


def test_nights_do_not_count_and_neither_does_another_month() -> None:
    night = down("2026-06-05T22:00", "2026-06-06T06:00")
    may = down("2026-05-31T10:00", "2026-05-31T11:00")
    month = june(night, may)
    assert month.used == 0
    assert month.not_counted == (night,), "another month's is not even told"


def test_an_outage_over_midnight_counts_in_both_mornings_windows() -> None:
    assert june(down("2026-06-05T21:30", "2026-06-06T06:15")).down == 45 * 60


def test_degraded_time_is_not_up_and_the_other_reading_stands_beside_it() -> None:
    month = june(down("2026-06-05T10:00", "2026-06-05T11:00", OutageKind.DEGRADED))
    assert month.degraded == 3600
    assert month.figure < 1
    assert month.figure_without_degraded == 1


def test_what_lies_over_each_other_counts_once_and_as_down() -> None:
    month = june(
        down("2026-06-05T10:00", "2026-06-05T12:00", OutageKind.DEGRADED),
        down("2026-06-05T11:00", "2026-06-05T11:30"),
        down("2026-06-05T11:15", "2026-06-05T11:45"),
    )
    assert (month.down, month.degraded) == (45 * 60, 75 * 60)


def test_what_still_lasts_counts_up_to_now() -> None:
    assert june(down("2026-06-05T10:00", None), now=at("2026-06-05T10:20")).down == 20 * 60


_MINUTES = st.integers(0, 60 * 24 * 40)


@given(st.lists(st.tuples(_MINUTES, _MINUTES, st.sampled_from(OutageKind)), max_size=6))
def test_second_by_second_it_is_the_same(found: list[tuple[int, int, OutageKind]]) -> None:
    """A slow count, minute by minute, of which minutes of June were down or degraded."""
    start = int(at("2026-05-30T00:00").timestamp()) // 60
    outages = []
    minutes: dict[int, OutageKind] = {}
    for begin, length, kind in found:
        first, last = start + begin, start + begin + length % 3000
        outages.append(Outage(kind, datetime.fromtimestamp(first * 60, UTC), datetime.fromtimestamp(last * 60, UTC)))
        for minute in range(first, last):
            local = datetime.fromtimestamp(minute * 60, SANTIAGO)
            if local.month == 6 and 6 <= local.hour < 22 and minutes.get(minute) is not OutageKind.DOWN:
                minutes[minute] = kind
    month = june(*outages)
    kinds = list(minutes.values())
    assert month.down == 60 * kinds.count(OutageKind.DOWN)
    assert month.degraded == 60 * kinds.count(OutageKind.DEGRADED)


def test_our_people_are_warned_when_half_and_nine_tenths_of_the_budget_are_gone() -> None:
    rules = replace(
        policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER, severities=0),
        uptime=UptimePromise((995, 1000), "America/New_York", 6 * 3600, 22 * 3600),
    )
    desk = DeskOfOne(rules, "2026-06-05 10:00").open(None)
    desk.give(c.MarkOutage(actor=DANA, kind=OutageKind.DOWN))
    desk.until("2026-06-05 13:00")
    # June has 144 minutes: half of them are 72, nine tenths 129.6.
    told = [event for event in desk.events if isinstance(event.body, e.BudgetUsed)]
    assert [event.at.astimezone(NEW_YORK).strftime("%H:%M:%S") for event in told] == ["11:12:00", "12:09:36"]
    assert desk.who_heard("uptime.budget") == ["engineers", "on_call", "rae"] * 2


@pytest.mark.parametrize(
    "ending", [c.Withdraw(actor=DANA), c.MergeInto(actor=DANA, other_id="o", other_status=Status.OPEN)]
)
def test_a_case_that_ends_without_a_fix_is_down_no_more(ending: c.Command) -> None:
    rules = replace(
        policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER, severities=0),
        uptime=UptimePromise((995, 1000), "America/New_York", 6 * 3600, 22 * 3600),
    )
    desk = DeskOfOne(rules, "2026-06-05 10:00").open(None)
    desk.give(c.MarkOutage(actor=DANA, kind=OutageKind.DOWN))
    desk.until("2026-06-05 10:30")
    if isinstance(ending, c.MergeInto):
        ending = replace(ending, other_customer_id=desk.case.customer_id)
    desk.give(ending)
    assert desk.case.has_ended
    (outage,) = desk.case.outages
    assert outage.ended_at is not None and outage.ended_at.astimezone(NEW_YORK).strftime("%H:%M") == "10:30"
    assert desk.case.wake_at is None


def test_the_night_between_two_windows_uses_nothing_of_the_budget() -> None:
    rules = replace(
        policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER, severities=0),
        uptime=UptimePromise((995, 1000), "America/New_York", 6 * 3600, 22 * 3600),
    )
    desk = DeskOfOne(rules, "2026-06-05 21:30").open(None)
    desk.give(c.MarkOutage(actor=DANA, kind=OutageKind.DEGRADED))
    desk.until("2026-06-06 08:00")
    assert desk.happened(e.BudgetUsed) == ["Sat 06:42", "Sat 07:39"]


def test_what_other_cases_have_used_counts_and_was_told_there() -> None:
    rules = replace(
        policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER, severities=0),
        uptime=UptimePromise((995, 1000), "America/New_York", 6 * 3600, 22 * 3600),
    )
    others = (Outage(OutageKind.DOWN, new_york("2026-06-02 10:00"), new_york("2026-06-02 11:40")),)
    case = DeskOfOne(rules, "2026-06-05 10:00").open(None).case
    roster = replace(ROSTER, outages=others)
    decided = decide(case, c.MarkOutage(actor=DANA, kind=OutageKind.DOWN), rules, roster, new_york("2026-06-05 10:00"))
    assert not isinstance(decided, Refused)
    assert [type(event.body).__name__ for event in decided] == ["OutageStarted", "BudgetWatched"]
    watched = decided[-1].body
    assert isinstance(watched, e.BudgetWatched)
    assert watched.next_at == new_york("2026-06-05 10:29:36")


def test_an_outage_that_begins_or_ends_in_the_future_is_asked_for_again() -> None:
    rules = replace(
        policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER, severities=0),
        uptime=UptimePromise((995, 1000), "America/New_York", 6 * 3600, 22 * 3600),
    )
    desk = DeskOfOne(rules, "2026-06-05 11:00").open(None)
    late = new_york("2026-06-05 23:00")
    refused = desk.give(c.MarkOutage(actor=DANA, kind=OutageKind.DOWN, started_at=late))
    assert isinstance(refused, Refused)
    assert refused.reason == "outage.ahead"
    desk.give(c.MarkOutage(actor=DANA, kind=OutageKind.DOWN))
    assert isinstance(desk.give(c.EndOutage(actor=DANA, ended_at=late)), Refused)
