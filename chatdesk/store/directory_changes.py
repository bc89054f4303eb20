"""What administrators changed in chat: who, when and what, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, text, update

from chatdesk.core.codec import from_plain, to_plain
from chatdesk.core.directory_changes import KINDS, Change
from chatdesk.core.places import Identity
from chatdesk.store.tables import directory_changes

_T = directory_changes.c


@dataclass(frozen=True)
class Made:
    """`is_overruled` says that directory.yml spoke against it later, so that it counts no more."""

    id: int
    at: datetime
    by: Identity
    by_name: str
    change: Change
    is_overruled: bool


def lock(tx: Connection) -> None:
    """Two who change who is who at once do it one after the other; nobody is kept from reading."""
    if tx.dialect.name != "sqlite":
        # SQLite lets one write at a time anyway.
        tx.execute(text("LOCK TABLE directory_changes IN SHARE ROW EXCLUSIVE MODE"))


def is_done(tx: Connection, request: str) -> bool:
    """Was this request carried out before?"""
    return tx.execute(select(_T.id).where(_T.request == request).limit(1)).first() is not None


def record(tx: Connection, request: str, by: Identity, by_name: str, changes: Sequence[Change], now: datetime) -> None:
    rows = [
        {
            "request": request,
            "at": now,
            "platform": by.platform,
            "tenant": by.tenant,
            "user": by.user,
            "name": by_name,
            "kind": type(change).__name__,
            "body": to_plain(change),
            "is_overruled": False,
        }
        for change in changes
    ]
    if rows:
        tx.execute(insert(directory_changes), rows)


def made(tx: Connection) -> list[Made]:
    """All of them, the oldest first."""
    return [
        Made(
            row.id,
            row.at,
            Identity(row.platform, row.tenant, row.user),
            row.name,
            from_plain(KINDS[row.kind], row.body),
            row.is_overruled,
        )
        for row in tx.execute(select(directory_changes).order_by(_T.id))
    ]


def overrule(tx: Connection, ids: Sequence[int]) -> None:
    tx.execute(update(directory_changes).where(_T.id.in_(ids)).values(is_overruled=True))
