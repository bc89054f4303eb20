"""Business time: how fast, beside businesstimedelta and the floor, and how often wrong.

Run from the repository's root: `python -m benchmarks.business_time`. It ends with status 1 if a
single answer differs from the minute-walking oracle; a ratio below its goal is only printed,
since a busy machine can cause one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter

import businesstimedelta
import holidays
import pytz

from chatdesk.core.business_hours import BusinessHours, Range
from tests.core.oracle import Oracle

HOUR = 3600
SEED = 20260306
YEARS = range(2018, 2034)
# Days on which clocks change in Europe, in Chile, in North America.
CHANGES = [datetime(2026, *month_and_day, tzinfo=UTC) for month_and_day in ((3, 29), (9, 6), (11, 1))]
WORKDAYS, ALL_DAYS, SUNDAY = range(5), range(7), (6,)


def main() -> int:
    started = perf_counter()
    print("Business time, Mon-Fri 09:30-17:00 New York with US federal holidays, one run, best of rounds\n")
    office = hours("office", "America/New_York", WORKDAYS, ((570, 1020),), country="US")
    speeds(office)
    wrong = wrong_answers()
    print(f"\n{perf_counter() - started:.0f} s, seed {SEED}")
    return 1 if wrong else 0


def speeds(office: BusinessHours) -> None:
    peer = peer_rules(office)
    chance = random.Random(SEED)
    new_year = datetime(2026, 1, 1, tzinfo=UTC)
    starts = [new_year + timedelta(seconds=chance.randrange(365 * 86400)) for _ in range(2000)]
    office.add(starts[0], 2000 * HOUR)
    office.between(starts[0], starts[0] + timedelta(days=1200))

    print("peer: businesstimedelta with a frozenset of dates; floor: timestamp() + fromtimestamp()")
    header = ("ours /s", "peer /s", "ratio", "goal", "floor /s", "of floor", "goal")
    print(" " * 14 + "".join(f"{title:>12}" for title in header))
    adds: dict[int, float] = {}
    for span, goal, sample in ((4, 50, 400), (40, 250, 100), (2000, 10_000, 4)):
        extra = businesstimedelta.BusinessTimeDelta(peer, hours=span)
        ours, floor = beside_the_floor(add_loop(office, span * HOUR), starts, starts)
        adds[span] = ours
        theirs = best(lambda some, extra=extra: [at + extra for at in some], starts[:sample], rounds=5)
        show(f"add {span} h", ours, theirs, goal, floor)
    for span, goal, sample in ((1, 80, 400), (30, 1000, 40), (730, 20_000, 3)):
        apart = timedelta(days=span)
        pairs = [(at, at + apart) for at in starts]
        ours, floor = beside_the_floor(between_loop(office), pairs, starts)
        theirs = best(lambda some: [peer.difference(*pair) for pair in some], pairs[:sample], rounds=5)
        show(f"between {span} d", ours, theirs, goal, floor)
    growth = adds[4] / adds[2000]
    print(f"\n2000 h costs {growth:.2f} times 4 h (goal: at most 1.2{'' if growth <= 1.2 else '; MISSED'})")
    table_cost(office)


def table_cost(office: BusinessHours) -> None:
    """What the first answer of a calendar costs: three years laid out, then a century."""
    fresh = BusinessHours("fresh", office.zone, office.week, office.holidays[1:])
    at = datetime(2026, 3, 6, 21, tzinfo=UTC)
    before = perf_counter()
    fresh.add(at, HOUR)
    first = perf_counter() - before
    before = perf_counter()
    fresh.between(at, at + timedelta(days=36525))
    century = perf_counter() - before
    print(f"first answer of a calendar: {first * 1000:.1f} ms; widened to a century: {century * 1000:.0f} ms")


def wrong_answers() -> int:
    print("\nWrong answers, against the minute-walking oracle (add, between, 1-3 business days)")
    chance = random.Random(SEED)
    wrong = asked = 0
    print(f"{'':<44}{'asked':>8}{'ours':>8}{'peer*':>8}")
    for calendar in known_calendars():
        counted, ours, theirs = compare(calendar, chance, peer_rules(calendar))
        shown = "-" if theirs is None else str(theirs)
        print(f"{calendar.name:<44}{counted:>8}{ours:>8}{shown:>8}")
        asked, wrong = asked + counted, wrong + ours
    randoms = [random_calendar(chance) for _ in range(15)]
    counts = [compare(calendar, chance, None) for calendar in randoms]
    print(f"{'15 random calendars':<44}{sum(c[0] for c in counts):>8}{sum(c[1] for c in counts):>8}{'-':>8}")
    asked, wrong = asked + sum(c[0] for c in counts), wrong + sum(c[1] for c in counts)
    print(f"ours: {wrong} wrong of {asked} (goal: 0{'' if wrong == 0 else '; MISSED'})")
    print("* add and between only, where its rules can express the calendar")
    return wrong


def compare(
    calendar: BusinessHours, chance: random.Random, peer: businesstimedelta.Rules | None
) -> tuple[int, int, int | None]:
    """(questions, wrong answers of ours, wrong answers of the peer) near clock changes."""
    oracle = Oracle(calendar)
    asked = ours = theirs = 0
    for near in (
        datetime(2026, 3, 29, tzinfo=UTC),
        datetime(2026, 9, 6, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
    ):
        for _ in range(15):
            at = near + timedelta(seconds=chance.randrange(-4 * 86400, 4 * 86400))
            at = at.replace(second=0) if chance.random() < 0.5 else at
            end = at + timedelta(seconds=chance.randrange(3 * 86400))
            span, days = chance.randrange(1, 20 * HOUR), chance.randrange(1, 4)
            due, counted = oracle.add(at, span), oracle.between(at, end)
            asked += 3
            ours += calendar.add(at, span) != due
            ours += calendar.between(at, end) != counted
            ours += calendar.add_business_days(at, days) != oracle.add_business_days(at, days)
            if peer is not None:
                theirs += at + businesstimedelta.BusinessTimeDelta(peer, seconds=span) != due
                theirs += peer.difference(at, end).timedelta.total_seconds() != counted
    return asked, ours, None if peer is None else theirs


def known_calendars() -> Iterable[BusinessHours]:
    """The five policies' calendars, then those on which most engines fail."""
    yield hours("C2: 09:30-17:00 Toronto", "America/Toronto", WORKDAYS, ((570, 1020),))
    yield hours("CIPPlanner: 09:00-17:00 Los Angeles", "America/Los_Angeles", WORKDAYS, ((540, 1020),))
    yield hours("Codify: 09:00-18:00 Santiago, holidays", "America/Santiago", WORKDAYS, ((540, 1080),), country="CL")
    yield hours("Catamarun: 09:00-17:00 New York", "America/New_York", WORKDAYS, ((540, 1020),))
    yield hours("ADvendio: 09:00-17:00 Berlin, holidays", "Europe/Berlin", WORKDAYS, ((540, 1020),), country="DE")
    yield hours("around the clock minus holidays, New York", "America/New_York", ALL_DAYS, ((0, 1440),), country="US")
    yield hours("22:00-06:00 every night, New York", "America/New_York", ALL_DAYS, ((1320, 360),))
    yield hours("Sundays 00:00-12:00, Santiago", "America/Santiago", SUNDAY, ((0, 720),))


