"""Where a story is played: the people of the workspace act through the doors that everybody has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chatdesk.app import App
from chatdesk.core.inbound import CaseRef
from chatdesk.core.places import Identity
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.next_thing import things_of
from chatdesk.demo.time_control import DemoTime
from chatdesk.playground import NotThere, Outcome, PersonDriver, Playground, text_of
from chatdesk.playground.conversations import Message

_NUMBER = re.compile(r"\b[A-Z][A-Z0-9]*-\d+\b")

# Of the people who type dates.
_ZONE = ZoneInfo("America/New_York")

# What a platform's pace puts off waits no longer than this.
_SOON = timedelta(seconds=5)


class NotPlayed(Exception):
    """A step could not be played; the text says why, in a sentence."""


class Stage:
    """One playing of one story. `case` is the number of the case it is about, once that is open."""

    def __init__(self, playground: Playground, app: App, clock: DemoClock, time: DemoTime) -> None:
        self.case = ""
        self._playground = playground
        self._app = app
        self._clock = clock
        self._time = time

    def filled(self, words: str) -> str:
        """`words` with the case's number, and the day two weeks from now, in place of their marks."""
        in_two_weeks = (self._clock.now() + timedelta(days=14)).astimezone(_ZONE).date()
        return words.replace("{case}", self.case).replace("{in_two_weeks}", in_two_weeks.isoformat())

    async def opens(self, who: str, where: str, title: str, entries: Mapping[str, str]) -> None:
        """Opens a case by the form; from then on it is the story's case."""
        person = await self._free(who)
        await self._done(await person.slash(where, f"/case open {title}"))
        await self._done(await person.submit(entries))
        self.case = next(
            number[0]
            for message in reversed(person.everything(where))
            if title in text_of(message) and (number := _NUMBER.search(text_of(message)))
        )

    async def types(self, who: str, where: str, command: str) -> None:
        """Types a command."""
        await self._done(await (await self._free(who)).slash(where, self.filled(command)))

    async def mentions(self, who: str, where: str, text: str) -> None:
        """Writes to the bot in the case's thread."""
        await (await self._free(who)).mention(where, self.filled(text), self.card(who, where))
        await self._settle()

    async def presses(self, who: str, where: str, button: str, entries: Mapping[str, str] | None) -> None:
        """Presses a button of the case, on its card or on the newest message about it; `entries` fill in the form
        that answers."""
        person = await self._free(who)
        await self._done(await person.click(button, self._with(person, where, button)))
        if entries is not None:
            await self._done(await person.submit(entries))

    async def waits_for(self, what: str) -> None:
        """Lets time pass until the case comes to what the time control calls so; nowhere if that has passed."""
        identity = Identity("slack", self._playground.workspace.home.id, self._playground.as_("dana").id)
        case_id = self._app.reads.find_case(CaseRef(number=self.case), identity)
        view = self._app.reads.case_view(case_id, self._clock.now()) if case_id else None
        if view is None:
            raise NotPlayed(f"{self.case} is not there any more.")
        wanted = self.filled(what)
        moment = min((at for at, label in things_of(view.case) if label == wanted), default=None)
        if moment is not None:
            await self._time.go_to(moment)
        await self._settle()

    async def passes(self, span: timedelta) -> None:
        """Lets a while pass."""
        await self._time.go_to(self._clock.now() + span)
        await self._settle()

    def card(self, who: str, where: str) -> Message:
        """The case's card in a channel."""
        for message in self._playground.as_(who).messages(where):
            if message.only_for is None and self.case in text_of(message).partition("\n")[0]:
                return message
        raise NotThere(f"{self.case} has no card in {where}")

    def place(self, who: str, where: str, *, in_case: bool) -> dict[str, Any]:
        """Where that is, for the page."""
        person = self._playground.as_(who)
        thread = self.card(who, where).ts if in_case and self.case else None
        return {"as": person.id, "at": person.place(where).id, "thread": thread}

    async def _free(self, who: str) -> PersonDriver:
        """Somebody with no form before them that a person at the page may have left open."""
        person = self._playground.as_(who)
        if person.has_modal():
            await person.close(everything=True)
        return person

    def _with(self, person: PersonDriver, where: str, button: str) -> Message:
        found = [
            message
            for message in person.everything(where)
            if self.case in text_of(message) and button in person.buttons(message)
        ]
        if not found:
            raise NotPlayed(f"{person.person.real_name} has no “{button}” for {self.case} in {where} now.")
        return found[-1]

    async def _done(self, outcome: Outcome) -> None:
        if not outcome.is_ok:
            raise NotPlayed(" ".join([*filter(None, [outcome.error]), *outcome.errors.values()]))
        await self._settle()

    async def _settle(self) -> None:
        """Waits until chatdesk has answered everything and sent what it has to say."""
        while True:
            await self._playground.settle()
            if self._app.slack:
                await self._app.slack.settle()
            beat = await self._app.heartbeat.beat()
            due_at = await self._app.run(self._app.outbox.next_due_at)
            if due_at and self._clock.now() < due_at <= self._clock.now() + _SOON:
                self._clock.advance_to(due_at)
            elif beat.found_nothing:
                break
