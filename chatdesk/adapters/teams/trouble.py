"""When something breaks: it is logged under a reference, and the person who asked is told that reference."""

from __future__ import annotations

import asyncio
from typing import Any

from chatdesk.adapters.talk.broken import broken_card
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.once import TooLate, Work
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.tell import Tell
from chatdesk.adapters.teams.turn import Turn
from chatdesk.desk import Conflict, DatabaseTrouble

# What may be gone when Teams delivers the message again.
_PASSING = (Conflict, CallFailed, DatabaseTrouble)
# Teams delivers again within some fifteen seconds, or never, and does not say which.
PATIENCE_SECONDS = 30.0


class Trouble:
    def __init__(self, people: People, tell: Tell, work: Work, patience_seconds: float) -> None:
        self._people = people
        self._tell = tell
        self._work = work
        self._patience = patience_seconds
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def with_message(self, key: str, error: Exception, turn: Turn) -> None:
        """Raises again what Teams shall deliver once more; else, or where that does not come, the person is told."""
        if isinstance(error, TooLate):
            # The work goes on, and who delivers again waits for it.
            error.work.add_done_callback(lambda work: self._after_late(key, work, turn))
            raise error
        is_second = self.is_over(key)
        if isinstance(error, _PASSING) and not is_second:
            self._wait_for_another(key, error, turn)
            raise error
        self._work.later(self._say(error, "message", turn))

    def is_over(self, key: str) -> bool:
        """The message was delivered again. True if it had failed before and nobody has been told."""
        waiting = self._waiting.pop(key, None)
        if waiting is not None:
            waiting.cancel()
        return waiting is not None

    def close(self) -> None:
        for waiting in self._waiting.values():
            waiting.cancel()
        self._waiting.clear()

    def _after_late(self, key: str, work: asyncio.Task[Any], turn: Turn) -> None:
        error = None if work.cancelled() else work.exception()
        if isinstance(error, Exception) and key not in self._waiting:
            self._wait_for_another(key, error, turn)

    def _wait_for_another(self, key: str, error: Exception, turn: Turn) -> None:
        loop = asyncio.get_running_loop()
        self._waiting[key] = loop.call_later(self._patience, self._give_up, key, error, turn)

    def _give_up(self, key: str, error: Exception, turn: Turn) -> None:
        if self._waiting.pop(key, None) is not None:
            self._work.later(self._say(error, "message", turn))

    async def _say(self, error: Exception, kind: str, turn: Turn) -> None:
        reader = self._people.reader_hint(turn)
        await self._tell.privately(turn, broken_card(error, kind, reader), reader)
