"""Folds of escalations and their tiers."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case, Escalation, TierProposal
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds


def _with_escalation(case: Case, **changes: object) -> Case:
    if case.escalation is None:
        raise ValueError(f"case {case.id} has no escalation")
    return replace(case, escalation=replace(case.escalation, **changes))


def _escalation_started(body: e.EscalationStarted, case: Case, event: e.Event) -> Case:
    started = Escalation(
        number=body.number,
        trigger=body.trigger,
        started_at=event.at,
        interval_target_id=body.interval_target_id,
        next_at=body.next_at,
        started_by=event.actor.person_id,
        reason_id=body.reason_id,
    )
    return replace(case, escalation=started)


def _tier_proposed(body: e.TierProposed, case: Case, event: e.Event) -> Case:
    proposal = TierProposal(body.tier, event.at, body.expires_at)
    return _with_escalation(case, proposal=proposal, next_at=body.next_at)


def _tier_declined(body: e.TierDeclined, case: Case, event: e.Event) -> Case:
    return _with_escalation(case, proposal=None, next_at=body.next_at)


def _tier_raised(body: e.TierRaised, case: Case, event: e.Event) -> Case:
    raised = (*(case.escalation.raised if case.escalation else ()), body.raised)
    # Each tier is taken anew: who had it below could not settle it.
    return _with_escalation(
        case,
        tier=body.raised.tier,
        raised=raised,
        proposal=None,
        next_at=body.next_at,
        taken_by=None,
        taken_at=None,
    )


def _next_tier_moved(body: e.NextTierMoved, case: Case, event: e.Event) -> Case:
    return _with_escalation(case, next_at=body.next_at, interval_target_id=body.interval_target_id)


def _escalation_taken(body: e.EscalationTaken, case: Case, event: e.Event) -> Case:
    return _with_escalation(case, taken_by=body.by, taken_at=event.at)


def _asked(body: e.Asked, case: Case, event: e.Event) -> Case:
    return case


def _de_escalated(body: e.DeEscalated, case: Case, event: e.Event) -> Case:
    return _with_escalation(case, ended_at=event.at, next_at=None, proposal=None)


FOLDS: Folds = {
    e.EscalationStarted: _escalation_started,
    e.TierProposed: _tier_proposed,
    e.TierDeclined: _tier_declined,
    e.TierRaised: _tier_raised,
    e.NextTierMoved: _next_tier_moved,
    e.EscalationTaken: _escalation_taken,
    e.Asked: _asked,
    e.DeEscalated: _de_escalated,
}
