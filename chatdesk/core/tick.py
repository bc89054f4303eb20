"""Time has passed: each moment the case was waiting for, one by one and in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core import escalation as ladder
from chatdesk.core import outages
from chatdesk.core.agreeing import nudge
from chatdesk.core.case import Clock
from chatdesk.core.clocks import meet, start_next_cycle
from chatdesk.core.draft import Draft
from chatdesk.core.events import (
    ApprovalReminded,
    ClockBreached,
    ClockWarned,
    HandedOff,
    NobodyAssigned,
    SeverityProposalReminded,
)
from chatdesk.core.people import CLOCK
from chatdesk.core.policy import Metric, Target
from chatdesk.core.spans import due_after

# More moments than this in one tick means a rule that feeds itself.
_MOST = 100_000


@dataclass(frozen=True)
class _Moment:
    at: datetime
    act: Callable[[datetime], None]


def run_due(draft: Draft, until: datetime) -> None:
    """Let everything happen that was due at or before `until`.

    Each event is stamped with the moment it belongs to. Running it again changes nothing,
    since a warning or a breach is a fact on the clock's cycle.
    """
    actor, draft.actor = draft.actor, CLOCK
    for _ in range(_MOST):
        moment = _next_moment(draft, until)
        if moment is None:
            draft.actor = actor
            return
        moment.act(moment.at)
    raise RuntimeError(f"case {draft.case.id} never comes to rest")


def _next_moment(draft: Draft, until: datetime) -> _Moment | None:
    # Asked several times a command, and mostly there is nothing.
    wake_at = draft.case.wake_at
    if wake_at is None or wake_at > until:
        return None
    waiting = [moment for moment in _moments(draft, until) if moment.at <= until]
    return min(waiting, key=lambda moment: moment.at, default=None)


def _moments(draft: Draft, until: datetime) -> list[_Moment]:
    case = draft.case
    found: list[_Moment] = []
    for clock in case.running_clocks:
        found += _clock_moments(draft, clock, until)
    escalation = ladder.active(draft)
    if escalation is not None and escalation.proposal is not None:
        found.append(_Moment(escalation.proposal.expires_at, lambda at: ladder.tell_unanswered(draft, escalation, at)))
    elif escalation is not None and escalation.next_at is not None:
        found.append(_Moment(escalation.next_at, lambda at: ladder.climb(draft, escalation, at)))
    if case.severity_proposal is not None and case.severity_proposal.remind_at is not None:
        severity = case.severity_proposal.severity
        found.append(
            _Moment(
                case.severity_proposal.remind_at,
                lambda at: draft.happen(SeverityProposalReminded(severity), at=at),
            )
        )
    if case.assign_by_at is not None:
        found.append(_Moment(case.assign_by_at, lambda at: draft.happen(NobodyAssigned(case.support_level), at=at)))
    if case.budget_at is not None:
        found.append(_Moment(case.budget_at, lambda at: outages.watch(draft, at)))
    if case.nudge_at is not None:
        found.append(_Moment(case.nudge_at, lambda at: nudge(draft, at)))
    if case.remind_approval_at is not None:
        found.append(_Moment(case.remind_approval_at, lambda at: _remind_approval(draft, at)))
    return found


def _clock_moments(draft: Draft, clock: Clock, until: datetime) -> list[_Moment]:
    if clock.due_at is None or clock.breached_at is not None:
        return []
    # A due time that a severity change put into the past is missed when the change is made, not before.
    due_at = until if clock.is_late_by_change and clock.due_at < until else clock.due_at
    found = [_Moment(due_at, lambda at: _run_out(draft, clock, at))]
    # A warning that would only be told after the breach is no warning.
    if clock.warn_at is not None and clock.warned_at is None and clock.due_at > until:
        found.append(_Moment(clock.warn_at, lambda at: draft.happen(ClockWarned(clock.metric, clock.cycle), at=at)))
    return found


def _run_out(draft: Draft, clock: Clock, at: datetime) -> None:
    if clock.due_at is None:
        return
    draft.happen(ClockBreached(clock.metric, clock.cycle, clock.due_at), at=at)
    target = draft.policy.target(clock.target_id)
    if clock.metric is Metric.HANDOFF:
        _hand_on(draft, target, at)
    if target.recurs:
        breached = draft.case.clock(clock.metric)
        if breached is not None:
            start_next_cycle(draft, breached, at)
    ladder.trigger_by_clock(draft, clock, at)


def _hand_on(draft: Draft, target: Target, at: datetime) -> None:
    if target.to_level is not None and target.to_level > (draft.case.support_level or 0):
        hand_off(draft, target.to_level, None, "time", None, at)
    else:
        meet(draft, Metric.HANDOFF, at)


def hand_off(draft: Draft, to_level: int, by: str | None, because: str, note_id: str | None, at: datetime) -> None:
    """Move the case to a deeper support level and give it a moment by which somebody must own it there."""
    assign_by_at = due_after(draft.policy.house.assignment_wait, at, draft.policy.hours(draft.policy.main_hours))
    draft.happen(HandedOff(to_level, by, because, note_id, assign_by_at), at=at)
    meet(draft, Metric.HANDOFF, at)


def _remind_approval(draft: Draft, at: datetime) -> None:
    again_at = due_after(draft.policy.house.approval_reminder, at, draft.policy.hours(draft.policy.main_hours))
    draft.happen(ApprovalReminded(again_at), at=at)
