"""Messages that show words which have changed since: written anew, all the notices of a message together.

A row asks for the message of one delivery. It stays until that message shows the words as they stand, whatever
happens in between: a message that is on its way is waited for, one that waits in the queue is written late anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from chatdesk.core.events import Event
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.store.anchors import EDIT_PAUSE
from chatdesk.store.claims import ClaimedNotice, ClaimedRewrite
from chatdesk.store.engine import Store
from chatdesk.store.outcomes import notice_of
from chatdesk.store.queue import CLAIMED, SENT, UNCERTAIN
from chatdesk.store.tables import deliveries, destinations, places, rewrites

# How soon a message that is still on its way is looked at again.
_ON_ITS_WAY = timedelta(seconds=5)
_LANE = (
    select(
        deliveries,
        destinations.c.user,
        destinations.c.platform.label("lane_platform"),
        destinations.c.tenant.label("lane_tenant"),
        destinations.c.channel.label("lane_channel"),
        places.c.platform.label("place_platform"),
        places.c.tenant.label("place_tenant"),
        places.c.channel.label("place_channel"),
        places.c.given_up,
    )
    .join(destinations, destinations.c.id == deliveries.c.destination_id)
    .outerjoin(places, places.c.id == destinations.c.place_id)
)


class Rewrites:
    """`new_id` makes tokens."""

    def __init__(self, store: Store, new_id: Callable[[], str]) -> None:
        self._store = store
        self._new_id = new_id

    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[ClaimedRewrite]:
        """Messages to write anew, the longest waiting first."""
        with self._store.writing() as tx:
            rows = tx.execute(
                select(rewrites.c.delivery_id, rewrites.c.attempts)
                .where(rewrites.c.due_at <= now)
                .order_by(rewrites.c.due_at, rewrites.c.delivery_id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            claimed: dict[str, ClaimedRewrite] = {}
            for row in rows:
                told = tx.execute(_LANE.where(deliveries.c.id == row.delivery_id)).one()
                if told.message_key in claimed:
                    continue
                one = _claim_one(tx, told, row.attempts, now, lease, self._new_id())
                if one is not None:
                    claimed[told.message_key] = one
            return list(claimed.values())

    def record_rewritten(self, token: str) -> bool:
        """The message shows the words as they stood when it was claimed, or will never show others."""
        with self._store.writing() as tx:
            return tx.execute(delete(rewrites).where(rewrites.c.token == token)).rowcount > 0

    def record_retry(self, token: str, retry_at: datetime) -> bool:
        with self._store.writing() as tx:
            found = tx.execute(update(rewrites).where(rewrites.c.token == token).values(token=None, due_at=retry_at))
            return found.rowcount > 0


def want(tx: Connection, case_id: str, text_id: str, events: Sequence[Event], now: datetime) -> None:
    """Every message that shows this text shall show it as it stands now. Asked for again, it is written again."""
    told_of = [event.seq for event in events if _names(event, text_id)]
    rows = tx.execute(
        select(deliveries.c.id, deliveries.c.facts).where(
            deliveries.c.case_id == case_id, deliveries.c.seq.in_(told_of), deliveries.c.destination_id.is_not(None)
        )
    )
    ids = [row.id for row in rows if ["text", text_id] in row.facts]
    if ids:
        tx.execute(delete(rewrites).where(rewrites.c.delivery_id.in_(ids)))
        row = {"case_id": case_id, "due_at": now + EDIT_PAUSE, "attempts": 0, "token": None}
        tx.execute(insert(rewrites), [{**row, "delivery_id": one} for one in ids])


def next_due_at(tx: Connection) -> datetime | None:
    return tx.execute(select(func.min(rewrites.c.due_at))).scalar()


def _names(event: Event, text_id: str) -> bool:
    return any(getattr(event.body, field.name) == text_id for field in fields(event.body) if field.name.endswith("_id"))


def _claim_one(
    tx: Connection, told: Row[Any], attempts: int, now: datetime, lease: timedelta, token: str
) -> ClaimedRewrite | None:
    message = _message_of(told) if told.state == SENT else None
    if message is None:
        if told.state in (CLAIMED, UNCERTAIN):
            later = {"due_at": now + _ON_ITS_WAY}
            tx.execute(update(rewrites).where(rewrites.c.delivery_id == told.id).values(later))
        else:
            # Still queued, it is written with the words as they stand; dead or of unknown fate, it cannot be.
            tx.execute(delete(rewrites).where(rewrites.c.delivery_id == told.id))
        return None
    together = deliveries.c.message_key == told.message_key
    rows = tx.execute(select(deliveries).where(together, deliveries.c.state == SENT).order_by(deliveries.c.id)).all()
    tx.execute(
        update(rewrites)
        .where(rewrites.c.delivery_id.in_([row.id for row in rows]))
        .values(token=token, due_at=now + lease, attempts=rewrites.c.attempts + 1)
    )
    is_direct = told.user is not None
    return ClaimedRewrite(
        token=token,
        rows=tuple(ClaimedNotice(row.id, row.case_id, row.customer_id, notice_of(row), row.created_at) for row in rows),
        destination=Destination(identity=Identity(told.lane_platform, told.lane_tenant, told.user))
        if is_direct
        else Destination(message.place),
        message=message,
        attempts=attempts + 1,
        is_repeat=told.is_repeat,
    )


def _message_of(told: Row[Any]) -> MessageRef | None:
    """Where the message stands: in its destination, or where that was before it moved to another platform."""
    hosts = [(told.lane_platform, told.lane_tenant, told.lane_channel if told.user is None else told.message_channel)]
    hosts += [(told.place_platform, told.place_tenant, told.place_channel)]
    hosts += [(platform, tenant, channel) for platform, tenant, channel in told.given_up or ()]
    for platform, tenant, channel in hosts:
        if platform is not None and channel == told.message_channel and told.message is not None:
            return MessageRef(Place(platform, tenant, channel, told.message_thread), told.message)
    return None
