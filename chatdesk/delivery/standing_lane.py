"""Standing messages: one in each customer's channel, edited when its words change, posted anew when it was deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from chatdesk.cards.bundle import marked_as_repeat
from chatdesk.cards.model import Card
from chatdesk.cards.standing import standing_card, withdrawn_card
from chatdesk.core.places import Destination, MessageRef
from chatdesk.core.view import Reader
from chatdesk.delivery import patience
from chatdesk.delivery.result import Result, if_held
from chatdesk.delivery.sender import (
    CANNOT_ASK,
    DEAD,
    MESSAGE_GONE,
    UNCERTAIN,
    Pins,
    Reads,
    Sender,
    SendFailed,
    edit,
    find,
    post,
)
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run
from chatdesk.store.standing import ClaimedStanding

# Replicas that start one after the other need not each ask whether a message still stands.
_SURELY_STANDS = timedelta(hours=6)
# A channel that we are not in is tried again each day, at each start, and when we come into it.
_TRY_AGAIN = timedelta(days=1)

_log = structlog.get_logger(__name__)


class StandingLane:
    def __init__(self, outbox: Outbox, reads: Reads, senders: Mapping[str, Sender], run: Run) -> None:
        self._standing = outbox.standing
        self._reads = reads
        self._senders = senders
        self._run = run

    async def show(self, claimed: ClaimedStanding, now: datetime) -> Result:
        """Bring one channel's message to what is wanted there, and record what came of it."""
        sender = self._senders.get(claimed.place.platform)
        if sender is None:
            return await self._dead(claimed, "no_sender", now)
        if claimed.message is None and not claimed.is_uncertain and not claimed.is_wanted:
            return if_held(await self._run(self._standing.record_unchanged, claimed.token), Result.UNCHANGED)
        reader = await self._run(self._reads.reader_of, Destination(claimed.place))
        if reader is None and claimed.is_wanted:
            return await self._dead(claimed, "no_reader", now)
        card = standing_card(reader) if reader is not None and claimed.is_wanted else withdrawn_card(reader)
        try:
            if claimed.message is not None:
                return await self._edit(sender, claimed, claimed.message, card, now)
            if claimed.is_uncertain:
                return await self._look_up(sender, claimed, card, reader, now)
            return await self._post(sender, claimed, card, now)
        except Exception as error:  # noqa: BLE001 a fault in a sender says nothing about the message; it is reported
            _log.exception("standing.fault", channel=claimed.place.channel)
            return await self._unsure(claimed, type(error).__name__, now)

    async def _post(self, sender: Sender, claimed: ClaimedStanding, card: Card, now: datetime) -> Result:
        try:
            message = await post(sender, card, Destination(claimed.place), claimed.key)
        except SendFailed as failed:
            if failed.kind == UNCERTAIN:
                return await self._uncertain(claimed, failed.code, now + patience.BEFORE_LOOKING)
            return await self._failed(claimed, failed, now)
        result = await self._shown(claimed, message, card, now)
        if result is Result.SENT and isinstance(sender, Pins):
            await sender.pin(message)
        return result

    async def _edit(
        self, sender: Sender, claimed: ClaimedStanding, message: MessageRef, card: Card, now: datetime
    ) -> Result:
        is_fresh = claimed.looked_at is not None and now - claimed.looked_at < _SURELY_STANDS
        if claimed.is_wanted and is_fresh and claimed.drawn == _digest(card):
            return if_held(await self._run(self._standing.record_unchanged, claimed.token), Result.UNCHANGED)
        try:
            await edit(sender, card, message)
        except SendFailed as failed:
            if failed.kind == DEAD and failed.code in MESSAGE_GONE:
                held = await self._run(self._standing.record_lost, claimed.token, failed.code)
                return if_held(held, Result.RETRIED)
            # An edit may be repeated, so not knowing is the same as not done.
            return await self._failed(claimed, failed, now)
        return await self._shown(claimed, message, card, now)

    async def _look_up(
        self, sender: Sender, claimed: ClaimedStanding, card: Card, reader: Reader | None, now: datetime
    ) -> Result:
        """An earlier post may stand: adopt it and bring it up to date, else post again."""
        try:
            message = await find(sender, claimed.key, Destination(claimed.place), claimed.since)
        except SendFailed as failed:
            if failed.kind == DEAD and failed.code != CANNOT_ASK:
                return await self._failed(claimed, failed, now)
            if now - claimed.since < patience.UNTIL_REPEATED or failed.code != CANNOT_ASK:
                look_at = patience.look_again_at(now, claimed.since, failed.retry_after)
                if failed.code == CANNOT_ASK:
                    look_at = claimed.since + patience.UNTIL_REPEATED
                return await self._uncertain(claimed, failed.code, look_at)
            # Nobody will ever say: once more, and it says so until it is drawn again.
            return await self._post(sender, claimed, marked_as_repeat(card, reader.language if reader else "en"), now)
        if message is None:
            if not claimed.is_wanted:
                return await self._shown(claimed, None, card, now)
            return await self._post(sender, claimed, card, now)
        return await self._edit(sender, claimed, message, card, now)

    async def _shown(self, claimed: ClaimedStanding, message: MessageRef | None, card: Card, now: datetime) -> Result:
        """A message that is wanted no more has said so, and is nobody's from then on."""
        stands = message if claimed.is_wanted else None
        drawn = _digest(card) if stands is not None else None
        held = await self._run(self._standing.record_shown, claimed.token, stands, drawn, now)
        return if_held(held, Result.SENT)

    async def _failed(self, claimed: ClaimedStanding, failed: SendFailed, now: datetime) -> Result:
        if failed.kind == DEAD:
            return await self._dead(claimed, failed.code, now)
        again_at = patience.retry_at(now, claimed.attempts, failed.retry_after)
        held = await self._run(self._standing.record_retry, claimed.token, again_at, failed.code)
        return if_held(held, Result.RETRIED)

    async def _dead(self, claimed: ClaimedStanding, error: str, now: datetime) -> Result:
        _log.warning("standing.not_shown", platform=claimed.place.platform, channel=claimed.place.channel, error=error)
        held = await self._run(self._standing.record_retry, claimed.token, now + _TRY_AGAIN, error)
        return if_held(held, Result.DEAD)

    async def _unsure(self, claimed: ClaimedStanding, error: str, now: datetime) -> Result:
        if claimed.message is None:
            return await self._uncertain(claimed, error, now + patience.BEFORE_LOOKING)
        again_at = patience.retry_at(now, claimed.attempts, None)
        return if_held(await self._run(self._standing.record_retry, claimed.token, again_at, error), Result.RETRIED)

    async def _uncertain(self, claimed: ClaimedStanding, error: str, look_at: datetime) -> Result:
        held = await self._run(self._standing.record_uncertain, claimed.token, look_at, error)
        return if_held(held, Result.UNCERTAIN)


def _digest(card: Card) -> str:
    return hashlib.sha256(repr(card).encode()).hexdigest()[:32]
