"""Starting, pausing and ending the clocks of a case (rules D1, D5, D7, D12, D14)."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.case import Clock, ClockState
from chatdesk.core.draft import Draft
from chatdesk.core.events import (
    BreachWithdrawn,
    ClockContinued,
    ClockEnded,
    ClockPaused,
    ClockRetargeted,
    ClockStarted,
)
from chatdesk.core.policy import Metric, Target
from chatdesk.core.spans import due_after, later_by, left_of, warn_before


def targets_of(draft: Draft) -> tuple[Target, ...]:
    """The targets of the case as it stands: its severity (or the stand-in), plan and kind."""
    return draft.policy.targets_for(draft.severity, draft.case.plan, draft.case.kind)


def target_of(draft: Draft, metric: Metric) -> Target | None:
    return next((target for target in targets_of(draft) if target.metric is metric), None)


def hours_of(draft: Draft, target: Target) -> BusinessHours:
    return draft.policy.hours(target.hours)


def warn_at_for(draft: Draft, target: Target, start: datetime, due_at: datetime | None) -> datetime | None:
    """When a clock that runs from `start` to `due_at` is warned of (UTC)."""
    if due_at is None:
        return None
    return warn_before(target.within, start, due_at, hours_of(draft, target), draft.policy.house.warn_when_left)


def start_clocks(draft: Draft, start: datetime) -> None:
    for target in targets_of(draft):
        start_clock(draft, target, start)


def start_clock(draft: Draft, target: Target, start: datetime, *, by_change: bool = False) -> None:
    """Begin the next cycle of a target at `start`.

    The event is stamped with that moment, unless a severity change is what brings the
    clock: then it belongs to the change, and may be late by it from the first.
    """
    before = draft.case.clock(target.metric)
    due_at = due_after(target.within, start, hours_of(draft, target))
    clock = Clock(
        metric=target.metric,
        cycle=before.cycle + 1 if before else 1,
        target_id=target.id,
        state=ClockState.RUNNING,
        started_at=start,
        due_at=due_at,
        warn_at=warn_at_for(draft, target, start, due_at),
        is_late_by_change=by_change and due_at is not None and due_at <= draft.now,
    )
    draft.happen(ClockStarted(clock), at=draft.now if by_change else start)


def meet(draft: Draft, metric: Metric, at: datetime) -> None:
    """The promise was kept at `at`. If that was in time after all, a breach already recorded is withdrawn."""
    clock = draft.case.clock(metric)
    if clock is None or clock.state not in (ClockState.RUNNING, ClockState.PAUSED):
        return
    if clock.breached_at is not None and clock.due_at is not None and at < clock.due_at:
        draft.happen(BreachWithdrawn(metric, clock.cycle, evidence_at=at))
    _end(draft, clock, ClockState.MET, at)


def cancel(draft: Draft, metric: Metric) -> None:
    clock = draft.case.clock(metric)
    if clock is not None and clock.state in (ClockState.RUNNING, ClockState.PAUSED):
        _end(draft, clock, ClockState.CANCELLED, draft.now)


def cancel_all(draft: Draft) -> None:
    for metric in Metric:
        cancel(draft, metric)


def start_next_cycle(draft: Draft, clock: Clock, at: datetime) -> None:
    """Close this cycle of a recurring clock and begin the next at `at` (rule D12)."""
    state = ClockState.CANCELLED if clock.breached_at else ClockState.MET
    _end(draft, clock, state, at)
    start_clock(draft, draft.policy.target(clock.target_id), at)


def count_update(draft: Draft, at: datetime) -> None:
    """A progress message the customer can see restarts the recurring update clock."""
    clock = draft.case.clock(Metric.UPDATE)
    if clock is None or not clock.is_running:
        return
    if not draft.policy.target(clock.target_id).recurs:
        meet(draft, Metric.UPDATE, at)
    elif at > clock.started_at:
        start_next_cycle(draft, clock, at)
    else:
        _withdraw_missed_cycle(draft, clock, at)


def _withdraw_missed_cycle(draft: Draft, running: Clock, at: datetime) -> None:
    """An update said in time arrived after its cycle had closed as missed: the present one counts from it."""
    missed = [clock for clock in draft.case.clocks if clock.metric is Metric.UPDATE and clock.is_breached]
    for clock in missed:
        if clock.due_at is not None and clock.started_at < at < clock.due_at:
            draft.happen(BreachWithdrawn(Metric.UPDATE, clock.cycle, evidence_at=at))
            if clock.cycle == running.cycle - 1:
                target = draft.policy.target(running.target_id)
                due_at = due_after(target.within, at, hours_of(draft, target))
                warn_at = warn_at_for(draft, target, at, due_at)
                draft.happen(ClockRetargeted(Metric.UPDATE, running.cycle, target.id, due_at, warn_at, False, None, at))


def pause_clocks(draft: Draft) -> None:
    for clock in draft.case.running_clocks:
        if clock.due_at is None or clock.breached_at is not None:
            continue
        target = draft.policy.target(clock.target_id)
        left = left_of(target.within, draft.now, clock.due_at, hours_of(draft, target))
        draft.happen(ClockPaused(clock.metric, clock.cycle, left))


def continue_clocks(draft: Draft) -> None:
    for clock in draft.case.clocks:
        if clock.state is not ClockState.PAUSED or clock.left_seconds is None or clock.paused_at is None:
            continue
        target = draft.policy.target(clock.target_id)
        hours = hours_of(draft, target)
        # A severity changed during the pause may have used up more than there was.
        left = max(clock.left_seconds, 0)
        due_at: datetime | None = None
        # A severity changed during the pause may have left no due time at all.
        if clock.due_at is not None:
            due_at = later_by(target.within, draft.now, left, hours) if left else draft.now
        paused = clock.paused_seconds + left_of(target.within, clock.paused_at, draft.now, hours)
        warn_at = warn_at_for(draft, target, clock.started_at, due_at)
        draft.happen(ClockContinued(clock.metric, clock.cycle, due_at, warn_at, paused))


def resume_after_resolution(draft: Draft) -> None:
    """The clocks that resolving had ended run on in a new cycle with the time that was left (rule D7).

    What was already breached does not breach again. An escalation that had come due is no
    broken promise but a schedule: it starts anew, so that a case come back does not stay silent.
    """
    for metric in (Metric.WORKAROUND, Metric.RESOLUTION, Metric.ESCALATION, Metric.HANDOFF):
        clock = draft.case.clock(metric)
        target = target_of(draft, metric)
        if clock is None or target is None or clock.state is ClockState.RUNNING:
            continue
        if metric in (Metric.WORKAROUND, Metric.HANDOFF) and clock.state is ClockState.MET:
            continue
        if metric is Metric.ESCALATION and clock.breached_at is not None:
            start_clock(draft, target, draft.now)
        else:
            draft.happen(ClockStarted(_continued(draft, clock, target)))
    update = target_of(draft, Metric.UPDATE)
    if update is not None:
        start_clock(draft, update, draft.now)


def _continued(draft: Draft, clock: Clock, target: Target) -> Clock:
    hours = hours_of(draft, target)
    due_at, warn_at = clock.due_at, clock.warn_at
    paused = clock.paused_seconds
    if clock.breached_at is None and clock.left_seconds is not None and clock.ended_at is not None:
        due_at = later_by(target.within, draft.now, clock.left_seconds, hours)
        warn_at = warn_at_for(draft, target, clock.started_at, due_at)
        paused += left_of(target.within, clock.ended_at, draft.now, hours)
    return Clock(
        metric=clock.metric,
        cycle=clock.cycle + 1,
        target_id=target.id,
        state=ClockState.RUNNING,
        started_at=clock.started_at,
        due_at=due_at,
        warn_at=warn_at,
        breached_at=clock.breached_at,
        breach_withdrawn_at=clock.breach_withdrawn_at,
        is_late_by_change=clock.is_late_by_change,
        paused_seconds=paused,
        counted_from_at=clock.counted_from_at,
    )


def _end(draft: Draft, clock: Clock, state: ClockState, at: datetime) -> None:
    left = clock.left_seconds
    if clock.state is ClockState.RUNNING and clock.due_at is not None:
        target = draft.policy.target(clock.target_id)
        left = left_of(target.within, at, clock.due_at, hours_of(draft, target))
    draft.happen(ClockEnded(clock.metric, clock.cycle, state, left), at=at)
