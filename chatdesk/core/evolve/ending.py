"""Folds of how a case ends and comes back."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case, Status
from chatdesk.core.change import ChangeStep
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds
from chatdesk.core.link import Link


def _open_again(case: Case) -> Case:
    return replace(
        case,
        change=replace(case.change, step=ChangeStep.SCHEDULED) if case.change else None,
        status=Status.OPEN,
        resolved_at=None,
        resolution=None,
        approved_at=None,
        closed_at=None,
        remind_approval_at=None,
    )


def _ended(case: Case, status: Status, event: e.Event) -> Case:
    return replace(
        case,
        status=status,
        closed_at=event.at,
        waiting_on=None,
        severity_proposal=None,
        assign_by_at=None,
        remind_approval_at=None,
        offer=None,
        nudge_at=None,
    )


def _resolved(body: e.Resolved, case: Case, event: e.Event) -> Case:
    return replace(
        case,
        change=replace(case.change, step=ChangeStep.DELIVERED) if case.change else None,
        status=Status.RESOLVED,
        resolved_at=event.at,
        resolution=body.resolution,
        correction_means=body.means,
        correction_site=body.site,
        offer=None,
        nudge_at=None,
        waiting_on=None,
        severity_proposal=None,
        assign_by_at=None,
        remind_approval_at=body.remind_at,
    )


def _approval_reminded(body: e.ApprovalReminded, case: Case, event: e.Event) -> Case:
    return replace(case, remind_approval_at=body.remind_at)


def _approved(body: e.Approved, case: Case, event: e.Event) -> Case:
    return replace(case, approved_at=event.at, remind_approval_at=None)


def _rejected(body: e.Rejected, case: Case, event: e.Event) -> Case:
    return _open_again(case)


def _closed(body: e.Closed, case: Case, event: e.Event) -> Case:
    return replace(case, status=Status.CLOSED, closed_at=event.at, remind_approval_at=None)


def _reopened(body: e.Reopened, case: Case, event: e.Event) -> Case:
    return replace(_open_again(case), reopened_count=case.reopened_count + 1)


def _withdrawn(body: e.Withdrawn, case: Case, event: e.Event) -> Case:
    return _ended(case, Status.WITHDRAWN, event)


def _linked(body: e.Linked, case: Case, event: e.Event) -> Case:
    return replace(case, links=(*case.links, Link(body.other_id, body.relation)))


def _merged(body: e.Merged, case: Case, event: e.Event) -> Case:
    return replace(_ended(case, Status.MERGED, event), merged_into=body.into_id)


FOLDS: Folds = {
    e.Resolved: _resolved,
    e.ApprovalReminded: _approval_reminded,
    e.Approved: _approved,
    e.Rejected: _rejected,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Withdrawn: _withdrawn,
    e.Linked: _linked,
    e.Merged: _merged,
}
