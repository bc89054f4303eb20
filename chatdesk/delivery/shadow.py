"""Shadow mode: whatever would be posted or edited anywhere stands in one log channel instead, and nowhere else.

These senders take the place of the platforms' own, so nothing of the outbox can go past them. A case has one thread
in the log channel; each message there says where it would have gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from chatdesk import i18n
from chatdesk.cards.model import Block, Bullets, Card, Fact, Facts, Line, Paragraph, Small, Who, Words
from chatdesk.core.notice import AudienceKind
from chatdesk.core.places import Destination, MessageRef, Place
from chatdesk.delivery.sender import CANNOT_ASK, DEAD, MESSAGE_GONE, RETRY, THREAD_GONE, Sender, SendFailed
from chatdesk.store.places import ENGINEERS, SHADOW
from chatdesk.store.run import Run
from chatdesk.store.shadow import Root, ShadowBook, Told, about_case, about_message

# Another process may be posting the root of a thread; after this it is looked for.
_ROOT_IS_BEGINNING = timedelta(seconds=10)
_LOOK_AGAIN_SECONDS = 2.0


class ShadowLog:
    """The log channel. `sender` is that of its platform."""

    def __init__(self, sender: Sender, channel: Place, book: ShadowBook, run: Run, now: Callable[[], datetime]) -> None:
        self._sender = sender
        self._channel = channel
        self._book = book
        self._run = run
        self._now = now
        self._turns: dict[str, asyncio.Lock] = {}

    def in_place_of(self, senders: Iterable[str]) -> Mapping[str, Sender]:
        """For each of these platforms a sender that posts here."""
        return {platform: ShadowSender(platform, self) for platform in senders}

    async def post(self, card: Card, to: Destination, key: str) -> str:
        told = await self._run(self._book.told_under, key)
        place = await self._thread(told)
        posted = await self._post(await self._shown(card, told, "shadow.would_go"), place, key)
        return posted.message

    async def edit(self, card: Card, message: MessageRef) -> None:
        """What stands here is edited; for what really stands elsewhere, a picture here is."""
        told = await self._run(self._book.told_at, message)
        if message.message.startswith(SHADOW):
            await self._edit_here(card, told, message.message.removeprefix(SHADOW))
            return
        about = about_message(message)
        stands = await self._run(self._book.standing_for, about)
        if stands is not None:
            await self._edit_here(card, told, stands)
            return
        place = await self._thread(told)
        shown = await self._shown(card, told, "shadow.would_change")
        posted = await self._post(shown, place, f"shadow.{about}")
        await self._run(self._book.stands, about, self._channel.channel, posted.message, self._now())

    async def find(self, key: str, since: datetime) -> str | None:
        told = await self._run(self._book.told_under, key)
        place = await self._thread(told)
        with _waiting(but=THREAD_GONE):
            found = await self._sender.find(key, Destination(place), since)
        return found.message if found is not None else None

    async def _post(self, card: Card, place: Place, key: str) -> MessageRef:
        with _waiting(but=THREAD_GONE):
            return await self._sender.post(card, Destination(place), key)

    async def _edit_here(self, card: Card, told: Told | None, message: str) -> None:
        shown = await self._shown(card, told, "shadow.would_go")
        with _waiting(but=MESSAGE_GONE):
            await self._sender.edit(shown, MessageRef(self._channel, message))

    async def _thread(self, told: Told | None) -> Place:
        """The case's thread; what belongs to no case stands in the channel itself."""
        if told is None or told.case_id is None:
            return self._channel
        about = about_case(self._channel.channel, told.case_id)
        async with self._turns.setdefault(about, asyncio.Lock()):
            root = await self._run(self._book.begin, about, self._channel.channel, self._now())
            if root is not None and root.message is not None:
                return replace(self._channel, thread=root.message)
            message = await self._found(about, root) if root is not None else None
            if message is None:
                posted = await self._post(await self._root_card(told), self._channel, about)
                message = posted.message
            await self._run(self._book.stands, about, self._channel.channel, message, self._now())
            return replace(self._channel, thread=message)

    async def _found(self, about: str, root: Root) -> str | None:
        if self._now() - root.begun_at < _ROOT_IS_BEGINNING:
            raise SendFailed(RETRY, code="log_thread_begins", retry_after=_LOOK_AGAIN_SECONDS)
        try:
            found = await self._sender.find(about, Destination(self._channel), root.begun_at)
        except SendFailed as failed:
            if failed.code != CANNOT_ASK:
                raise SendFailed(RETRY, code=failed.code, retry_after=failed.retry_after) from failed
            return None
        return found.message if found is not None else None

    async def _root_card(self, told: Told) -> Card:
        line = i18n.say(await self._language(), "shadow.root", number=Words(told.number or "", is_strong=True))
        return Card(text=i18n.flat(line), blocks=(Paragraph(line),))

    async def _shown(self, card: Card, told: Told | None, key: str) -> Card:
        """The card as it would look, with nobody mentioned, and where it would be."""
        quiet = replace(card, title=_quiet(card.title), blocks=tuple(_quiet_block(block) for block in card.blocks))
        if told is None:
            return quiet
        language = await self._language()
        line = i18n.say(language, key, where=_where(language, told))
        return replace(quiet, text=f"{i18n.flat(line)}\n{quiet.text}", blocks=(*quiet.blocks, Small(line)))

    async def _language(self) -> str:
        reader = await self._run(self._book.reader)
        return i18n.supported(reader.language) if reader is not None else "en"


