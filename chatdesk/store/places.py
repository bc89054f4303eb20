"""Where cases are shown, and which case lives in a thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from chatdesk.core.case import Case
from chatdesk.core.places import MessageRef, Place
from chatdesk.store import customers
from chatdesk.store.tables import cases, places

ENGINEERS = "engineers"

NONE = "none"
POSTED = "posted"
DEAD = "dead"

# The id of a message begins so where it was shown in the log channel alone (decision 0014).
SHADOW = "shadow."

_ADD = insert(places)
_WANT = update(places).where(places.c.case_id == bindparam("of_case")).values(card_wanted=bindparam("wanted"))


def add(tx: Connection, case: Case, shown_in: Iterable[tuple[str, Place]], now: datetime) -> None:
    """Show the case in these views. The thread of a place without one will be the card's own."""
    rows = [
        {
            "case_id": case.id,
            "customer_id": case.customer_id,
            "view": view,
            "platform": place.platform,
            "tenant": place.tenant,
            "channel": place.channel,
            "thread": place.thread,
            "anchor_state": NONE,
            "card_wanted": case.version,
            "card_sent": 0,
            "card_due_at": now,
            "card_attempts": 0,
            "card_is_uncertain": False,
        }
        for view, place in shown_in
    ]
    if rows:
        tx.execute(_ADD, rows)


def want_cards(tx: Connection, changed: Sequence[Case]) -> None:
    """The cards of these cases no longer show what is so."""
    if changed:
        tx.execute(_WANT, [{"of_case": case.id, "wanted": case.version} for case in changed])


def of_cases(tx: Connection, case_ids: Collection[str]) -> dict[str, dict[str, Row]]:  # type: ignore[type-arg]
    """The rows of these cases' places, by case and view."""
    found: dict[str, dict[str, Row]] = {}  # type: ignore[type-arg]
    for row in tx.execute(select(places).where(places.c.case_id.in_(case_ids))):
        found.setdefault(row.case_id, {})[row.view] = row
    return found


def candidates(tx: Connection, place: Row) -> list[Place]:  # type: ignore[type-arg]
    """Where else the directory lets this case be shown, in its order; not where that was given up already."""
    named = place.view == ENGINEERS
    listed = customers.channels_named(tx, ENGINEERS) if named else customers.channels_of(tx, place.customer_id)
    given_up = [*(place.given_up or ()), _address(place)]
    return [one for one in listed if _address(one) not in given_up]


def move(tx: Connection, place: Row, to: Place, now: datetime) -> None:  # type: ignore[type-arg]
    """Show the case elsewhere from now on; the card is posted anew. It never comes back to where it was."""
    tx.execute(
        update(places)
        .where(places.c.id == place.id)
        .values(
            platform=to.platform,
            tenant=to.tenant,
            channel=to.channel,
            thread=to.thread,
            anchor=None,
            anchor_state=NONE,
            card_sent=0,
            card_due_at=now,
            card_attempts=0,
            card_is_uncertain=False,
            card_token=None,
            card_claimed_until=None,
            card_error=None,
            given_up=[*(place.given_up or ()), _address(place)],
        )
    )


def case_in_thread(tx: Connection, place: Place) -> tuple[str, str] | None:
    """The case and view shown in this thread; the latest opened, where a thread saw several."""
    if place.thread is None:
        return None
    row = tx.execute(
        select(places.c.case_id, places.c.view)
        .join(cases, cases.c.id == places.c.case_id)
        .where(
            places.c.platform == place.platform,
            places.c.tenant == place.tenant,
            places.c.channel == place.channel,
            or_(places.c.thread == place.thread, places.c.anchor == place.thread),
        )
        .order_by(cases.c.opened_at.desc(), places.c.id.desc())
        .limit(1)
    ).first()
    return (row.case_id, row.view) if row else None


def anchors(rows: Mapping[str, Row]) -> dict[str, MessageRef]:  # type: ignore[type-arg]
    """The messages of a case's cards by view, where posted; what stands in a log channel only is nobody's to go to."""
    return {
        view: MessageRef(Place(row.platform, row.tenant, row.channel, row.thread), row.anchor)
        for view, row in rows.items()
        if row.anchor_state == POSTED and not row.anchor.startswith(SHADOW)
    }


def _address(where: Any) -> list[str]:
    """A channel as a list that JSON keeps."""
    return [where.platform, where.tenant, where.channel]
