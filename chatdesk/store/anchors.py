"""The card of a case in each of its places: which are out of date, who is posting them, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from chatdesk.core.places import MessageRef, Place
from chatdesk.store.claims import ClaimedCard
from chatdesk.store.places import DEAD, NONE, POSTED
from chatdesk.store.tables import places

# A card is edited at most this often, however much happens.
EDIT_PAUSE = timedelta(seconds=2)

_IS_BEHIND = (places.c.card_wanted > places.c.card_sent, places.c.anchor_state != DEAD)


def claim(tx: Connection, now: datetime, limit: int, lease: timedelta, new_id: Callable[[], str]) -> list[ClaimedCard]:
    """Cards that are out of date and may be touched now, the longest waiting first."""
    rows = tx.execute(
        select(places)
        .where(
            *_IS_BEHIND,
            places.c.card_due_at <= now,
            or_(places.c.card_claimed_until.is_(None), places.c.card_claimed_until <= now),
        )
        .order_by(places.c.card_due_at, places.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    return [_claim_one(tx, row, now, lease, new_id) for row in rows]


def held(tx: Connection, token: str) -> Row[Any] | None:
    """The place under this token, locked; None if the lease was lost to somebody else."""
    return tx.execute(select(places).where(places.c.card_token == token).with_for_update(key_share=True)).first()


def sent(tx: Connection, place_id: int, message: MessageRef, version: int, now: datetime) -> None:
    _change(
        tx,
        place_id,
        anchor=message.message,
        anchor_state=POSTED,
        card_sent=version,
        card_due_at=now + EDIT_PAUSE,
        card_attempts=0,
        card_is_uncertain=False,
        card_error=None,
    )


def retry(tx: Connection, place_id: int, retry_at: datetime, error: str) -> None:
    _change(tx, place_id, card_due_at=retry_at, card_error=error, card_is_uncertain=False)


def unknown(tx: Connection, place_id: int, look_up_at: datetime, error: str) -> None:
    _change(tx, place_id, card_due_at=look_up_at, card_error=error, card_is_uncertain=True)


def lost(tx: Connection, place_id: int, error: str, now: datetime) -> None:
    """Somebody deleted the message: what stood there is posted anew."""
    _change(
        tx,
        place_id,
        anchor=None,
        anchor_state=NONE,
        card_sent=0,
        card_due_at=now,
        card_is_uncertain=False,
        card_error=error,
    )


def thread_lost(tx: Connection, place_id: int, error: str, now: datetime) -> None:
    """The root of the thread is gone, and with it the thread: the card posted anew is its own root."""
    lost(tx, place_id, error, now)
    _change(tx, place_id, thread=None)


def dead(tx: Connection, place_id: int, error: str) -> None:
    _change(tx, place_id, anchor_state=DEAD, card_error=error, card_is_uncertain=False)


def next_due_at(tx: Connection) -> datetime | None:
    """When the next card may be touched, or the next lease on one runs out."""
    free = select(func.min(places.c.card_due_at)).where(*_IS_BEHIND, places.c.card_token.is_(None))
    leased = select(func.min(places.c.card_claimed_until)).where(places.c.card_token.is_not(None))
    moments = (tx.execute(free).scalar(), tx.execute(leased).scalar())
    return min((at for at in moments if at is not None), default=None)


def _claim_one(
    tx: Connection, row: Row[Any], now: datetime, lease: timedelta, new_id: Callable[[], str]
) -> ClaimedCard:
    # An edit may be repeated; a post whose sender never came back may stand already.
    is_uncertain = row.anchor is None and (row.card_is_uncertain or row.card_token is not None)
    token = new_id()
    key = row.card_key if is_uncertain else new_id()
    since = row.card_claimed_at if is_uncertain else now
    tx.execute(
        update(places)
        .where(places.c.id == row.id)
        .values(
            card_token=token,
            card_key=key,
            card_claimed_at=since,
            card_claimed_until=now + lease,
            card_attempts=row.card_attempts + 1,
        )
    )
    place = Place(row.platform, row.tenant, row.channel, row.thread)
    return ClaimedCard(
        token=token,
        key=key,
        case_id=row.case_id,
        view=row.view,
        place=place,
        anchor=MessageRef(place, row.anchor) if row.anchor is not None else None,
        wanted=row.card_wanted,
        attempts=row.card_attempts + 1,
        since=since,
        is_uncertain=is_uncertain,
    )


def _change(tx: Connection, place_id: int, **values: Any) -> None:
    tx.execute(update(places).where(places.c.id == place_id).values(card_token=None, card_claimed_until=None, **values))
