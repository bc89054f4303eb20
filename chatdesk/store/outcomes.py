"""What came of the notices that a worker holds: sent, to be tried again, unknown, dead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from chatdesk.core.notice import Audience, AudienceKind, Notice
from chatdesk.core.places import MessageRef
from chatdesk.store.queue import ASSUMED, DEAD, PENDING, SENT, UNCERTAIN
from chatdesk.store.tables import deliveries, destinations


def held(tx: Connection, token: str) -> list[Row[Any]]:
    """The rows under this token, locked; none if the lease was lost to somebody else."""
    rows = tx.execute(select(deliveries).where(deliveries.c.token == token).order_by(deliveries.c.id).with_for_update())
    return list(rows)


def sent(tx: Connection, rows: Sequence[Row[Any]], message: MessageRef, now: datetime) -> None:
    _change(
        tx,
        rows,
        state=SENT,
        sent_at=now,
        message_channel=message.place.channel,
        message_thread=message.place.thread,
        message=message.message,
        last_error=None,
    )


def retry(tx: Connection, rows: Sequence[Row[Any]], retry_at: datetime, error: str, is_repeat: bool) -> None:
    _change(tx, rows, state=PENDING, retry_at=retry_at, last_error=error, is_repeat=is_repeat)


def assumed(tx: Connection, rows: Sequence[Row[Any]], error: str) -> None:
    _change(tx, rows, state=ASSUMED, last_error=error)


def unknown(tx: Connection, rows: Sequence[Row[Any]], look_up_at: datetime, error: str) -> None:
    _change(tx, rows, state=UNCERTAIN, retry_at=look_up_at, last_error=error)


def dead(tx: Connection, rows: Sequence[Row[Any]], error: str) -> None:
    _change(tx, rows, state=DEAD, last_error=error)


def pending_in_place(tx: Connection, place_id: int) -> list[Row[Any]]:
    """What waits for a place's thread, locked."""
    return list(
        tx.execute(
            select(deliveries)
            .join(destinations, destinations.c.id == deliveries.c.destination_id)
            .where(destinations.c.place_id == place_id, deliveries.c.state == PENDING)
            .order_by(deliveries.c.id)
            .with_for_update(of=deliveries)
        )
    )


def place_of(tx: Connection, row: Row[Any]) -> int | None:
    """The place whose thread this row goes to; None for a channel or a person."""
    query = select(destinations.c.place_id).where(destinations.c.id == row.destination_id)
    return tx.execute(query).scalar()


def notice_of(row: Row[Any]) -> Notice:
    return Notice(
        kind=row.kind,
        audience=Audience(AudienceKind(row.audience_kind), row.audience_name),
        at=row.at,
        seq=row.seq,
        facts=tuple((key, value) for key, value in row.facts),
        is_urgent=row.is_urgent,
        stands_alone=row.stands_alone,
    )


def _change(tx: Connection, rows: Sequence[Row[Any]], **values: Any) -> None:
    tx.execute(
        update(deliveries)
        .where(deliveries.c.id.in_([row.id for row in rows]))
        .values(token=None, claimed_until=None, **values)
    )
