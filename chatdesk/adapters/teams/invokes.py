"""Invokes: answered within three seconds, always with a whole body, each once. A late result is told privately."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

import structlog

from chatdesk import i18n
from chatdesk.adapters.talk.broken import broken_card
from chatdesk.adapters.talk.door import Through
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.talk import Answer
from chatdesk.adapters.talk.wish import Wish
from chatdesk.adapters.teams import answers
from chatdesk.adapters.teams.calls import JSON
from chatdesk.adapters.teams.clicks import Clicks
from chatdesk.adapters.teams.dialogs import Dialogs, Sheet
from chatdesk.adapters.teams.doors import MESSAGE_ACTIONS, Name, lets_in
from chatdesk.adapters.teams.learning import Learning
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.pressed import Click, FormState, pressed
from chatdesk.adapters.teams.render import error_answer
from chatdesk.adapters.teams.tell import Tell
from chatdesk.adapters.teams.turn import Payload, Turn, part, text, turn_of
from chatdesk.adapters.teams.wishes import Wishes
from chatdesk.cards.answers import working_card
from chatdesk.core.view import Reader
from chatdesk.desk import DatabaseTrouble

_REMEMBERED = 2_000
_EXTENSION = "composeExtension/"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reply:
    """The body of an answer, what it shows, and what is told beside it."""

    body: JSON
    shown: Sheet | Answer | None = None
    aside: Answer | None = None


class Invokes:
    def __init__(
        self,
        clicks: Clicks,
        dialogs: Dialogs,
        wishes: Wishes,
        people: People,
        learning: Learning,
        tell: Tell,
        work: Work,
        now: Callable[[], datetime],
        budget_seconds: float,
    ) -> None:
        self._clicks = clicks
        self._dialogs = dialogs
        self._wishes = wishes
        self._people = people
        self._learning = learning
        self._tell = tell
        self._work = work
        self._now = now
        self._budget = budget_seconds
        self._replies: OrderedDict[str, asyncio.Task[Reply]] = OrderedDict()
        self._names: Mapping[Name, Callable[[Name, Turn, Payload, str], Coroutine[None, None, Reply] | None]] = {
            Name.CARD_ACTION: self._card_action,
            Name.TASK_FETCH: self._task,
            Name.TASK_SUBMIT: self._task,
            Name.EXTENSION_FETCH: self._extension,
            Name.EXTENSION_SUBMIT: self._task,
        }

    @property
    def names(self) -> frozenset[str]:
        """What is answered at all."""
        return frozenset(name.value for name in self._names)

    async def invoke(self, activity: JSON, key: str) -> tuple[int, JSON | None]:
        """HTTP status and body. `key` is the same for a request and its repetitions."""
        turn = turn_of(activity)
        reader = self._people.reader_hint(turn)
        name = next((each for each in self._names if each == text(activity, "name")), None)
        if name is None or turn.is_by_bot:
            words = _plain(reader, "talk.unknown_request")
            return HTTPStatus.NOT_IMPLEMENTED, error_answer("NotSupported", words, HTTPStatus.NOT_IMPLEMENTED)
        running = self._replies.get(key)
        is_first = running is None
        if running is None:
            work = self._names[name](name, turn, part(activity, "value"), key)
            if work is None:
                words = _plain(reader, "talk.bad_request")
                return HTTPStatus.BAD_REQUEST, error_answer("BadRequest", words, HTTPStatus.BAD_REQUEST)
            running = self._started(key, work)
        done, _ = await asyncio.wait({running}, timeout=self._budget)
        if not done:
            if is_first:
                self._work.later(self._tell_when_done(running, turn))
            return HTTPStatus.OK, answers.sentence(name, working_card(reader).text)
        try:
            reply = running.result()
        except Exception as error:  # noqa: BLE001 -- reported under a reference, in the answer itself
            card = broken_card(error, name, reader)
            again = part(part(activity, "value"), "data")
            return HTTPStatus.OK, answers.trouble(name, card, again, reader)
        if is_first and reply.aside is not None:
            self._work.later(self._tell.privately(turn, reply.aside.card, reply.aside.reader))
        return HTTPStatus.OK, reply.body

    def _started(self, key: str, work: Coroutine[None, None, Reply]) -> asyncio.Task[Reply]:
        task = self._work.start(work)
        self._replies[key] = task
        task.add_done_callback(lambda done: self._forget_if_failed(key, done))
        while len(self._replies) > _REMEMBERED:
            self._replies.popitem(last=False)
        return task

    def _forget_if_failed(self, key: str, done: asyncio.Task[Reply]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._replies.pop(key, None)

    def _card_action(self, name: Name, turn: Turn, value: Payload, key: str) -> Coroutine[None, None, Reply] | None:
        """A click on a card. What a client asks for by itself, to draw a card anew, changes nothing."""
        found = pressed(part(value, "action").get("data"))
        if found is None:
            return None
        if text(value, "trigger") == "automatic":
            return self._glance(found, turn)
        return self._click(name, found, turn, key)

    def _task(self, name: Name, turn: Turn, value: Payload, key: str) -> Coroutine[None, None, Reply] | None:
        found = pressed(value.get("data"))
        return self._click(name, found, turn, key) if found is not None else None

    def _extension(self, name: Name, turn: Turn, value: Payload, key: str) -> Coroutine[None, None, Reply] | None:
        """ "Open a case", from a message or from where one writes."""
        is_ours = text(value, "commandId") in MESSAGE_ACTIONS and lets_in(name, Through.SHORTCUT, "open")
        return self._open_from(name, turn, part(value, "messagePayload"), key) if is_ours else None

    async def _click(self, name: Name, found: Click | FormState, turn: Turn, key: str) -> Reply:
        turn = await self._people.recognised(turn)
        await self._learn(turn, is_there=not name.startswith(_EXTENSION))
        outcome = await self._clicks.outcome(name, found, turn, key)
        if isinstance(outcome, Answer) and name is Name.CARD_ACTION and isinstance(found, Click):
            fresh = await self._clicks.fresh(outcome, found, turn)
            if fresh is not None:
                return Reply(answers.in_place(fresh), outcome, outcome)
            body, is_whole = answers.to_click(outcome)
        else:
            body, is_whole = answers.of(name, outcome)
        aside = outcome if isinstance(outcome, Answer) and not is_whole and not outcome.is_repeat else None
        return Reply(body, outcome, aside)

    async def _glance(self, found: Click | FormState, turn: Turn) -> Reply:
        turn = await self._people.recognised(turn)
        card, reader = await self._clicks.glance(found, turn), self._people.reader_hint(turn)
        if card is None:
            return Reply(answers.sentence(Name.CARD_ACTION, _plain(reader, "talk.old_button")))
        return Reply(answers.in_place(card))

    async def _open_from(self, name: Name, turn: Turn, payload: Payload, key: str) -> Reply:
        # Teams offers this in conversations that chatdesk is not in.
        turn = await self._people.recognised(turn)
        are_we_there = await self._people.are_we_in(turn)
        await self._learn(turn, is_there=are_we_there)
        wish = Wish(key, turn.identity, "open", self._now(), via="shortcut", called=turn.called)
        if not payload and are_we_there:
            wish = replace(wish, place=turn.place)
        elif payload:
            wish = await self._wishes.from_message(wish, payload, turn, are_we_there=are_we_there)
        remark = "" if are_we_there or not turn.conversation else "talk.not_here"
        outcome = await self._dialogs.ask(wish, turn, remark)
        body, is_whole = answers.of(name, outcome)
        return Reply(body, outcome, None if is_whole or isinstance(outcome, Sheet) else outcome)

    async def _learn(self, turn: Turn, *, is_there: bool) -> None:
        try:
            await self._learning.of(turn, is_there=is_there)
        except DatabaseTrouble:
            # What the click asks for says so itself, if it needs the database.
            _log.warning("teams.reference_not_kept")

    async def _tell_when_done(self, running: asyncio.Task[Reply], turn: Turn) -> None:
        reader = self._people.reader_hint(turn)
        try:
            reply = await running
        except Exception as error:  # noqa: BLE001 -- reported under a reference, to the one who was promised an answer
            await self._tell.privately(turn, broken_card(error, "late", reader), reader)
            return
        if isinstance(reply.shown, Sheet):
            await self._tell.activity(turn, answers.as_message(reply.shown), reply.shown.reader)
        elif reply.shown is not None and not reply.shown.is_repeat:
            await self._tell.privately(turn, reply.shown.card, reply.shown.reader)


def _plain(reader: Reader, key: str) -> str:
    return i18n.plain(i18n.supported(reader.language), key)
