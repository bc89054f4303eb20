"""Folds of what happens to clocks."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case, ClockState
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds
from chatdesk.core.policy import Metric


def _with_clock(case: Case, metric: Metric, cycle: int, **changes: object) -> Case:
    clocks = list(case.clocks)
    # What happens to a clock mostly happens to its latest cycle, and an update has hundreds.
    for place in range(len(clocks) - 1, -1, -1):
        clock = clocks[place]
        if clock.cycle == cycle and clock.metric is metric:
            clocks[place] = replace(clock, **changes)
            return replace(case, clocks=tuple(clocks))
    return case


def _clock_started(body: e.ClockStarted, case: Case, event: e.Event) -> Case:
    return replace(case, clocks=(*case.clocks, body.clock))


def _clock_retargeted(body: e.ClockRetargeted, case: Case, event: e.Event) -> Case:
    counted: dict[str, object] = {}
    if body.counted_from_at is not None:
        counted["counted_from_at"] = body.counted_from_at
    if body.counted_from_at == event.at:
        # What was paused before is no part of the new count; a pause that goes on counts from here.
        counted["paused_seconds"] = 0
        if any(clock.paused_at for clock in case.clocks if (clock.metric, clock.cycle) == (body.metric, body.cycle)):
            counted["paused_at"] = event.at
    return _with_clock(
        case,
        body.metric,
        body.cycle,
        target_id=body.target_id,
        due_at=body.due_at,
        warn_at=body.warn_at,
        is_late_by_change=body.is_late_by_change,
        left_seconds=body.left_seconds,
        **counted,
    )


def _clock_paused(body: e.ClockPaused, case: Case, event: e.Event) -> Case:
    return _with_clock(
        case,
        body.metric,
        body.cycle,
        state=ClockState.PAUSED,
        left_seconds=body.left_seconds,
        paused_at=event.at,
    )


def _clock_continued(body: e.ClockContinued, case: Case, event: e.Event) -> Case:
    return _with_clock(
        case,
        body.metric,
        body.cycle,
        state=ClockState.RUNNING,
        due_at=body.due_at,
        warn_at=body.warn_at,
        left_seconds=None,
        paused_at=None,
        paused_seconds=body.paused_seconds,
    )


def _clock_ended(body: e.ClockEnded, case: Case, event: e.Event) -> Case:
    return _with_clock(
        case, body.metric, body.cycle, state=body.state, ended_at=event.at, left_seconds=body.left_seconds
    )


def _clock_warned(body: e.ClockWarned, case: Case, event: e.Event) -> Case:
    return _with_clock(case, body.metric, body.cycle, warned_at=event.at)


def _clock_breached(body: e.ClockBreached, case: Case, event: e.Event) -> Case:
    return _with_clock(case, body.metric, body.cycle, breached_at=event.at)


def _breach_withdrawn(body: e.BreachWithdrawn, case: Case, event: e.Event) -> Case:
    return _with_clock(case, body.metric, body.cycle, breach_withdrawn_at=event.at)


FOLDS: Folds = {
    e.ClockStarted: _clock_started,
    e.ClockRetargeted: _clock_retargeted,
    e.ClockPaused: _clock_paused,
    e.ClockContinued: _clock_continued,
    e.ClockEnded: _clock_ended,
    e.ClockWarned: _clock_warned,
    e.ClockBreached: _clock_breached,
    e.BreachWithdrawn: _breach_withdrawn,
}
