"""Business hours compared by name."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk.core.business_hours import BusinessHours, Range
from chatdesk.core.business_week import DAY_NAMES
from chatdesk.core.policy import Policy
from chatdesk.policy_diff.difference import Difference, Effect, added_and_removed, changed

_MOST_NAMED = 6


def compare_hours(old: Policy, new: Policy) -> Iterator[Difference]:
    before = {hours.name: hours for hours in old.calendars}
    after = {hours.name: hours for hours in new.calendars}
    names = {name: name for name in before}, {name: name for name in after}
    yield from added_and_removed("business_hours", "The business hours", *names)
    for name, hours in after.items():
        if name in before:
            yield from _changes(before[name], hours)
    yield from changed("main_hours", "The main hours", old.main_hours, new.main_hours)


def _changes(was: BusinessHours, now: BusinessHours) -> Iterator[Difference]:
    place = f"business_hours.{now.name}"
    yield from changed(f"{place}.zone", f"The zone of {now.name}", was.zone, now.zone)
    for day, before, after in zip(DAY_NAMES, was.week, now.week, strict=True):
        yield from changed(f"{place}.week", f"{now.name} on {day}", _day(before), _day(after))
    gone, come = [dict(set(one.holidays) - set(other.holidays)) for one, other in ((was, now), (now, was))]
    for found, effect, verb in ((gone, Effect.REMOVED, "no longer off"), (come, Effect.ADDED, "off now")):
        if found:
            days = [f"{on} ({name})" for on, name in sorted(found.items())]
            more = len(days) - _MOST_NAMED
            told = ", ".join(days[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
            says = f"In {now.name} {verb}: {told}."
            yield Difference(f"{place}.holidays", effect, says)


def _day(ranges: tuple[Range, ...]) -> str:
    return ", ".join(map(str, ranges)) or "closed"
