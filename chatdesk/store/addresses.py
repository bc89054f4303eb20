"""From audiences to destinations: who and which channel stands behind a notice's audience right now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from chatdesk.core.case import Case
from chatdesk.core.notice import Audience, AudienceKind
from chatdesk.core.places import Identity, Place
from chatdesk.store import customers, people, places
from chatdesk.store.places import ENGINEERS as ENGINEERS
from chatdesk.store.tables import destinations
from chatdesk.store.upsert import insert_new

CUSTOMER = "customer"


@dataclass(frozen=True)
class Address:
    """A row of the destinations: the thread of a case's place, a channel, or somebody's direct messages."""

    id: str
    place_id: int | None = None
    channel: Place | None = None
    identity: Identity | None = None

    @property
    def platform(self) -> str | None:
        where = self.channel or self.identity
        return where.platform if where else None

    def row(self) -> dict[str, Any]:
        where = self.channel or self.identity
        return {
            "id": self.id,
            "place_id": self.place_id,
            "platform": self.platform,
            "tenant": where.tenant if where else None,
            "channel": self.channel.channel if self.channel else None,
            "user": self.identity.user if self.identity else None,
        }


@dataclass(frozen=True)
class Nowhere:
    """Nothing stands behind the audience; `error` is a key (`no_channel`, `no_shared_channel`, `no_account`,
    `no_place`)."""

    error: str


@dataclass(frozen=True)
class NoCase:
    """Stands where a case would for what a customer is told of none of their cases."""

    customer_id: str
    id: None = None


class Addresses:
    """Resolves audiences inside one transaction, asking the database once for each question."""

    def __init__(self, tx: Connection, told: Iterable[Case | NoCase], now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._places = places.of_cases(tx, [case.id for case in told if case.id is not None])
        self._channels: dict[Audience, Place | None] = {}
        self._people: dict[str, Identity | None] = {}

    def of(self, case: Case | NoCase, audience: Audience) -> Address | Nowhere:
        if audience.kind is AudienceKind.VIEW:
            return Nowhere("no_place") if isinstance(case, NoCase) else self._view(case, audience.name)
        if audience.kind in (AudienceKind.CHANNEL, AudienceKind.CUSTOMER):
            place = self._channel(audience)
            if place is None:
                return Nowhere("no_channel" if audience.kind is AudienceKind.CHANNEL else "no_shared_channel")
            return to_channel(place)
        identity = self._identity(audience.name)
        if identity is None:
            return Nowhere("no_account")
        return to_person(identity)

    def all_of(self, case: Case | NoCase, audience: Audience) -> tuple[Address | Nowhere, ...]:
        """Everywhere an audience is told at once: one address, or all pagers beside a channel, which may be none."""
        if audience.kind is AudienceKind.PAGER:
            return tuple(to_channel(one) for one in customers.pagers_named(self._tx, audience.name))
        return (self.of(case, audience),)

    def _view(self, case: Case, view: str) -> Address | Nowhere:
        row = self._places.get(case.id, {}).get(view)
        if row is None:
            return Nowhere("no_place")
        if row.anchor_state == places.DEAD and not self._moved(case, row):
            return Nowhere("no_place")
        return Address(f"place/{row.id}", place_id=row.id)

    def _moved(self, case: Case, row: Row[Any]) -> bool:
        """A dead place is looked up in the directory again, which may know a new channel by now."""
        to = next(iter(places.candidates(self._tx, row)), None)
        if to is None:
            return False
        places.move(self._tx, row, to, self._now)
        self._places[case.id] = places.of_cases(self._tx, [case.id])[case.id]
        return True

    def _channel(self, audience: Audience) -> Place | None:
        if audience not in self._channels:
            is_ours = audience.kind is AudienceKind.CHANNEL
            find = customers.channel_named if is_ours else customers.channel_of
            self._channels[audience] = find(self._tx, audience.name)
        return self._channels[audience]

    def _identity(self, person_id: str) -> Identity | None:
        """The account a person prefers; None for those who left."""
        if person_id not in self._people:
            self._people[person_id] = next(iter(people.accounts_of(self._tx, person_id)), None)
        return self._people[person_id]


def to_channel(place: Place) -> Address:
    return Address(f"channel/{place.platform}/{place.tenant}/{place.channel}", channel=place)


def to_person(identity: Identity) -> Address:
    return Address(f"person/{identity.platform}/{identity.tenant}/{identity.user}", identity=identity)


def add_destinations(tx: Connection, found: Mapping[str, Address]) -> None:
    """Give each of these addresses, by their ids, a row."""
    known = set(tx.execute(select(destinations.c.id).where(destinations.c.id.in_(found))).scalars())
    # In one order everywhere, so that two transactions never wait for each other in a ring.
    insert_new(tx, destinations, [found[one].row() for one in sorted(set(found) - known)])
