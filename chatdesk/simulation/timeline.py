"""The picture of one case: each promise as a bar over time, and above it what people did and who was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chatdesk.core.case import Clock
from chatdesk.core.policy import Metric, Policy
from chatdesk.simulation.course import Course
from chatdesk.simulation.figures import TRIGGERS, Fate, fate_of
from chatdesk.simulation.labels import metric_words, severity_words
from chatdesk.simulation.playing import Played
from chatdesk.simulation.svg import (
    FAINT,
    INK,
    KEPT,
    LINE,
    MISSED,
    OPEN,
    TIER,
    WARNED,
    box,
    dot,
    line,
    picture,
    shortened,
    text,
)

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 920.0, 170.0, 24.0, 28.0, 64.0
_STEPS = tuple(
    timedelta(minutes=n) for n in (5, 15, 30, 60, 120, 240, 480, 1440, 2880, 7 * 1440, 14 * 1440, 28 * 1440, 91 * 1440)
)
_MOST_TICKS = 8
_COLOURS = {Fate.KEPT: KEPT, Fate.MISSED: MISSED, Fate.OPEN: OPEN, None: LINE}
_BETWEEN_TIERS = 15.0


def timeline_picture(played: Played, policy: Policy, until: datetime | None) -> str:
    """Times are on the clock of the policy's main hours."""
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    start, end = _span(played, until)
    room = _WIDTH - _LEFT - _RIGHT

    def x_of(at: datetime) -> float:
        return _LEFT + room * min(max((at - start) / (end - start), 0.0), 1.0)

    metrics = [metric for metric in Metric if any(clock.metric is metric for clock in played.case.clocks)]
    bottom = _TOP + 46 + _ROW * len(metrics)
    severity = severity_words(policy, played.case.severity)
    title = f"{played.course.name} · {severity} · {played.case.status}"
    parts = [text(20, 26, shortened(title, 110), bold=True, size=14), *_axis(start, end, zone, x_of, bottom)]
    parts += _people(played.course, until, x_of)
    parts += _tiers(played, x_of, zone)
    for place, metric in enumerate(metrics):
        y = _TOP + 46 + _ROW * place
        parts.append(text(20, y + 17, metric_words(metric), INK))
        for clock in played.case.clocks:
            if clock.metric is metric:
                parts += _clock(clock, y, end, x_of, zone)
    return picture(_WIDTH, bottom + 34, f"Timeline of {played.course.name}", parts)


def _span(played: Played, until: datetime | None) -> tuple[datetime, datetime]:
    course, case = played.course, played.case
    moments: list[datetime | None] = [
        course.opened_at,
        course.resolved_at,
        course.approved_at,
        case.resolved_at,
        *course.updates,
    ]
    moments += [one.raised.at for one in played.raised]
    for clock in case.clocks:
        moments += [clock.ended_at, clock.breached_at, clock.due_at if clock.ended_at is None else None]
    if case.is_live:
        moments.append(until)
    known = [at for at in moments if at is not None and (until is None or at <= until)]
    last = max([*known, course.opened_at + timedelta(minutes=10)])
    return course.opened_at, last + (last - course.opened_at) * 0.03


def _axis(
    start: datetime, end: datetime, zone: ZoneInfo, x_of: Callable[[datetime], float], bottom: float
) -> list[str]:
    step = next((one for one in _STEPS if (end - start) / one <= _MOST_TICKS), (end - start) / _MOST_TICKS)
    shown = "%d %b" if step >= timedelta(days=1) else "%d %b %H:%M"
    parts: list[str] = []
    midnight = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight
    while at < end:
        if at >= start:
            x = x_of(at)
            parts.append(line(x, _TOP + 38, x, bottom + 4, LINE))
            parts.append(text(x, bottom + 20, f"{at.astimezone(zone):{shown}}", FAINT, "middle", 11))
        # Steps of the wall's clock, so that each tick is a round time on both sides of a clock change.
        at = at + step
    return [*parts, text(20, bottom + 20, zone.key, FAINT, size=11)]


