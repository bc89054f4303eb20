"""What waits in the outbox or died there, for operators; and putting dead letters back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, update

from chatdesk.core.notice import ENGINEERS_VIEW, AudienceKind, Notice
from chatdesk.store import cases as case_rows
from chatdesk.store import detours, places
from chatdesk.store.addresses import Address, Addresses, add_destinations
from chatdesk.store.outcomes import notice_of
from chatdesk.store.queue import CLAIMED, DEAD, HELD, PENDING, RETRIED, UNCERTAIN, enqueue
from chatdesk.store.tables import cases, customers, deliveries, destinations, people
from chatdesk.store.tables import places as place_rows

STATES = (PENDING, CLAIMED, UNCERTAIN, HELD, DEAD)
MOST_LISTED = 500

# Whoever failed so may have done it all the same: it is asked after before anything is sent again.
_UNKNOWN = ("connection_lost", "no_answer", "unreadable_answer", "internal_error", "fatal_error", "request_timeout")


@dataclass(frozen=True)
class Waiting:
    """One notice that has not arrived. `to` is whom it is for, `where` the platform's own id of the place.

    `reached` says that a dead one has since arrived, or waits, at another address of theirs. `id` begins with
    "card:" for the card of a case, which is no notice.
    """

    id: str
    state: str
    kind: str
    number: str | None
    audience: str
    to: str
    platform: str | None
    where: str | None
    since: datetime
    retry_at: datetime
    attempts: int
    error: str | None
    is_urgent: bool
    reached: bool = False


@dataclass(frozen=True)
class Retried:
    """What became of one dead letter: `back`, `reached` already, or `nowhere` to send it."""

    id: int
    fate: str


def waiting(tx: Connection, states: Sequence[str], number: str | None) -> list[Waiting]:
    """The oldest first, at most `MOST_LISTED`; of one case or of all."""
    wanted: list[ColumnElement[bool]] = [deliveries.c.state.in_(states)]
    if number is not None:
        wanted.append(func.lower(cases.c.number) == number.lower())
    query = listed().where(*wanted).order_by(deliveries.c.id).limit(MOST_LISTED)
    return [_waiting(tx, row) for row in tx.execute(query)] + _dead_cards(tx, states, number)


def dead_ids(tx: Connection, channel: str | None) -> list[int]:
    """Every dead letter, or those for one channel or account by the platform's own id."""
    query = select(deliveries.c.id).where(deliveries.c.state == DEAD).order_by(deliveries.c.id)
    if channel is not None:
        query = (
            query.join(destinations, destinations.c.id == deliveries.c.destination_id)
            .outerjoin(place_rows, place_rows.c.id == destinations.c.place_id)
            .where(
                or_(
                    destinations.c.channel == channel,
                    destinations.c.user == channel,
                    place_rows.c.channel == channel,
                )
            )
        )
    return list(tx.execute(query).scalars())


def retry(tx: Connection, delivery_id: int, now: datetime) -> Retried | None:
    """Puts one dead letter back, once; None where no dead letter has this id."""
    row = tx.execute(
        select(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == DEAD).with_for_update()
    ).first()
    if row is None:
        return None
    told = detours.told_at(tx, row)
    addresses = [*detours.addresses(tx, row), *_place_now(tx, row, now)]
    if any(told.get(address.id, DEAD) != DEAD for address in addresses):
        return Retried(row.id, "reached")
    to = next((address for address in addresses if address.id not in told), None)
    if to is None and row.destination_id is None:
        return Retried(row.id, "nowhere")
    _put_back(tx, row, to, now)
    _tell(tx, row, now)
    return Retried(row.id, "back")


def revive_cards(tx: Connection, channel: str | None, now: datetime) -> int:
    """Cards that were given up are posted anew; those of one channel or all."""
    wanted = [place_rows.c.anchor_state == places.DEAD]
    if channel is not None:
        wanted.append(place_rows.c.channel == channel)
    return tx.execute(update(place_rows).where(*wanted).values(**_REVIVED, card_due_at=now)).rowcount


_REVIVED = {"anchor": None, "anchor_state": places.NONE, "card_sent": 0, "card_attempts": 0, "card_token": None}


def _place_now(tx: Connection, row: Row[Any], now: datetime) -> list[Address]:
    """The thread where a case is shown now, for what found it shown nowhere."""
    if row.destination_id is not None or row.audience_kind != AudienceKind.VIEW or row.case_id is None:
        return []
    case = case_rows.load_many(tx, [row.case_id])[row.case_id]
    found = Addresses(tx, [case], now).of(case, notice_of(row).audience)
    return [found] if isinstance(found, Address) else []


