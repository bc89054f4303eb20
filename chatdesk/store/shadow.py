"""A desk in shadow: what stands in its log channel, what each message is about, and coming out of the shadow.

What was shown in the log channel alone is recorded as sent under an id that begins with `SHADOW`: no platform gives
such ids, so it can be told from what really stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from chatdesk.core.case import Status
from chatdesk.core.notice import Audience, AudienceKind
from chatdesk.core.places import MessageRef
from chatdesk.core.view import PersonView, Reader
from chatdesk.store import lists, people
from chatdesk.store.engine import Store
from chatdesk.store.places import NONE, SHADOW
from chatdesk.store.queue import CLAIMED, HELD, PENDING, SHADOWED, UNCERTAIN
from chatdesk.store.tables import (
    cases,
    customers,
    deliveries,
    live_messages,
    mirrors,
    places,
    rewrites,
    shadow_messages,
    standing_messages,
)
from chatdesk.store.upsert import insert_new, put

# The row that says that this database was served in shadow.
_MODE = "mode"
_ENDED = (Status.CLOSED.value, Status.WITHDRAWN.value, Status.MERGED.value)
_WAITING = (PENDING, CLAIMED, UNCERTAIN, HELD)


@dataclass(frozen=True)
class Told:
    """What one message is about and for whom. No `case_id`: it belongs to no case."""

    audience: Audience
    case_id: str | None = None
    number: str | None = None
    customer: str = ""
    person: PersonView | None = None


@dataclass(frozen=True)
class Root:
    """The first message of a case's thread in the log channel; None while nobody knows whether it stands."""

    message: str | None
    begun_at: datetime


