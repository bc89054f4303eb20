"""What people wrote. Events point to it, so that erasing somebody's words breaks no history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from chatdesk.core.attached import AttachedFile
from chatdesk.core.codec import to_plain
from chatdesk.core.places import MessageRef, Place
from chatdesk.store.early_words import files_of
from chatdesk.store.tables import texts

_WRITE = insert(texts)


@dataclass(frozen=True)
class Text:
    """`field` says what it is: `title`, `description`, `text`, `reason` or `note`."""

    id: str
    field: str
    body: str
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class SaidText:
    """A text that a message carried."""

    id: str
    case_id: str
    author_id: str | None
    body: str
    files: tuple[AttachedFile, ...]


# What a case is called and about, which is kept as it was reported.
_OF_THE_REPORT = ("title", "description")


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
            "files": to_plain(one.files) or None,
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


def files_of_cases(tx: Connection, case_ids: Collection[str]) -> dict[str, tuple[AttachedFile, ...]]:
    """The files that came with texts of these cases, by the text's id."""
    query = select(texts.c.id, texts.c.files).where(texts.c.case_id.in_(case_ids), texts.c.files.is_not(None))
    return {row.id: files_of(row.files) for row in tx.execute(query)}


def said_in(tx: Connection, message: MessageRef) -> SaidText | None:
    """What somebody said to a case with this message; None for one that opened it, or that nobody told us of."""
    place = message.place
    row = tx.execute(
        select(texts).where(
            texts.c.platform == place.platform,
            texts.c.tenant == place.tenant,
            texts.c.channel == place.channel,
            texts.c.message == message.message,
            texts.c.field.not_in(_OF_THE_REPORT),
        )
    ).first()
    return SaidText(row.id, row.case_id, row.author_id, row.body, files_of(row.files)) if row else None


def reword(
    tx: Connection, text_id: str, was_id: str, body: str, files: tuple[AttachedFile, ...], now: datetime
) -> None:
    """The text holds `body` from now on; what it held is kept under `was_id`."""
    row = tx.execute(select(texts).where(texts.c.id == text_id)).one()
    tx.execute(_WRITE, [{**row._mapping, "id": was_id, "message": None, "created_at": now}])
    tx.execute(update(texts).where(texts.c.id == text_id).values(body=body, files=to_plain(files) or None))


def erase(tx: Connection, text_ids: Collection[str]) -> None:
    """The words are gone, and what came with them; that there were some stays."""
    tx.execute(update(texts).where(texts.c.id.in_(text_ids)).values(body="", files=None))
