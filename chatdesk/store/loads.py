"""The bulk loads of a customer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from chatdesk.core.case import Status
from chatdesk.store.tables import cases


def count_since(tx: Connection, customer_id: str, since: datetime) -> int:
    """How many came since then and were neither declined nor taken back."""
    query = select(func.count()).where(
        cases.c.customer_id == customer_id,
        cases.c.opened_at >= since,
        cases.c.status.not_in((Status.WITHDRAWN.value, Status.MERGED.value)),
        cases.c.body["load"]["digest"].as_string().is_not(None),
    )
    return int(tx.execute(query).scalar_one())
