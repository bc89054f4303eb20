"""The outbox as delivery uses it: claim, send outside any transaction, record.

Every claim is a lease with a token. What is recorded under a token that has been lost to
somebody else changes nothing and returns False.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from chatdesk.core.notice import Audience, AudienceKind, Notice
from chatdesk.core.places import MessageRef
from chatdesk.store import anchors, cases, lanes, outcomes
from chatdesk.store.claims import ClaimedBatch, ClaimedCard
from chatdesk.store.engine import Store
from chatdesk.store.queue import enqueue, undeliverable


def _random_id() -> str:
    return uuid4().hex


class Outbox:
    """`new_id` makes tokens and the opaque keys by which messages are found again."""

    def __init__(self, store: Store, new_id: Callable[[], str] = _random_id) -> None:
        self._store = store
        self._new_id = new_id

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

    def record_sent(self, token: str, message: MessageRef, now: datetime) -> bool:
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.sent(tx, rows, message, now)
            return bool(rows)

    def record_retry(self, token: str, retry_at: datetime, error: str, now: datetime, is_repeat: bool = False) -> bool:
        """Send again at `retry_at`. `is_repeat` marks the next message as possibly a repeat."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.retry(tx, rows, retry_at, error, is_repeat)
            return bool(rows)

    def record_uncertain(self, token: str, error: str, now: datetime, look_up_at: datetime | None = None) -> bool:
        """Nobody knows whether the message stands; it is looked up at `look_up_at`, by default at once."""
        with self._store.writing() as tx:
            rows = outcomes.held(tx, token)
            outcomes.unknown(tx, rows, look_up_at or now, error)
            return bool(rows)

    def record_dead(self, token: str, error: str, now: datetime, only: Collection[int] | None = None) -> bool:
        """These notices reach nobody; engineers hear of it in the same transaction.

        With `only`, the rows of the batch with these ids; the others stay claimed.
        """
        with self._store.writing() as tx:
            rows = [row for row in outcomes.held(tx, token) if only is None or row.id in only]
            outcomes.dead(tx, rows, error)
            _report(tx, [(row.case_id, outcomes.notice_of(row)) for row in rows], error, now)
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

    def record_card_dead(self, token: str, error: str, now: datetime) -> bool:
        """The place can be reached no more: what waits for its thread is dead too, and engineers hear of it."""
        with self._store.writing() as tx:
            place = anchors.held(tx, token)
            if place is None:
                return False
            anchors.dead(tx, place.id, error)
            waiting = outcomes.pending_in_place(tx, place.id)
            outcomes.dead(tx, waiting, error)
            card = Notice("card", Audience(AudienceKind.VIEW, place.view), now, place.card_wanted)
            _report(
                tx, [(place.case_id, card), *((row.case_id, outcomes.notice_of(row)) for row in waiting)], error, now
            )
            return True

    def next_due_at(self) -> datetime | None:
        """When something can next be claimed (UTC), or None. What waits for a card that waits too has no moment."""
        with self._store.reading() as tx:
            moments = (lanes.next_due_at(tx), anchors.next_due_at(tx))
            return min((at for at in moments if at is not None), default=None)


def _report(tx: Connection, failed: Iterable[tuple[str, Notice]], error: str, now: datetime) -> None:
    by_case: dict[str, list[Notice]] = {}
    for case_id, notice in failed:
        by_case.setdefault(case_id, []).extend(undeliverable(notice, error))
    found = cases.load_many(tx, by_case)
    enqueue(tx, [(found[case_id], told) for case_id, told in by_case.items() if told], now)
