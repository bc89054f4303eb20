"""Posts and edits messages for the outbox. Nothing here repeats a post; the outbox decides that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from chatdesk.adapters.talk.calls import CallFailed, Meaning, as_send_failed
from chatdesk.adapters.talk.plain_text import clamp
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.teams.hosts import DEFAULT_SERVICE_URL
from chatdesk.adapters.teams.ids import PLATFORM, has_threads, in_thread, split
from chatdesk.adapters.teams.references import ConversationRef, Kind, References
from chatdesk.adapters.teams.render import Known
from chatdesk.adapters.teams.render import message as render_message
from chatdesk.cards.model import Bullets, Card, Facts, Line, Paragraph, Quote, Small, Who
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.delivery import SendFailed

T = TypeVar("T")

# Teams lets us speak there no more (403): the conversation is dead until somebody speaks to us in it.
_CLOSED = {
    "BotNotInConversationRoster": "not_in_channel",
    "BotDisabledByAdmin": "blocked",
    "ConversationBlockedByUser": "blocked",
    "InvalidBotApiHost": "blocked",
    "MessageWritesBlocked": "blocked",
    "Forbidden": "blocked",
    "http_403": "blocked",
}
_NOT_THERE = frozenset(
    {"ActivityNotFoundInConversation", "ConversationNotFound", "MessageNotFound", "NotFound", "http_404"}
)
_TOO_BIG = frozenset({"MessageSizeTooBig", "http_413"})
# Whoever blocked us may have thought better of it, and nobody tells us so.
_TRIED_AGAIN = timedelta(days=1)
# What is left of a card that was too big in spite of its budget.
_SHORT_TEXT = 500


class Outbound(Protocol):
    """The adapter's way out. Each call raises CallFailed."""

    async def post(self, service_url: str, conversation_id: str, activity: Mapping[str, Any]) -> str: ...

    async def post_new(self, service_url: str, parameters: Mapping[str, Any]) -> tuple[str, str | None]: ...

    async def edit(
        self, service_url: str, conversation_id: str, activity_id: str, activity: Mapping[str, Any]
    ) -> None: ...


