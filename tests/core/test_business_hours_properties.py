"""The engine against the oracle, and the laws it keeps, on random calendars near clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatdesk.core.business_hours import BusinessHours, Range
from tests.core.oracle import Oracle

# Zones and a moment close to each of their oddities.
CHANGES = [
    ("America/New_York", "2026-03-08T07:00"),
    ("America/New_York", "2026-11-01T06:00"),
    ("America/Toronto", "2025-11-02T06:00"),
    ("America/Santiago", "2026-04-05T03:00"),
    ("America/Santiago", "2026-09-06T04:00"),
    ("Europe/Berlin", "2026-03-29T01:00"),
    ("Europe/Berlin", "2026-10-25T01:00"),
    ("Australia/Lord_Howe", "2026-04-04T15:00"),
    ("Australia/Lord_Howe", "2026-10-03T15:30"),
    ("Asia/Kathmandu", "2026-02-28T18:15"),
    ("Asia/Kolkata", "2023-12-31T18:30"),
    ("Pacific/Apia", "2011-12-30T10:00"),  # a whole date was skipped
    ("Atlantic/Azores", "2025-10-26T01:00"),  # 01:00 back to 00:00
    ("America/St_Johns", "2010-11-07T02:31"),  # 00:01 back to the evening before
    ("America/Havana", "2026-03-08T05:00"),  # midnight skipped
    ("Africa/Casablanca", "2026-02-15T02:00"),
]
EDGES = [0, 1, 30, 60, 90, 105, 120, 150, 180, 300, 540, 570, 720, 765, 1020, 1320, 1380, 1410, 1439]


def same(*days: int, ranges: tuple[tuple[int, int], ...]):
    return tuple(tuple(Range(*pair) for pair in ranges) if day in days else () for day in range(7))


EVERY_DAY = range(7)
KNOWN_WEEKS = [
    same(0, 1, 2, 3, 4, ranges=((570, 1020),)),
    same(*EVERY_DAY, ranges=((0, 1440),)),
    same(*EVERY_DAY, ranges=((1320, 360),)),
    same(6, ranges=((0, 720),)),
    same(5, 6, ranges=((90, 150),)),
    same(*EVERY_DAY, ranges=((0, 45), (60, 90), (105, 135), (1380, 1440))),
    same(*EVERY_DAY, ranges=((90, 720), (1200, 90))),
]


@st.composite
def random_weeks(draw):
    week: list[list[Range]] = []
    for _ in range(7):
        cuts = sorted(draw(st.lists(st.sampled_from(EDGES), unique=True, max_size=6)))
        week.append([Range(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)])
    for number, day in enumerate(week):
        morning = week[(number + 1) % 7]
        evening_from = day[-1].closes if day else 0
        latest_close = min(morning[0].opens if morning else 1440, 1199)
        if latest_close > 0 and draw(st.booleans()):
            opens = draw(st.integers(max(evening_from, 1200), 1439))
            day.append(Range(opens, draw(st.integers(0, latest_close))))
    if not any(week):
        week[draw(st.integers(0, 6))].append(Range(540, 1020))
    return tuple(map(tuple, week))


@st.composite
def calendars(draw) -> tuple[BusinessHours, datetime]:
    """Hours, and a moment near which something happens."""
    zone, text = draw(st.sampled_from(CHANGES))
    near = datetime.fromisoformat(text).replace(tzinfo=UTC)
    week = draw(st.one_of(st.sampled_from(KNOWN_WEEKS), random_weeks()))
    today = near.astimezone(ZoneInfo(zone)).date()
    offsets = draw(st.lists(st.integers(-4, 6), unique=True, max_size=4))
    holidays = tuple((today + timedelta(days=days), f"Holiday {days}") for days in sorted(offsets))
    return BusinessHours("random", zone, week, holidays), near


def seconds_near(days: int):
    """Offsets from the moment, often on a whole quarter of an hour."""
    quarters = st.integers(-days * 96, days * 96).map(lambda quarter: quarter * 900)
    return st.one_of(quarters, st.integers(-days * 86400, days * 86400), st.integers(-7200, 7200))


def moments(near: datetime, seconds: list[int], micros: int = 0) -> list[datetime]:
    return [near + timedelta(seconds=value, microseconds=micros) for value in sorted(seconds)]


with_oracle = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
lawful = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@with_oracle
@given(calendars(), st.lists(seconds_near(2), min_size=2, max_size=6), st.integers(0, 100_000))
def test_open_add_and_between_agree_with_the_minute_walk(calendar, offsets, span):
    hours, near = calendar
    oracle = Oracle(hours)
    points = moments(near, offsets)
    for at in points:
        assert hours.is_open(at) == oracle.is_open(at)
        assert hours.next_opening(at) == oracle.next_opening(at)
    assert hours.add(points[0], span) == oracle.add(points[0], span)
    assert hours.add(points[-1], 0) == oracle.add(points[-1], 0)
    assert hours.between(points[0], points[-1]) == oracle.between(points[0], points[-1])


@with_oracle
@given(calendars(), seconds_near(3), st.integers(1, 3), st.booleans())
def test_business_days_agree_with_the_minute_walk(calendar, offset, days, end_of_day):
    hours, near = calendar
    oracle = Oracle(hours)
    at = near + timedelta(seconds=offset)
    assert hours.add_business_days(at, days, end_of_day) == oracle.add_business_days(at, days, end_of_day)
    assert hours.close_of_business_day(at) == oracle.close_of_business_day(at)
    assert hours.close_of_next_business_day(at) == oracle.close_of_next_business_day(at)


@lawful
@given(calendars(), seconds_near(30), st.integers(1, 3_000_000), st.integers(0, 999_999))
def test_what_was_added_is_what_is_measured_and_not_a_second_less_would_do(calendar, offset, span, micros):
    hours, near = calendar
    at = near + timedelta(seconds=offset, microseconds=micros)
    due = hours.add(at, span)
    assert hours.between(at, due) == span
    assert hours.between(at, due - timedelta(seconds=1)) == span - 1


@lawful
@given(
    calendars(),
    st.lists(seconds_near(5), min_size=2, max_size=12),
    st.integers(0, 200_000),
    st.integers(1, 6),
    st.integers(0, 999_999),
)
def test_a_later_report_is_never_due_earlier(calendar, offsets, span, days, micros):
    hours, near = calendar
    points = moments(near, offsets) + moments(near, offsets, micros)
    points.sort()
    for earlier, later in pairwise(points):
        assert hours.add(earlier, span) <= hours.add(later, span)
        assert hours.close_of_business_day(earlier) <= hours.close_of_business_day(later)
        assert hours.close_of_next_business_day(earlier) <= hours.close_of_next_business_day(later)
        for end_of_day in (False, True):
            assert hours.add_business_days(earlier, days, end_of_day) <= hours.add_business_days(
                later, days, end_of_day
            )
        assert hours.add_business_days(earlier, days) <= hours.add_business_days(earlier, days, True)
        assert hours.add_business_days(earlier, days, True) < hours.add_business_days(earlier, days + 1, True)


@lawful
@given(
    calendars(),
    st.tuples(*[st.integers(-(10**9), 10**9)] * 3),
    st.tuples(*[st.integers(0, 999_999)] * 3),
)
def test_the_parts_of_a_time_add_up_to_the_whole(calendar, offsets, micros):
    hours, near = calendar
    a, b, c = (near + timedelta(seconds=s, microseconds=m) for s, m in zip(offsets, micros, strict=True))
    assert hours.between(a, b) + hours.between(b, c) == hours.between(a, c)
    assert hours.between(a, b) == -hours.between(b, a)
    assert hours.between(a, a) == 0


@lawful
@given(calendars(), seconds_near(4), st.integers(0, 800_000))
def test_a_walk_has_no_gap_counts_what_between_counts_and_names_the_holidays(calendar, offset, length):
    hours, near = calendar
    start = near + timedelta(seconds=offset)
    end = start + timedelta(seconds=length)
    steps = hours.walk(start, end)
    edges = [start, *(step.to_at for step in steps)]
    assert [step.from_at for step in steps] == edges[:-1]
    assert edges[-1] == end
    assert sum(step.counted_seconds for step in steps) == hours.between(start, end)
    for step, after in pairwise(steps):
        assert step.why != after.why
    zone = ZoneInfo(hours.zone)
    for step in steps:
        last = step.to_at - timedelta(seconds=1)
        assert hours.is_open(step.from_at) == hours.is_open(last) == (step.why == ("open",))
        assert step.counted_seconds == ((step.to_at - step.from_at).total_seconds() if step.why == ("open",) else 0)
        if step.why != ("open",):
            dates = {moment.astimezone(zone).date() for moment in (step.from_at, last)}
            names = {dict(hours.holidays).get(on) for on in dates}
            assert names == ({step.why[1]} if step.why[0] == "holiday" else {None})


@pytest.mark.parametrize(("zone", "text"), CHANGES)
def test_every_minute_around_a_clock_change_agrees_with_the_minute_walk(zone, text):
    """Where it hurts, nothing is left to chance: around the change, all minutes, odd ranges."""
    near = datetime.fromisoformat(text).replace(tzinfo=UTC)
    for week in KNOWN_WEEKS[4:]:
        hours = BusinessHours("odd", zone, week)
        oracle = Oracle(hours)
        for minutes in range(-150, 150):
            at = near + timedelta(minutes=minutes, seconds=59)
            assert hours.is_open(at) == oracle.is_open(at), at
