"""Folds of reports, ratings and outages."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case, Status
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds
from chatdesk.core.rating import Rating
from chatdesk.core.uptime import Outage


def _authorised(body: e.ReportAuthorised, case: Case, event: e.Event) -> Case:
    return replace(case, is_authorised=True)


def _declined(body: e.ReportDeclined, case: Case, event: e.Event) -> Case:
    return replace(case, status=Status.WITHDRAWN, closed_at=event.at, assign_by_at=None, offer=None, nudge_at=None)


def _cause_corrected(body: e.CauseCorrected, case: Case, event: e.Event) -> Case:
    return case


def _rated(body: e.Rated, case: Case, event: e.Event) -> Case:
    return replace(case, rating=Rating(body.score, body.by, event.at, body.text_id))


def _outage_started(body: e.OutageStarted, case: Case, event: e.Event) -> Case:
    return replace(case, outages=(*case.outages, Outage(body.kind, body.started_at)))


def _budget_watched(body: e.BudgetWatched, case: Case, event: e.Event) -> Case:
    return replace(case, budget_at=body.next_at)


def _budget_used(body: e.BudgetUsed, case: Case, event: e.Event) -> Case:
    return replace(case, budget_told=(*case.budget_told, (body.first_on, body.share)))


def _outage_ended(body: e.OutageEnded, case: Case, event: e.Event) -> Case:
    *before, last = case.outages
    return replace(case, outages=(*before, replace(last, ended_at=body.ended_at)))


FOLDS: Folds = {
    e.ReportAuthorised: _authorised,
    e.ReportDeclined: _declined,
    e.CauseCorrected: _cause_corrected,
    e.Rated: _rated,
    e.OutageStarted: _outage_started,
    e.OutageEnded: _outage_ended,
    e.BudgetWatched: _budget_watched,
    e.BudgetUsed: _budget_used,
}
