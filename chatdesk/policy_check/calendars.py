"""Hours: holidays that are missing or over, zones that are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

from chatdesk.policy_check.finding import Odd
from chatdesk.policy_files.document import Where
from chatdesk.policy_files.parts import Hours
from chatdesk.policy_files.public_holidays import dates_off
from chatdesk.policy_files.schema import PolicyFile

# A zone without a place, which no change of clocks ever reaches.
_FIXED = ("EST", "MST", "HST")
_YEARS_BACK = 5


def calendars(file: PolicyFile, today: date) -> Iterator[Odd]:
    """What is odd about each set of hours, and hours that nothing counts in."""
    main = file.main_hours or next(iter(file.business_hours))
    used = {main, *(target.hours for target in file.targets.values())}
    if file.uptime is not None:
        yield from _zone(("uptime", "zone"), file.uptime.zone, today, tuple(file.uptime.clauses))
    for name, hours in file.business_hours.items():
        where: Where = ("business_hours", name)
        clauses = tuple(hours.clauses)
        yield from _holidays(where, name, hours, file.language, today, clauses)
        yield from _zone((*where, "zone"), hours.zone, today, clauses)
        if name not in used:
            yield Odd(
                "W-UNUSED",
                where,
                f"No target counts in the hours '{name}'.",
                "Name them in a target's 'hours:', or take them out.",
                clauses,
            )


def _holidays(
    where: Where, name: str, hours: Hours, language: str, today: date, clauses: tuple[str, ...]
) -> Iterator[Odd]:
    days = hours.holidays
    if days.country is None and not days.extra:
        yield Odd(
            "W-HOL",
            (*where, "holidays"),
            f"The hours '{name}' have no holidays at all.",
            "Give the country whose holidays hold, or waive this once it is certain that there are none.",
            clauses,
        )
    if days.extra and max(days.extra) < today:
        last = max(days.extra)
        yield Odd(
            "W-PAST",
            (*where, "holidays", "extra"),
            f"Every further holiday of '{name}' is over; the last was {last}.",
            "Add those to come, or take the old ones out.",
            clauses,
        )
    if days.except_:
        off = dict(dates_off(days.country, days.subdivision, language, {}, ()))
        for on in days.except_:
            if on not in off:
                yield Odd(
                    "W-PAST",
                    (*where, "holidays", "except"),
                    f"{on} is left out of the holidays of '{name}', but is no holiday there in 2024 to 2040.",
                    "Correct the date, or take it out.",
                    clauses,
                )


def _zone(where: Where, zone: str, today: date, clauses: tuple[str, ...]) -> Iterator[Odd]:
    if zone.startswith("Etc/") or zone.startswith("GMT") or zone in _FIXED:
        yield Odd(
            "W-OFFSET",
            where,
            f"'{zone}' names no place but a fixed offset, which follows no change of clocks.",
            "Write the city whose clock is meant, such as 'America/Santiago'.",
            clauses,
        )
        return
    if zone != "UTC" and zone not in _places():
        yield Odd(
            "W-ZONE",
            where,
            f"'{zone}' is an old name, kept for old files.",
            "Write the city that the zone is named after today, such as 'America/New_York' for 'US/Eastern'.",
            clauses,
        )
    changed = _changed(zone, today)
    if changed is not None:
        yield Odd(
            "W-ZONE",
            where,
            f"The clocks of '{zone}' follow other rules since {changed}.",
            "Make sure that every machine's time zone data are newer, and that people know; then waive this.",
            clauses,
        )


def _changed(zone: str, today: date) -> int | None:
    """The last of the recent years whose offsets are not those of the year before."""
    years = [(year, _offsets(zone, year)) for year in range(today.year - _YEARS_BACK, today.year + 1)]
    changes = [year for (_, before), (year, after) in pairwise(years) if before != after]
    return changes[-1] if changes else None


def _offsets(zone: str, year: int) -> frozenset[timedelta | None]:
    there = ZoneInfo(zone)
    first = datetime(year, 1, 1, 12, tzinfo=UTC)
    return frozenset((first + timedelta(days=7 * week)).astimezone(there).utcoffset() for week in range(52))


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The zones that stand for a place on the map today."""
    names: set[str] = set()
    for table in ("zone.tab", "zone1970.tab"):
        lines = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8").splitlines()
        names |= {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return frozenset(names)