class TeamsSender:
    """Teams' limit of seven messages a second in a thread is kept by the outbox: one in flight for a destination.

    `tenants` are our organisation's own: guests have their chat with us there.
    """

    def __init__(
        self,
        outbound: Outbound,
        references: References,
        run: Run,
        now: Callable[[], datetime],
        tenants: frozenset[str] = frozenset(),
    ) -> None:
        self._outbound = outbound
        self._references = references
        self._tenants = tenants
        self._run = run
        self._now = now

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        """Posts a card. Teams keeps no `key`, so nobody can find it by that. Raises SendFailed."""
        if to.place is not None:
            return await self._to_place(card, to.place)
        if to.identity is not None:
            return await self._to_person(card, to.identity)
        raise ValueError("a destination is a place or a person")

    async def edit(self, card: Card, message: MessageRef) -> None:
        """Replaces a message by the newest picture. Raises SendFailed."""
        place = message.place
        reference = await self._run(self._references.conversation, place.tenant, place.channel)
        url = await self._url(reference, place.tenant)
        # A message that begins a thread is the thread's root and stands in it.
        conversation = in_thread(place.channel, place.thread or message.message)
        await self._sent(
            card,
            reference,
            lambda activity: self._outbound.edit(url, conversation, message.message, activity),
            missing="message_not_found",
        )

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        """Teams tells no bot what stands in a conversation."""
        raise SendFailed("uncertain", code="cannot_ask")

    def _why_closed(self, reference: ConversationRef) -> str | None:
        if reference.dead_at is not None and self._now() - reference.dead_at >= _TRIED_AGAIN:
            return None
        return reference.dead_code

    async def _to_place(self, card: Card, place: Place) -> MessageRef:
        reference = await self._run(self._references.conversation, place.tenant, place.channel)
        url = await self._url(reference, place.tenant)
        if place.thread is None and has_threads(place.channel):
            root = await self._sent(card, reference, lambda activity: self._begin_thread(url, place, activity))
            return MessageRef(place, root)
        conversation = in_thread(place.channel, place.thread)
        stands_in = place if has_threads(place.channel) else replace(place, thread=None)
        posted = await self._sent(
            card,
            reference,
            lambda activity: self._outbound.post(url, conversation, activity),
            missing="thread_not_found" if stands_in.thread else "channel_not_found",
        )
        return MessageRef(stands_in, posted)

    async def _begin_thread(self, url: str, place: Place, activity: Mapping[str, Any]) -> str:
        """The id of the message that is the thread's root."""
        channel_data = {"channel": {"id": place.channel}, "tenant": {"id": place.tenant}}
        parameters = {"isGroup": True, "tenantId": place.tenant, "channelData": channel_data, "activity": activity}
        conversation, activity_id = await self._outbound.post_new(url, parameters)
        root = split(conversation)[1] or activity_id
        if root is None:
            raise CallFailed(Meaning.UNCERTAIN, "unreadable_answer")
        return root

    async def _to_person(self, card: Card, identity: Identity) -> MessageRef:
        reference = await self._chat_with(identity) or await self._open_chat(identity)
        conversation, url = reference.id, reference.service_url
        posted = await self._sent(card, reference, lambda activity: self._outbound.post(url, conversation, activity))
        return MessageRef(Place(PLATFORM, reference.tenant, conversation), posted)

    async def _chat_with(self, identity: Identity) -> ConversationRef | None:
        """The personal chat with an account, a living one before a dead one."""
        dead: ConversationRef | None = None
        for tenant in dict.fromkeys((identity.tenant, *sorted(self._tenants))):
            found = await self._run(self._references.personal, tenant, identity.user)
            if found is not None and found.dead_code is None:
                return found
            dead = dead or found
        return dead

    async def _open_chat(self, identity: Identity) -> ConversationRef:
        """Opens the personal chat with an account, or finds the one that is open: its id never changes."""
        account = await self._run(self._references.account, identity.tenant, identity.user)
        url = account.service_url if account else await self._url(None, identity.tenant)
        parameters = {
            "isGroup": False,
            "members": [{"id": account.address if account else identity.user}],
            "tenantId": identity.tenant,
            "channelData": {"tenant": {"id": identity.tenant}},
        }
        try:
            conversation, _ = await self._outbound.post_new(url, parameters)
        except CallFailed as failed:
            if failed.meaning is Meaning.UNCERTAIN:
                raise SendFailed("retry", code=failed.code, retry_after=failed.retry_after) from failed
            raise _as_said(failed, "user_not_found") from failed
        reference = ConversationRef(identity.tenant, conversation, Kind.PERSONAL, url, user=identity.user)
        await self._run(self._references.learn, reference, None, self._now())
        return reference

    async def _url(self, reference: ConversationRef | None, tenant: str) -> str:
        if reference is not None:
            return reference.service_url
        return await self._run(self._references.service_url, tenant) or DEFAULT_SERVICE_URL

    async def _sent(
        self,
        card: Card,
        reference: ConversationRef | None,
        send: Callable[[Mapping[str, Any]], Awaitable[T]],
        missing: str = "channel_not_found",
    ) -> T:
        """Sends the card's activity, a shorter one if it is too big. `missing` is what a 404 says is not there."""
        if reference is not None and (dead_code := self._why_closed(reference)):
            raise SendFailed("dead", code=_CLOSED.get(dead_code, dead_code))
        known = Known(addresses=await self._addresses(card))
        try:
            try:
                return await send(render_message(card, known))
            except CallFailed as failed:
                if failed.code not in _TOO_BIG:
                    raise
                return await send(render_message(_shortened(card), known))
        except CallFailed as failed:
            if reference is not None and failed.meaning is Meaning.DEAD and failed.code in _CLOSED:
                mark = self._references.mark_dead
                await self._run(mark, reference.tenant, reference.id, failed.code, self._now())
            raise _as_said(failed, missing) from failed

    async def _addresses(self, card: Card) -> dict[Identity, str]:
        """The `29:…` ids of those whom the card mentions, where we have met them."""
        found: dict[Identity, str] = {}
        for identity in {one for one in _pinged(card) if one.platform == PLATFORM}:
            account = await self._run(self._references.account, identity.tenant, identity.user)
            if account is not None:
                found[identity] = account.address
        return found


def _as_said(failed: CallFailed, missing: str) -> SendFailed:
    """The failure in the words that delivery acts on."""
    if failed.meaning is not Meaning.DEAD:
        return as_send_failed(failed)
    if failed.code in _NOT_THERE:
        return SendFailed("dead", code=missing)
    if failed.code in _TOO_BIG:
        return SendFailed("dead", code="msg_too_long")
    return SendFailed("dead", code=_CLOSED.get(failed.code, failed.code))


def _shortened(card: Card) -> Card:
    blocks = tuple(Quote(clamp(one.text, _SHORT_TEXT)) if isinstance(one, Quote) else one for one in card.blocks)
    return replace(card, text=clamp(card.text, _SHORT_TEXT), blocks=blocks)


def _pinged(card: Card) -> Iterator[Identity]:
    for line in (card.title, *_lines(card)):
        for part in line:
            if isinstance(part, Who) and part.pings:
                yield from part.identities


def _lines(card: Card) -> Iterator[Line]:
    for block in card.blocks:
        match block:
            case Paragraph(line) | Small(line):
                yield line
            case Facts(facts):
                yield from (fact.value for fact in facts)
            case Bullets(lines):
                yield from lines
