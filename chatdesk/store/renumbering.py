"""A channel under another id: everything that names the old one names the new one from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exists, or_, select, update

from chatdesk.core.places import Place
from chatdesk.store.addresses import add_destinations, to_channel
from chatdesk.store.tables import (
    channels,
    deliveries,
    destinations,
    metadata,
    places,
    renumbered_channels,
    standing_messages,
)
from chatdesk.store.upsert import put

# The columns that name a channel stand in threes, some with a word before them.
_PREFIXES = ("", "source_", "copy_")
# These are done by hand: their channel is part of a key.
_BY_HAND = (channels, destinations, standing_messages)


def follow(tx: Connection, place: Place, new: str, now: datetime) -> None:
    """`place` is the channel under its old id. Doing it twice changes nothing."""
    known = renumbered_channels.c
    is_here = and_(known.platform == place.platform, known.tenant == place.tenant)
    tx.execute(update(renumbered_channels).where(is_here, known.new == place.channel).values(new=new))
    # One that comes back to an id it once had would lead round in a ring.
    tx.execute(delete(renumbered_channels).where(is_here, known.old == new))
    row = {"platform": place.platform, "tenant": place.tenant, "old": place.channel, "new": new, "told_at": now}
    put(tx, renumbered_channels, [row])
    _move_destination(tx, place, new)
    for table in (channels, standing_messages):
        _move_key(tx, table, place, new)
    for table, prefix in _named_in():
        tx.execute(update(table).where(_is_at(table, place, prefix)).values({f"{prefix}channel": new}))
    _move_sent(tx, place, new)
    _rewrite_given_up(tx, place, new)


def channel_now(tx: Connection, place: Place) -> str:
    """The id that a channel has now; the one it was called by, where it never changed."""
    found = tx.execute(
        select(renumbered_channels.c.new).where(
            renumbered_channels.c.platform == place.platform,
            renumbered_channels.c.tenant == place.tenant,
            renumbered_channels.c.old == place.channel,
        )
    ).scalar()
    return str(found) if found is not None else place.channel


def brought_up_to_date(tx: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The channels of a directory under the ids that they have now, each once."""
    found: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for row in rows:
        channel = channel_now(tx, Place(row["platform"], row["tenant"], row["channel"]))
        found.setdefault((row["platform"], row["tenant"], channel, row["name"]), row | {"channel": channel})
    return list(found.values())


def _named_in() -> Iterator[tuple[Table, str]]:
    for table in metadata.sorted_tables:
        for prefix in _PREFIXES:
            wanted = {f"{prefix}{name}" for name in ("platform", "tenant", "channel")}
            if table not in _BY_HAND and wanted <= set(table.c.keys()):
                yield table, prefix


def _is_at(table: Table, place: Place, prefix: str = "") -> ColumnElement[bool]:
    return and_(
        table.c[f"{prefix}platform"] == place.platform,
        table.c[f"{prefix}tenant"] == place.tenant,
        table.c[f"{prefix}channel"] == place.channel,
    )


def _move_key(tx: Connection, table: Table, place: Place, new: str) -> None:
    """Where the new id is listed already, that row stands and the old one goes."""
    other = table.alias()
    is_same = [other.c.platform == table.c.platform, other.c.tenant == table.c.tenant, other.c.channel == new]
    if "name" in table.c:
        is_same.append(other.c.name == table.c.name)
    tx.execute(delete(table).where(_is_at(table, place), exists().where(*is_same)))
    tx.execute(update(table).where(_is_at(table, place)).values(channel=new))


def _move_destination(tx: Connection, place: Place, new: str) -> None:
    old = to_channel(Place(place.platform, place.tenant, place.channel))
    to = to_channel(Place(place.platform, place.tenant, new))
    if tx.execute(select(destinations.c.id).where(destinations.c.id == old.id)).first() is None:
        return
    add_destinations(tx, {to.id: to})
    tx.execute(update(deliveries).where(deliveries.c.destination_id == old.id).values(destination_id=to.id))
    tx.execute(delete(destinations).where(destinations.c.id == old.id))


def _move_sent(tx: Connection, place: Place, new: str) -> None:
    """Where the messages stand that were sent. A delivery to a case's thread names its platform in its place only."""
    shown = select(places.c.id).where(places.c.platform == place.platform, places.c.tenant == place.tenant)
    lanes = select(destinations.c.id).where(
        or_(destinations.c.platform == place.platform, destinations.c.place_id.in_(shown))
    )
    sent = (deliveries.c.message_channel == place.channel, deliveries.c.destination_id.in_(lanes))
    tx.execute(update(deliveries).where(*sent).values(message_channel=new))


def _rewrite_given_up(tx: Connection, place: Place, new: str) -> None:
    old = [place.platform, place.tenant, place.channel]
    for row in tx.execute(select(places.c.id, places.c.given_up).where(places.c.given_up.is_not(None))).all():
        if old in row.given_up:
            kept = [[*one[:2], new] if one == old else one for one in row.given_up]
            tx.execute(update(places).where(places.c.id == row.id).values(given_up=kept))
