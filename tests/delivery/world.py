"""The real store, desk, reads and outbox on SQLite, with a sender that records and fails on purpose."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatdesk.cards.model import Card
from chatdesk.core import commands as c
from chatdesk.core.commands import Command
from chatdesk.core.inbound import CaseRef, Done, Inbound
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.delivery import Delivered, Delivery, SendFailed
from chatdesk.desk import Desk
from chatdesk.directory import read_directory
from chatdesk.reads import Reads
from chatdesk.store.engine import Store
from chatdesk.store.mirrors import Mirrors
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run
from tests.cards.story import shipped

OURS, CUSTOMERS = "T0NORTHWIND", "T0NORTHWIND"
RUTH = Identity("slack", OURS, "U0RUTH")
DANA = Identity("slack", OURS, "U0DANA")
MALIK = Identity("slack", OURS, "U0MALIK")
HARBOR_CHANNEL = Place("slack", CUSTOMERS, "C0HARBOR")


@dataclass(frozen=True)
class Message:
    """A message that stands. `versions` are all the cards it has shown, the newest last."""

    ref: MessageRef
    to: Destination
    key: str
    versions: list[Card] = field(default_factory=list)

    @property
    def card(self) -> Card:
        return self.versions[-1]

    @property
    def where(self) -> str:
        return self.to.identity.user if self.to.identity else self.ref.place.channel


Plan = Callable[[str, Destination], SendFailed | Exception | None]


class RecordingSender:
    """A platform in memory. `fails` is asked before each call; `loses_answers` commits a post and then fails it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.calls: list[str] = []
        self.fails: Plan = lambda call, to: None
        self.loses_answers = False
        self.hold: asyncio.Event | None = None
        self.most_at_once = 0
        self._busy: list[Destination] = []
        self._wanted = 0
        self._reached = asyncio.Event()
        self._ids = itertools.count(1)

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        await self._enter("post", to)
        place = to.place or Place("slack", OURS, f"D-{to.identity.user if to.identity else ''}")
        message = Message(MessageRef(place, f"{next(self._ids)}.0"), to, key, [card])
        self.messages.append(message)
        if self.loses_answers:
            raise SendFailed("uncertain", code="timeout")
        return message.ref

    async def edit(self, card: Card, message: MessageRef) -> None:
        await self._enter("edit", Destination(message.place))
        found = next((one for one in self.messages if one.ref.message == message.message), None)
        if found is None:
            raise SendFailed("dead", code="message_not_found")
        found.versions.append(card)

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        await self._enter("find", to)
        return next((one.ref for one in self.messages if one.key == key), None)

    async def entered(self, count: int) -> None:
        """Until so many calls are in flight at once; they stay there while `hold` holds them."""
        self._wanted = count
        await asyncio.wait_for(self._reached.wait(), 30)

    def delete(self, message: Message) -> None:
        self.messages.remove(message)

    def texts(self, where: str) -> list[str]:
        return [message.card.text for message in self.messages if message.where == where]

    async def _enter(self, call: str, to: Destination) -> None:
        self.calls.append(call)
        self._busy.append(to)
        self.most_at_once = max(self.most_at_once, len(self._busy))
        if 0 < self._wanted <= len(self._busy):
            self._reached.set()
        try:
            if self.hold is not None:
                await self.hold.wait()
            else:
                await asyncio.sleep(0)
            failure = self.fails(call, to)
            if failure is not None:
                raise failure
        finally:
            self._busy.remove(to)


class World:
    def __init__(self, store: Store, at: str) -> None:
        self.now = datetime.fromisoformat(at).astimezone(UTC)
        self._ids = itertools.count(1)
        self.store = store
        self.run = Run(store)
        self.desk = Desk(store, self._new_id)
        self.desk.use_policies([shipped("catamarun"), shipped("c2-atom")], self.now)
        self.desk.use_directory(read_directory(Path("chatdesk/demo/directory.yml")))
        self.reads = Reads(store)
        self.outbox = Outbox(store, self._new_id)
        self.mirrors = Mirrors(store)
        self.sender = RecordingSender()
        self.delivery = Delivery(self.outbox, self.mirrors, self.reads, {"slack": self.sender}, self.run)

    def close(self) -> None:
        self.run.close()

    def open(self, title: str = "VPN down", severity: int | None = 1) -> str:
        case_id = self._new_id()
        command = c.Open(case_id=case_id, title_id=f"{case_id}-title", reported_at=self.now, severity=severity)
        self.send(RUTH, command, {f"{case_id}-title": title}, place=HARBOR_CHANNEL, case_id=None)
        return case_id

    def say(self, who: Identity, case_id: str, text: str, message: MessageRef | None = None) -> None:
        text_id = self._new_id()
        seen_in = ("engineers",) if message is not None else ()
        command = c.Reply(text_id=text_id, said_at=self.now, seen_in=seen_in)
        self.send(who, command, {text_id: text}, case_id=case_id, message=message)

    def send(
        self,
        who: Identity,
        command: Command,
        texts: dict[str, str] | None = None,
        *,
        case_id: str | None,
        place: Place | None = None,
        message: MessageRef | None = None,
    ) -> None:
        ref = CaseRef(case_id=case_id) if case_id else None
        inbound = Inbound(self._new_id(), who, command, ref, texts or {}, place, message)
        outcome = self.desk.handle(inbound, self.now)
        assert isinstance(outcome, Done), outcome

    async def deliver(self, after: timedelta = timedelta(0)) -> Delivered:
        self.now += after
        return await self.delivery.deliver_due(self.now)

    async def until(self, at: str) -> None:
        """Time passes as on a server that never sleeps: each thing due is done at its moment."""
        end = datetime.fromisoformat(at).astimezone(UTC)
        while True:
            moments = [m for m in (self.desk.next_wake_at(), self.outbox.next_due_at()) if m is not None and m <= end]
            if not moments:
                break
            self.now = max(self.now, min(moments))
            self.desk.wake_due(self.now)
            await self.deliver()
        self.now = end

    def _new_id(self) -> str:
        return f"id{next(self._ids)}"