def _people(course: Course, until: datetime | None, x_of: Callable[[datetime], float]) -> list[str]:
    done: list[tuple[str, datetime | None]] = [
        ("reported", course.opened_at),
        ("acknowledged", course.acknowledged_at),
        ("first response", course.first_response_at),
        ("analysed", course.analysed_at),
        *(("update", at) for at in course.updates),
        *((f"severity {number}", at) for at, number in course.severity_changes),
        ("workaround", course.workaround_at),
        ("resolved", course.resolved_at),
        ("approved", course.approved_at),
    ]
    # What came after the end of the simulation did not happen in it.
    seen = sorted((at, word) for word, at in done if at is not None and (until is None or at <= until))
    y = _TOP + 8
    parts = [text(20, y + 4, "People", FAINT), line(_LEFT, y, _WIDTH - _RIGHT, y, LINE)]
    for wait in course.waits:
        first = x_of(wait.since)
        stop = x_of(wait.until) if wait.until is not None else _WIDTH - _RIGHT
        parts.append(box(first, y - 4, stop - first, 8, LINE, "waiting for the customer"))
    named, before = _LEFT - 100, ""
    for at, word in seen:
        x = x_of(at)
        parts.append(dot(x, y, 4, INK, f"{word} {at:%Y-%m-%d %H:%M} UTC"))
        # What would be written over its neighbour is read by pointing at it.
        if x - named >= 4 * (len(word) + len(before)) and x < _WIDTH - _RIGHT - 2.5 * len(word):
            parts.append(text(x, y - 9, word, FAINT, "middle", 10))
            named, before = x, word
    return parts


def _tiers(played: Played, x_of: Callable[[datetime], float], zone: ZoneInfo) -> list[str]:
    if not played.raised:
        return []
    y = _TOP + 30
    parts = [text(20, y + 4, "Tiers told", TIER)]
    after = 0.0
    for one in played.raised:
        # Those told in one breath stand side by side; pointing at one says when it was.
        x = max(x_of(one.raised.at), after + _BETWEEN_TIERS)
        after = x
        who = ", ".join(one.raised.told) or "nobody"
        at = one.raised.at.astimezone(zone)
        parts.append(dot(x, y, 7, TIER, f"tier {one.raised.tier} at {at:%Y-%m-%d %H:%M}: {who}"))
        parts.append(text(x, y + 4, str(one.raised.tier), "#ffffff", "middle", 10, bold=True))
    return parts


def _clock(clock: Clock, y: float, end: datetime, x_of: Callable[[datetime], float], zone: ZoneInfo) -> list[str]:
    """The time it ran; past its due time in the colour of a miss. A tick says where it was due, a dot where warned."""
    stop = clock.ended_at or end
    fate = fate_of(clock)
    first, last = x_of(clock.started_at), x_of(stop)
    due = f"due {clock.due_at.astimezone(zone):%Y-%m-%d %H:%M}" if clock.due_at is not None else "no due time"
    hint = f"{metric_words(clock.metric)} {clock.cycle}: {fate or 'no promise'}, {due}"
    is_trigger = clock.metric in TRIGGERS
    colour = _COLOURS[None if is_trigger else fate]
    split = x_of(clock.due_at) if fate is Fate.MISSED and clock.due_at is not None else last
    if fate is Fate.MISSED and clock.due_at is not None and stop <= clock.due_at:
        # A missed cycle of what recurs ends as it falls due: nothing came in all of it.
        split = first
    parts = [box(first, y + 6, max(min(split, last) - first, 0), 14, KEPT if fate is Fate.MISSED else colour, hint)]
    if fate is Fate.MISSED:
        parts.append(box(split, y + 6, max(last - split, 2), 14, MISSED, hint))
    if clock.due_at is not None and clock.due_at <= end:
        x = x_of(clock.due_at)
        parts.append(line(x, y + 2, x, y + 24, INK, 1.5, "" if not is_trigger else "3 2"))
    if clock.warned_at is not None:
        parts.append(dot(x_of(clock.warned_at), y + 13, 3.5, WARNED, f"warned: {hint}"))
    return parts
