"""Bulk loads: received with the case, approved or declined where they are one too many (COD-11)."""

from __future__ import annotations

from chatdesk.core import commands as c
from chatdesk.core import escalation
from chatdesk.core.clocks import cancel_all
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import LoadApproved, LoadDeclined, LoadReceived
from chatdesk.core.load import LoadState


def receive(draft: Draft, command: c.Open) -> None:
    """A reason that brings a file has one; the desk has checked the whole of it."""
    reason = draft.policy.reason(command.reason)
    wants_one = reason is not None and reason.bulk_load is not None
    if wants_one and command.load is None:
        raise refuse("load.missing")
    if command.load is not None:
        draft.happen(LoadReceived(command.load))


def approve(draft: Draft, command: c.ApproveLoad) -> None:
    _check_waits(draft)
    draft.happen(LoadApproved(draft.person_id))


def decline(draft: Draft, command: c.DeclineLoad) -> None:
    """The case ends with it: nothing is left to do in it."""
    _check_waits(draft)
    draft.happen(LoadDeclined(draft.person_id, command.text_id))
    cancel_all(draft)
    escalation.end(draft, None)


def check_may_go_on(draft: Draft) -> None:
    """What waits for a yes is not loaded yet, so it cannot be done."""
    if draft.case.load is not None and draft.case.load.state is LoadState.WAITING:
        raise refuse("load.waits")


def _check_waits(draft: Draft) -> None:
    load = draft.case.load
    if load is None or load.state is not LoadState.WAITING:
        raise refuse("load.not_waiting")
