"""A new severity gives every open clock its own target (rule D6)."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core.agreeing import is_agreeable
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.case import Clock, ClockState
from chatdesk.core.clocks import cancel, hours_of, meet, start_clock, targets_of, warn_at_for
from chatdesk.core.draft import Draft
from chatdesk.core.events import AgreementLapsed, ClockRetargeted, ClockStarted
from chatdesk.core.policy import Metric, Target
from chatdesk.core.spans import due_after, later_by, left_of


def retarget_clocks(draft: Draft, was: int | None) -> None:
    """Give every open clock the target of the new severity.

    An upgrade never moves a due time later, a downgrade never earlier; the first word on
    a severity is no change and has no such guard. A breach stays.
    """
    if not draft.case.is_authorised:
        # Its clocks start when somebody who may report makes the report theirs.
        return
    new_targets = {target.metric: target for target in targets_of(draft)}
    for metric in Metric:
        clock = draft.case.clock(metric)
        target = new_targets.get(metric)
        if clock is None or clock.state is ClockState.CANCELLED:
            if target is not None:
                owe_by_change(draft, clock, target, was, _counts_from(draft))
                meet_if_given(draft, metric)
        elif clock.state is ClockState.MET:
            continue
        elif target is not None:
            _retarget(draft, clock, target, was)
        elif not _is_upgrade(was, draft.severity):
            cancel(draft, metric)
    has_terms = draft.case.agreed is not None or draft.case.offer is not None
    if has_terms and not is_agreeable(new_targets.get(Metric.RESOLUTION)):
        draft.happen(AgreementLapsed())


def owe_by_change(
    draft: Draft, cancelled: Clock | None, target: Target, was: int | None, counts_from: datetime | None
) -> None:
    """What the case is now owes what it did not. A promise that an earlier change had ended comes back
    with its own due time, guarded like any other. With `counts_from`, time counts from there and not the report."""
    if cancelled is None:
        start_clock(draft, target, counts_from or draft.case.opened_at, by_change=True)
    elif cancelled.breached_at is None:
        hours = hours_of(draft, target)
        start = counts_from or cancelled.started_at
        paused = 0 if counts_from else cancelled.paused_seconds
        due_at = _guarded(cancelled.due_at, due_with_pauses(target, start, paused, hours), was, draft.severity)
        draft.happen(
            ClockStarted(
                Clock(
                    metric=target.metric,
                    cycle=cancelled.cycle + 1,
                    target_id=target.id,
                    state=ClockState.RUNNING,
                    started_at=cancelled.started_at,
                    due_at=due_at,
                    warn_at=warn_at_for(draft, target, start, due_at),
                    is_late_by_change=due_at is not None and due_at <= draft.now,
                    paused_seconds=paused,
                    counted_from_at=counts_from,
                )
            )
        )


def meet_if_given(draft: Draft, metric: Metric) -> None:
    """What the customer had been given before it was owed is kept, not owed again."""
    case = draft.case
    given = {
        Metric.ACKNOWLEDGEMENT: case.acknowledged_at,
        Metric.FIRST_RESPONSE: case.first_response_at,
        Metric.WORKAROUND: case.workaround_at,
    }
    at = given.get(metric)
    if at is not None:
        meet(draft, metric, at)


def _retarget(draft: Draft, clock: Clock, target: Target, was: int | None) -> None:
    due_at, warn_at, left = clock.due_at, clock.warn_at, clock.left_seconds
    is_late = clock.is_late_by_change
    counts_from = _counts_from(draft)
    if clock.breached_at is None:
        hours = hours_of(draft, target)
        start = clock.counted_from_at or clock.started_at
        paused = clock.paused_seconds
        stopped_at, was_due_at = clock.paused_at, clock.due_at
        if counts_from is not None:
            start, paused = counts_from, 0
            if stopped_at is not None:
                # What is left is measured from the change, so the old due time moves by the pause so far.
                was_due_at = _moved_by_pause(target, was_due_at, stopped_at, counts_from, hours)
                stopped_at = counts_from
        promised = _promised(draft, target, due_with_pauses(target, start, paused, hours))
        due_at = _guarded(was_due_at, promised, was, draft.severity)
        warn_at = warn_at_for(draft, target, start, due_at)
        is_late = due_at is not None and due_at <= draft.now
        if stopped_at is not None and due_at is not None:
            left = left_of(target.within, stopped_at, due_at, hours)
            is_late = left <= 0
    draft.happen(ClockRetargeted(clock.metric, clock.cycle, target.id, due_at, warn_at, is_late, left, counts_from))


def _counts_from(draft: Draft) -> datetime | None:
    """The change, where the policy counts from there."""
    return draft.now if draft.policy.severity_counts_from_change else None


def _moved_by_pause(
    target: Target, due_at: datetime | None, since: datetime, until: datetime, hours: BusinessHours
) -> datetime | None:
    if due_at is None:
        return None
    return later_by(target.within, due_at, left_of(target.within, since, until, hours), hours)


def _promised(draft: Draft, target: Target, due_at: datetime | None) -> datetime | None:
    """What the new target gives, unless a delivery was told, or both sides agreed where the target lets them."""
    case = draft.case
    if target.metric is not Metric.RESOLUTION:
        return due_at
    if case.change is not None and case.change.deliver_at is not None:
        return case.change.deliver_at
    return case.agreed.due_at if case.agreed is not None and is_agreeable(target) else due_at


def due_with_pauses(target: Target, start: datetime, paused_seconds: int, hours: BusinessHours) -> datetime | None:
    """The due time of a clock that counts from `start` and was paused for so long since, in the span's measure."""
    due_at = due_after(target.within, start, hours)
    if due_at is None or not paused_seconds:
        return due_at
    return later_by(target.within, due_at, paused_seconds, hours)


def _guarded(old: datetime | None, new: datetime | None, was: int | None, now_is: int | None) -> datetime | None:
    """No due time counts as later than any."""
    if was is None or now_is is None or was == now_is:
        return new
    is_upgrade = _is_upgrade(was, now_is)
    if old is None or new is None:
        return (new or old) if is_upgrade else None
    return min(old, new) if is_upgrade else max(old, new)


def _is_upgrade(was: int | None, now_is: int | None) -> bool:
    return was is not None and now_is is not None and now_is < was
