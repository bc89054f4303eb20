"""Raising attention tier by tier, and ending it (rules D10, D13, D15)."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core.case import Clock, Escalation, RaisedTier
from chatdesk.core.clocks import hours_of, target_of
from chatdesk.core.draft import Draft
from chatdesk.core.events import (
    DeEscalated,
    EscalationStarted,
    NextTierMoved,
    OwnerChanged,
    TierProposed,
    TierRaised,
)
from chatdesk.core.people import CLOCK
from chatdesk.core.policy import Metric, Policy, Target, Tier
from chatdesk.core.spans import due_after

# Roles that the case itself fills; the others stand in the directory.
OWNER, REQUESTER, CUSTOMER = "owner", "requester", "customer"


def active(draft: Draft) -> Escalation | None:
    escalation = draft.case.escalation
    return escalation if escalation is not None and escalation.is_active else None


def trigger_by_clock(draft: Draft, clock: Clock, at: datetime) -> None:
    """A due time ran out unmet; where the ladder starts on this metric, tier 1 comes now.

    While an escalation is active the ladder is already being climbed and nothing is added.
    """
    if clock.metric not in draft.policy.ladder.starts or active(draft) is not None:
        return
    own_target = draft.policy.target(clock.target_id)
    _start(draft, str(clock.metric), target_of(draft, Metric.ESCALATION) or own_target, at)
    _advance(draft, 1, at, because="trigger")


def trigger_by_outage(draft: Draft, at: datetime) -> None:
    """A system outage escalates at once where the policy says so (CAT-10)."""
    ladder = draft.policy.ladder
    if not ladder.on_outage or active(draft) is not None:
        return
    _start(draft, "outage", _interval_target(draft), at)
    last = draft.policy.ladder.top_for(draft.severity) if ladder.outage_raises_all else 1
    for tier in range(1, last + 1):
        _raise(draft, tier, at, "trigger", at, None)


def climb(draft: Draft, escalation: Escalation, at: datetime) -> None:
    """The interval has passed: the next tier is told, or proposed where that is the policy's way."""
    _advance(draft, escalation.tier + 1, at, because="interval")


def tell_unanswered(draft: Draft, escalation: Escalation, at: datetime) -> None:
    """Nobody answered the proposal in time, so its tier is told; the next interval counts from the proposal."""
    if escalation.proposal is not None:
        _raise(draft, escalation.proposal.tier, at, "unanswered", escalation.proposal.proposed_at, None)


def accept(draft: Draft, escalation: Escalation) -> None:
    if escalation.proposal is not None:
        _raise(draft, escalation.proposal.tier, draft.now, "accepted", escalation.proposal.proposed_at, None)


def recommend(draft: Draft, reason_id: str) -> None:
    """A person raises the next tier now, whatever the schedule says. The caller has checked that there is one."""
    escalation = active(draft)
    if escalation is None:
        _start(draft, "recommendation", _interval_target(draft), draft.now, reason_id)
    _raise(draft, next_tier(draft), draft.now, "recommendation", draft.now, reason_id)


def next_tier(draft: Draft) -> int:
    escalation = active(draft)
    return (escalation.tier if escalation else 0) + 1


def after_interval(draft: Draft, base: datetime) -> datetime | None:
    """One further span of the interval's target after `base` (UTC)."""
    escalation = active(draft)
    if escalation is None or escalation.interval_target_id is None:
        return None
    target = draft.policy.target(escalation.interval_target_id)
    return due_after(target.within, base, hours_of(draft, target))


def follow_severity(draft: Draft, was: int | None) -> None:
    """A new severity changes the step from tier to tier, with rule D6's guard; it may lift the cap on the climb.

    A tier that the new step would have reached already is reached now, not in the past, and
    the next interval counts from now. What was only proposed is told at once where the new
    severity climbs by itself.
    """
    escalation = active(draft)
    if escalation is None:
        return
    target = _interval_target(draft)
    target_id = target.id if target else escalation.interval_target_id
    next_at = None if escalation.proposal else _moved_step(draft, escalation, target, was)
    if (next_at, target_id) != (escalation.next_at, escalation.interval_target_id):
        draft.happen(NextTierMoved(next_at, target_id))
    if escalation.proposal is not None and draft.severity not in draft.policy.ladder.manual:
        _raise(draft, escalation.proposal.tier, draft.now, "trigger", draft.now, None)


def follow_policy(draft: Draft, old: Policy) -> None:
    """Another version of the policy may have another ladder and other steps; what was told stays told.

    A step whose terms are the same keeps its moment. A tier that the new step would have
    reached already is reached now, and one that is only proposed and is no more is dropped.
    """
    escalation = active(draft)
    if escalation is None:
        return
    if escalation.proposal is not None and draft.policy.ladder.tier(escalation.proposal.tier) is None:
        draft.happen(DeEscalated(None, None), actor=CLOCK)
        return
    target = _interval_target(draft)
    next_at = None if escalation.proposal else _step_under(draft, escalation, target, old)
    target_id = target.id if target else None
    if (next_at, target_id) != (escalation.next_at, escalation.interval_target_id):
        draft.happen(NextTierMoved(next_at, target_id))


