"""Folding events into a case. Nothing is decided or computed here: every due time comes with its event."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from chatdesk.core.case import Case
from chatdesk.core.change import Change
from chatdesk.core.copies import replace
from chatdesk.core.events import Event, Opened
from chatdesk.core.evolve import (
    agreement,
    change,
    clocks,
    ending,
    escalation,
    load,
    policy,
    report,
    words,
    work,
    workplace,
)
from chatdesk.core.evolve.folds import Folds

_FOLDS: Folds = {
    **work.FOLDS,
    **clocks.FOLDS,
    **escalation.FOLDS,
    **ending.FOLDS,
    **agreement.FOLDS,
    **change.FOLDS,
    **report.FOLDS,
    **load.FOLDS,
    **policy.FOLDS,
    **words.FOLDS,
    **workplace.FOLDS,
}


def fold(events: Iterable[Event]) -> Case:
    """The case that these events, from its opening on, have made. Raises ValueError on an empty history."""
    case = reduce(evolve, events, None)
    if case is None:
        raise ValueError("a case without events")
    return case


def evolve(case: Case | None, event: Event) -> Case:
    """The case after one more event."""
    if isinstance(event.body, Opened):
        if case is not None:
            raise ValueError(f"case {case.id} was opened twice")
        return _opened(event.body, event)
    if case is None:
        raise ValueError(f"{type(event.body).__name__} before the case was opened")
    folded = _FOLDS[type(event.body)](event.body, case, event)
    if folded is case:
        return replace(case, version=event.seq)
    # A fold's answer is new and nobody has seen it yet: its number is written in rather than copied into another.
    folded.__dict__["version"] = event.seq
    return folded


def _opened(body: Opened, event: Event) -> Case:
    return Case(
        id=body.case_id,
        number=body.number,
        customer_id=body.customer_id,
        policy_version=body.policy_version,
        kind=body.kind,
        opened_at=event.at,
        requester_id=body.requester_id,
        title_id=body.title_id,
        description_id=body.description_id,
        via=body.via,
        plan=body.plan,
        reason=body.reason,
        answers=body.answers,
        is_outage=body.is_outage,
        severity=body.severity,
        severity_is_confirmed=body.severity_is_confirmed,
        support_level=body.support_level,
        change=Change() if body.walks_steps else None,
        is_covered=body.is_covered,
        is_authorised=body.is_authorised,
        version=event.seq,
    )
