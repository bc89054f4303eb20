"""The way of a change request: each step needs the one before it, and none can be skipped (C2-12 to C2-16)."""

from __future__ import annotations

from chatdesk.core import commands as c
from chatdesk.core.agreeing import run_on_date
from chatdesk.core.change import Change, ChangeStep
from chatdesk.core.clocks import meet
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import (
    ChangeEvaluated,
    ChangeScheduled,
    CriterionAdded,
    CriterionApproved,
    CriterionRefused,
    NeedsWritten,
)
from chatdesk.core.policy import Metric
from chatdesk.core.work import count_response


def write_needs(draft: Draft, command: c.WriteNeeds) -> None:
    """The analysis is done with this, and the customer reads it, so it is a response too."""
    _check_step(draft, ChangeStep.SUBMITTED)
    draft.happen(NeedsWritten(draft.person_id, command.text_id))
    meet(draft, Metric.ANALYSIS, draft.now)
    count_response(draft, draft.now)


def add_criterion(draft: Draft, command: c.AddCriterion) -> None:
    """May be written anew until the customer approved it."""
    _check_step(draft, ChangeStep.ANALYSED, ChangeStep.CRITERION_ADDED)
    draft.happen(CriterionAdded(draft.person_id, command.text_id))
    count_response(draft, draft.now)


def approve_criterion(draft: Draft, command: c.ApproveCriterion) -> None:
    _check_step(draft, ChangeStep.CRITERION_ADDED)
    _check_authorised(draft)
    draft.happen(CriterionApproved(draft.person_id))


def refuse_criterion(draft: Draft, command: c.RefuseCriterion) -> None:
    _check_step(draft, ChangeStep.CRITERION_ADDED)
    _check_authorised(draft)
    draft.happen(CriterionRefused(draft.person_id, command.text_id))


def evaluate(draft: Draft, command: c.EvaluateChange) -> None:
    _check_step(draft, ChangeStep.CRITERION_APPROVED)
    draft.happen(ChangeEvaluated(draft.person_id, command.text_id))


def schedule(draft: Draft, command: c.ScheduleChange) -> None:
    """On the roadmap, with the delivery told; it may be told anew when plans change."""
    _check_step(draft, ChangeStep.EVALUATED, ChangeStep.SCHEDULED)
    if command.term.due_at is not None and command.term.due_at <= draft.now:
        raise refuse("term.past")
    was_due_at = draft.case.change.deliver_at if draft.case.change else None
    draft.happen(ChangeScheduled(draft.person_id, command.term))
    # Told with a release now, the day that was told before holds no more.
    if command.term.due_at is not None or was_due_at is not None:
        run_on_date(draft, command.term.due_at)
    count_response(draft, draft.now)


def check_deliverable(draft: Draft) -> None:
    """A change request is resolved by being delivered, and delivered only once its delivery was told."""
    if draft.case.change is not None:
        _check_step(draft, ChangeStep.SCHEDULED)


def _check_step(draft: Draft, *wanted: ChangeStep) -> Change:
    change = draft.case.change
    if change is None:
        raise refuse("change.none")
    if change.step not in wanted:
        raise refuse("change.step", step=str(change.step), wanted=str(wanted[0]))
    return change


def _check_authorised(draft: Draft) -> None:
    """Where the customer has named who speaks for it, only they do (C2-14)."""
    representatives = draft.roster.people("representative")
    if representatives and draft.person_id not in representatives:
        raise refuse("not_allowed", who="representative")
