"""The queue of each destination: what may be sent next, and who sends it.

One message is in flight for a destination at any time. A claim locks the destination's row,
so two workers never take from one queue at once; nothing is locked while a message is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, or_, select, update

from chatdesk.core.places import Destination, Identity, Place
from chatdesk.store import holds
from chatdesk.store.claims import ClaimedBatch, ClaimedNotice
from chatdesk.store.outcomes import notice_of
from chatdesk.store.places import POSTED
from chatdesk.store.queue import CLAIMED, PENDING, UNCERTAIN
from chatdesk.store.tables import deliveries, destinations, places

MOST_IN_A_MESSAGE = 10

# A message of which nothing can be learnt holds up those behind it no longer than this.
UNTIL_PASSED = timedelta(seconds=60)

_WAITING = (PENDING, CLAIMED, UNCERTAIN)


def claim(tx: Connection, now: datetime, limit: int, lease: timedelta, new_id: Callable[[], str]) -> list[ClaimedBatch]:
    """The oldest batch of each free destination, at most `limit` of them, those with something urgent first.

    While pings are held, those that wait are kept back first.
    """
    holds.keep_back(tx)
    lanes = _lock(tx, _free(now, limit))
    busy = set(
        tx.execute(
            select(deliveries.c.destination_id).where(deliveries.c.destination_id.in_(lanes), _blocks(now))
        ).scalars()
    )
    heads = _heads(tx, [lane for lane in lanes if lane not in busy])
    claimed: list[ClaimedBatch] = []
    for lane, rows in heads.items():
        batch = share_a_message(rows)
        token, key = new_id(), new_id()
        tx.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([row.id for row in batch]))
            .values(
                state=CLAIMED,
                token=token,
                message_key=key,
                claimed_at=now,
                claimed_until=now + lease,
                attempts=deliveries.c.attempts + 1,
            )
        )
        claimed.append(_batch(batch, lanes[lane], token, key, now, 1))
    return claimed


def share_a_message(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The first of a queue and those after it that may go out with it, in order."""
    batch = [rows[0]]
    for row in rows[1:MOST_IN_A_MESSAGE]:
        if batch[0].stands_alone or row.stands_alone or row.is_repeat != batch[0].is_repeat:
            break
        batch.append(row)
    return batch


def claim_uncertain(
    tx: Connection, now: datetime, limit: int, lease: timedelta, new_id: Callable[[], str]
) -> list[ClaimedBatch]:
    """Batches of which nobody knows whether their message stands: the answer was lost, or the sender was."""
    lanes = _lock(
        tx,
        select(deliveries.c.destination_id).where(_is_unknown(now)).group_by(deliveries.c.destination_id).limit(limit),
    )
    rows = tx.execute(
        select(deliveries).where(deliveries.c.destination_id.in_(lanes), _is_unknown(now)).order_by(deliveries.c.id)
    )
    by_key: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_key.setdefault(row.message_key, []).append(row)
    claimed: list[ClaimedBatch] = []
    for key, batch in by_key.items():
        token = new_id()
        tx.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([row.id for row in batch]))
            .values(state=CLAIMED, token=token, claimed_until=now + lease)
        )
        claimed.append(_batch(batch, lanes[batch[0].destination_id], token, key, batch[0].claimed_at, 0))
    return claimed


def next_due_at(tx: Connection) -> datetime | None:
    """When the next destination becomes free to send, or the next lease runs out."""
    pending_at = func.max(case((deliveries.c.state == PENDING, deliveries.c.retry_at)))
    since = func.max(case((deliveries.c.state == UNCERTAIN, deliveries.c.claimed_at)))
    free = _queues(deliveries.c.state != PENDING).with_only_columns(pending_at.label("at")).subquery()
    held_up = _queues(deliveries.c.state == CLAIMED).with_only_columns(pending_at, since)
    moments = [
        tx.execute(select(func.min(free.c.at))).scalar(),
        tx.execute(select(func.min(deliveries.c.claimed_until)).where(deliveries.c.state == CLAIMED)).scalar(),
        tx.execute(select(func.min(deliveries.c.retry_at)).where(deliveries.c.state == UNCERTAIN)).scalar(),
        *(
            max(at, asked_at + UNTIL_PASSED)
            for at, asked_at in tx.execute(held_up.having(pending_at.is_not(None), since.is_not(None)))
        ),
    ]
    return min((at for at in moments if at is not None), default=None)


