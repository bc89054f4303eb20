"""Putting notices into the outbox, in the transaction of the events they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from chatdesk.core.case import Case
from chatdesk.core.codec import to_plain
from chatdesk.core.notice import ENGINEERS_VIEW, AudienceKind, Notice, channel
from chatdesk.store.addresses import Address, Addresses, NoCase, Nowhere, add_destinations
from chatdesk.store.tables import deliveries

PENDING = "pending"
CLAIMED = "claimed"
UNCERTAIN = "uncertain"
SENT = "sent"
# Sent twice, the second time marked as a repeat, and the platform cannot say whether either stands.
ASSUMED = "assumed"
DEAD = "dead"

UNDELIVERABLE = "undeliverable"

_ADD = insert(deliveries)


def enqueue(tx: Connection, told: Sequence[tuple[Case | NoCase, Iterable[Notice]]], now: datetime) -> None:
    """Resolve each notice's audience and queue it there; what reaches nobody is dead at once, and engineers hear of it.

    Of several audiences of one event that share a destination, the first counts.
    """
    if not told:
        return
    addresses = Addresses(tx, [case for case, _ in told], now)
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str | None, int, str, str, str]] = set()
    found: dict[str, Address] = {}
    for case, notices in told:
        for notice, about in _with_failures(addresses, case, notices):
            address = addresses.of(case, notice.audience)
            if isinstance(address, Address):
                key = (case.id, notice.seq, notice.kind, about, address.id)
                if key in seen:
                    continue
                seen.add(key)
                found[address.id] = address
            rows.append(_row(case, notice, about, address, now))
    add_destinations(tx, found)
    if rows:
        tx.execute(_ADD, rows)


def undeliverable(notice: Notice, error: str) -> tuple[Notice, ...]:
    """The notices that tell of one which reached nobody; none for those that are such notices themselves."""
    if notice.kind == UNDELIVERABLE:
        return ()
    facts = (
        ("audience", notice.audience.kind.value),
        ("error", error),
        ("kind", notice.kind),
        ("to", notice.audience.name),
    )
    # What belongs to no case has no thread in which engineers would read of it.
    is_of_no_case = notice.audience.kind is AudienceKind.CUSTOMER
    audiences = (channel("on_call"),) if is_of_no_case else (ENGINEERS_VIEW, channel("on_call"))
    return tuple(
        Notice(UNDELIVERABLE, audience, notice.at, notice.seq, facts, is_urgent=notice.is_urgent)
        for audience in audiences
    )


def about_of(notice: Notice) -> str:
    """Tells apart the notices about several failures of one event."""
    if notice.kind != UNDELIVERABLE:
        return ""
    return f"{notice.fact('kind')}/{notice.fact('audience')}/{notice.fact('to')}"


def _with_failures(
    addresses: Addresses, case: Case | NoCase, notices: Iterable[Notice]
) -> Iterable[tuple[Notice, str]]:
    for notice in notices:
        yield notice, about_of(notice)
        address = addresses.of(case, notice.audience)
        if isinstance(address, Nowhere):
            for told in undeliverable(notice, address.error):
                yield told, about_of(told)


def _row(case: Case | NoCase, notice: Notice, about: str, address: Address | Nowhere, now: datetime) -> dict[str, Any]:
    error = address.error if isinstance(address, Nowhere) else None
    return {
        "case_id": case.id,
        "customer_id": case.customer_id,
        "seq": notice.seq,
        "kind": notice.kind,
        "audience_kind": notice.audience.kind.value,
        "audience_name": notice.audience.name,
        "destination_id": address.id if isinstance(address, Address) else None,
        "about": about,
        "at": notice.at,
        "facts": to_plain(notice.facts),
        "is_urgent": notice.is_urgent,
        "stands_alone": notice.stands_alone,
        "state": PENDING if error is None else DEAD,
        "retry_at": now,
        "attempts": 0,
        "is_repeat": False,
        "last_error": error,
        "created_at": now,
    }
