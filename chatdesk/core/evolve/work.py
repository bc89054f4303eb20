"""Folds of working a case."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case, SeverityProposal
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds


def _acknowledged(body: e.Acknowledged, case: Case, event: e.Event) -> Case:
    return replace(case, acknowledged_at=event.at)


def _owner_changed(body: e.OwnerChanged, case: Case, event: e.Event) -> Case:
    assign_by_at = None if body.owner_id else case.assign_by_at
    return replace(case, owner_id=body.owner_id, assign_by_at=assign_by_at)


def _replied(body: e.Replied, case: Case, event: e.Event) -> Case:
    if not body.is_response:
        return case
    return replace(case, first_response_at=case.first_response_at or body.said_at, last_update_at=body.said_at)


def _noted(body: e.Noted, case: Case, event: e.Event) -> Case:
    return case


def _analysis_finished(body: e.AnalysisFinished, case: Case, event: e.Event) -> Case:
    return case


def _severity_proposed(body: e.SeverityProposed, case: Case, event: e.Event) -> Case:
    return replace(
        case, severity_proposal=SeverityProposal(body.severity, body.by, event.at, body.remind_at, body.answers)
    )


def _severity_proposal_reminded(body: e.SeverityProposalReminded, case: Case, event: e.Event) -> Case:
    if case.severity_proposal is None:
        return case
    return replace(case, severity_proposal=replace(case.severity_proposal, remind_at=None))


def _severity_set(body: e.SeveritySet, case: Case, event: e.Event) -> Case:
    return replace(
        case,
        severity=body.severity,
        severity_is_confirmed=body.is_confirmed,
        severity_proposal=None,
        answers=body.answers or case.answers,
        is_outage=body.is_outage,
    )


def _severity_declined(body: e.SeverityDeclined, case: Case, event: e.Event) -> Case:
    return replace(case, severity_proposal=None, severity_is_confirmed=True)


def _wait_started(body: e.WaitStarted, case: Case, event: e.Event) -> Case:
    return replace(case, waiting_on=body.whom)


def _wait_ended(body: e.WaitEnded, case: Case, event: e.Event) -> Case:
    return replace(case, waiting_on=None)


def _handed_off(body: e.HandedOff, case: Case, event: e.Event) -> Case:
    return replace(case, support_level=body.to_level, assign_by_at=body.assign_by_at)


def _nobody_assigned(body: e.NobodyAssigned, case: Case, event: e.Event) -> Case:
    return replace(case, assign_by_at=None)


def _workaround_offered(body: e.WorkaroundOffered, case: Case, event: e.Event) -> Case:
    return replace(case, workaround_at=case.workaround_at or event.at)


def _named_elsewhere(body: e.NamedElsewhere, case: Case, event: e.Event) -> Case:
    return replace(case, external_id=body.external_id)


FOLDS: Folds = {
    e.Acknowledged: _acknowledged,
    e.OwnerChanged: _owner_changed,
    e.Replied: _replied,
    e.Noted: _noted,
    e.AnalysisFinished: _analysis_finished,
    e.SeverityProposed: _severity_proposed,
    e.SeverityProposalReminded: _severity_proposal_reminded,
    e.SeveritySet: _severity_set,
    e.SeverityDeclined: _severity_declined,
    e.WaitStarted: _wait_started,
    e.WaitEnded: _wait_ended,
    e.HandedOff: _handed_off,
    e.NobodyAssigned: _nobody_assigned,
    e.WorkaroundOffered: _workaround_offered,
    e.NamedElsewhere: _named_elsewhere,
}
