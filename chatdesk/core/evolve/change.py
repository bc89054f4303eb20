"""Folds of a change request's steps."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case
from chatdesk.core.change import Change, ChangeStep
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds


def _at_step(case: Case, step: ChangeStep, **changes: object) -> Case:
    return replace(case, change=replace(case.change or Change(), step=step, **changes))


def _needs_written(body: e.NeedsWritten, case: Case, event: e.Event) -> Case:
    return _at_step(case, ChangeStep.ANALYSED, needs_id=body.text_id)


def _criterion_added(body: e.CriterionAdded, case: Case, event: e.Event) -> Case:
    return _at_step(case, ChangeStep.CRITERION_ADDED, criterion_id=body.text_id, approved_by=None)


def _criterion_approved(body: e.CriterionApproved, case: Case, event: e.Event) -> Case:
    return _at_step(case, ChangeStep.CRITERION_APPROVED, approved_by=body.by)


def _criterion_refused(body: e.CriterionRefused, case: Case, event: e.Event) -> Case:
    return _at_step(case, ChangeStep.ANALYSED, criterion_id=None)


def _evaluated(body: e.ChangeEvaluated, case: Case, event: e.Event) -> Case:
    return _at_step(case, ChangeStep.EVALUATED, effort_id=body.text_id)


def _scheduled(body: e.ChangeScheduled, case: Case, event: e.Event) -> Case:
    told = {"deliver_at": body.term.due_at, "release": body.term.release, "came_out_at": None}
    return _at_step(case, ChangeStep.SCHEDULED, **told)


FOLDS: Folds = {
    e.NeedsWritten: _needs_written,
    e.CriterionAdded: _criterion_added,
    e.CriterionApproved: _criterion_approved,
    e.CriterionRefused: _criterion_refused,
    e.ChangeEvaluated: _evaluated,
    e.ChangeScheduled: _scheduled,
}
