"""Working a case: taking it, talking, waiting, finding a way round."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core import commands as c
from chatdesk.core import escalation
from chatdesk.core.case import Clock, Escalation, Status
from chatdesk.core.clocks import continue_clocks, count_update, meet, pause_clocks
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import (
    Acknowledged,
    AnalysisFinished,
    Asked,
    EscalationTaken,
    NamedElsewhere,
    Noted,
    OwnerChanged,
    Replied,
    TierDeclined,
    WaitEnded,
    WaitStarted,
    WorkaroundOffered,
)
from chatdesk.core.policy import Metric
from chatdesk.core.tick import hand_off


def acknowledge(draft: Draft, command: c.Acknowledge) -> None:
    case = draft.case
    if case.acknowledged_at is not None:
        raise refuse("already.acknowledged", owner=case.owner_id or "")
    _acknowledge(draft)
    if case.owner_id is None:
        draft.happen(OwnerChanged(draft.person_id, "acknowledged"))
    escalation.end_if_answered(draft)
    _take_if_untaken(draft, draft.now)


def assign(draft: Draft, command: c.Assign) -> None:
    if command.owner_id not in draft.roster.agents:
        raise refuse("owner.unknown")
    if command.owner_id == draft.case.owner_id:
        raise refuse("owner.same", owner=command.owner_id)
    draft.happen(OwnerChanged(command.owner_id, "assigned"))
    if command.owner_id == draft.person_id and draft.case.acknowledged_at is None:
        _acknowledge(draft)
    escalation.end_if_answered(draft)
    if command.owner_id == draft.person_id:
        _take_if_untaken(draft, draft.now)


def reply(draft: Draft, command: c.Reply) -> None:
    """An agent's reply is a response and an update as of the moment it was said, even if it arrives later."""
    at = max(draft.case.opened_at, min(command.said_at, draft.now))
    draft.happen(Replied(command.text_id, draft.person_id, draft.actor.is_ours, at, command.seen_in))
    if draft.actor.is_ours:
        count_response(draft, at)


def note(draft: Draft, command: c.Note) -> None:
    draft.happen(Noted(command.text_id, draft.person_id, command.seen_in))


def finish_analysis(draft: Draft, command: c.FinishAnalysis) -> None:
    clock = draft.case.clock(Metric.ANALYSIS)
    if clock is None or not _is_owed(clock):
        raise refuse("analysis.not_owed")
    draft.happen(AnalysisFinished(draft.person_id, command.text_id))
    meet(draft, Metric.ANALYSIS, draft.now)
    escalation.end_if_answered(draft)


def wait_on(draft: Draft, command: c.WaitOn) -> None:
    if draft.case.waiting_on is command.whom:
        raise refuse("waiting.already", whom=str(command.whom))
    pauses = str(command.whom) in draft.policy.pauses_for
    if draft.case.waiting_on is not None and not pauses:
        continue_clocks(draft)
    draft.happen(WaitStarted(command.whom, pauses))
    if pauses:
        pause_clocks(draft)


def resume(draft: Draft, command: c.Resume) -> None:
    if draft.case.waiting_on is None:
        raise refuse("waiting.not")
    draft.happen(WaitEnded())
    continue_clocks(draft)


def offer_workaround(draft: Draft, command: c.OfferWorkaround) -> None:
    draft.happen(WorkaroundOffered(command.text_id, draft.person_id))
    meet(draft, Metric.WORKAROUND, draft.now)
    count_response(draft, draft.now)


def pass_on(draft: Draft, command: c.HandOff) -> None:
    level = draft.policy.support_level(command.to_level)
    if level is None or command.to_level <= (draft.case.support_level or 0):
        raise refuse("level.unknown", level=str(command.to_level))
    hand_off(draft, command.to_level, draft.person_id, "person", command.note_id, draft.now)


def escalate(draft: Draft, command: c.Escalate) -> None:
    tier = escalation.next_tier(draft)
    if draft.policy.ladder.tier(tier) is None:
        raise refuse("tier.none_left")
    escalation.recommend(draft, command.reason_id)


def accept_tier(draft: Draft, command: c.AcceptTier) -> None:
    escalation.accept(draft, _proposed(draft, command.tier))


def decline_tier(draft: Draft, command: c.DeclineTier) -> None:
    proposed = _proposed(draft, command.tier).proposal
    base = proposed.proposed_at if proposed else draft.now
    draft.happen(TierDeclined(command.tier, draft.person_id, escalation.after_interval(draft, base)))


def take_escalation(draft: Draft, command: c.TakeEscalation) -> None:
    current = _active(draft)
    if current.taken_by is not None:
        raise refuse("escalation.taken", by=current.taken_by)
    draft.happen(EscalationTaken(draft.person_id))


def ask(draft: Draft, command: c.Ask) -> None:
    draft.happen(Asked(draft.person_id, command.text_id))


def de_escalate(draft: Draft, command: c.DeEscalate) -> None:
    if _active(draft).tier == 0:
        # Only proposed: that is declined, not ended, and comes back after its interval.
        raise refuse("tier.only_proposed")
    escalation.end(draft, draft.person_id, command.reason_id)


def _acknowledge(draft: Draft) -> None:
    draft.happen(Acknowledged(draft.person_id))
    meet(draft, Metric.ACKNOWLEDGEMENT, draft.now)


def name_elsewhere(draft: Draft, command: c.NameElsewhere) -> None:
    if command.external_id == draft.case.external_id:
        raise refuse("external.same")
    draft.happen(NamedElsewhere(command.external_id))


def count_response(draft: Draft, at: datetime) -> None:
    """What the requester reads from an agent at `at` is a response, an update, and shows that somebody has it."""
    if draft.case.acknowledged_at is None:
        draft.happen(Acknowledged(draft.person_id), at=at)
        meet(draft, Metric.ACKNOWLEDGEMENT, at)
        if draft.case.owner_id is None:
            draft.happen(OwnerChanged(draft.person_id, "acknowledged"), at=at)
    meet(draft, Metric.FIRST_RESPONSE, at)
    count_update(draft, at)
    escalation.end_if_answered(draft)
    _take_if_untaken(draft, at)


def _take_if_untaken(draft: Draft, at: datetime) -> None:
    """Who does something for a case after a tier was told has the escalation, where nobody has; the ladder goes on."""
    current = escalation.active(draft)
    if current is None or current.taken_by is not None or draft.case.status is not Status.OPEN:
        return
    if current.raised and current.raised[-1].at <= at:
        draft.happen(EscalationTaken(draft.person_id), at=at)


def _is_owed(clock: Clock) -> bool:
    return clock.ended_at is None


def _active(draft: Draft) -> Escalation:
    current = escalation.active(draft)
    if current is None:
        raise refuse("escalation.none")
    return current


def _proposed(draft: Draft, tier: int) -> Escalation:
    current = escalation.active(draft)
    if current is None or current.proposal is None or current.proposal.tier != tier:
        raise refuse("tier.not_proposed", tier=str(tier))
    return current
