"""Notices: facts at a time, each told once; several may share a message, each recorded against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from chatdesk.cards.bundle import bundle, marked_as_repeat
from chatdesk.core.notice import AudienceKind
from chatdesk.core.places import MessageRef
from chatdesk.delivery import patience
from chatdesk.delivery.result import Result, if_held
from chatdesk.delivery.sender import (
    CANNOT_ASK,
    DEAD,
    PLACE_GONE,
    THREAD_GONE,
    UNCERTAIN,
    Reads,
    Sender,
    SendFailed,
    find,
    post,
)
from chatdesk.delivery.writing import Written, write_one
from chatdesk.store.claims import ClaimedBatch, Shown
from chatdesk.store.engine import DatabaseTrouble
from chatdesk.store.mirrors import Mirrors
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run

# Kinds that carry into another place what a person wrote in theirs.
_COPIES = frozenset({"reply.to_customer", "reply.from_customer", "note"})

_log = structlog.get_logger(__name__)


class NoticeLane:
    def __init__(self, outbox: Outbox, mirrors: Mirrors, reads: Reads, senders: Mapping[str, Sender], run: Run) -> None:
        self._outbox = outbox
        self._mirrors = mirrors
        self._reads = reads
        self._senders = senders
        self._run = run

    async def send(self, batch: ClaimedBatch, now: datetime) -> Result:
        """Write and post one message, and record what came of it."""
        sender = self._sender(batch)
        if sender is None:
            return await self._dead(batch, "no_sender", now)
        written = await self._run(self._write, batch, now)
        if written is None:
            return Result.DEAD
        try:
            message = await post(sender, written.card, batch.destination, batch.key)
        except SendFailed as failed:
            return await self._failed(batch, failed, now)
        except Exception as error:  # noqa: BLE001 a fault in a sender says nothing about the message; it is reported
            _log.exception("notice.post_fault", case_ids=_cases(batch))
            return await self._uncertain(batch, type(error).__name__, now, now + patience.BEFORE_LOOKING)
        return await self._sent(batch, message, written.shown, now)

    async def look_up(self, batch: ClaimedBatch, now: datetime) -> Result:
        """Nobody knows whether this message stands: ask for it before anything is repeated."""
        sender = self._sender(batch)
        if sender is None:
            return await self._dead(batch, "no_sender", now)
        asked: float | None = None
        try:
            message = await find(sender, batch.key, batch.destination, batch.since)
        except SendFailed as failed:
            if failed.kind == DEAD:
                return await self._dead(batch, failed.code, now)
            error, asked = failed.code, failed.retry_after
        except Exception as fault:  # noqa: BLE001 see send
            _log.exception("notice.find_fault", case_ids=_cases(batch))
            error = type(fault).__name__
        else:
            if message is not None:
                # With which buttons it stands, nobody knows any more.
                return await self._sent(batch, message, None, now)
            return await self._retry(batch, "not_there", now, now, is_repeat=batch.is_repeat)
        return await self._still_unknown(batch, error, asked, now)

    def _sender(self, batch: ClaimedBatch) -> Sender | None:
        to = batch.destination
        platform = to.place.platform if to.place else to.identity.platform if to.identity else ""
        return self._senders.get(platform)

    def _write(self, batch: ClaimedBatch, now: datetime) -> Written | None:
        """The message of this batch from its cases as they stand now; None if none of its notices can be written.

        A notice that cannot be written is a dead letter; the others go on.
        """
        reader = self._reads.reader_of(batch.destination)
        written: list[Written] = []
        failed: set[int] = set()
        for row in batch.rows:
            try:
                written.append(write_one(self._reads, row, reader, now))
            except DatabaseTrouble:
                raise
            except Exception:  # noqa: BLE001 the fault is reported here, and to engineers as undeliverable
                _log.exception("notice.not_written", case_id=row.case_id, kind=row.notice.kind, seq=row.notice.seq)
                failed.add(row.id)
        if failed:
            self._outbox.record_unwritten(batch.token, "render", now, failed)
        if not written:
            return None
        card = bundle([(one.name, one.card) for one in written])
        if batch.is_repeat:
            card = marked_as_repeat(card, reader.language if reader else "en")
        # A message of several notices stays as it is: each of them would have to be written anew.
        return Written(written[0].name, card, written[0].shown if len(batch.rows) == 1 else None)

    async def _sent(self, batch: ClaimedBatch, message: MessageRef, shown: Shown | None, now: datetime) -> Result:
        return if_held(await self._run(self._record_sent, batch, message, shown, now), Result.SENT)

    def _record_sent(self, batch: ClaimedBatch, message: MessageRef, shown: Shown | None, now: datetime) -> bool:
        for row in batch.rows:
            text_id = row.notice.fact("text")
            source = self._mirrors.source_of_text(text_id) if text_id and row.notice.kind in _COPIES else None
            if source is not None and row.case_id is not None:
                self._mirrors.record(row.case_id, source, message, now)
        return self._outbox.record_sent(batch.token, message, now, shown)

    async def _failed(self, batch: ClaimedBatch, failed: SendFailed, now: datetime) -> Result:
        if failed.kind == UNCERTAIN:
            return await self._uncertain(batch, failed.code, now, now + patience.BEFORE_LOOKING)
        if failed.kind == DEAD:
            if _is_thread(batch) and failed.code in THREAD_GONE:
                held = await self._run(self._outbox.record_thread_lost, batch.token, failed.code, now)
                return if_held(held, Result.RETRIED)
            return await self._dead(batch, failed.code, now)
        if self._is_too_old(batch, now):
            return await self._dead(batch, failed.code, now)
        if _is_pager(batch) and now - batch.rows[0].created_at >= patience.UNTIL_PAGER_IS_LATE:
            await self._run(self._outbox.record_late, batch.token, failed.code, now)
        again_at = patience.retry_at(now, batch.attempts, failed.retry_after, is_urgent=batch.is_urgent)
        return await self._retry(batch, failed.code, again_at, now, is_repeat=batch.is_repeat)

    async def _still_unknown(self, batch: ClaimedBatch, error: str, asked: float | None, now: datetime) -> Result:
        """No answer either: it is sent once more and says that it may be a repeat.

        Where an answer may still come, only what is urgent is. Where the platform cannot be asked,
        everything is, and after that nothing is repeated or looked up any more: decision 0005.
        """
        if self._is_too_old(batch, now):
            return await self._dead(batch, error, now)
        cannot_ask = error == CANNOT_ASK
        if cannot_ask and batch.is_repeat:
            _log.warning("notice.assumed", case_ids=_cases(batch), kinds=[row.notice.kind for row in batch.rows])
            held = await self._run(self._outbox.record_assumed, batch.token, error, now)
            return if_held(held, Result.UNCERTAIN)
        may_repeat = (batch.is_urgent or cannot_ask) and not batch.is_repeat
        if may_repeat and now - batch.since >= patience.UNTIL_REPEATED:
            return await self._retry(batch, error, now, now, is_repeat=True)
        repeat_at = batch.since + patience.UNTIL_REPEATED
        look_at = (
            repeat_at if cannot_ask else patience.look_again_at(now, batch.since, asked, is_urgent=batch.is_urgent)
        )
        if now < repeat_at:
            look_at = min(look_at, repeat_at)
        return await self._uncertain(batch, error, now, look_at)

    def _is_too_old(self, batch: ClaimedBatch, now: datetime) -> bool:
        return now - batch.rows[0].created_at >= patience.UNTIL_GIVEN_UP

    async def _retry(
        self, batch: ClaimedBatch, error: str, again_at: datetime, now: datetime, *, is_repeat: bool
    ) -> Result:
        held = await self._run(self._outbox.record_retry, batch.token, again_at, error, now, is_repeat)
        return if_held(held, Result.RETRIED)

    async def _uncertain(self, batch: ClaimedBatch, error: str, now: datetime, look_at: datetime) -> Result:
        held = await self._run(self._outbox.record_uncertain, batch.token, error, now, look_at)
        return if_held(held, Result.UNCERTAIN)

    async def _dead(self, batch: ClaimedBatch, error: str, now: datetime) -> Result:
        _log.error("notice.dead", case_ids=_cases(batch), kinds=[row.notice.kind for row in batch.rows], error=error)
        # Where a whole case is shown, and not one message went astray, the case itself moves on.
        record = self._outbox.record_dead
        if _is_thread(batch) and error in PLACE_GONE:
            record = self._outbox.record_place_gone
        return if_held(await self._run(record, batch.token, error, now), Result.DEAD)


def _is_thread(batch: ClaimedBatch) -> bool:
    return batch.destination.place is not None and batch.destination.place.thread is not None


def _is_pager(batch: ClaimedBatch) -> bool:
    return any(row.notice.audience.kind is AudienceKind.PAGER for row in batch.rows)


def _cases(batch: ClaimedBatch) -> list[str]:
    return sorted({row.case_id for row in batch.rows if row.case_id is not None})
