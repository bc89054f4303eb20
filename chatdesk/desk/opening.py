"""Whose a new case is, and where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Case
from chatdesk.core.commands import Open
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.core.places import Place
from chatdesk.core.policy import Kind
from chatdesk.store import conversations, customers, people
from chatdesk.store.addresses import CUSTOMER, ENGINEERS
from chatdesk.store.engine import Tx
from chatdesk.store.people import Person


@dataclass(frozen=True)
class Requested:
    customer_id: str
    requester_id: str
    policy: str
    plan: str | None
    covered_until: datetime | None


def whose(tx: Tx, command: Open, person: Person, place: Place | None) -> Requested | Refused:
    """A customer's person opens for themselves or a colleague; one of us for the requester's or channel's customer."""
    if person.standing is Standing.CUSTOMER:
        customer_id, requester_id = person.customer_id, command.requester_id or person.id
        colleague = people.person_by_id(tx, requester_id)
        if colleague is None or colleague.customer_id != customer_id:
            return Refused("requester.unknown")
    else:
        requester_id = command.requester_id or person.id
        requester = people.person_by_id(tx, requester_id)
        if requester is None:
            return Refused("requester.unknown")
        customer_id = (
            command.customer_id or requester.customer_id or (customers.of_channel(tx, place) if place else None)
        )
        if requester.customer_id not in (None, customer_id):
            return Refused("requester.unknown")
        # What is said in one customer's channel about another one's case would be read there.
        if place is not None and customers.of_channel(tx, place) not in (None, customer_id):
            return Refused("requester.elsewhere")
    bought = customers.bought_by(tx, customer_id) if customer_id else None
    if customer_id is None or bought is None:
        return Refused("customer.unknown")
    plan = command.plan or bought.plan
    return Requested(customer_id, requester_id, bought.policy, plan, bought.covered_until)


def shown_in(tx: Tx, case: Case, person: Person, said_in: Place | None) -> list[tuple[str, Place]]:
    """The case's views and their places.

    The customer's is where the case was opened if that is theirs to read (their channel, or a
    private conversation with us), else their first
    shared channel; the engineers' is their channel. Where there is none, what goes there is
    reported as undeliverable. A problem is shown to our own people only.
    """
    shown: list[tuple[str, Place]] = []
    customers_place = _readable(tx, case.customer_id, person, said_in) or customers.channel_of(tx, case.customer_id)
    if customers_place is not None and case.kind is not Kind.PROBLEM:
        shown.append((CUSTOMER, customers_place))
    ours = customers.channel_named(tx, ENGINEERS)
    if ours is not None:
        shown.append((ENGINEERS, ours))
    return shown


def _readable(tx: Tx, customer_id: str, person: Person, said_in: Place | None) -> Place | None:
    if said_in is None:
        return None
    if customers.of_channel(tx, said_in) == customer_id:
        return said_in
    # In any other place that the directory does not name, somebody else may read along, or we may not.
    is_private = person.standing is Standing.CUSTOMER and conversations.is_private(tx, said_in)
    return said_in if is_private else None
