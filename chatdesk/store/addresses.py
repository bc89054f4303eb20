"""From audiences to destinations: who and which channel stands behind a notice's audience right now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from chatdesk.core.case import Case
from chatdesk.core.notice import Audience, AudienceKind
from chatdesk.core.places import Identity, Place
from chatdesk.store import customers, places
from chatdesk.store.tables import destinations, identities, people

CUSTOMER = "customer"
ENGINEERS = "engineers"


@dataclass(frozen=True)
class Address:
    """A row of the destinations: the thread of a case's place, a channel, or somebody's direct messages."""

    id: str
    place_id: int | None = None
    channel: Place | None = None
    identity: Identity | None = None

    def row(self) -> dict[str, Any]:
        where = self.channel or self.identity
        return {
            "id": self.id,
            "place_id": self.place_id,
            "platform": where.platform if where else None,
            "tenant": where.tenant if where else None,
            "channel": self.channel.channel if self.channel else None,
            "user": self.identity.user if self.identity else None,
        }


@dataclass(frozen=True)
class Nowhere:
    """Nothing stands behind the audience; `error` is a key (`no_channel`, `no_account`, `no_place`)."""

    error: str


class Addresses:
    """Resolves audiences inside one transaction, asking the database once for each question."""

    def __init__(self, tx: Connection, cases: Iterable[Case], now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._places = places.of_cases(tx, [case.id for case in cases])
        self._channels: dict[str, Place | None] = {}
        self._people: dict[str, Identity | None] = {}

    def of(self, case: Case, audience: Audience) -> Address | Nowhere:
        if audience.kind is AudienceKind.VIEW:
            return self._view(case, audience.name)
        if audience.kind is AudienceKind.CHANNEL:
            place = self._channel(audience.name)
            if place is None:
                return Nowhere("no_channel")
            return Address(f"channel/{place.platform}/{place.tenant}/{place.channel}", channel=place)
        identity = self._identity(audience.name)
        if identity is None:
            return Nowhere("no_account")
        return Address(f"person/{identity.platform}/{identity.tenant}/{identity.user}", identity=identity)

    def _view(self, case: Case, view: str) -> Address | Nowhere:
        row = self._places.get(case.id, {}).get(view)
        if row is None:
            return Nowhere("no_place")
        if row.anchor_state == places.DEAD and not self._moved(case, view, row):
            return Nowhere("no_place")
        return Address(f"place/{row.id}", place_id=row.id)

    def _moved(self, case: Case, view: str, row: Row[Any]) -> bool:
        """A dead place is looked up in the directory again, which may know a new channel by now."""
        to = self._channel(ENGINEERS) if view == ENGINEERS else customers.channel_of(self._tx, case.customer_id)
        if to is None or (to.platform, to.tenant, to.channel) == (row.platform, row.tenant, row.channel):
            return False
        places.move(self._tx, row.id, to, self._now)
        self._places[case.id] = places.of_cases(self._tx, [case.id])[case.id]
        return True

    def _channel(self, name: str) -> Place | None:
        if name not in self._channels:
            self._channels[name] = customers.channel_named(self._tx, name)
        return self._channels[name]

    def _identity(self, person_id: str) -> Identity | None:
        """The account a person prefers; None for those who left."""
        if person_id not in self._people:
            row = self._tx.execute(
                select(identities)
                .join(people, people.c.id == identities.c.person_id)
                .where(identities.c.person_id == person_id, people.c.is_active)
                .order_by(identities.c.rank)
                .limit(1)
            ).first()
            self._people[person_id] = Identity(row.platform, row.tenant, row.user) if row else None
        return self._people[person_id]


def known(tx: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these destinations have a row already."""
    return set(tx.execute(select(destinations.c.id).where(destinations.c.id.in_(set(ids)))).scalars())
