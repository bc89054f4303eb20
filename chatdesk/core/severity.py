"""Who says how bad it is, and what follows (rule D6)."""

from __future__ import annotations

from chatdesk.core import escalation, outages
from chatdesk.core.commands import DeclineSeverity, SetSeverity
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import SeverityDeclined, SeverityProposed, SeveritySet
from chatdesk.core.opening import engage_level
from chatdesk.core.retargeting import retarget_clocks
from chatdesk.core.spans import due_after
from chatdesk.core.tick import run_due


def set_severity(draft: Draft, command: SetSeverity) -> None:
    """An agent's word counts; a customer's first word counts too, a later one is a proposal.

    An answer that says the system is down needs nobody's yes: it counts at once (CAT-10).
    """
    case = draft.case
    if draft.policy.severity(command.severity) is None:
        raise refuse("severity.unknown", severity=str(command.severity))
    is_proposal = not draft.actor.is_ours and case.severity is not None
    is_new_outage = not case.is_outage and draft.policy.is_outage(command.answers)
    if case.severity == command.severity and (is_proposal or case.severity_is_confirmed) and not is_new_outage:
        raise refuse("severity.same", severity=str(command.severity))
    if is_proposal:
        if is_new_outage:
            _set(draft, case.severity or command.severity, command.answers, case.severity_is_confirmed)
        if case.severity != command.severity:
            _propose(draft, command)
    else:
        proposal = case.severity_proposal
        is_their_word = proposal is not None and proposal.severity == command.severity
        answers = command.answers or (proposal.answers if proposal and is_their_word else ())
        _set(draft, command.severity, answers, draft.actor.is_ours)


def decline_severity(draft: Draft, command: DeclineSeverity) -> None:
    if draft.case.severity_proposal is None:
        raise refuse("severity.not_proposed")
    draft.happen(SeverityDeclined(draft.case.severity_proposal.severity, draft.person_id))


def _propose(draft: Draft, command: SetSeverity) -> None:
    hours = draft.policy.hours(draft.policy.main_hours)
    remind_at = due_after(draft.policy.house.proposal_wait, draft.now, hours)
    draft.happen(SeverityProposed(command.severity, draft.person_id, remind_at, command.answers))
    engage_level(draft, command.severity)


def _set(draft: Draft, severity: int, answers: tuple[tuple[str, str], ...], is_confirmed: bool) -> None:
    was, was_outage = draft.case.severity, draft.case.is_outage
    draft.happen(
        SeveritySet(
            severity=severity,
            was=was,
            by=draft.person_id,
            is_confirmed=is_confirmed,
            answers=answers,
            is_outage=draft.policy.is_outage(answers) if answers else was_outage,
        )
    )
    if was != severity:
        retarget_clocks(draft, was)
        escalation.follow_severity(draft, was)
    engage_level(draft, severity)
    if draft.case.is_outage and not was_outage:
        outages.follow(draft, draft.now)
        escalation.trigger_by_outage(draft, draft.now)
    run_due(draft, draft.now)
