"""Times in which nobody is pinged: who stopped pings and why, and which notices were kept back meanwhile.

Held are notices to channels of tiers, to single people and to pagers; what goes into a case's threads, and cards,
never are, nor is what lets a pager that rang fall silent. Rows are kept back by whoever is about to claim them, so
nothing depends on when they were queued.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, not_, select, update

from chatdesk.core.holding import HOLD_NOTICES, IS_HELD, RAISED, Fate, Kept
from chatdesk.core.notice import Audience, AudienceKind
from chatdesk.store.queue import HELD, LAPSED, PENDING
from chatdesk.store.tables import cases, deliveries, destinations, holds
from chatdesk.store.upsert import insert_new

_WHAT = "pings"
_alarms = deliveries.alias("alarms")
_NO_PINGS = (AudienceKind.VIEW.value, AudienceKind.CUSTOMER.value)
_CURRENT = select(holds).where(holds.c.ended_at.is_(None))
_SILENCES = (deliveries.c.audience_kind == AudienceKind.PAGER.value) & (deliveries.c.kind != RAISED)
_KEEP_BACK = (
    update(deliveries)
    .where(
        deliveries.c.state == PENDING,
        deliveries.c.audience_kind.not_in(_NO_PINGS),
        deliveries.c.kind.not_in(sorted(HOLD_NOTICES)),
        not_(_SILENCES),
    )
    .values(state=HELD, hold_id=bindparam("of_hold"))
)
# What follows an alarm that is held itself waits with it: an alarm has a queue of its own.
_KEEP_WITH_IT = (
    update(deliveries)
    .where(
        deliveries.c.state == PENDING,
        _SILENCES,
        deliveries.c.destination_id.in_(
            select(_alarms.c.destination_id).where(
                _alarms.c.state == HELD, _alarms.c.audience_kind == AudienceKind.PAGER.value
            )
        ),
    )
    .values(state=HELD, hold_id=bindparam("of_hold"))
)
_THREADS_TELL = select(deliveries.c.id, deliveries.c.facts).where(
    deliveries.c.state == PENDING, deliveries.c.kind == RAISED, deliveries.c.audience_kind == AudienceKind.VIEW.value
)


@dataclass(frozen=True)
class Hold:
    """`until_at` ends it by itself. Who began and ended it are names; `ended_by` is None where its own time has."""

    id: int
    begun_at: datetime
    begun_by: str
    reason: str
    until_at: datetime | None
    ended_at: datetime | None = None
    ended_by: str | None = None


def current(tx: Connection) -> Hold | None:
    """The hold that is on."""
    row = tx.execute(_CURRENT).first()
    return _hold(row) if row else None


def current_locked(tx: Connection) -> Hold | None:
    """The same, for the one transaction that ends or prolongs it."""
    row = tx.execute(_CURRENT.with_for_update()).first()
    return _hold(row) if row else None


def by_id(tx: Connection, hold_id: int) -> Hold | None:
    row = tx.execute(select(holds).where(holds.c.id == hold_id)).first()
    return _hold(row) if row else None


def begin(tx: Connection, by: str, reason: str, until_at: datetime | None, now: datetime) -> bool:
    """False where pings are held already."""
    row = {"what": _WHAT, "begun_at": now, "begun_by": by, "reason": reason, "until_at": until_at}
    return insert_new(tx, holds, [row]) == 1


def end(tx: Connection, hold_id: int, by: str | None, now: datetime) -> None:
    tx.execute(update(holds).where(holds.c.id == hold_id).values(ended_at=now, ended_by=by))


def keep_back(tx: Connection) -> None:
    """While pings are held, none of those that wait may be claimed."""
    # Shared, so that whoever ends the hold waits for us and finds what we keep back.
    row = tx.execute(_CURRENT.with_for_update(read=True)).first()
    if row is not None:
        tx.execute(_KEEP_BACK, {"of_hold": row.id})
        tx.execute(_KEEP_WITH_IT, {"of_hold": row.id})
        _mark_threads(tx)


def held_rows(tx: Connection, hold_id: int) -> list[Row[Any]]:
    """What this hold has kept back and not let go, in order, locked."""
    return list(
        tx.execute(
            select(deliveries)
            .where(deliveries.c.hold_id == hold_id, deliveries.c.state == HELD)
            .order_by(deliveries.c.id)
            .with_for_update()
        )
    )


def let_go(tx: Connection, row: Row[Any], facts: list[list[str]], now: datetime) -> None:
    """This one is sent now, with what it says of the time in between; it waits anew from now on."""
    tx.execute(
        update(deliveries)
        .where(deliveries.c.id == row.id)
        .values(state=PENDING, retry_at=now, created_at=now, facts=facts)
    )


def lapse(tx: Connection, ids: Collection[int]) -> None:
    """These are not sent any more: nothing is left to do about them."""
    tx.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(state=LAPSED))


def kept_back(tx: Connection, hold_id: int, audience: Audience | None, limit: int) -> tuple[tuple[Kept, ...], int]:
    """What a hold has kept back in all, or from one audience, in order; at most `limit` of them, and how many."""
    wanted = [deliveries.c.hold_id == hold_id]
    if audience is not None:
        wanted += [deliveries.c.audience_kind == audience.kind.value, deliveries.c.audience_name == audience.name]
    rows = tx.execute(
        select(deliveries, cases.c.number)
        .outerjoin(cases, cases.c.id == deliveries.c.case_id)
        .where(*wanted)
        .order_by(deliveries.c.id)
        .limit(limit)
    )
    count = tx.execute(select(func.count()).select_from(deliveries).where(*wanted)).scalar_one()
    return tuple(_kept(row) for row in rows), int(count)


def audiences(tx: Connection, hold_id: int) -> list[Audience]:
    """From whom this hold kept something back, pagers left out: nobody reads there."""
    rows = tx.execute(
        select(deliveries.c.audience_kind, deliveries.c.audience_name, func.min(deliveries.c.id).label("first"))
        .join(destinations, destinations.c.id == deliveries.c.destination_id)
        .where(deliveries.c.hold_id == hold_id, deliveries.c.audience_kind != AudienceKind.PAGER.value)
        .group_by(deliveries.c.audience_kind, deliveries.c.audience_name)
        .order_by("first")
    )
    return [Audience(AudienceKind(row.audience_kind), row.audience_name) for row in rows]


def _mark_threads(tx: Connection) -> None:
    """A thread that would say who was told of a tier says what is so instead, however often it is drawn again."""
    for row in tx.execute(_THREADS_TELL).all():
        facts = [(key, value) for key, value in row.facts]
        if IS_HELD not in facts:
            marked = update(deliveries).where(deliveries.c.id == row.id, deliveries.c.state == PENDING)
            tx.execute(marked.values(facts=[*row.facts, list(IS_HELD)]))


def _hold(row: Row[Any]) -> Hold:
    return Hold(row.id, row.begun_at, row.begun_by, row.reason, row.until_at, row.ended_at, row.ended_by)


def _kept(row: Row[Any]) -> Kept:
    facts = {key: value for key, value in row.facts}
    audience = Audience(AudienceKind(row.audience_kind), row.audience_name)
    fate = {HELD: Fate.HELD, LAPSED: Fate.LAPSED}.get(row.state, Fate.SENT)
    return Kept(row.number, row.kind, audience, row.at, facts.get("tier"), facts.get("metric"), fate)
