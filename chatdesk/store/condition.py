"""How a database stands, for an operator: what did not arrive, what waits too long, which cases cannot go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from chatdesk.core.case import Status
from chatdesk.store.holds import Hold, current
from chatdesk.store.queue import CLAIMED, DEAD, HELD, PENDING, UNCERTAIN
from chatdesk.store.shadow import is_in_shadow
from chatdesk.store.tables import cases, conversations, deliveries
from chatdesk.store.waiting import waiting

_ENDED = (Status.CLOSED.value, Status.WITHDRAWN.value, Status.MERGED.value)
_MOST_STUCK = 20


@dataclass(frozen=True)
class Condition:
    """`dead` and `dead_of_ended` count what reached nobody, of cases that go on and of those that are over.

    `oldest_waiting_at` is when what has waited longest was put into the outbox; `overdue_since` the moment that the
    case which should have been woken first waits for; `stuck` are numbers of cases that raise when woken.
    """

    dead: int
    dead_of_ended: int
    uncertain: int
    held: int
    oldest_waiting_at: datetime | None
    overdue_since: datetime | None
    stuck: tuple[str, ...]
    hold: Hold | None
    is_in_shadow: bool


def condition(tx: Connection, now: datetime) -> Condition:
    lost = [one.number for one in waiting(tx, (DEAD,), None) if not one.reached]
    ended = _ended(tx, {number for number in lost if number is not None})
    of_ended = sum(number in ended for number in lost)
    is_stuck = cases.c.poisoned_until.is_not(None)
    return Condition(
        dead=len(lost) - of_ended,
        dead_of_ended=of_ended,
        uncertain=_count(tx, UNCERTAIN),
        held=_count(tx, HELD),
        oldest_waiting_at=tx.execute(
            select(func.min(deliveries.c.created_at)).where(deliveries.c.state.in_((PENDING, CLAIMED, UNCERTAIN)))
        ).scalar(),
        overdue_since=tx.execute(select(func.min(cases.c.wake_at)).where(cases.c.wake_at <= now)).scalar(),
        stuck=tuple(tx.execute(select(cases.c.number).where(is_stuck).limit(_MOST_STUCK)).scalars()),
        hold=current(tx),
        is_in_shadow=is_in_shadow(tx),
    )


def living_conversations(tx: Connection) -> frozenset[tuple[str, str]]:
    """(tenant, id) of every conversation in Teams that we know how to reach."""
    rows = tx.execute(select(conversations.c.tenant, conversations.c.id).where(conversations.c.dead_code.is_(None)))
    return frozenset((row.tenant, row.id) for row in rows)


def _count(tx: Connection, state: str) -> int:
    return tx.execute(select(func.count()).where(deliveries.c.state == state)).scalar() or 0


def _ended(tx: Connection, numbers: set[str]) -> frozenset[str]:
    query = select(cases.c.number).where(cases.c.number.in_(numbers), cases.c.status.in_(_ENDED))
    return frozenset(tx.execute(query).scalars())
