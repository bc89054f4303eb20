"""Folds of what both sides agree on."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.agreement import Agreed, Offer
from chatdesk.core.case import Case
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds


def _offered(body: e.TermOffered, case: Case, event: e.Event) -> Case:
    return replace(case, offer=Offer(body.term, body.by, body.is_ours, event.at))


def _accepted(body: e.TermAccepted, case: Case, event: e.Event) -> Case:
    return replace(case, offer=None, agreed=Agreed(body.term, body.by, event.at))


def _declined(body: e.TermDeclined, case: Case, event: e.Event) -> Case:
    return replace(case, offer=None)


def _lapsed(body: e.AgreementLapsed, case: Case, event: e.Event) -> Case:
    return replace(case, offer=None, agreed=None)


def _awaited(body: e.AgreementAwaited, case: Case, event: e.Event) -> Case:
    return replace(case, nudge_at=body.nudge_at)


def _nudged(body: e.AgreementNudged, case: Case, event: e.Event) -> Case:
    return replace(case, nudge_at=body.nudge_at)


def _announced(body: e.ReleaseAnnounced, case: Case, event: e.Event) -> Case:
    agreed, change = case.agreed, case.change
    if change is not None and change.release is not None:
        told = {"came_out_at": event.at} if body.is_out else {"deliver_at": body.due_at or change.deliver_at}
        return replace(case, change=replace(change, **told))
    if agreed is None:
        return case
    if body.is_out:
        return replace(case, agreed=replace(agreed, came_out_at=event.at))
    return replace(case, agreed=replace(agreed, planned_at=body.due_at or agreed.planned_at))


FOLDS: Folds = {
    e.TermOffered: _offered,
    e.TermAccepted: _accepted,
    e.TermDeclined: _declined,
    e.AgreementLapsed: _lapsed,
    e.AgreementAwaited: _awaited,
    e.AgreementNudged: _nudged,
    e.ReleaseAnnounced: _announced,
}