def _queues(blocks: ColumnElement[bool]) -> Any:
    """Destinations with something to send and nothing that blocks them; threads only once their card stands."""
    blocking = func.sum(case((blocks, 1), else_=0))
    return (
        select(deliveries.c.destination_id)
        .join(destinations, destinations.c.id == deliveries.c.destination_id)
        .outerjoin(places, places.c.id == destinations.c.place_id)
        .where(
            deliveries.c.state.in_(_WAITING),
            or_(destinations.c.place_id.is_(None), places.c.anchor_state == POSTED),
        )
        .group_by(deliveries.c.destination_id)
        .having(blocking == 0)
    )


def _free(now: datetime, limit: int) -> Any:
    # A destination that asked us to wait holds back everything for it, so its order stands.
    urgency = func.max(case((deliveries.c.is_urgent, 1), else_=0))
    return (
        _queues(_blocks(now))
        .having(func.max(case((deliveries.c.state == PENDING, deliveries.c.retry_at))) <= now)
        .order_by(urgency.desc(), func.min(deliveries.c.id))
        .limit(limit)
    )


def _lock(tx: Connection, ids: Any) -> dict[str, Row[Any]]:
    """These destinations' rows in the order asked for, locked; those that a rival holds are left out."""
    wanted = list(tx.execute(ids).scalars())
    if not wanted:
        return {}
    locked = set(
        tx.execute(
            select(destinations.c.id)
            .where(destinations.c.id.in_(wanted))
            .order_by(destinations.c.id)
            .with_for_update(skip_locked=True, key_share=True)
        ).scalars()
    )
    rows = tx.execute(
        select(
            destinations,
            places.c.platform.label("place_platform"),
            places.c.tenant.label("place_tenant"),
            places.c.channel.label("place_channel"),
            func.coalesce(places.c.thread, places.c.anchor).label("place_thread"),
        )
        .outerjoin(places, places.c.id == destinations.c.place_id)
        .where(destinations.c.id.in_(locked))
    )
    found = {row.id: row for row in rows}
    return {one: found[one] for one in wanted if one in found}


def _heads(tx: Connection, lanes: Collection[str]) -> dict[str, list[Row[Any]]]:
    """The first few pending rows of each queue.

    A thread tells its story in order; in a channel or to a person the urgent comes first.
    """
    in_thread = destinations.c.place_id.is_not(None)
    overtakes = case((in_thread, 0), (deliveries.c.is_urgent, 0), else_=1)
    rank = func.row_number().over(partition_by=deliveries.c.destination_id, order_by=(overtakes, deliveries.c.id))
    ranked = (
        select(deliveries, rank.label("rank"))
        .join(destinations, destinations.c.id == deliveries.c.destination_id)
        .where(deliveries.c.destination_id.in_(lanes), deliveries.c.state == PENDING)
        .subquery()
    )
    rows = tx.execute(
        select(ranked).where(ranked.c.rank <= MOST_IN_A_MESSAGE).order_by(ranked.c.destination_id, ranked.c.rank)
    )
    heads: dict[str, list[Row[Any]]] = {lane: [] for lane in lanes}
    for row in rows:
        heads[row.destination_id].append(row)
    return {lane: found for lane, found in heads.items() if found}


def _blocks(now: datetime) -> ColumnElement[bool]:
    """Is this row's message in flight, or of late so uncertain that the next must wait to keep the order?"""
    is_fresh = deliveries.c.claimed_at > now - UNTIL_PASSED
    return or_(deliveries.c.state == CLAIMED, (deliveries.c.state == UNCERTAIN) & is_fresh)


def _is_unknown(now: datetime) -> ColumnElement[bool]:
    return or_(
        (deliveries.c.state == UNCERTAIN) & (deliveries.c.retry_at <= now),
        (deliveries.c.state == CLAIMED) & (deliveries.c.claimed_until <= now),
    )


def _batch(
    rows: Sequence[Row[Any]], lane: Row[Any], token: str, key: str, since: datetime, this_attempt: int
) -> ClaimedBatch:
    return ClaimedBatch(
        token=token,
        key=key,
        destination=_destination(lane),
        rows=tuple(ClaimedNotice(row.id, row.case_id, row.customer_id, notice_of(row), row.created_at) for row in rows),
        attempts=max(row.attempts for row in rows) + this_attempt,
        since=since,
        is_repeat=rows[0].is_repeat,
    )


def _destination(lane: Row[Any]) -> Destination:
    if lane.place_id is not None:
        return Destination(Place(lane.place_platform, lane.place_tenant, lane.place_channel, lane.place_thread))
    if lane.channel is not None:
        return Destination(Place(lane.platform, lane.tenant, lane.channel))
    return Destination(identity=Identity(lane.platform, lane.tenant, lane.user))
