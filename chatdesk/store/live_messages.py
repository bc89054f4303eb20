"""Messages that stand with buttons: which of them a case has left behind, who redraws them, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, delete, func, insert, select, update

from chatdesk.core.case import Case
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.store.anchors import EDIT_PAUSE
from chatdesk.store.claims import ClaimedMessage, Shown
from chatdesk.store.engine import Store
from chatdesk.store.outcomes import notice_of
from chatdesk.store.tables import cases, deliveries, destinations, live_messages

# One that is due, or leased, stays so: the worker who holds it learns of the later version when it records.
_WENT_ON = (
    update(live_messages)
    .where(live_messages.c.case_id == bindparam("of_case"))
    .values(
        wanted=bindparam("version"),
        due_at=func.coalesce(live_messages.c.due_at, bindparam("at", type_=cases.c.wake_at.type)),
    )
)


class LiveMessages:
    """`new_id` makes tokens."""

    def __init__(self, store: Store, new_id: Callable[[], str]) -> None:
        self._store = store
        self._new_id = new_id

    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        """Messages whose case has moved on since they were written, the longest waiting first."""
        with self._store.writing() as tx:
            rows = tx.execute(
                select(live_messages)
                .where(live_messages.c.due_at <= now)
                .order_by(live_messages.c.due_at, live_messages.c.delivery_id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            return [_claim_one(tx, row, now, lease, self._new_id()) for row in rows]

    def record_shown(self, token: str, shown: Shown, now: datetime) -> bool:
        """The message stands with these buttons, which are right for the case at that version."""
        with self._store.writing() as tx:
            if not shown.buttons:
                return _forget(tx, token)
            is_behind = live_messages.c.wanted > shown.version
            found = tx.execute(
                update(live_messages)
                .where(live_messages.c.token == token)
                .values(
                    token=None,
                    attempts=0,
                    buttons=list(shown.buttons),
                    due_at=case((is_behind, _instant(now + EDIT_PAUSE)), else_=None),
                )
            )
            return found.rowcount > 0

    def record_retry(self, token: str, retry_at: datetime) -> bool:
        with self._store.writing() as tx:
            found = tx.execute(
                update(live_messages).where(live_messages.c.token == token).values(token=None, due_at=retry_at)
            )
            return found.rowcount > 0

    def record_given_up(self, token: str) -> bool:
        """The message stays as it stands, if it stands; its buttons are answered as any that come too late."""
        with self._store.writing() as tx:
            return _forget(tx, token)


def add(tx: Connection, row: Row[Any], message: MessageRef, shown: Shown, now: datetime) -> None:
    """This delivery stands with buttons. If its case has moved on while it was sent, it is due at once."""
    # The lock waits for a change that is being stored, which could not see this row yet.
    version = tx.execute(
        select(cases.c.version).where(cases.c.id == row.case_id).with_for_update(read=True)
    ).scalar_one()
    tx.execute(
        insert(live_messages).values(
            delivery_id=row.id,
            case_id=row.case_id,
            platform=message.place.platform,
            tenant=message.place.tenant,
            channel=message.place.channel,
            thread=message.place.thread,
            message=message.message,
            buttons=list(shown.buttons),
            wanted=version,
            due_at=now + EDIT_PAUSE if version > shown.version else None,
            attempts=0,
        )
    )


def went_on(tx: Connection, changed: Sequence[Case], now: datetime) -> None:
    """What stands with buttons about these cases may show some that lead nowhere by now."""
    if changed:
        at = now + EDIT_PAUSE
        tx.execute(_WENT_ON, [{"of_case": one.id, "version": one.version, "at": at} for one in changed])


def next_due_at(tx: Connection) -> datetime | None:
    return tx.execute(select(func.min(live_messages.c.due_at)).where(live_messages.c.due_at.is_not(None))).scalar()


def _claim_one(tx: Connection, row: Row[Any], now: datetime, lease: timedelta, token: str) -> ClaimedMessage:
    tx.execute(
        update(live_messages)
        .where(live_messages.c.delivery_id == row.delivery_id)
        .values(token=token, due_at=now + lease, attempts=live_messages.c.attempts + 1)
    )
    told = tx.execute(
        select(deliveries, destinations.c.user, destinations.c.tenant.label("users_tenant"))
        .join(destinations, destinations.c.id == deliveries.c.destination_id)
        .where(deliveries.c.id == row.delivery_id)
    ).one()
    place = Place(row.platform, row.tenant, row.channel, row.thread)
    is_direct = told.user is not None
    reader = (
        Destination(identity=Identity(row.platform, told.users_tenant, told.user)) if is_direct else Destination(place)
    )
    return ClaimedMessage(
        token=token,
        case_id=row.case_id,
        notice=notice_of(told),
        destination=reader,
        message=MessageRef(place, row.message),
        buttons=frozenset(row.buttons),
        attempts=row.attempts + 1,
        is_repeat=told.is_repeat,
    )


def _forget(tx: Connection, token: str) -> bool:
    return tx.execute(delete(live_messages).where(live_messages.c.token == token)).rowcount > 0


def _instant(at: datetime) -> Any:
    return bindparam(None, at, type_=live_messages.c.due_at.type)
