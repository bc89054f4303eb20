"""What a scenario has at hand, whatever platform it runs on: the cast, the clock, and the words that people read.

The clock stands still but for `until` and `pass_`. `World` is it on Slack, `TeamsWorld` on Teams.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chatdesk.app import App
from chatdesk.core.directory import Directory
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.time_control import DemoTime
from chatdesk.playground import Outcome

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}

# Edits of one card wait up to two seconds, and a platform takes one message a second per channel.
_SOON = timedelta(seconds=5)


class Story(ABC):
    """Harbor Grid is customer A (guests of ours), Bluepeak Media customer B (a foreign organisation).

    `platforms` are those that this world is on.
    """

    platforms: tuple[str, ...]
    database_url: str

    @abstractmethod
    async def start(self) -> None:
        """Listens, with the cast at hand."""

    @property
    @abstractmethod
    def app(self) -> App: ...

    @property
    @abstractmethod
    def directory(self) -> Directory:
        """Who is who at the start, with the accounts and channels of this world."""

    @property
    @abstractmethod
    def clock(self) -> DemoClock: ...

    @property
    @abstractmethod
    def time(self) -> DemoTime: ...

    @abstractmethod
    def person(self, name: str) -> Actor: ...

    @abstractmethod
    def cut_off(self) -> None:
        """From now on the platform does not reach us; what is said waits there."""

    @abstractmethod
    async def reconnect(self) -> None:
        """The platform reaches us again, and delivers what waited."""

    @abstractmethod
    async def settle_peers(self) -> None:
        """Waits until chatdesk has everything that the platform has to deliver, and has answered it."""

    @abstractmethod
    async def stop(self) -> None:
        """Ends it. Raises AssertionError if a person saw what nobody should ever see."""

    def gather_the_cast(self) -> None:
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

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def until(self, when: str) -> None:
        """Lets time pass up to an instant, written with its offset; everything due happens in its order."""
        target = datetime.fromisoformat(when)
        assert target.tzinfo, f"{when} names no offset"
        assert target >= self.now, f"{when} has passed already: it is {self.now.isoformat()}"
        await self.time.go_to(target)
        await self.settle_peers()

    async def pass_(self, span: str) -> None:
        """Lets a while pass: "45s", "15m", "4h", "2d"."""
        number, unit = re.fullmatch(r"(\d+)([dhms])", span).groups()
        await self.until((self.now + timedelta(**{_UNITS[unit]: int(number)})).isoformat())

    async def be_away_until(self, when: str) -> None:
        """It is later at once, as after a stop: what fell due in between is found late."""
        self.clock.advance_to(datetime.fromisoformat(when))
        await self.settle()

    async def open_case(self, title: str, who: Actor | None = None, **entries: str) -> str:
        """Opens a case by the form in #harbor-support, as the customer; its number. `entries` are the form's
        fields: "severity", "reason", "question.<key>"; underscores after "question" become the dot."""
        who = who or self.customer
        await who.slash("#harbor-support", f"/case open {title}")
        await who.submit({key.replace("question_", "question."): entry for key, entry in entries.items()})
        answer = who.finds(title, "#harbor-support")
        return re.search(r"\b[A-Z]+-\d+\b", who.text_of(answer)).group()

    def card(self, number: str, reader: Actor | None = None) -> Any:
        """The live card of a case: in the engineers' channel, or for a reader of the customer's in theirs."""
        reader, where = (reader, "#harbor-support") if reader else (self.engineer, "#case-desk")
        return next(m for m in reader.messages(where) if number in reader.text_of(m) and m.only_for is None)

    def on_the_card(self, number: str) -> str:
        """What the engineers' card says now."""
        return self.engineer.text_of(self.card(number))

    async def settle(self) -> None:
        """Waits until chatdesk has answered everything and sent what it has to say; what waits only for a platform's
        own pace takes a second or two of this world's time."""
        while True:
            await self.settle_peers()
            beat = await self.app.heartbeat.beat()
            due_at = await self.app.run(self.app.outbox.next_due_at)
            if due_at and self.now < due_at <= self.now + _SOON:
                self.clock.advance_to(due_at)
            elif beat.found_nothing:
                break


class Actor(ABC):
    """A person at work in this world. Every act waits until its effects have reached everybody."""

    def __init__(self, world: Story, driver: Any, name: str) -> None:
        self._world = world
        self.driver = driver
        self.id: str = driver.id
        self.name = name

    @abstractmethod
    def text_of(self, message: Any) -> str:
        """What is on this person's screen of a message."""

    async def say(self, where: str, text: str, thread: Any = None) -> Any:
        message = await self.driver.say(where, text, thread)
        await self._world.settle()
        return message

    async def slash(self, where: str, command: str) -> Outcome:
        return await self._settled(await self.driver.slash(where, command))

    async def mention(self, where: str, text: str, thread: Any = None) -> Any:
        message = await self.driver.mention(where, text, thread)
        await self._world.settle()
        return message

    async def attach(self, where: str, text: str, files: Sequence[tuple[str, bytes]], thread: Any = None) -> Any:
        """Writes a message to chatdesk's hearing with files; each a name and what it holds."""
        message = await self.driver.attach(where, text, files, thread)
        await self._world.settle()
        return message

    async def edit(self, where: str, message: Any, text: str) -> None:
        """Writes one's own message anew."""
        await self.driver.edit(where, message, text)
        await self._world.settle()

    async def delete(self, where: str, message: Any) -> None:
        await self.driver.delete(where, message)
        await self._world.settle()

    async def react(self, message: Any, name: str) -> Outcome:
        return await self._settled(await self.driver.react(message, name))

    async def shortcut(self, callback_id: str, message: Any = None) -> Outcome:
        return await self._settled(await self.driver.shortcut(callback_id, message))

    async def click(self, what: str, message: Any = None, choose: Any = None) -> Outcome:
        return await self._settled(await self.driver.click(what, message, choose))

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        return await self._settled(await self.driver.submit(entries))

    async def home(self) -> Any:
        return await self.driver.home()

    def modal(self) -> Any:
        """The form that is open: `.title`, `.text`, `.labels`."""
        return self.driver.modal()

    def messages(self, where: str) -> list[Any]:
        return self.driver.messages(where)

    def thread(self, parent: Any) -> list[Any]:
        return self.driver.thread(parent)

    def reads(self, where: Any) -> str:
        """All words this person reads in a conversation, or in a thread under its root; oldest first."""
        seen = self._all_in(where) if isinstance(where, str) else [where, *self.driver.thread(where)]
        return "\n\n".join(self.text_of(message) for message in seen)

    def finds(self, words: str, where: str) -> Any:
        """The newest message with these words in a conversation, threads included."""
        found = [message for message in self._all_in(where) if words in self.text_of(message)]
        assert found, f"{self.name} reads no {words!r} in {where}, but:\n{self.reads(where)}"
        return found[-1]

    def _all_in(self, where: str) -> list[Any]:
        roots = self.driver.messages(where)
        return [message for root in roots for message in [root, *self.driver.thread(root)]]

    async def _settled(self, outcome: Outcome) -> Outcome:
        await self._world.settle()
        return outcome
