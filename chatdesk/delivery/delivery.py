"""The loop: claim what is due, send it all at once within a bound, until nothing is left to claim."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chatdesk.delivery.card_lane import CardLane
from chatdesk.delivery.live_lane import LiveLane
from chatdesk.delivery.logged import logged, of_batch, of_card, of_message
from chatdesk.delivery.notice_lane import NoticeLane
from chatdesk.delivery.patience import LEASE
from chatdesk.delivery.result import Result
from chatdesk.delivery.rewrite_lane import RewriteLane
from chatdesk.delivery.sender import Reads, Sender
from chatdesk.delivery.standing_lane import StandingLane
from chatdesk.store.claims import ClaimedBatch, ClaimedCard, ClaimedMessage, ClaimedRewrite
from chatdesk.store.mirrors import Mirrors
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run
from chatdesk.store.standing import ClaimedStanding

# Destinations served at the same time. Each has at most one message in flight, which the claims see to.
AT_ONCE = 8


T = TypeVar("T")


@dataclass(frozen=True)
class Delivered:
    """What became of the messages that were tried: `uncertain` are looked up later, `lost` leases went to others.

    `unchanged` were looked at, found right and not tried.
    """

    sent: int = 0
    retried: int = 0
    dead: int = 0
    uncertain: int = 0
    lost: int = 0
    unchanged: int = 0

    @property
    def count(self) -> int:
        return self.sent + self.retried + self.dead + self.uncertain + self.lost


@dataclass(frozen=True)
class _Claimed:
    lookups: list[ClaimedBatch]
    cards: list[ClaimedCard]
    batches: list[ClaimedBatch]
    live: list[ClaimedMessage]
    rewrites: list[ClaimedRewrite]
    standing: list[ClaimedStanding]


class Delivery:
    """`senders` by platform. Nothing of the database is held while a message is sent."""

    def __init__(self, outbox: Outbox, mirrors: Mirrors, reads: Reads, senders: Mapping[str, Sender], run: Run) -> None:
        self._outbox = outbox
        self._run = run
        self._cards = CardLane(outbox, reads, senders, run)
        self._live = LiveLane(outbox, reads, senders, run)
        self._rewrites = RewriteLane(outbox, reads, senders, run)
        self._notices = NoticeLane(outbox, mirrors, reads, senders, run)
        self._standing = StandingLane(outbox, reads, senders, run)

    async def deliver_due(self, now: datetime) -> Delivered:
        """Everything that can be sent at `now` (UTC), until nothing more can be claimed.

        An error of the database is raised after what is in flight has ended.
        """
        counts = dict.fromkeys(Result, 0)
        flying: set[asyncio.Task[Result]] = set()
        try:
            while True:
                flying |= await self._start(now, AT_ONCE - len(flying))
                if not flying:
                    return Delivered(**{result.value: count for result, count in counts.items()})
                landed, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
                for task in landed:
                    counts[task.result()] += 1
        except asyncio.CancelledError:
            # Whoever stops us wants an end; what was cut off is uncertain once its lease runs out.
            for task in flying:
                task.cancel()
            raise
        finally:
            await asyncio.gather(*flying, return_exceptions=True)

    async def _start(self, now: datetime, free: int) -> set[asyncio.Task[Result]]:
        claimed = await self._run(self._claim, now, free)
        work: list[Coroutine[None, None, Result]] = [
            logged("look_up", of_batch(batch), self._notices.look_up(batch, now)) for batch in claimed.lookups
        ]
        work += [logged("card", of_card(card), self._cards.show(card, now)) for card in claimed.cards]
        work += [logged("notice", of_batch(batch), self._notices.send(batch, now)) for batch in claimed.batches]
        work += [
            logged("rewrite", of_batch(message), self._rewrites.rewrite(message, now)) for message in claimed.rewrites
        ]
        work += [logged("live", of_message(message), self._live.redraw(message, now)) for message in claimed.live]
        work += [self._standing.show(channel, now) for channel in claimed.standing]
        return {asyncio.create_task(one) for one in work}

    def _claim(self, now: datetime, free: int) -> _Claimed:
        """Notices, the urgent ones first, and always some room for cards, which threads wait for.

        Nobody waits for messages that are redrawn, or for those that only stand: they take what is left.
        """
        lookups = _within(free, lambda limit: self._outbox.uncertain(now, limit, LEASE))
        left = free - len(lookups)
        batches = _within(left - left // 4, lambda limit: self._outbox.claim_notices(now, limit, LEASE))
        cards = _within(left - len(batches), lambda limit: self._outbox.claim_cards(now, limit, LEASE))
        left -= len(batches) + len(cards)
        rewrites = _within(left, lambda limit: self._outbox.rewrites.claim(now, limit, LEASE))
        left -= len(rewrites)
        live = _within(left, lambda limit: self._outbox.live.claim(now, limit, LEASE))
        standing = _within(left - len(live), lambda limit: self._outbox.standing.claim(now, limit, LEASE))
        return _Claimed(lookups, cards, batches, live, rewrites, standing)


def _within(limit: int, claim: Callable[[int], list[T]]) -> list[T]:
    return claim(limit) if limit > 0 else []
