"""What chatdesk says once where it was added, and what it forgets where it was removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.talk import Talk
from chatdesk.adapters.teams.housekeeping import Housekeeping
from chatdesk.adapters.teams.learning import Learning
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.render import Known, message
from chatdesk.adapters.teams.tell import Tell
from chatdesk.adapters.teams.turn import Payload, Turn, part, parts, text, turn_of
from chatdesk.cards.lists import welcome_card
from chatdesk.core.view import Reader


class Welcome:
    def __init__(
        self,
        talk: Talk,
        people: People,
        learning: Learning,
        housekeeping: Housekeeping,
        tell: Tell,
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._talk = talk
        self._people = people
        self._learning = learning
        self._housekeeping = housekeeping
        self._tell = tell
        self._run = run
        self._now = now

    async def changed(self, activity: Payload) -> None:
        """An installation or a change of a roster. Teams tells both of one event, and each of them more than once."""
        turn = turn_of(activity)
        if not (turn.conversation and turn.tenant):
            return
        # The roster's change stands in no thread, and nobody said it.
        turn = replace(turn, root=None, message=None)
        if _is_removal(activity, turn):
            # Of a whole team no channel is named, or its first, whose id is the team's.
            is_whole_team = turn.team is not None and not part(part(activity, "channelData"), "channel")
            await self._learning.forget(turn, is_whole_team=is_whole_team)
        elif _is_arrival(activity, turn):
            turn = await self._by_whom(turn)
            if await self._learning.of(turn):
                await self._greet(turn)
        elif not turn.is_personal:
            await self._housekeeping.told(activity, turn)

    async def _by_whom(self, turn: Turn) -> Turn:
        try:
            return await self._people.recognised(turn)
        except CallFailed:
            # That we are there matters more than who brought us.
            return turn

    async def _greet(self, turn: Turn) -> None:
        if turn.is_personal:
            await self._people.meet(turn)
            card = await self._run(self._talk.home, turn.identity, self._now(), shows_each=True)
        elif turn.place is not None and await self._run(self._talk.came_into, turn.place):
            # A message stands in a customer's channel; it goes out with all others, once.
            return
        else:
            reader = await self._run(self._reader_here, turn)
            card = welcome_card(reader, turn.called)
        await self._tell.to_all(turn, message(card, Known()))

    def _reader_here(self, turn: Turn) -> Reader:
        """Whose channel it is decides the words, not who added the app."""
        return self._talk.reader(replace(turn.identity, user=""), turn.place)


def _is_arrival(activity: Payload, turn: Turn) -> bool:
    if activity.get("type") == "installationUpdate":
        return text(activity, "action").startswith("add")
    return _names_us(activity, "membersAdded", turn)


def _is_removal(activity: Payload, turn: Turn) -> bool:
    if activity.get("type") == "installationUpdate":
        # An upgrade removes nothing: the old version's going may even be told of after the new one's coming.
        return text(activity, "action") == "remove"
    return _names_us(activity, "membersRemoved", turn)


def _names_us(activity: Payload, key: str, turn: Turn) -> bool:
    return bool(turn.bot) and any(text(each, "id") == turn.bot for each in parts(activity, key))