def hours(
    name: str, zone: str, days: Iterable[int], ranges: tuple[tuple[int, int], ...], country: str | None = None
) -> BusinessHours:
    spans = tuple(Range(*pair) for pair in ranges)
    week = tuple(spans if day in days else () for day in range(7))
    off = sorted(holidays.country_holidays(country, years=YEARS).items()) if country else []
    return BusinessHours(name, zone, week, tuple(off))


def random_calendar(chance: random.Random) -> BusinessHours:
    zones = ("America/New_York", "America/Santiago", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu")
    week = []
    for _ in range(7):
        cuts = sorted(chance.sample(range(0, 1380, 15), 2 * chance.randrange(4)))
        week.append([Range(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=True)])
    if not any(week):
        week[0].append(Range(540, 1020))
    for number, today in enumerate(week):
        tomorrow = week[(number + 1) % 7]
        if chance.random() < 0.4:
            today.append(Range(1380, min(tomorrow[0].opens if tomorrow else 600, 600)))
    off = [date(2026, month, day) for month in (3, 4, 9, 10, 11) for day in chance.sample(range(1, 31), 3)]
    return BusinessHours(
        "random", chance.choice(zones), tuple(map(tuple, week)), tuple((on, "off") for on in sorted(off))
    )


def peer_rules(calendar: BusinessHours) -> businesstimedelta.Rules | None:
    """The same calendar in businesstimedelta, with a frozenset of dates; it cannot say 24:00."""
    days = [number for number, ranges in enumerate(calendar.week) if ranges]
    (span,) = calendar.week[days[0]]
    if span.closes == 1440:
        return None
    zone = pytz.timezone(calendar.zone)
    work = businesstimedelta.WorkDayRule(clock(span.opens), clock(span.closes), days, tz=zone)
    dates = frozenset(on for on, _ in calendar.holidays)
    off = [businesstimedelta.HolidayRule(dates, tz=zone)] if dates else []
    return businesstimedelta.Rules([work, *off])


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def floor_loop(starts: list[datetime]) -> None:
    back = datetime.fromtimestamp
    for at in starts:
        back(at.timestamp(), UTC)


def add_loop(calendar: BusinessHours, seconds: int) -> Callable[[list[datetime]], None]:
    def run(starts: list[datetime]) -> None:
        add = calendar.add
        for at in starts:
            add(at, seconds)

    return run


def between_loop(calendar: BusinessHours) -> Callable[[list[tuple[datetime, datetime]]], None]:
    def run(pairs: list[tuple[datetime, datetime]]) -> None:
        between = calendar.between
        for start, end in pairs:
            between(start, end)

    return run


def best(run: Callable[[list], object], items: list, rounds: int) -> float:
    """Items a second in the best of several rounds."""
    fastest = float("inf")
    for _ in range(rounds):
        before = perf_counter()
        run(items)
        fastest = min(fastest, perf_counter() - before)
    return len(items) / fastest


def beside_the_floor(run: Callable[[list], object], items: list, starts: list[datetime]) -> tuple[float, float]:
    """Items a second of `run` and of the floor, measured turn by turn so that both share the machine's moods."""
    ours = floor = 0.0
    for _ in range(15):
        ours = max(ours, best(run, items, rounds=1))
        floor = max(floor, best(floor_loop, starts, rounds=1))
    return ours, floor


def show(name: str, ours: float, theirs: float, goal: int, floor: float) -> None:
    ratio, share = ours / theirs, ours / floor
    figures = (f"{ours:,.0f}", f"{theirs:,.1f}", f"{ratio:,.0f}x", f"{goal:,}x", f"{floor:,.0f}", f"{share:.0%}", "35%")
    missed = "" if ratio >= goal and share >= 0.35 else "  MISSED"
    print(f"{name:<14}" + "".join(f"{figure:>12}" for figure in figures) + missed)


if __name__ == "__main__":
    sys.exit(main())
