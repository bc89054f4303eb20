"""Who says how bad it is, and what follows (rule D6)."""

from __future__ import annotations

from chatdesk.core import escalation
from chatdesk.core.clocks import retarget_clocks
from chatdesk.core.commands import DeclineSeverity, SetSeverity
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import SeverityDeclined, SeverityProposed, SeveritySet
from chatdesk.core.opening import engage_level
from chatdesk.core.spans import due_after
from chatdesk.core.tick import run_due


def set_severity(draft: Draft, command: SetSeverity) -> None:
    """An agent's word counts; a customer's first word counts too, a later one is a proposal."""
    case = draft.case
    if draft.policy.severity(command.severity) is None:
        raise refuse("severity.unknown", severity=str(command.severity))
    is_proposal = not draft.actor.is_ours and case.severity is not None
    if case.severity == command.severity and (is_proposal or case.severity_is_confirmed):
        raise refuse("severity.same", severity=str(command.severity))
    if is_proposal:
        _propose(draft, command)
    else:
        _set(draft, command)


def decline_severity(draft: Draft, command: DeclineSeverity) -> None:
    if draft.case.severity_proposal is None:
        raise refuse("severity.not_proposed")
    draft.happen(SeverityDeclined(draft.case.severity_proposal.severity, draft.person_id))


def _propose(draft: Draft, command: SetSeverity) -> None:
    hours = draft.policy.hours(draft.policy.main_hours)
    remind_at = due_after(draft.policy.house.proposal_wait, draft.now, hours)
    draft.happen(SeverityProposed(command.severity, draft.person_id, remind_at))


def _set(draft: Draft, command: SetSeverity) -> None:
    case = draft.case
    was, was_outage = case.severity, case.is_outage
    draft.happen(
        SeveritySet(
            severity=command.severity,
            was=was,
            by=draft.person_id,
            is_confirmed=draft.actor.is_ours,
            answers=command.answers,
            is_outage=draft.policy.is_outage(command.answers) if command.answers else was_outage,
        )
    )
    if was != command.severity:
        retarget_clocks(draft, was)
        escalation.follow_severity(draft, was)
        engage_level(draft)
    if draft.case.is_outage and not was_outage:
        escalation.trigger_by_outage(draft, draft.now)
    run_due(draft, draft.now)
