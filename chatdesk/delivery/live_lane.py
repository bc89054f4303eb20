"""Messages with buttons, once their case has moved on: those that lead nowhere any more are taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from chatdesk.cards.bundle import marked_as_repeat
from chatdesk.cards.model import Card
from chatdesk.cards.notices import notice_card
from chatdesk.delivery import patience
from chatdesk.delivery.result import Result, if_held
from chatdesk.delivery.sender import DEAD, Reads, Sender, SendFailed, edit
from chatdesk.store.claims import ClaimedMessage, Shown
from chatdesk.store.engine import DatabaseTrouble
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run

_log = structlog.get_logger(__name__)


class LiveLane:
    def __init__(self, outbox: Outbox, reads: Reads, senders: Mapping[str, Sender], run: Run) -> None:
        self._live = outbox.live
        self._reads = reads
        self._senders = senders
        self._run = run

    async def redraw(self, claimed: ClaimedMessage, now: datetime) -> Result:
        """Write the notice from the case as it stands now; edit the message only if that takes a button away."""
        sender = self._senders.get(claimed.message.place.platform)
        if sender is None:
            return await self._give_up(claimed, "no_sender")
        try:
            card, version = await self._run(self._write, claimed, now)
        except DatabaseTrouble:
            raise
        except Exception:  # noqa: BLE001 what cannot be written anew stays as it stands; it is reported
            _log.exception("message.not_redrawn", case_id=claimed.case_id, kind=claimed.notice.kind)
            return await self._give_up(claimed, "render")
        names = names_of(card)
        if claimed.buttons <= set(names):
            shown = Shown(tuple(sorted(claimed.buttons)), version)
            held = await self._run(self._live.record_shown, claimed.token, shown, now)
            return if_held(held, Result.UNCHANGED)
        try:
            await edit(sender, card, claimed.message)
        except SendFailed as failed:
            if failed.kind == DEAD or claimed.attempts >= patience.MOST_REDRAWINGS:
                return await self._give_up(claimed, failed.code)
            return await self._retry(claimed, failed.retry_after, now)
        except Exception:  # noqa: BLE001 a fault in a sender says nothing about the message; it is reported
            _log.exception("message.edit_fault", case_id=claimed.case_id)
            if claimed.attempts >= patience.MOST_REDRAWINGS:
                return await self._give_up(claimed, "fault")
            return await self._retry(claimed, None, now)
        held = await self._run(self._live.record_shown, claimed.token, Shown(names, version), now)
        return if_held(held, Result.SENT)

    def _write(self, claimed: ClaimedMessage, now: datetime) -> tuple[Card, int]:
        view = self._reads.case_view(claimed.case_id, now)
        reader = self._reads.reader_of(claimed.destination)
        if view is None or reader is None:
            raise LookupError(f"{claimed.notice.kind} of case {claimed.case_id} has no reader")
        card = notice_card(view, claimed.notice, reader)
        return marked_as_repeat(card, reader.language) if claimed.is_repeat else card, view.case.version

    async def _retry(self, claimed: ClaimedMessage, asked: float | None, now: datetime) -> Result:
        again_at = patience.retry_at(now, claimed.attempts, asked)
        return if_held(await self._run(self._live.record_retry, claimed.token, again_at), Result.RETRIED)

    async def _give_up(self, claimed: ClaimedMessage, error: str) -> Result:
        _log.warning("message.left", case_id=claimed.case_id, kind=claimed.notice.kind, error=error)
        return if_held(await self._run(self._live.record_given_up, claimed.token), Result.DEAD)


def names_of(card: Card) -> tuple[str, ...]:
    """The buttons of a card, by what they do and to what; not by their words."""
    return tuple(" ".join((button.verb, *(f"{key}={value}" for key, value in button.args))) for button in card.buttons)