class ShadowSender:
    """Stands for a platform's own sender. Whatever it says was sent has an id that begins with `SHADOW`."""

    def __init__(self, platform: str, log: ShadowLog) -> None:
        self._platform = platform
        self._log = log

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        return self._ref(to, await self._log.post(card, to, key))

    async def edit(self, card: Card, message: MessageRef) -> None:
        await self._log.edit(card, message)

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        found = await self._log.find(key, since)
        return self._ref(to, found) if found is not None else None

    def _ref(self, to: Destination, message: str) -> MessageRef:
        place = to.place
        if place is None and to.identity is not None:
            place = Place(self._platform, to.identity.tenant, to.identity.user)
        if place is None:
            raise ValueError("a destination is a place or a person")
        return MessageRef(place, f"{SHADOW}{message}")


@contextmanager
def _waiting(but: frozenset[str]) -> Iterator[None]:
    """What the log channel does not take says nothing about the message or its real place: it waits, and is no dead
    letter; `but` are the codes that are about a message or thread of the log channel itself."""
    try:
        yield
    except SendFailed as failed:
        if failed.kind != DEAD or failed.code in but:
            raise
        raise SendFailed(RETRY, code=failed.code) from failed


def _where(language: str, told: Told) -> Line:
    match told.audience.kind:
        case AudienceKind.VIEW if told.audience.name == ENGINEERS:
            return i18n.say(language, "shadow.of_engineers")
        case AudienceKind.VIEW:
            return i18n.say(language, "shadow.of_customer", customer=told.customer)
        case AudienceKind.CUSTOMER:
            return i18n.say(language, "shadow.to_customer", customer=told.customer)
        case AudienceKind.PERSON:
            name = told.person.name if told.person is not None else i18n.plain(language, "person.someone")
            return i18n.say(language, "shadow.to_person", person=Who(name))
    key = f"channel.{told.audience.name}"
    channel = i18n.plain(language, key) if i18n.has(key) else told.audience.name
    if told.audience.kind is AudienceKind.PAGER:
        return i18n.say(language, "shadow.to_pager", channel=channel)
    return (Words(channel),)


def _quiet_block(block: Block) -> Block:
    match block:
        case Paragraph(line):
            return Paragraph(_quiet(line))
        case Small(line):
            return Small(_quiet(line))
        case Bullets(lines):
            return Bullets(tuple(_quiet(line) for line in lines))
        case Facts(facts):
            return Facts(tuple(Fact(fact.label, _quiet(fact.value)) for fact in facts))
        case _:
            return block


def _quiet(line: Line) -> Line:
    """Nobody is to be alerted by what is only looked at."""
    return tuple(replace(one, pings=False) if isinstance(one, Who) else one for one in line)
