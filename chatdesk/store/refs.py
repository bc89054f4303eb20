"""From the ways in which people and buttons name a case to the case."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from chatdesk.core.inbound import CaseRef
from chatdesk.store import places
from chatdesk.store.tables import cases, deliveries

_BY_NUMBER = select(cases.c.id).where(cases.c.number == bindparam("of_number"))


def find(tx: Connection, ref: CaseRef) -> str | None:
    """The id of the case that is meant, whoever asks; None where nothing is known. An id is taken as it is."""
    if ref.case_id is not None:
        return ref.case_id
    if ref.number is not None:
        number = ref.number.strip().lstrip("#").upper()
        return tx.execute(_BY_NUMBER, {"of_number": number}).scalar()
    if ref.place is not None:
        found = places.case_in_thread(tx, ref.place)
        return found[0] if found else None
    return None


def was_told(tx: Connection, case_id: str, person_id: str) -> bool:
    """Has a notice of this case gone to this person?"""
    row = tx.execute(
        select(deliveries.c.id)
        .where(
            deliveries.c.audience_kind == "person",
            deliveries.c.audience_name == person_id,
            deliveries.c.case_id == case_id,
        )
        .limit(1)
    ).first()
    return row is not None