def _step_under(draft: Draft, escalation: Escalation, target: Target | None, old: Policy) -> datetime | None:
    if target is None or escalation.tier >= draft.policy.ladder.top_for(draft.severity):
        return None
    if escalation.next_at is not None and escalation.interval_target_id is not None:
        before = old.target(escalation.interval_target_id)
        if (before.within, old.hours(before.hours)) == (target.within, hours_of(draft, target)):
            return escalation.next_at
    base = escalation.raised[-1].at if escalation.raised else escalation.started_at
    candidate = due_after(target.within, base, hours_of(draft, target))
    return max(candidate, draft.now) if candidate is not None else None


def _moved_step(draft: Draft, escalation: Escalation, target: Target | None, was: int | None) -> datetime | None:
    if escalation.tier >= draft.policy.ladder.top_for(draft.severity):
        return None
    if target is None:
        return escalation.next_at
    base = escalation.raised[-1].at if escalation.raised else escalation.started_at
    candidate = due_after(target.within, base, hours_of(draft, target))
    if candidate is None:
        return escalation.next_at
    candidate = max(candidate, draft.now)
    if escalation.next_at is None:
        return candidate
    is_upgrade = was is None or (draft.severity or 0) < was
    return min(escalation.next_at, candidate) if is_upgrade else max(escalation.next_at, candidate)


def end(draft: Draft, by: str | None, reason_id: str | None = None) -> None:
    if active(draft) is not None:
        draft.happen(DeEscalated(by, reason_id))


def end_if_answered(draft: Draft) -> None:
    """On the house ladder attention ends once nothing it was raised for is still owed (rule D13)."""
    escalation = active(draft)
    ladder = draft.policy.ladder
    if escalation is None or not ladder.is_house or escalation.trigger not in {str(m) for m in ladder.starts}:
        return
    if not any(_is_owed(draft, clock) for clock in draft.case.clocks):
        draft.happen(DeEscalated(None, None), actor=CLOCK)


def _is_owed(draft: Draft, clock: Clock) -> bool:
    """Was it missed, and has it still not been given? A missed update is owed until there is one."""
    if not clock.is_breached or clock.metric not in draft.policy.ladder.starts:
        return False
    updated_at = draft.case.last_update_at
    is_unheard = clock.breached_at is not None and (updated_at is None or updated_at < clock.breached_at)
    return clock.is_running or (draft.policy.target(clock.target_id).recurs and is_unheard)


def _start(draft: Draft, trigger: str, interval: Target | None, at: datetime, reason_id: str | None = None) -> None:
    number = draft.case.escalation.number + 1 if draft.case.escalation else 1
    draft.happen(EscalationStarted(number, trigger, reason_id, interval.id if interval else None, None), at=at)


def _advance(draft: Draft, tier: int, at: datetime, because: str) -> None:
    if draft.severity in draft.policy.ladder.manual:
        wait = draft.policy.house.proposal_wait
        expires_at = due_after(wait, at, draft.policy.hours(draft.policy.main_hours))
        if expires_at is None:
            raise ValueError("house value proposal_wait needs a due time")
        draft.happen(TierProposed(tier, expires_at, next_at=None), at=at)
    else:
        _raise(draft, tier, at, because, at, None)


def _raise(
    draft: Draft, number: int, at: datetime, because: str, interval_from: datetime, reason_id: str | None
) -> None:
    tier = draft.policy.ladder.tier(number)
    if tier is None:
        raise ValueError(f"the ladder has no tier {number}")
    told, skipped = _people_of(draft, tier)
    climbs_on = number < draft.policy.ladder.top_for(draft.severity)
    next_at = after_interval(draft, interval_from) if climbs_on else None
    raised = RaisedTier(number, at, told, skipped)
    draft.happen(TierRaised(raised, tier.channel, because, reason_id, next_at), at=at)
    if tier.owner is not None:
        _give_to(draft, tier.owner, at)


def _people_of(draft: Draft, tier: Tier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is told, each once, and the roles that nobody fills."""
    told: dict[str, None] = {}
    skipped: list[str] = []
    for role in tier.roles:
        people = _people(draft, role)
        told.update(dict.fromkeys(people))
        if not people:
            skipped.append(role)
    return tuple(told), tuple(skipped)


def _people(draft: Draft, role: str) -> tuple[str, ...]:
    if role == OWNER:
        return (draft.case.owner_id,) if draft.case.owner_id else ()
    if role in (REQUESTER, CUSTOMER):
        return (draft.case.requester_id,)
    return draft.roster.people(role)


def _give_to(draft: Draft, role: str, at: datetime) -> None:
    people = _people(draft, role)
    if people and draft.case.owner_id not in people:
        draft.happen(OwnerChanged(people[0], "fully_escalated"), at=at)


def _interval_target(draft: Draft) -> Target | None:
    """The step from tier to tier: the ESCALATION target's span, else that of the resolution or any promise with one."""
    for metric in (Metric.ESCALATION, Metric.RESOLUTION, Metric.FIRST_RESPONSE, Metric.ANALYSIS, Metric.UPDATE):
        target = target_of(draft, metric)
        if target is not None and target.within.has_due_time:
            return target
    return None
