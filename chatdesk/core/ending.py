"""How a case ends, and how it comes back (rule D7)."""

from __future__ import annotations

from chatdesk.core import commands as c
from chatdesk.core import escalation, outages
from chatdesk.core.case import Status
from chatdesk.core.changing import check_deliverable
from chatdesk.core.clocks import cancel, cancel_all, meet, resume_after_resolution
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import (
    Approved,
    Closed,
    Linked,
    Merged,
    Rejected,
    Reopened,
    Resolved,
    Withdrawn,
)
from chatdesk.core.link import CAUSED_BY, FOUND_IN
from chatdesk.core.loading import check_may_go_on
from chatdesk.core.policy import Closing, Kind, Metric
from chatdesk.core.reporting import check_speaks_for_customer
from chatdesk.core.spans import due_after
from chatdesk.core.work import count_response

# Resolving keeps every promise that was about answering or mending; the others have nothing left to measure.
_MET_BY_RESOLVING = (Metric.ANALYSIS, Metric.WORKAROUND, Metric.RESOLUTION, Metric.ESCALATION)


def resolve(draft: Draft, command: c.Resolve) -> None:
    check_deliverable(draft)
    check_may_go_on(draft)
    hours = draft.policy.hours(draft.policy.main_hours)
    remind_at = due_after(draft.policy.house.approval_reminder, draft.now, hours)
    _check_correction(draft, command)
    draft.happen(Resolved(command.resolution, command.text_id, draft.person_id, remind_at, command.means, command.site))
    for metric in _MET_BY_RESOLVING:
        meet(draft, metric, draft.now)
    count_response(draft, draft.now)
    cancel(draft, Metric.UPDATE)
    cancel(draft, Metric.HANDOFF)
    escalation.end(draft, None)
    outages.follow(draft, draft.now)


def approve(draft: Draft, command: c.Approve) -> None:
    check_speaks_for_customer(draft)
    draft.happen(Approved(draft.person_id))
    draft.happen(Closed(draft.person_id))


def reject(draft: Draft, command: c.Reject) -> None:
    check_speaks_for_customer(draft)
    draft.happen(Rejected(draft.person_id, command.text_id))
    resume_after_resolution(draft)


def close(draft: Draft, command: c.Close) -> None:
    """A customer's close of a resolved case is an approval; ours needs a policy that does not ask for theirs."""
    if draft.case.status is not Status.RESOLVED:
        raise refuse("case.not_resolved")
    if not draft.actor.is_ours:
        check_speaks_for_customer(draft)
        draft.happen(Approved(draft.person_id))
    elif draft.policy.closing is Closing.CUSTOMER_APPROVAL:
        raise refuse("close.needs_approval")
    draft.happen(Closed(draft.person_id))


def reopen(draft: Draft, command: c.Reopen) -> None:
    check_speaks_for_customer(draft)
    case = draft.case
    if case.status is Status.CLOSED:
        _check_still_reopens(draft)
    elif case.status is not Status.RESOLVED:
        raise refuse("case.not_closed")
    draft.happen(Reopened(draft.person_id, command.text_id))
    resume_after_resolution(draft)


def withdraw(draft: Draft, command: c.Withdraw) -> None:
    check_speaks_for_customer(draft)
    draft.happen(Withdrawn(draft.person_id, command.text_id))
    _let_go(draft)


def link(draft: Draft, command: c.LinkTo) -> None:
    _check_other(draft, command.other_id, command.other_customer_id)
    if any(link.case_id == command.other_id for link in draft.case.links):
        raise refuse("link.already")
    draft.happen(Linked(command.other_id, _relation(draft, command)))


def merge(draft: Draft, command: c.MergeInto) -> None:
    _check_other(draft, command.other_id, command.other_customer_id)
    if command.other_status not in (Status.OPEN, Status.RESOLVED):
        raise refuse("merge.other_ended")
    draft.happen(Merged(command.other_id, draft.person_id))
    _let_go(draft)


def _let_go(draft: Draft) -> None:
    """Nothing of a case that has ended is owed, raised or down any more."""
    cancel_all(draft)
    escalation.end(draft, None)
    outages.follow(draft, draft.now)


def _relation(draft: Draft, command: c.LinkTo) -> str:
    """A case that is linked to a problem shows it, whichever of the two is named first (C2-4)."""
    is_problem, is_other = draft.case.kind is Kind.PROBLEM, command.other_kind is Kind.PROBLEM
    if command.other_kind is None or is_problem == is_other:
        return command.relation
    return FOUND_IN if is_problem else CAUSED_BY


def _check_correction(draft: Draft, command: c.Resolve) -> None:
    """A policy that wants to know by which means and where something was corrected gets an answer (C2-5, COD-14)."""
    if draft.case.kind not in (Kind.INCIDENT, Kind.PROBLEM):
        return
    for name, said, choices in (
        ("means", command.means, draft.policy.correction_means),
        ("site", command.site, draft.policy.correction_sites),
    ):
        if choices and said not in {choice.value for choice in choices}:
            raise refuse(f"correction.{name}")


def _check_still_reopens(draft: Draft) -> None:
    case, policy = draft.case, draft.policy
    if not policy.reopens:
        raise refuse("reopen.not_here")
    if case.closed_at is None:
        return
    last = due_after(policy.house.reopen_within, case.closed_at, policy.hours(policy.main_hours))
    if last is not None and draft.now >= last:
        raise refuse("reopen.too_late", until=last.isoformat())


def _check_other(draft: Draft, other_id: str, other_customer_id: str) -> None:
    if other_id == draft.case.id:
        raise refuse("link.same")
    if other_customer_id != draft.case.customer_id:
        raise refuse("link.other_customer")
