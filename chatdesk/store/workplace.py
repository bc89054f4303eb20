"""Which cases a channel or a person that changed matters to, and the places of a channel that closes or opens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, select, update

from chatdesk.core.case import Status
from chatdesk.core.places import Place
from chatdesk.store.places import DEAD, NONE, POSTED
from chatdesk.store.tables import cases, places

_LIVE = cases.c.status.in_([Status.OPEN.value, Status.RESOLVED.value])


def owned_by(tx: Connection, person_id: str) -> list[str]:
    """The live cases that somebody owns, the oldest first."""
    return _ids(tx, cases.c.owner_id == person_id, _LIVE)


def requested_by(tx: Connection, person_id: str) -> list[str]:
    """The live cases that somebody asked for."""
    return _ids(tx, cases.c.requester_id == person_id, _LIVE)


def shown_in(tx: Connection, place: Place, view: str) -> list[str]:
    """The live cases whose `view` is shown in this channel."""
    query = (
        select(cases.c.id)
        .join(places, places.c.case_id == cases.c.id)
        .where(*_in_channel(place), places.c.view == view, _LIVE)
        .order_by(cases.c.opened_at, cases.c.id)
    )
    return list(tx.execute(query).scalars())


def places_in(tx: Connection, place: Place, of_cases: Collection[str] | None = None) -> list[Row[Any]]:
    """The places of live cases in this channel that are not given up, locked."""
    query = (
        select(places)
        .join(cases, cases.c.id == places.c.case_id)
        .where(*_in_channel(place), places.c.anchor_state != DEAD, _LIVE)
        .order_by(places.c.id)
        .with_for_update(of=places, key_share=True)
    )
    if of_cases is not None:
        query = query.where(cases.c.id.in_(of_cases))
    return list(tx.execute(query))


def revive(tx: Connection, place: Place, now: datetime) -> int:
    """Show those cases in this channel again that were given up there; a card that stands is edited. How many."""
    found = tx.execute(
        update(places)
        .where(
            *_in_channel(place), places.c.anchor_state == DEAD, places.c.case_id.in_(select(cases.c.id).where(_LIVE))
        )
        .values(
            anchor_state=case((places.c.anchor.is_not(None), POSTED), else_=NONE),
            card_sent=0,
            card_due_at=now,
            card_attempts=0,
            card_is_uncertain=False,
            card_token=None,
            card_claimed_until=None,
            card_error=None,
        )
    )
    return found.rowcount


def _ids(tx: Connection, *conditions: Any) -> list[str]:
    return list(tx.execute(select(cases.c.id).where(*conditions).order_by(cases.c.opened_at, cases.c.id)).scalars())


def _in_channel(place: Place) -> tuple[Any, ...]:
    return (places.c.platform == place.platform, places.c.tenant == place.tenant, places.c.channel == place.channel)
