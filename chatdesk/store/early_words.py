"""An edit or a deletion may overtake the message it is about: it is kept until that message comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from chatdesk.core.attached import AttachedFile
from chatdesk.core.codec import from_plain, to_plain
from chatdesk.core.places import MessageRef
from chatdesk.store.tables import early_words
from chatdesk.store.upsert import put


@dataclass(frozen=True)
class EarlyWords:
    """A `body` of None: the message was deleted. `author_id` is who edited it."""

    author_id: str | None
    body: str | None
    files: tuple[AttachedFile, ...]
    changed_at: datetime


def keep(tx: Connection, message: MessageRef, words: EarlyWords) -> None:
    """The latest change of a message counts, whichever comes first."""
    row = tx.execute(select(early_words.c.changed_at).where(*_is_of(message))).first()
    if row is None or row.changed_at < words.changed_at:
        place = message.place
        put(
            tx,
            early_words,
            [
                {
                    "platform": place.platform,
                    "tenant": place.tenant,
                    "channel": place.channel,
                    "message": message.message,
                    "author_id": words.author_id,
                    "body": words.body,
                    "files": to_plain(words.files) or None,
                    "changed_at": words.changed_at,
                }
            ],
        )


def take(tx: Connection, message: MessageRef) -> EarlyWords | None:
    """What was kept for this message; it is kept no longer."""
    row = tx.execute(select(early_words).where(*_is_of(message))).first()
    if row is None:
        return None
    tx.execute(delete(early_words).where(*_is_of(message)))
    return EarlyWords(row.author_id, row.body, files_of(row.files), row.changed_at)


def files_of(plain: Any) -> tuple[AttachedFile, ...]:
    """Files as they were stored beside a text."""
    return tuple(from_plain(AttachedFile, one) for one in plain or ())


def _is_of(message: MessageRef) -> tuple[ColumnElement[bool], ...]:
    place = message.place
    return (
        early_words.c.platform == place.platform,
        early_words.c.tenant == place.tenant,
        early_words.c.channel == place.channel,
        early_words.c.message == message.message,
    )