def _put_back(tx: Connection, row: Row[Any], to: Address | None, now: datetime) -> None:
    """It goes where its audience is reached now. What may stand already is looked for first."""
    values: dict[str, Any] = {"state": PENDING, "retry_at": now, "created_at": now, "attempts": 0, "token": None}
    if to is not None:
        add_destinations(tx, {to.id: to})
        values["destination_id"] = to.id
    elif row.message_key is not None and _is_unknown(row.last_error):
        values["state"] = UNCERTAIN
    tries = sum(1 for key, _ in row.facts if key == "again") + 1
    values["facts"] = [*row.facts, ["again", str(tries)]]
    tx.execute(update(deliveries).where(deliveries.c.id == row.id).values(**values))
    place_id = tx.execute(select(destinations.c.place_id).where(destinations.c.id == row.destination_id)).scalar()
    is_dead = (place_rows.c.id == place_id) & (place_rows.c.anchor_state == places.DEAD)
    if place_id is not None:
        tx.execute(update(place_rows).where(is_dead).values(**_REVIVED, card_due_at=now))


def _tell(tx: Connection, row: Row[Any], now: datetime) -> None:
    case = case_rows.load_many(tx, [row.case_id]).get(row.case_id) if row.case_id is not None else None
    if case is None:
        return
    notice = notice_of(row)
    name = tx.execute(select(people.c.name).where(people.c.id == notice.audience.name)).scalar()
    facts = (
        ("about", f"{row.id}/{sum(1 for key, _ in row.facts if key == 'again') + 1}"),
        ("audience", notice.audience.kind.value),
        ("kind", notice.kind),
        ("name", name or ""),
        ("to", notice.audience.name),
    )
    enqueue(tx, [(case, [Notice(RETRIED, ENGINEERS_VIEW, now, notice.seq, facts)])], now)


def _is_unknown(error: str | None) -> bool:
    # Faults of our own are kept by the name of their exception.
    return error is not None and (error in _UNKNOWN or error.startswith("http_5") or error[:1].isupper())


def listed() -> Select[Any]:
    """Deliveries with the number, customer and person they are about, and where they go."""
    return (
        select(
            deliveries,
            cases.c.number,
            customers.c.name.label("customer"),
            people.c.name.label("person"),
            destinations.c.platform.label("to_platform"),
            func.coalesce(destinations.c.channel, destinations.c.user, place_rows.c.channel).label("to_where"),
            place_rows.c.platform.label("place_platform"),
        )
        .join(customers, customers.c.id == deliveries.c.customer_id)
        .outerjoin(cases, cases.c.id == deliveries.c.case_id)
        .outerjoin(people, people.c.id == deliveries.c.audience_name)
        .outerjoin(destinations, destinations.c.id == deliveries.c.destination_id)
        .outerjoin(place_rows, place_rows.c.id == destinations.c.place_id)
    )


def _waiting(tx: Connection, row: Row[Any]) -> Waiting:
    told = detours.told_at(tx, row) if row.state == DEAD else {}
    is_reached = any(told.get(address.id, DEAD) != DEAD for address in detours.addresses(tx, row)) if told else False
    return Waiting(
        id=str(row.id),
        state=row.state,
        kind=row.kind,
        number=row.number,
        audience=row.audience_kind,
        to=row.person or row.audience_name,
        platform=row.to_platform or row.place_platform,
        where=row.to_where,
        since=row.created_at,
        retry_at=row.retry_at,
        attempts=row.attempts,
        error=row.last_error,
        is_urgent=row.is_urgent,
        reached=is_reached,
    )


def _dead_cards(tx: Connection, states: Sequence[str], number: str | None) -> list[Waiting]:
    if DEAD not in states:
        return []
    query = (
        select(place_rows, cases.c.number)
        .join(cases, cases.c.id == place_rows.c.case_id)
        .where(place_rows.c.anchor_state == places.DEAD)
        .order_by(place_rows.c.id)
        .limit(MOST_LISTED)
    )
    if number is not None:
        query = query.where(func.lower(cases.c.number) == number.lower())
    return [
        Waiting(
            id=f"card:{row.id}",
            state=DEAD,
            kind="card",
            number=row.number,
            audience="view",
            to=row.view,
            platform=row.platform,
            where=row.channel,
            since=row.card_due_at,
            retry_at=row.card_due_at,
            attempts=row.card_attempts,
            error=row.card_error,
            is_urgent=False,
        )
        for row in tx.execute(query)
    ]
