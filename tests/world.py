"""A whole desk for tests: the loopback workspace and the real program on a clock that stands still.

It moves only by `until` and `pass_`. What a person does goes over signed HTTP, and what they
read came through the Web API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from chatdesk.app import Files, read_files
from chatdesk.demo.play import DIRECTORY, Demo
from chatdesk.playground import Outcome, PersonDriver, Shown
from chatdesk.playground import text_of as all_words_of
from chatdesk.playground.conversations import Message
from chatdesk.playground.reading import words_of

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}

# Edits of one card wait up to two seconds, and Slack takes one message a second per channel.
_SOON = timedelta(seconds=5)


class World:
    """Harbor Grid is customer A (guests of ours), Bluepeak Media customer B (a foreign organisation)."""

    def __init__(self, folder: Path, at: str, policy: str) -> None:
        self.database_url = f"sqlite:///{folder / 'demo.db'}"
        self.demo = Demo(_files(), folder, datetime.fromisoformat(at), policy=policy, elapsed=lambda: 0.0)
        self.playground = self.demo.playground

    async def start(self) -> None:
        await self.demo.start()
        self.customer = self.person("ruth")
        self.colleague = self.person("camila")
        self.foreign_customer = self.person("chloe")
        self.engineer = self.person("dana")
        self.on_call = self.person("malik")
        self.level_2 = self.person("priya")
        self.level_3 = self.person("samuel")
        self.account_rep = self.person("owen")
        self.systems_engineer = self.person("ingrid")
        self.director = self.person("grace")
        self.vp_sales = self.person("victor")
        self.vp_engineering = self.person("nadia")
        self.vp_product = self.person("lucia")
        self.outsider = self.person("felix")

    async def stop(self) -> None:
        await self.demo.stop()

    def person(self, name: str) -> Actor:
        return Actor(self, self.playground.as_(name))

    @property
    def now(self) -> datetime:
        return self.demo.clock.now()

    async def until(self, when: str) -> None:
        """Lets time pass up to an instant, written with its offset; everything due happens in its order."""
        target = datetime.fromisoformat(when)
        assert target.tzinfo, f"{when} names no offset"
        assert target >= self.now, f"{when} has passed already: it is {self.now.isoformat()}"
        await self.demo.time.go_to(target)
        await self.playground.settle()

    async def pass_(self, span: str) -> None:
        """Lets a while pass: "45s", "15m", "4h", "2d"."""
        number, unit = re.fullmatch(r"(\d+)([dhms])", span).groups()
        await self.until((self.now + timedelta(**{_UNITS[unit]: int(number)})).isoformat())

    async def open_case(self, title: str, who: Actor | None = None, **entries: str) -> str:
        """Opens a case by the modal in #harbor-support, as the customer; its number. `entries` are the form's
        fields: "severity", "reason", "question.<key>"; underscores after "question" become the dot."""
        who = who or self.customer
        await who.slash("#harbor-support", f"/case open {title}")
        await who.submit({key.replace("question_", "question."): entry for key, entry in entries.items()})
        answer = who.finds(title, "#harbor-support")
        return re.search(r"\b[A-Z]+-\d+\b", text_of(answer)).group()

    def card(self, number: str, reader: Actor | None = None) -> Message:
        """The live card of a case: in the engineers' channel, or for a reader of the customer's in theirs."""
        reader, where = (reader, "#harbor-support") if reader else (self.engineer, "#case-desk")
        return next(m for m in reader.messages(where) if number in text_of(m) and m.only_for is None)

    def on_the_card(self, number: str) -> str:
        """What the engineers' card says now."""
        return text_of(self.card(number))

    async def settle(self) -> None:
        """Waits until chatdesk has answered everything and sent what it has to say; what waits only for Slack's
        own pace takes a second or two of this world's time."""
        app = self.demo.app
        while True:
            await self.playground.settle()
            await app.slack.settle()
            beat = await app.heartbeat.beat()
            due_at = await app.run(app.outbox.next_due_at)
            if due_at and self.now < due_at <= self.now + _SOON:
                self.demo.clock.advance_to(due_at)
            elif beat.found_nothing:
                break


def text_of(message: Message) -> str:
    """What is on the screen: a message's blocks, or its text where it has none."""
    return "\n".join(words_of(message.blocks)) or all_words_of(message)


@cache
def _files() -> Files:
    return read_files(None, DIRECTORY)


class Actor:
    """A person at work in this world. Every act waits until its effects have reached everybody."""

    def __init__(self, world: World, driver: PersonDriver) -> None:
        self._world = world
        self.driver = driver
        self.id = driver.id
        self.name = driver.person.real_name

    async def say(self, where: str, text: str, thread: Message | None = None) -> Message:
        message = await self.driver.say(where, text, thread)
        await self._world.settle()
        return message

    async def slash(self, where: str, command: str) -> Outcome:
        return await self._settled(await self.driver.slash(where, command))

    async def mention(self, where: str, text: str, thread: Message | None = None) -> Message:
        message = await self.driver.mention(where, text, thread)
        await self._world.settle()
        return message

    async def react(self, message: Message, name: str) -> Outcome:
        return await self._settled(await self.driver.react(message, name))

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        return await self._settled(await self.driver.shortcut(callback_id, message))

    async def click(self, what: str, message: Message | None = None, choose: Any = None) -> Outcome:
        return await self._settled(await self.driver.click(what, message, choose))

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        return await self._settled(await self.driver.submit(entries))

    async def home(self) -> Shown:
        return await self.driver.home()

    def modal(self) -> Shown:
        return self.driver.modal()

    def messages(self, where: str) -> list[Message]:
        return self.driver.messages(where)

    def thread(self, parent: Message) -> list[Message]:
        return self.driver.thread(parent)

    def reads(self, where: str | Message) -> str:
        """All words this person reads in a conversation, or in a thread under its root; oldest first."""
        if isinstance(where, Message):
            return "\n\n".join(text_of(message) for message in [where, *self.driver.thread(where)])
        roots = self.driver.messages(where)
        seen = [message for root in roots for message in [root, *self.driver.thread(root)]]
        return "\n\n".join(text_of(message) for message in seen)

    def finds(self, words: str, where: str) -> Message:
        """The newest message with these words in a conversation, threads included."""
        found = [
            message
            for root in self.driver.messages(where)
            for message in [root, *self.driver.thread(root)]
            if words in text_of(message)
        ]
        assert found, f"{self.name} reads no {words!r} in {where}, but:\n{self.reads(where)}"
        return found[-1]

    async def _settled(self, outcome: Outcome) -> Outcome:
        await self._world.settle()
        return outcome
