"""What can be done next about dates, change requests, reports and outages, where the case's state allows it."""

from __future__ import annotations

from chatdesk.cards.model import Button
from chatdesk.cards.voice import Voice
from chatdesk.core.agreeing import is_agreeable
from chatdesk.core.case import ClockState
from chatdesk.core.change import ChangeStep
from chatdesk.core.load import LoadState
from chatdesk.core.policy import Kind, Metric
from chatdesk.core.view import CaseView

# Which verb takes a change request from the step it is at to the next, on our side.
_NEXT_STEP = {
    ChangeStep.SUBMITTED: "needs",
    ChangeStep.ANALYSED: "criterion",
    ChangeStep.CRITERION_APPROVED: "evaluate",
    ChangeStep.EVALUATED: "schedule",
}


def customer_steps(voice: Voice, view: CaseView) -> list[Button]:
    """What waits for the customer's answer, the answer first."""
    case = view.case
    buttons: list[Button] = []
    if not case.is_authorised:
        buttons += report_answers(voice, view, for_customer=True)
    if case.change is not None and case.change.step is ChangeStep.CRITERION_ADDED:
        buttons += criterion_answers(voice, view)
    if case.offer is not None and case.offer.is_ours:
        buttons += offer_answers(voice, view)
    elif _may_offer(view):
        buttons.append(voice.button("date", case.id, opens_form=True))
    return buttons


def our_steps(voice: Voice, view: CaseView) -> list[Button]:
    """What our people can do next."""
    case = view.case
    buttons: list[Button] = []
    if not case.is_authorised:
        buttons += report_answers(voice, view, for_customer=False)
    buttons += load_answers(voice, view)
    if case.offer is not None and not case.offer.is_ours:
        buttons += offer_answers(voice, view)
    if case.change is not None and case.change.step in _NEXT_STEP:
        buttons.append(voice.button(_NEXT_STEP[case.change.step], case.id, opens_form=True, is_primary=True))
    if case.offer is None and _may_offer(view):
        buttons.append(voice.button("date", case.id, opens_form=True))
    if case.outages and case.outages[-1].ended_at is None:
        buttons.append(voice.button("restored", case.id))
    return buttons


def offer_answers(voice: Voice, view: CaseView) -> list[Button]:
    """Yes or no to the date or release that the other side offers."""
    if view.case.offer is None:
        return []
    at = view.case.offer.offered_at.isoformat()
    return [
        voice.button("date_accept", view.case.id, is_primary=True, offered_at=at),
        voice.button("date_decline", view.case.id, offered_at=at),
    ]


def criterion_answers(voice: Voice, view: CaseView) -> list[Button]:
    return [
        voice.button("approve", view.case.id, label=voice.plain("button.approve_criterion"), is_primary=True),
        voice.button("reject", view.case.id, label=voice.plain("button.reject_criterion"), opens_form=True),
    ]


def report_answers(voice: Voice, view: CaseView, *, for_customer: bool) -> list[Button]:
    """A representative makes a report theirs; one of ours may, on their word."""
    label = voice.plain("button.authorise" if for_customer else "button.authorise_ours")
    return [
        voice.button("authorise", view.case.id, label=label, is_primary=True, opens_form=not for_customer),
        voice.button("dismiss", view.case.id, opens_form=True),
    ]


def load_answers(voice: Voice, view: CaseView) -> list[Button]:
    """Yes or no to a load that is one too many in its month."""
    load = view.case.load
    if load is None or load.state is not LoadState.WAITING or not view.case.is_live:
        return []
    return [
        voice.button("load_approve", view.case.id, is_primary=True),
        voice.button("load_decline", view.case.id, opens_form=True),
    ]


def _may_offer(view: CaseView) -> bool:
    case = view.case
    clock = case.clock(Metric.RESOLUTION)
    if clock is None or clock.state not in (ClockState.RUNNING, ClockState.PAUSED):
        return False
    return is_agreeable(view.policy.target(clock.target_id)) and case.kind is not Kind.CHANGE_REQUEST
