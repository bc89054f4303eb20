"""Cases and their events: loading, saving with a compare-and-swap on the version, and who is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from chatdesk.core.case import Case
from chatdesk.core.codec import from_plain, to_plain
from chatdesk.core.events import Event, Happening
from chatdesk.core.people import Actor
from chatdesk.store.tables import cases, customers, events

# What every request asks or writes is built once.
_LOAD = select(cases.c.body).where(cases.c.id == bindparam("of_id"))
_COUNTED = (
    select(customers.c.prefix, customers.c.last_number)
    .where(customers.c.id == bindparam("of_id"))
    .with_for_update(key_share=True)
)
_COUNT = update(customers).where(customers.c.id == bindparam("of_id")).values(last_number=customers.c.last_number + 1)
_APPEND = insert(events)
_ADD = insert(cases)
_DUE = (
    select(cases.c.id, cases.c.body)
    .where(cases.c.wake_at <= bindparam("now"))
    .order_by(cases.c.wake_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
)
_NEXT_WAKE = select(func.min(cases.c.wake_at)).where(cases.c.wake_at.is_not(None))


class Stale(Exception):
    """Somebody else changed the case since it was loaded."""


@dataclass(frozen=True)
class Due:
    """A case whose moment has come, not yet read: one that cannot be read must not stop the others."""

    id: str
    body: Any

    def read(self) -> Case:
        return from_plain(Case, self.body)


def load(tx: Connection, case_id: str) -> Case | None:
    body = tx.execute(_LOAD, {"of_id": case_id}).scalar()
    return None if body is None else from_plain(Case, body)


def load_many(tx: Connection, case_ids: Collection[str]) -> dict[str, Case]:
    rows = tx.execute(select(cases.c.id, cases.c.body).where(cases.c.id.in_(case_ids)))
    return {row.id: from_plain(Case, row.body) for row in rows}


def add(tx: Connection, case: Case) -> None:
    tx.execute(_ADD, {"id": case.id, "opened_at": case.opened_at, **_columns(case)})


def save(tx: Connection, changed: Sequence[tuple[Case, Case]]) -> None:
    """Replace each case (before, after) if its row is still at the version of `before`. Raises Stale otherwise."""
    if not changed:
        return
    rows = [{"of_id": before.id, "of_version": before.version, **_columns(after)} for before, after in changed]
    if tx.execute(_SAVE, rows).rowcount != len(rows):
        raise Stale


def append(tx: Connection, happened: Iterable[tuple[Case, Sequence[Event]]]) -> None:
    rows = [
        {
            "case_id": case.id,
            "seq": event.seq,
            "customer_id": case.customer_id,
            "at": event.at,
            "recorded_at": event.recorded_at,
            "type": type(event.body).__name__,
            "actor": to_plain(event.actor),
            "body": to_plain(event.body),
        }
        for case, history in happened
        for event in history
    ]
    if rows:
        tx.execute(_APPEND, rows)


def history(tx: Connection, case_id: str) -> tuple[Event, ...]:
    """All events of a case in order."""
    rows = tx.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.seq))
    return tuple(
        Event(row.seq, row.at, row.recorded_at, from_plain(Actor, row.actor), from_plain(Happening, row.body))
        for row in rows
    )


def due(tx: Connection, now: datetime, limit: int) -> list[Due]:
    """Cases to look at, the longest waiting first, locked for this transaction; those that a rival holds are left."""
    rows = tx.execute(_DUE, {"now": now, "most": limit})
    return [Due(row.id, row.body) for row in rows]


def due_ids(tx: Connection, now: datetime, limit: int) -> list[str]:
    """The same cases, neither read nor locked."""
    rows = tx.execute(select(cases.c.id).where(cases.c.wake_at <= now).order_by(cases.c.wake_at).limit(limit))
    return list(rows.scalars())


def due_one(tx: Connection, now: datetime, case_id: str) -> Due | None:
    """This case if it is still due, locked for this transaction."""
    row = tx.execute(
        select(cases.c.id, cases.c.body)
        .where(cases.c.id == case_id, cases.c.wake_at <= now)
        .with_for_update(skip_locked=True, key_share=True)
    ).first()
    return Due(row.id, row.body) if row else None


def next_wake_at(tx: Connection) -> datetime | None:
    return tx.execute(_NEXT_WAKE).scalar()


def push_back(tx: Connection, case_id: str, until: datetime) -> None:
    """Leave a case that fails alone until then."""
    tx.execute(update(cases).where(cases.c.id == case_id).values(wake_at=until, poisoned_until=until))


def next_number(tx: Connection, customer_id: str) -> str:
    """The customer's next case number; rivals wait until this transaction ends. See `use_number`."""
    row = tx.execute(_COUNTED, {"of_id": customer_id}).one()
    return f"{row.prefix}-{row.last_number + 1}"


def use_number(tx: Connection, customer_id: str) -> None:
    tx.execute(_COUNT, {"of_id": customer_id})


_CHANGING = (
    "customer_id",
    "number",
    "status",
    "severity",
    "owner_id",
    "requester_id",
    "policy_version",
    "wake_at",
    "poisoned_until",
    "version",
    "body",
)
_SAVE = (
    update(cases)
    .where(cases.c.id == bindparam("of_id"), cases.c.version == bindparam("of_version"))
    .values({name: bindparam(name) for name in _CHANGING})
)


def _columns(case: Case) -> dict[str, Any]:
    return {
        "customer_id": case.customer_id,
        "number": case.number,
        "status": case.status.value,
        "severity": case.severity,
        "owner_id": case.owner_id,
        "requester_id": case.requester_id,
        "policy_version": case.policy_version,
        "wake_at": case.wake_at,
        "poisoned_until": None,
        "version": case.version,
        "body": to_plain(case),
    }


def odd_columns(tx: Connection, case: Case) -> list[str]:
    """The columns of a stored case that do not say what its body says."""
    row = tx.execute(select(cases).where(cases.c.id == case.id)).one()._mapping
    wanted = _columns(case)
    if row["poisoned_until"] is not None:
        wanted |= {"wake_at": row["poisoned_until"], "poisoned_until": row["poisoned_until"]}
    return [f"column {name}" for name, value in wanted.items() if name != "body" and row[name] != value]
