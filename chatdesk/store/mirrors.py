"""Messages and their copies in other places, both ways."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from chatdesk.core.places import MessageRef, Place
from chatdesk.store import texts
from chatdesk.store.engine import Store, Tx
from chatdesk.store.tables import cases, mirrors
from chatdesk.store.upsert import insert_new


class Mirrors:
    """A message's id is unique in its channel, so a thread is kept for showing only and never looked up by."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, case_id: str, source: MessageRef, copy: MessageRef, now: datetime) -> None:
        """Recording the same copy again changes nothing."""
        with self._store.writing() as tx:
            row = {
                "case_id": case_id,
                "customer_id": tx.execute(select(cases.c.customer_id).where(cases.c.id == case_id)).scalar_one(),
                **_columns("source", source),
                **_columns("copy", copy),
                "created_at": now,
            }
            insert_new(tx, mirrors, [row])

    def source_of_text(self, text_id: str) -> MessageRef | None:
        """The message in which a person wrote this text; None where it came from a form."""
        with self._store.reading() as tx:
            return texts.source_of(tx, text_id)

    def copies_of(self, source: MessageRef) -> tuple[MessageRef, ...]:
        with self._store.reading() as tx:
            return _found(tx, "source", source, "copy")

    def source_of(self, copy: MessageRef) -> MessageRef | None:
        """The message that this one copies, if it is a copy."""
        with self._store.reading() as tx:
            return next(iter(_found(tx, "copy", copy, "source")), None)


def _found(tx: Tx, by: str, message: MessageRef, wanted: str) -> tuple[MessageRef, ...]:
    columns = _columns(by, message)
    conditions = [mirrors.c[name] == value for name, value in columns.items() if not name.endswith("_thread")]
    rows = tx.execute(select(mirrors).where(*conditions).order_by(mirrors.c.id))
    return tuple(_message(row, wanted) for row in rows)


def _columns(side: str, message: MessageRef) -> dict[str, Any]:
    place = message.place
    return {
        f"{side}_platform": place.platform,
        f"{side}_tenant": place.tenant,
        f"{side}_channel": place.channel,
        f"{side}_thread": place.thread,
        f"{side}_message": message.message,
    }


def _message(row: Row[Any], side: str) -> MessageRef:
    part = row._mapping
    place = Place(part[f"{side}_platform"], part[f"{side}_tenant"], part[f"{side}_channel"], part[f"{side}_thread"])
    return MessageRef(place, part[f"{side}_message"])
