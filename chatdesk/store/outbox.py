"""The outbox as delivery uses it: claim, send outside any transaction, record.

Every claim is a lease with a token. What is recorded under a token that has been lost to
somebody else changes nothing and returns False.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from chatdesk.core.case import Case
from chatdesk.core.notice import Audience, AudienceKind, Notice
from chatdesk.core.places import MessageRef
from chatdesk.store import anchors, cases, detours, lanes, live_messages, outcomes, pagers, rewrites, standing
from chatdesk.store.addresses import NoCase
from chatdesk.store.claims import ClaimedBatch, ClaimedCard, Shown
from chatdesk.store.engine import Store
from chatdesk.store.live_messages import LiveMessages
from chatdesk.store.queue import enqueue, undeliverable
from chatdesk.store.standing import StandingMessages


def _random_id() -> str:
    return uuid4().hex


class Outbox:
    """`new_id` makes tokens and the opaque keys by which messages are found again."""

    def __init__(self, store: Store, new_id: Callable[[], str] = _random_id) -> None:
        self._store = store
        self._new_id = new_id
        self.live = LiveMessages(store, new_id)
        self.rewrites = rewrites.Rewrites(store, new_id)
        self.standing = StandingMessages(store, new_id)

    def claim_notices(self, now: datetime, limit: int, lease: timedelta) -> list[ClaimedBatch]:
        """The oldest batch of each destination that has nothing in flight, the urgent first, at most `limit`.

        Notices for a thread wait until its card stands.
        """
        with self._store.writing() as tx:
            return lanes.claim(tx, now, limit, lease, self._new_id)

    def uncertain(self, now: datetime, limit: int, lease: timedelta) -> list[ClaimedBatch]:
        """Batches to look up by their `key` before anything is repeated; claimed as well.

        They come from `record_uncertain` and from leases that ran out. Found: `record_sent`.
        Not there: `record_retry`. No answer: `record_uncertain` again.
        """
        with self._store.writing() as tx:
            return lanes.claim_uncertain(tx, now, limit, lease, self._new_id)

    def record_sent(self, token: str, message: MessageRef, now: datetime, shown: Shown | None = None) -> bool:
        """`shown` are the buttons of a message of one notice, which are taken away once they lead nowhere."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.sent(tx, rows, message, now)
            if shown is not None and len(rows) == 1:
                live_messages.add(tx, rows[0], message, shown, now)
            return bool(rows)

    def record_retry(self, token: str, retry_at: datetime, error: str, now: datetime, is_repeat: bool = False) -> bool:
        """Send again at `retry_at`. `is_repeat` marks the next message as possibly a repeat."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.retry(tx, rows, retry_at, error, is_repeat)
            return bool(rows)

    def record_late(self, token: str, error: str, now: datetime) -> None:
        """A pager that these notices are for does not answer; people hear of it while it is tried on."""
        with self._store.writing() as tx:
            pagers.tell_late(tx, outcomes.held(tx, token), error, now)

    def record_uncertain(self, token: str, error: str, now: datetime, look_up_at: datetime | None = None) -> bool:
        """Nobody knows whether the message stands; it is looked up at `look_up_at`, by default at once."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.unknown(tx, rows, look_up_at or now, error)
            return bool(rows)

    def record_assumed(self, token: str, error: str, now: datetime) -> bool:
        """Sent once more, and again nobody can know. That is the end of it; of what is urgent, engineers hear."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.assumed(tx, rows, error)
            _report(tx, [row for row in rows if row.is_urgent], error, now)
            return bool(rows)

    def record_dead(self, token: str, error: str, now: datetime) -> bool:
        """These notices do not arrive there. They go to the next address of their audience, if there is one.

        Where none is left they reach nobody, and engineers hear of it in the same transaction.
        """
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.dead(tx, rows, error)
            _report(tx, detours.take(tx, rows, now), error, now)
            return bool(rows)

    def record_unwritten(self, token: str, error: str, now: datetime, only: Collection[int]) -> bool:
        """These rows of a batch cannot be put into words, wherever they go; the others stay claimed."""
        with self._store.writing() as tx:
            rows = [row for row in outcomes.held(tx, token) if row.id in only]
            outcomes.dead(tx, rows, error)
            _report(tx, rows, error, now)
            return bool(rows)

    def record_place_gone(self, token: str, error: str, now: datetime) -> bool:
        """Where these notices' case is shown, we may speak no more: they follow it to another platform, or are dead."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            place_id = outcomes.place_of(tx, rows[0]) if rows else None
            if place_id is not None and detours.move_place(tx, detours.place_of(tx, place_id), now):
                outcomes.retry(tx, rows, now, error, rows[0].is_repeat)
                return True
            outcomes.dead(tx, rows, error)
            _report(tx, detours.take(tx, rows, now), error, now)
            return bool(rows)

    def record_thread_lost(self, token: str, error: str, now: datetime) -> bool:
        """The root of these notices' thread is gone: its card is posted anew, and they follow it."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            place_id = outcomes.place_of(tx, rows[0]) if rows else None
            if place_id is not None:
                anchors.thread_lost(tx, place_id, error, now)
            outcomes.retry(tx, rows, now, error, rows[0].is_repeat if rows else False)
            return bool(rows)

    def claim_cards(self, now: datetime, limit: int, lease: timedelta) -> list[ClaimedCard]:
        """Cards that are out of date, each edited at most every two seconds."""
        with self._store.writing() as tx:
            return anchors.claim(tx, now, limit, lease, self._new_id)

    def record_card_sent(self, token: str, message: MessageRef, version: int, now: datetime) -> bool:
        """The card shows the case at `version`."""
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None:
                anchors.sent(tx, place.id, message, version, now)
            return place is not None

    def record_card_retry(self, token: str, retry_at: datetime, error: str, now: datetime) -> bool:
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None:
                anchors.retry(tx, place.id, retry_at, error)
            return place is not None

    def record_card_uncertain(self, token: str, error: str, now: datetime, look_up_at: datetime | None = None) -> bool:
        """A post may stand or not; the next claim says so. After an edit, `record_card_retry` is right."""
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None:
                anchors.unknown(tx, place.id, look_up_at or now, error)
            return place is not None

    def record_card_lost(self, token: str, error: str, now: datetime) -> bool:
        """The message is gone though its channel is not; the card is posted anew."""
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None:
                anchors.lost(tx, place.id, error, now)
            return place is not None

    def record_card_thread_lost(self, token: str, error: str, now: datetime) -> bool:
        """The thread that the card was to stand in is gone though its channel is not; it is posted as its own root."""
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None:
                anchors.thread_lost(tx, place.id, error, now)
            return place is not None

    def record_card_dead(self, token: str, error: str, now: datetime) -> bool:
        """The place can be reached no more. The case moves to another platform, and what waits for its thread follows.

        Where there is none, what waits is dead too, and engineers hear of it.
        """
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None and not detours.move_place(tx, place, now):
                _give_up(tx, place, error, now)
            return place is not None

    def record_card_undrawn(self, token: str, error: str, now: datetime) -> bool:
        """The card cannot be drawn, wherever it stands: the place is given up."""
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is not None:
                _give_up(tx, place, error, now)
            return place is not None

    def next_due_at(self) -> datetime | None:
        """When something can next be claimed (UTC), or None. What waits for a card that waits too has no moment."""
        with self._store.reading() as tx:
            asked = (lanes, anchors, live_messages, rewrites, standing)
            moments = [one.next_due_at(tx) for one in asked]
            return min((at for at in moments if at is not None), default=None)


def give_up_places(tx: Connection, closed: Iterable[Row[Any]], error: str, now: datetime) -> None:
    """These places can be reached no more: their cases move to another platform, or engineers hear of it."""
    for place in closed:
        if not detours.move_place(tx, place, now):
            # A place may close, open and close again while its case stands still.
            _give_up(tx, place, error, now, f"card/{now.isoformat()}")


def _give_up(tx: Connection, place: Row[Any], error: str, now: datetime, kind: str = "card") -> None:
    anchors.dead(tx, place.id, error)
    waiting = outcomes.pending_in_place(tx, place.id)
    outcomes.dead(tx, waiting, error)
    card = Notice(kind, Audience(AudienceKind.VIEW, place.view), now, place.card_wanted)
    _report(tx, waiting, error, now, also=((place.case_id, card),))


def _report(
    tx: Connection,
    failed: Sequence[Row[Any]],
    error: str,
    now: datetime,
    also: Iterable[tuple[str, Notice]] = (),
) -> None:
    by_case: dict[str, list[Notice]] = {}
    of_no_case: list[tuple[Case | NoCase, Iterable[Notice]]] = []
    for row in failed:
        if row.case_id is None:
            of_no_case.append((NoCase(row.customer_id), undeliverable(outcomes.notice_of(row), error)))
    paged = pagers.pagers_of(tx, failed)
    with_case = [(row.case_id, outcomes.notice_of(row), paged.get(row.id)) for row in failed if row.case_id is not None]
    for case_id, notice, pager in (*((of, notice, None) for of, notice in also), *with_case):
        by_case.setdefault(case_id, []).extend(undeliverable(notice, error, pager))
    found = cases.load_many(tx, by_case)
    enqueue(tx, [*of_no_case, *((found[case_id], told) for case_id, told in by_case.items() if told)], now)
