"""Folds of who left and who came."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds


def _owner_left(body: e.OwnerLeft, case: Case, event: e.Event) -> Case:
    return replace(case, owner_id=None)


def _requester_left(body: e.RequesterLeft, case: Case, event: e.Event) -> Case:
    # Whoever asked, asked: it stays their case, and their colleagues can go on with it.
    return case


def _outsiders_came(body: e.OutsidersCame, case: Case, event: e.Event) -> Case:
    return case


FOLDS: Folds = {
    e.OwnerLeft: _owner_left,
    e.RequesterLeft: _requester_left,
    e.OutsidersCame: _outsiders_came,
}
