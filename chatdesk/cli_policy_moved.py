"""Due times that move with a policy, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chatdesk.desk import Moved, MovedClock
from chatdesk.explain.words import moment_words
from chatdesk.simulation.labels import length_words, metric_words, plural


def moved_lines(found: Iterable[Moved]) -> Iterator[str]:
    """A line for each due time; a case of which nothing moves is only counted."""
    quiet = 0
    for moved in found:
        if moved.refused is not None:
            yield f"{moved.number} stays under its version: {why(moved)}"
        elif not moved.clocks and moved.next_tiers is None:
            quiet += 1
        else:
            yield moved.number
            zone = ZoneInfo(moved.zone)
            yield from (f"    {_clock(clock, zone)}" for clock in moved.clocks)
            if moved.next_tiers is not None:
                was, now = (_time(at, zone) for at in moved.next_tiers)
                yield f"    Next tier: {was} → {now}"
    if quiet:
        yield f"{plural(quiet, 'case')} without a due time that moves."


def plain_moved(moved: Moved) -> dict[str, Any]:
    """Instants are ISO 8601 in UTC."""
    was, now = moved.next_tiers or (None, None)
    return {
        "case": moved.number,
        "was": moved.was,
        "refused": moved.refused.reason if moved.refused is not None else None,
        "due_times": [
            {
                "metric": clock.metric.value,
                "old": _iso(clock.old_due_at),
                "new": _iso(clock.new_due_at),
                "is_new": clock.is_new,
                "is_gone": clock.is_gone,
                "is_late": clock.is_late,
            }
            for clock in moved.clocks
        ],
        "next_tier": {"old": _iso(was), "new": _iso(now)} if moved.next_tiers is not None else None,
    }


def why(moved: Moved) -> str:
    """What the new version lacks for this case."""
    if moved.refused is None:
        return ""
    facts = ", ".join(f"{key} {value}" for key, value in moved.refused.facts)
    what = moved.refused.reason.removeprefix("policy.no_").replace("_", " ")
    return f"the new version has no such {what} ({facts})"


def _clock(clock: MovedClock, zone: ZoneInfo) -> str:
    name = metric_words(clock.metric)
    if clock.is_gone:
        return f"{name}: {_time(clock.old_due_at, zone)} → no longer promised"
    late = ", already late" if clock.is_late else ""
    if clock.is_new:
        return f"{name}: not promised before → {_time(clock.new_due_at, zone)}{late}"
    how = _by(clock.old_due_at, clock.new_due_at)
    return f"{name}: {_time(clock.old_due_at, zone)} → {_time(clock.new_due_at, zone)}{how}{late}"


def _by(old: datetime | None, new: datetime | None) -> str:
    if old is None or new is None:
        return ""
    seconds = int((new - old).total_seconds())
    return f" ({length_words(abs(seconds))} {'later' if seconds > 0 else 'earlier'})"


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return moment_words(at, zone) if at is not None else "no due time"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
