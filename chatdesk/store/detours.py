"""Another way to those whom a message cannot reach: their next account, the same channel on another platform.

Whoever is known on several platforms is told once, where they prefer. Only where that fails
is the next of their accounts tried, each once and in the directory's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from chatdesk.core.notice import AudienceKind
from chatdesk.store import customers, people, places
from chatdesk.store.addresses import Address, add_destinations, to_channel, to_person
from chatdesk.store.queue import DEAD, PENDING
from chatdesk.store.tables import deliveries
from chatdesk.store.tables import places as places_table

# What of a notice goes along to its next destination.
_COPIED = (
    "case_id",
    "customer_id",
    "seq",
    "kind",
    "audience_kind",
    "audience_name",
    "about",
    "at",
    "facts",
    "is_urgent",
    "stands_alone",
    "is_repeat",
)


def take(tx: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[Row[Any]]:
    """Queue each of these notices at the next address of its audience. Those that have none left come back."""
    return [row for row in rows if not _queued_elsewhere(tx, row, now)]


def move_place(tx: Connection, place: Row[Any], now: datetime) -> bool:
    """Show a case that can be shown here no more in the directory's channel on another platform, if there is one."""
    to = next((one for one in places.candidates(tx, place) if one.platform != place.platform), None)
    if to is not None:
        places.move(tx, place, to, now)
    return to is not None


def place_of(tx: Connection, place_id: int) -> Row[Any]:
    """The place, locked."""
    return tx.execute(select(places_table).where(places_table.c.id == place_id).with_for_update(key_share=True)).one()


def _queued_elsewhere(tx: Connection, row: Row[Any], now: datetime) -> bool:
    told = told_at(tx, row)
    for address in addresses(tx, row):
        state = told.get(address.id)
        if state is None:
            _queue(tx, row, address, now)
        # Where it is not dead, the same was told there already, to another audience of the same event.
        if state != DEAD:
            return True
    return False


def told_at(tx: Connection, row: Row[Any]) -> dict[str, str]:
    """What became of this notice so far, by destination."""
    query = select(deliveries.c.destination_id, deliveries.c.state).where(
        # None reads as IS NULL.
        deliveries.c.case_id == row.case_id,
        deliveries.c.customer_id == row.customer_id,
        deliveries.c.seq == row.seq,
        deliveries.c.kind == row.kind,
        deliveries.c.about == row.about,
    )
    return {one.destination_id: one.state for one in tx.execute(query)}


def addresses(tx: Connection, row: Row[Any]) -> Iterator[Address]:
    """Where the audience of a notice can be reached now, in the order in which it is tried."""
    match AudienceKind(row.audience_kind):
        case AudienceKind.PERSON:
            yield from (to_person(one) for one in people.accounts_of(tx, row.audience_name))
        case AudienceKind.CHANNEL:
            yield from (to_channel(one) for one in customers.channels_named(tx, row.audience_name))
        case AudienceKind.CUSTOMER:
            yield from (to_channel(one) for one in customers.channels_of(tx, row.audience_name))
        case AudienceKind.PAGER:
            # Each pager is told by itself already.
            return
        case AudienceKind.VIEW:
            # A view's thread goes where its card goes: see `move_place`.
            return


def _queue(tx: Connection, row: Row[Any], address: Address, now: datetime) -> None:
    add_destinations(tx, {address.id: address})
    copied = {name: row._mapping[name] for name in _COPIED}
    fresh = {"state": PENDING, "retry_at": now, "attempts": 0, "created_at": now}
    tx.execute(insert(deliveries).values(**copied, **fresh, destination_id=address.id))
