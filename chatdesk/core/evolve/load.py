"""Folds of bulk loads."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case, Status
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds
from chatdesk.core.load import LoadState


def _received(body: e.LoadReceived, case: Case, event: e.Event) -> Case:
    return replace(case, load=body.load)


def _approved(body: e.LoadApproved, case: Case, event: e.Event) -> Case:
    return replace(case, load=replace(case.load, state=LoadState.APPROVED) if case.load else None)


def _declined(body: e.LoadDeclined, case: Case, event: e.Event) -> Case:
    declined = replace(case.load, state=LoadState.DECLINED) if case.load else None
    ended = replace(case, status=Status.WITHDRAWN, closed_at=event.at, assign_by_at=None, offer=None, nudge_at=None)
    return replace(ended, load=declined)


FOLDS: Folds = {
    e.LoadReceived: _received,
    e.LoadApproved: _approved,
    e.LoadDeclined: _declined,
}
