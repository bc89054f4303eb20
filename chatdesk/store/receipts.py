"""Receipts of inbound requests: the same request delivered twice has one effect and one outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from chatdesk.core.codec import from_plain, to_plain
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done, Outcome
from chatdesk.store.tables import receipts
from chatdesk.store.upsert import insert_new

_FINISH = update(receipts).where(receipts.c.id == bindparam("of_id"))
_OUTCOME = select(receipts.c.outcome).where(receipts.c.id == bindparam("of_id"))


def claim(tx: Connection, inbound_id: str, now: datetime) -> bool:
    """Takes the request for this transaction; False if it has been carried out before.

    A rival that is carrying out the same request right now is waited for.
    """
    return insert_new(tx, receipts, [{"id": inbound_id, "created_at": now}]) == 1


def finish(tx: Connection, inbound_id: str, outcome: Outcome, customer_id: str | None) -> None:
    kept = {"type": type(outcome).__name__, **to_plain(outcome)}
    tx.execute(_FINISH, {"of_id": inbound_id, "outcome": kept, "customer_id": customer_id})


def first_outcome(tx: Connection, inbound_id: str) -> Outcome:
    """What the first delivery of this request came to."""
    kept: dict[str, Any] = tx.execute(_OUTCOME, {"of_id": inbound_id}).scalar_one()
    if kept["type"] == Refused.__name__:
        return from_plain(Refused, kept)
    return replace(from_plain(Done, kept), is_repeat=True)
