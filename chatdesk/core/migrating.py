"""An open case moves to another version of its policy, because somebody asked for it."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core import escalation, outages
from chatdesk.core.agreeing import is_agreeable
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.case import Clock, ClockState
from chatdesk.core.clocks import cancel, hours_of, targets_of, warn_at_for
from chatdesk.core.commands import Migrate
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import AgreementLapsed, ClockRetargeted, PolicyChanged
from chatdesk.core.policy import Metric, Policy, Target
from chatdesk.core.retargeting import due_with_pauses, meet_if_given, owe_by_change
from chatdesk.core.spans import left_of


def migrate(draft: Draft, command: Migrate) -> None:
    """Every promise of the new version holds as if the case had been opened under it.

    A due time moves either way, and each that moves is an event; a promise whose terms are
    the same keeps its due time, and what both sides agreed on stands. A breach stays one.
    Under that version already, nothing happens.
    """
    old, new = draft.policy, command.to
    if draft.case.policy_version == new.version:
        return
    _check_fits(draft, new)
    draft.policy = new
    draft.happen(PolicyChanged(was=old.version, version=new.version))
    if draft.case.is_live and draft.case.is_authorised:
        _move_clocks(draft, old)
    _keep_known(draft)
    escalation.follow_policy(draft, old)
    outages.follow_policy(draft)


def _check_fits(draft: Draft, new: Policy) -> None:
    """What the case is must exist in the new version; nobody guesses what it would be there."""
    case = draft.case
    proposed = case.severity_proposal.severity if case.severity_proposal else None
    for severity in (case.severity, proposed):
        if severity is not None and new.severity(severity) is None:
            raise refuse("policy.no_severity", severity=str(severity))
    if case.plan is not None and case.plan not in {plan.key for plan in new.plans}:
        raise refuse("policy.no_plan", plan=case.plan)
    if case.reason is not None and new.reason(case.reason) is None:
        raise refuse("policy.no_reason", reason=case.reason)
    if case.support_level is not None and new.support_level(case.support_level) is None:
        raise refuse("policy.no_level", level=str(case.support_level))


def _move_clocks(draft: Draft, old: Policy) -> None:
    new_targets = {target.metric: target for target in targets_of(draft)}
    for metric in Metric:
        clock, target = draft.case.clock(metric), new_targets.get(metric)
        if clock is None or clock.state is ClockState.CANCELLED:
            if target is not None and not _was_owed(draft, old, metric):
                owe_by_change(draft, clock, target, None, None)
                meet_if_given(draft, metric)
        elif clock.state is ClockState.MET:
            continue
        elif target is not None:
            _move(draft, old, clock, target)
        else:
            cancel(draft, metric)
    has_terms = draft.case.agreed is not None or draft.case.offer is not None
    if has_terms and not is_agreeable(new_targets.get(Metric.RESOLUTION)):
        draft.happen(AgreementLapsed())


def _was_owed(draft: Draft, old: Policy, metric: Metric) -> bool:
    """A promise that the old version made too, and of which no clock runs, ended for a reason that still holds."""
    targets = old.targets_for(
        draft.case.severity if draft.case.severity is not None else old.unset_severity, draft.case.plan, draft.case.kind
    )
    return any(target.metric is metric for target in targets)


def _move(draft: Draft, old: Policy, clock: Clock, target: Target) -> None:
    before = old.target(clock.target_id)
    due_at, warn_at, left = clock.due_at, clock.warn_at, clock.left_seconds
    is_late = clock.is_late_by_change
    is_settled = clock.breached_at is not None or _is_on_agreed_date(draft, clock, target)
    if not is_settled and _terms(old, before) != _terms(draft.policy, target):
        hours = hours_of(draft, target)
        start = clock.counted_from_at or clock.started_at
        due_at = due_with_pauses(target, start, clock.paused_seconds, hours)
        warn_at = warn_at_for(draft, target, start, due_at)
        is_late = due_at is not None and due_at <= draft.now
        left = _left(target, clock, due_at, hours)
        is_late = is_late if left is None else left <= 0
    elif target.id == clock.target_id:
        return
    draft.happen(ClockRetargeted(clock.metric, clock.cycle, target.id, due_at, warn_at, is_late, left))


def _left(target: Target, clock: Clock, due_at: datetime | None, hours: BusinessHours) -> int | None:
    """What is left of a clock that is paused."""
    if clock.paused_at is None or clock.state is not ClockState.PAUSED:
        return None
    return left_of(target.within, clock.paused_at, due_at, hours) if due_at is not None else clock.left_seconds


def _is_on_agreed_date(draft: Draft, clock: Clock, target: Target) -> bool:
    """Does it run on what both sides agreed, or on the delivery that the customer was told?"""
    if clock.metric is not Metric.RESOLUTION:
        return False
    is_scheduled = draft.case.change is not None and draft.case.change.deliver_at is not None
    return is_scheduled or (draft.case.agreed is not None and is_agreeable(target))


def _terms(policy: Policy, target: Target) -> tuple[object, ...]:
    """All that a due time and its warning follow from."""
    return target.within, policy.hours(target.hours), policy.house.warn_when_left


def _keep_known(draft: Draft) -> None:
    """Clocks that have ended read on under a promise of the same kind, where theirs has another name now."""
    known = {target.id for target in draft.policy.targets}
    for clock in draft.case.clocks:
        if clock.target_id not in known:
            _relink(draft, clock)


def _relink(draft: Draft, clock: Clock) -> None:
    of_case = [target for target in targets_of(draft) if target.metric is clock.metric]
    of_metric = [target for target in draft.policy.targets if target.metric is clock.metric]
    target = next(iter(of_case or of_metric), None)
    if target is not None and target.id != clock.target_id:
        draft.happen(
            ClockRetargeted(
                clock.metric,
                clock.cycle,
                target.id,
                clock.due_at,
                clock.warn_at,
                clock.is_late_by_change,
                clock.left_seconds,
            )
        )
