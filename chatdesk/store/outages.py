"""The outages that a customer's cases record."""

from __future__ import annotations

from sqlalchemy import Connection, select

from chatdesk.core.case import Case
from chatdesk.core.codec import from_plain
from chatdesk.core.uptime import Outage
from chatdesk.store.tables import cases, events

_STARTED = "OutageStarted"


def cases_with_outages(tx: Connection, customer_id: str) -> tuple[Case, ...]:
    """The customer's cases that ever recorded one, the oldest first."""
    recorded = select(events.c.case_id).where(events.c.customer_id == customer_id, events.c.type == _STARTED)
    query = select(cases.c.body).where(cases.c.id.in_(recorded)).order_by(cases.c.opened_at, cases.c.id)
    return tuple(from_plain(Case, body) for body in tx.execute(query).scalars())


def of_others(tx: Connection, case: Case) -> tuple[Outage, ...]:
    """What the customer's other cases record."""
    others = cases_with_outages(tx, case.customer_id)
    return tuple(outage for other in others if other.id != case.id for outage in other.outages)
