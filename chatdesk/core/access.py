"""Whom a case may be shown to, and who may act on it at all."""

from __future__ import annotations

from chatdesk.core.case import Case
from chatdesk.core.people import Actor, Standing
from chatdesk.core.policy import Kind


def reaches(actor: Actor, case: Case, was_told: bool) -> bool:
    """Customers reach their own organisation's cases, agents all, executives what reached their tier or is theirs.

    A problem is ours and reaches no customer.

    `was_told` says that a notice of the case has gone to this person.
    """
    if actor.standing is Standing.CUSTOMER:
        is_theirs = actor.customer_id is not None and actor.customer_id == case.customer_id
        return is_theirs and case.kind is not Kind.PROBLEM
    if actor.standing is Standing.AGENT:
        return True
    if actor.standing is Standing.EXECUTIVE:
        return was_told or actor.person_id in (case.owner_id, case.requester_id)
    return False
