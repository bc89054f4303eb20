"""Putting notices into the outbox, in the transaction of the events they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from chatdesk.core.case import Case
from chatdesk.core.codec import to_plain
from chatdesk.core.holding import HOLD_NOTICES
from chatdesk.core.notice import ENGINEERS_VIEW, AudienceKind, Notice, channel
from chatdesk.core.pagers import Pager
from chatdesk.store.addresses import Address, Addresses, NoCase, Nowhere, add_destinations
from chatdesk.store.tables import deliveries

PENDING = "pending"
CLAIMED = "claimed"
UNCERTAIN = "uncertain"
SENT = "sent"
# Sent twice, the second time marked as a repeat, and the platform cannot say whether either stands.
ASSUMED = "assumed"
DEAD = "dead"
# Kept back while pings are held; and kept back for so long that nothing was left to do about it.
HELD = "held"
LAPSED = "lapsed"
# Waited when a desk ended its time in shadow, and is not told after the fact.
SHADOWED = "shadowed"

UNDELIVERABLE = "undeliverable"
# An operator has put a dead letter back.
RETRIED = "delivery.retried"
# A pager does not answer; it is tried on.
PAGER_LATE = "pager.late"
_OF_FAILURES = (UNDELIVERABLE, PAGER_LATE)
# Nothing comes of telling that these did not arrive: whoever looks is told of the hold.
_NEVER_REPORTED = (*_OF_FAILURES, *HOLD_NOTICES, RETRIED)

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
            for found_at in addresses.all_of(case, notice.audience):
                address = _in_its_queue(found_at, case, notice)
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


def undeliverable(notice: Notice, error: str, pager: Pager | None = None) -> tuple[Notice, ...]:
    """The notices that tell of one which reached nobody; none for those that are such notices themselves.

    `pager` is the one that it was for: a tier may have several.
    """
    return () if notice.kind in _NEVER_REPORTED else failed_at(UNDELIVERABLE, notice, error, pager)


def failed_at(kind: str, notice: Notice, error: str, pager: Pager | None) -> tuple[Notice, ...]:
    """What people are told, as notices of `kind`, of one that was not delivered."""
    facts = [
        ("audience", notice.audience.kind.value),
        ("error", error),
        ("kind", notice.kind),
        ("to", notice.audience.name),
    ]
    if again := notice.fact("again"):
        facts.append(("again", again))
    if pager is not None:
        facts += [("pager", pager.name), ("tier", notice.fact("tier") or "")]
    # What belongs to no case has no thread in which engineers would read of it.
    is_of_no_case = notice.audience.kind is AudienceKind.CUSTOMER
    audiences = (channel("on_call"),) if is_of_no_case else (ENGINEERS_VIEW, channel("on_call"))
    return tuple(
        Notice(kind, audience, notice.at, notice.seq, tuple(facts), is_urgent=notice.is_urgent)
        for audience in audiences
    )


def about_of(notice: Notice) -> str:
    """Tells apart the notices about several failures of one event, those of its alarms, and those of one hold."""
    if notice.audience.kind is AudienceKind.PAGER:
        return f"tier {notice.fact('tier')}"
    if notice.kind in HOLD_NOTICES or notice.kind == RETRIED:
        return notice.fact("about") or ""
    if notice.kind not in _OF_FAILURES:
        return ""
    about = f"{notice.fact('kind')}/{notice.fact('audience')}/{notice.fact('to')}"
    if again := notice.fact("again"):
        about = f"{about}/again {again}"
    pager = notice.fact("pager")
    return f"{about}/{pager}/{notice.fact('tier')}" if pager else about


def _with_failures(
    addresses: Addresses, case: Case | NoCase, notices: Iterable[Notice]
) -> Iterable[tuple[Notice, str]]:
    for notice in notices:
        yield notice, about_of(notice)
        for address in addresses.all_of(case, notice.audience):
            if isinstance(address, Nowhere):
                for told in undeliverable(notice, address.error):
                    yield told, about_of(told)


def _in_its_queue(address: Address | Nowhere, case: Case | NoCase, notice: Notice) -> Address | Nowhere:
    """Each alarm has a queue of its own at each pager: what is said of it stays in order, and no other waits for it."""
    if isinstance(address, Nowhere) or notice.audience.kind is not AudienceKind.PAGER:
        return address
    alarm = f"{case.id}/{notice.fact('escalation')}/{notice.fact('tier')}"
    return replace(address, id=f"{address.id}/{alarm}")


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
