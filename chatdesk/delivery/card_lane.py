"""Cards: the newest picture wins; edited where one stands, posted where none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from chatdesk.cards.bundle import marked_as_repeat
from chatdesk.cards.case import case_card
from chatdesk.cards.model import Card
from chatdesk.core.places import Destination, MessageRef
from chatdesk.delivery import patience
from chatdesk.delivery.result import Result, if_held
from chatdesk.delivery.sender import (
    CANNOT_ASK,
    DEAD,
    MESSAGE_GONE,
    THREAD_GONE,
    UNCERTAIN,
    Reads,
    Sender,
    SendFailed,
    edit,
    find,
    post,
)
from chatdesk.store.claims import ClaimedCard
from chatdesk.store.engine import DatabaseTrouble
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Picture:
    """A card, the version of the case that it shows, and the language it is in."""

    card: Card
    version: int
    language: str


class CardLane:
    def __init__(self, outbox: Outbox, reads: Reads, senders: Mapping[str, Sender], run: Run) -> None:
        self._outbox = outbox
        self._reads = reads
        self._senders = senders
        self._run = run

    async def show(self, claimed: ClaimedCard, now: datetime) -> Result:
        """Bring one card up to date and record what came of it."""
        sender = self._senders.get(claimed.place.platform)
        if sender is None:
            return await self._dead(claimed, "no_sender", now)
        try:
            picture = await self._run(self._draw, claimed, now)
        except DatabaseTrouble:
            raise
        except Exception:  # noqa: BLE001 one case that cannot be drawn must not hold up the others; it is reported
            _log.exception("card.not_drawn", case_id=claimed.case_id, view=claimed.view, attempts=claimed.attempts)
            return await self._not_drawn(claimed, now)
        if claimed.anchor is not None:
            return await self._edit(sender, claimed, claimed.anchor, picture, now)
        if claimed.is_uncertain:
            return await self._look_up(sender, claimed, picture, now)
        return await self._post(sender, claimed, picture, now)

    def _draw(self, claimed: ClaimedCard, now: datetime) -> _Picture:
        view = self._reads.case_view(claimed.case_id, now)
        reader = self._reads.reader_of_view(claimed.case_id, claimed.view)
        if view is None or reader is None:
            raise LookupError(f"case {claimed.case_id} has no {claimed.view} to show itself to")
        return _Picture(case_card(view, reader), view.case.version, reader.language)

    async def _post(
        self, sender: Sender, claimed: ClaimedCard, picture: _Picture, now: datetime, *, is_repeat: bool = False
    ) -> Result:
        card = marked_as_repeat(picture.card, picture.language) if is_repeat else picture.card
        look_at = patience.repeat_at(now, claimed.since) if is_repeat else now + patience.BEFORE_LOOKING
        try:
            message = await post(sender, card, Destination(claimed.place), claimed.key)
        except SendFailed as failed:
            if failed.kind == UNCERTAIN:
                return await self._uncertain(claimed, failed.code, now, look_at)
            if failed.kind == DEAD and claimed.place.thread is not None and failed.code in THREAD_GONE:
                held = await self._run(self._outbox.record_card_thread_lost, claimed.token, failed.code, now)
                return if_held(held, Result.RETRIED)
            return await self._failed(claimed, failed, now)
        except Exception as error:  # noqa: BLE001 a fault in a sender says nothing about the message; it is reported
            _log.exception("card.post_fault", case_id=claimed.case_id)
            return await self._uncertain(claimed, type(error).__name__, now, look_at)
        return await self._sent(claimed, message, picture.version, now)

    async def _edit(
        self, sender: Sender, claimed: ClaimedCard, message: MessageRef, picture: _Picture, now: datetime
    ) -> Result:
        try:
            await edit(sender, picture.card, message)
        except SendFailed as failed:
            if failed.kind == DEAD and failed.code in MESSAGE_GONE:
                held = await self._run(self._outbox.record_card_lost, claimed.token, failed.code, now)
                return if_held(held, Result.RETRIED)
            # An edit may be repeated, so not knowing is the same as not done.
            return await self._failed(claimed, failed, now)
        except Exception as error:  # noqa: BLE001 see _post
            _log.exception("card.edit_fault", case_id=claimed.case_id)
            return await self._retry(claimed, type(error).__name__, now, None)
        return await self._sent(claimed, message, picture.version, now)

    async def _look_up(self, sender: Sender, claimed: ClaimedCard, picture: _Picture, now: datetime) -> Result:
        """An earlier post may stand: adopt it and bring it up to date, else post again."""
        try:
            message = await find(sender, claimed.key, Destination(claimed.place), claimed.since)
        except SendFailed as failed:
            if failed.kind == DEAD:
                return await self._failed(claimed, failed, now)
            if now - claimed.since < patience.UNTIL_REPEATED:
                look_at = patience.look_again_at(now, claimed.since, failed.retry_after)
                if failed.code == CANNOT_ASK:
                    look_at = claimed.since + patience.UNTIL_REPEATED
                return await self._uncertain(claimed, failed.code, now, look_at)
            # Everything in the thread waits for this card, so it may stand twice: decision 0005.
            return await self._post(sender, claimed, picture, now, is_repeat=True)
        if message is None:
            return await self._post(sender, claimed, picture, now)
        return await self._edit(sender, claimed, message, picture, now)

    async def _failed(self, claimed: ClaimedCard, failed: SendFailed, now: datetime) -> Result:
        if failed.kind == DEAD:
            return await self._dead(claimed, failed.code, now)
        return await self._retry(claimed, failed.code, now, failed.retry_after)

    async def _not_drawn(self, claimed: ClaimedCard, now: datetime) -> Result:
        """A card that stands stays a while; one that never stood keeps its thread waiting and is given up."""
        if claimed.anchor is None and claimed.attempts >= patience.MOST_DRAWINGS:
            _log.error("card.given_up", case_id=claimed.case_id, view=claimed.view)
            held = await self._run(self._outbox.record_card_undrawn, claimed.token, "render", now)
            return if_held(held, Result.DEAD)
        again_at = patience.draw_again_at(now, claimed.attempts)
        held = await self._run(self._outbox.record_card_retry, claimed.token, again_at, "render", now)
        return if_held(held, Result.RETRIED)

    async def _sent(self, claimed: ClaimedCard, message: MessageRef, version: int, now: datetime) -> Result:
        held = await self._run(self._outbox.record_card_sent, claimed.token, message, version, now)
        return if_held(held, Result.SENT)

    async def _retry(self, claimed: ClaimedCard, error: str, now: datetime, asked: float | None) -> Result:
        again_at = patience.retry_at(now, claimed.attempts, asked, is_urgent=claimed.anchor is None)
        held = await self._run(self._outbox.record_card_retry, claimed.token, again_at, error, now)
        return if_held(held, Result.RETRIED)

    async def _uncertain(self, claimed: ClaimedCard, error: str, now: datetime, look_at: datetime) -> Result:
        held = await self._run(self._outbox.record_card_uncertain, claimed.token, error, now, look_at)
        return if_held(held, Result.UNCERTAIN)

    async def _dead(self, claimed: ClaimedCard, error: str, now: datetime) -> Result:
        _log.error("card.dead", case_id=claimed.case_id, view=claimed.view, error=error)
        held = await self._run(self._outbox.record_card_dead, claimed.token, error, now)
        return if_held(held, Result.DEAD)
