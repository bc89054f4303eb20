"""What delivery asks of others: platforms send, reads tell. Each is implemented elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from chatdesk.cards.model import Card
from chatdesk.core.holding import HoldView
from chatdesk.core.notice import Audience
from chatdesk.core.places import Destination, MessageRef
from chatdesk.core.view import CaseView, NewsView, Reader
from chatdesk.delivery.patience import LONGEST_CALL

T = TypeVar("T")

RETRY = "retry"
DEAD = "dead"
UNCERTAIN = "uncertain"

# What a sender must say in these words, whatever its platform's are, because delivery acts on them.
# A message is gone or closed for us while its channel is well.
MESSAGE_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
# The root of a thread is gone while its channel is well.
THREAD_GONE = frozenset({"thread_not_found", "message_not_found", "invalid_thread_ts"})
# We may speak in this channel or chat no more.
PLACE_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "removed", "blocked", "no_sender"})
# The platform tells no bot which messages stand.
CANNOT_ASK = "cannot_ask"


class SendFailed(Exception):
    """A platform did not take a message. `retry`: it was not sent, try later. `dead`: it never will be.

    `uncertain`: nobody knows whether it stands. `code` is the platform's own word,
    `retry_after` the seconds it asks us to wait.
    """

    def __init__(self, kind: str, *, code: str = "", retry_after: float | None = None) -> None:
        if kind not in (RETRY, DEAD, UNCERTAIN):
            raise ValueError(f"a send fails as retry, dead or uncertain, not as {kind!r}")
        super().__init__(f"{kind}: {code}" if code else kind)
        self.kind = kind
        self.code = code or kind
        self.retry_after = retry_after


class Sender(Protocol):
    """One platform. Each call raises SendFailed and repeats nothing by itself."""

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        """Post once, marked with the opaque `key`."""
        ...

    async def edit(self, card: Card, message: MessageRef) -> None: ...

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        """The message posted under `key` since then; None only if it surely does not stand.

        Where the platform cannot be asked at all it raises SendFailed with the code `CANNOT_ASK`.
        """
        ...


@runtime_checkable
class Pins(Protocol):
    """A sender whose platform lets us pin. Whether it may does not matter: a message stands without it too."""

    async def pin(self, message: MessageRef) -> None:
        """Pins once; what keeps it from being pinned is logged and raises nothing."""
        ...


async def post(sender: Sender, card: Card, to: Destination, key: str) -> MessageRef:
    """`sender.post`, which may not take for ever: past `LONGEST_CALL` it is uncertain."""
    return await _bounded(sender.post(card, to, key))


async def edit(sender: Sender, card: Card, message: MessageRef) -> None:
    await _bounded(sender.edit(card, message))


async def find(sender: Sender, key: str, to: Destination, since: datetime) -> MessageRef | None:
    return await _bounded(sender.find(key, to, since))


async def _bounded(call: Coroutine[Any, Any, T]) -> T:
    try:
        async with asyncio.timeout(LONGEST_CALL.total_seconds()):
            return await call
    except TimeoutError as error:
        raise SendFailed(UNCERTAIN, code="no_answer") from error


class Reads(Protocol):
    """What rendering needs to know, read at the moment of rendering."""

    def case_view(self, case_id: str, now: datetime) -> CaseView | None: ...

    def news(self, customer_id: str, seq: int) -> NewsView | None: ...

    def current_hold(self) -> HoldView | None: ...

    def hold_told(self, hold_id: int, audience: Audience | None) -> HoldView | None: ...

    def reader_of(self, destination: Destination) -> Reader | None: ...

    def reader_of_view(self, case_id: str, view: str) -> Reader | None: ...