class ShadowBook:
    """What the log channel holds, as the shadow's senders ask for it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def enter(self, now: datetime) -> None:
        """From now on this database is served in shadow."""
        with self._store.writing() as tx:
            insert_new(tx, shadow_messages, [{"about": _MODE, "channel": "", "begun_at": now}])

    def leave(self, now: datetime) -> int:
        """Open cases get real cards, and nothing that waited is told after the fact; how many cases are shown anew."""
        with self._store.writing() as tx:
            if not is_in_shadow(tx):
                return 0
            return _leave(tx, now)

    def reader(self) -> Reader | None:
        """Our own language and zone."""
        with self._store.reading() as tx:
            return lists.our_reader(tx)

    def told_under(self, key: str) -> Told | None:
        """What is posted under a key right now; None for what only its own lane knows."""
        with self._store.reading() as tx:
            return (
                _first_notice(tx, deliveries.c.message_key == key, deliveries.c.state == CLAIMED)
                or _first_card(tx, places.c.card_key == key)
                or _first_standing(tx, standing_messages.c.key == key)
            )

    def told_at(self, message: MessageRef) -> Told | None:
        """What a message is about that was sent, or shown in the log channel in its stead."""
        in_it, channel = message.message, message.place.channel
        with self._store.reading() as tx:
            return (
                _first_card(tx, places.c.anchor == in_it, places.c.channel == channel)
                or _first_notice(tx, deliveries.c.message == in_it, deliveries.c.message_channel == channel)
                or _first_standing(tx, standing_messages.c.message == in_it)
            )

    def begin(self, about: str, channel: str, now: datetime) -> Root | None:
        """What stands about this; None if whoever asks is the first, and is to post it."""
        row = {"about": about, "channel": channel, "begun_at": now}
        with self._store.writing() as tx:
            if insert_new(tx, shadow_messages, [row]):
                return None
            found = tx.execute(select(shadow_messages).where(shadow_messages.c.about == about)).one()
            return Root(found.message, found.begun_at)

    def stands(self, about: str, channel: str, message: str, now: datetime) -> None:
        with self._store.writing() as tx:
            put(tx, shadow_messages, [{"about": about, "channel": channel, "message": message, "begun_at": now}])

    def standing_for(self, about: str) -> str | None:
        """The message of the log channel that stands for something."""
        with self._store.reading() as tx:
            return tx.execute(select(shadow_messages.c.message).where(shadow_messages.c.about == about)).scalar()


def _first_notice(tx: Connection, *wanted: Any) -> Told | None:
    row = _first(
        tx,
        select(deliveries.c.audience_kind, deliveries.c.audience_name, cases.c.id, cases.c.number, customers.c.name)
        .join(customers, customers.c.id == deliveries.c.customer_id)
        .outerjoin(cases, cases.c.id == deliveries.c.case_id)
        .where(*wanted)
        .order_by(deliveries.c.id),
    )
    if row is None:
        return None
    audience = Audience(AudienceKind(row.audience_kind), row.audience_name)
    person = None
    if audience.kind is AudienceKind.PERSON:
        person = people.views(tx, (audience.name,)).get(audience.name)
    return Told(audience, row.id, row.number, row.name, person)


def _first_card(tx: Connection, *wanted: Any) -> Told | None:
    row = _first(
        tx,
        select(places.c.view, cases.c.id, cases.c.number, customers.c.name)
        .join(cases, cases.c.id == places.c.case_id)
        .join(customers, customers.c.id == places.c.customer_id)
        .where(*wanted),
    )
    return Told(Audience(AudienceKind.VIEW, row.view), row.id, row.number, row.name) if row else None


def _first_standing(tx: Connection, *wanted: Any) -> Told | None:
    row = _first(
        tx,
        select(customers.c.id, customers.c.name)
        .join(standing_messages, standing_messages.c.customer_id == customers.c.id)
        .where(*wanted),
    )
    return Told(Audience(AudienceKind.CUSTOMER, row.id), customer=row.name) if row else None


def _first(tx: Connection, query: Select[Any]) -> Any:
    return tx.execute(query.limit(1)).first()


def _leave(tx: Connection, now: datetime) -> int:
    in_shadow = places.c.anchor.startswith(SHADOW, autoescape=True)
    has_ended = places.c.case_id.in_(select(cases.c.id).where(cases.c.status.in_(_ENDED)))
    bare = {"anchor": None, "anchor_state": NONE, "card_is_uncertain": False, "card_token": None}
    # What has ended is shown again once something happens to it.
    tx.execute(update(places).where(in_shadow, has_ended).values(**bare, card_sent=places.c.card_wanted))
    shown = tx.execute(update(places).where(in_shadow).values(**bare, card_sent=0, card_due_at=now)).rowcount
    tx.execute(update(deliveries).where(deliveries.c.state.in_(_WAITING)).values(state=SHADOWED, token=None))
    only_here = deliveries.c.message.startswith(SHADOW, autoescape=True) | (deliveries.c.state == SHADOWED)
    tx.execute(delete(rewrites).where(rewrites.c.delivery_id.in_(select(deliveries.c.id).where(only_here))))
    tx.execute(delete(live_messages).where(live_messages.c.message.startswith(SHADOW, autoescape=True)))
    tx.execute(delete(mirrors).where(mirrors.c.copy_message.startswith(SHADOW, autoescape=True)))
    tx.execute(
        update(standing_messages)
        .where(standing_messages.c.message.startswith(SHADOW, autoescape=True))
        .values(message=None, drawn=None, token=None, is_uncertain=False, due_at=now)
    )
    # Cards that really stand were only changed in the log channel.
    changed = select(shadow_messages.c.about).where(shadow_messages.c.about.startswith("message/"))
    for about in tx.execute(changed).scalars().all():
        channel, message = about.split("/", 2)[1:]
        is_it = (places.c.channel == channel) & (places.c.anchor == message)
        tx.execute(update(places).where(is_it).values(card_sent=0, card_due_at=now))
    tx.execute(delete(shadow_messages))
    return shown


def is_in_shadow(tx: Connection) -> bool:
    """Was this database served in shadow last?"""
    return tx.execute(select(shadow_messages.c.about).where(shadow_messages.c.about == _MODE)).first() is not None


def about_case(channel: str, case_id: str) -> str:
    """Names the root of a case's thread in one log channel."""
    return f"case/{channel}/{case_id}"


def about_message(message: MessageRef) -> str:
    """Names what stands for the edits of a message that is really there."""
    return f"message/{message.place.channel}/{message.message}"
