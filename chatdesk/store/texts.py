"""What people wrote. Events point to it, so that erasing somebody's words breaks no history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from chatdesk.core.places import MessageRef, Place
from chatdesk.store.tables import texts

_WRITE = insert(texts)


@dataclass(frozen=True)
class Text:
    """`field` says what it is: `title`, `description`, `text`, `reason` or `note`."""

    id: str
    field: str
    body: str


def write(
    tx: Connection,
    case_id: str,
    customer_id: str,
    author_id: str | None,
    written: Iterable[Text],
    message: MessageRef | None,
    now: datetime,
) -> None:
    place = message.place if message else None
    rows = [
        {
            "id": one.id,
            "case_id": case_id,
            "customer_id": customer_id,
            "author_id": author_id,
            "field": one.field,
            "body": one.body,
            "platform": place.platform if place else None,
            "tenant": place.tenant if place else None,
            "channel": place.channel if place else None,
            "thread": place.thread if place else None,
            "message": message.message if message else None,
            "created_at": now,
        }
        for one in written
    ]
    if rows:
        tx.execute(_WRITE, rows)


def copy(tx: Connection, text_id: str, copy_id: str, case_id: str, now: datetime) -> None:
    """The same words for another case of the same customer, so that each can be erased with its case."""
    row = tx.execute(select(texts).where(texts.c.id == text_id)).first()
    if row is not None:
        tx.execute(_WRITE, [{**row._mapping, "id": copy_id, "case_id": case_id, "created_at": now, "message": None}])


def of_cases(tx: Connection, case_ids: Collection[str], fields: Collection[str] = ()) -> dict[str, str]:
    """The texts of these cases by id; with `fields`, only those."""
    query = select(texts.c.id, texts.c.body).where(texts.c.case_id.in_(case_ids))
    if fields:
        query = query.where(texts.c.field.in_(fields))
    return {row.id: row.body for row in tx.execute(query)}


def source_of(tx: Connection, text_id: str) -> MessageRef | None:
    """The message that brought this text, if one did."""
    row = tx.execute(select(texts).where(texts.c.id == text_id)).first()
    if row is None or row.message is None:
        return None
    return MessageRef(Place(row.platform, row.tenant, row.channel, row.thread), row.message)
