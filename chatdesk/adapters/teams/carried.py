"""Messages that were said to us and are edited or deleted after that."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime

from chatdesk.adapters.talk.carrying import Carrying
from chatdesk.adapters.talk.hearing import Said
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.teams import parse
from chatdesk.adapters.teams.calls import JSON
from chatdesk.adapters.teams.doors import Name
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.turn import Turn, message_ref, said_at, text, turn_of


class Carried:
    def __init__(self, carrying: Carrying, people: People, work: Work, run: Run, now: Callable[[], datetime]) -> None:
        self._carrying = carrying
        self._people = people
        self._work = work
        self._run = run
        self._now = now
        self._kinds: Mapping[Name, Callable[[str, JSON, Turn], Coroutine[None, None, None]]] = {
            Name.MESSAGE_UPDATE: self._changed,
            Name.MESSAGE_DELETE: self._deleted,
        }

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name.value for name in self._kinds)

    async def reworded(self, activity: JSON) -> None:
        """In a channel Teams tells of those messages only that mention us; each change once, by its own moment."""
        turn = turn_of(activity)
        kind = text(activity, "type")
        if turn.is_by_bot or message_ref(turn) is None or kind not in self.names:
            return
        key = request_id(PLATFORM, turn.tenant, kind, turn.conversation, turn.activity, text(activity, "timestamp"))
        await self._work.once(key, lambda: self._kinds[Name(kind)](key, activity, turn))

    async def _changed(self, key: str, activity: JSON, turn: Turn) -> None:
        """An edit, and a deletion that was taken back: the message stands again."""
        turn = await self._people.recognised(turn)
        message = message_ref(turn)
        assert message is not None, "looked at before"
        mentions = await self._people.mentions(turn, parse.named_in(activity, turn.bot))
        said = Said(
            id=key,
            identity=turn.identity,
            spoken=parse.spoken(activity, mentions, turn.bot, turn.bot_name),
            place=message.place,
            message=message,
            said_at=said_at(activity, self._now()),
            is_to_us=turn.is_personal or parse.mentions_bot(activity, turn.bot),
            called=turn.called,
            files=parse.files_in(activity),
        )
        await self._run(self._carrying.changed, said, self._now())

    async def _deleted(self, key: str, activity: JSON, turn: Turn) -> None:
        message = message_ref(turn)
        assert message is not None, "looked at before"
        at = said_at(activity, self._now())
        await self._run(self._carrying.deleted, key, turn.identity, message, at, self._now())
