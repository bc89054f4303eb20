"""Messages that carry what somebody wrote, once it was edited or deleted there: they are written anew, whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from chatdesk.cards.bundle import bundle, marked_as_repeat
from chatdesk.cards.model import Card
from chatdesk.delivery import patience
from chatdesk.delivery.result import Result, if_held
from chatdesk.delivery.sender import DEAD, Reads, Sender, SendFailed, edit
from chatdesk.delivery.writing import write_one
from chatdesk.store.claims import ClaimedRewrite
from chatdesk.store.engine import DatabaseTrouble
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run

_log = structlog.get_logger(__name__)


class RewriteLane:
    def __init__(self, outbox: Outbox, reads: Reads, senders: Mapping[str, Sender], run: Run) -> None:
        self._rewrites = outbox.rewrites
        self._reads = reads
        self._senders = senders
        self._run = run

    async def rewrite(self, claimed: ClaimedRewrite, now: datetime) -> Result:
        """Every notice of the message as it reads now: an edit of one leaves the others standing."""
        sender = self._senders.get(claimed.message.place.platform)
        if sender is None:
            return await self._give_up(claimed, "no_sender")
        try:
            card = await self._run(self._write, claimed, now)
        except DatabaseTrouble:
            raise
        except Exception:  # noqa: BLE001 what cannot be written anew stays as it stands; it is reported
            _log.exception("copy.not_rewritten", case_ids=_cases(claimed))
            return await self._give_up(claimed, "render")
        try:
            await edit(sender, card, claimed.message)
        except SendFailed as failed:
            if failed.kind == DEAD:
                return await self._give_up(claimed, failed.code)
            return await self._retry(claimed, failed.code, failed.retry_after, now)
        except Exception as error:  # noqa: BLE001 a fault in a sender says nothing about the message; it is reported
            _log.exception("copy.edit_fault", case_ids=_cases(claimed))
            return await self._retry(claimed, type(error).__name__, None, now)
        return if_held(await self._run(self._rewrites.record_rewritten, claimed.token), Result.SENT)

    def _write(self, claimed: ClaimedRewrite, now: datetime) -> Card:
        reader = self._reads.reader_of(claimed.destination)
        written = [write_one(self._reads, row, reader, now) for row in claimed.rows]
        card = bundle([(one.name, one.card) for one in written])
        return marked_as_repeat(card, reader.language if reader else "en") if claimed.is_repeat else card

    async def _retry(self, claimed: ClaimedRewrite, error: str, asked: float | None, now: datetime) -> Result:
        """An edit may be repeated, so not knowing is the same as not done."""
        if claimed.attempts >= patience.MOST_REWRITINGS:
            return await self._give_up(claimed, error)
        again_at = patience.retry_at(now, claimed.attempts, asked)
        return if_held(await self._run(self._rewrites.record_retry, claimed.token, again_at), Result.RETRIED)

    async def _give_up(self, claimed: ClaimedRewrite, error: str) -> Result:
        """The copy stays as it was sent. Where somebody deleted it, that is right."""
        _log.warning("copy.left", case_ids=_cases(claimed), error=error)
        return if_held(await self._run(self._rewrites.record_rewritten, claimed.token), Result.DEAD)


def _cases(claimed: ClaimedRewrite) -> list[str]:
    return sorted({row.case_id for row in claimed.rows if row.case_id is not None})
