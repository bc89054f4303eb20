"""Pagers among the destinations: which one a row is for, and that one which does not answer is told of once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from chatdesk.core.notice import AudienceKind, Notice
from chatdesk.core.pagers import Pager, pager_at
from chatdesk.core.places import Place
from chatdesk.store import cases
from chatdesk.store.outcomes import notice_of
from chatdesk.store.queue import PAGER_LATE, about_of, enqueue, failed_at
from chatdesk.store.tables import deliveries, destinations


def pagers_of(tx: Connection, rows: Sequence[Row[Any]]) -> dict[int, Pager]:
    """By the rows' ids, where a row is for a pager."""
    paged = {row.id: row.destination_id for row in rows if row.audience_kind == AudienceKind.PAGER}
    if not paged:
        return {}
    found = tx.execute(select(destinations).where(destinations.c.id.in_(set(paged.values()))))
    pagers = {one.id: pager_at(Place(one.platform, one.tenant, one.channel)) for one in found}
    return {row_id: pagers[destination] for row_id, destination in paged.items()}


def tell_late(tx: Connection, rows: Sequence[Row[Any]], error: str, now: datetime) -> None:
    """People hear, once for each alarm and pager, that it has not gone through so far."""
    pagers = pagers_of(tx, rows)
    for row in rows:
        if row.id not in pagers or row.case_id is None:
            continue
        told = failed_at(PAGER_LATE, notice_of(row), error, pagers[row.id])
        if not _is_told(tx, row.case_id, told[0]):
            enqueue(tx, [(cases.load_many(tx, (row.case_id,))[row.case_id], told)], now)


def _is_told(tx: Connection, case_id: str, notice: Notice) -> bool:
    query = select(deliveries.c.id).where(
        deliveries.c.case_id == case_id,
        deliveries.c.seq == notice.seq,
        deliveries.c.kind == notice.kind,
        deliveries.c.about == about_of(notice),
    )
    return tx.execute(query.limit(1)).first() is not None
