"""From a wish to its answer: who asks is made known to the desk first, then one hop to the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.from_message import FROM_MESSAGE
from chatdesk.adapters.talk.grammar import Phrase
from chatdesk.adapters.talk.ground import Ground
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.spoken import Spoken
from chatdesk.adapters.talk.talk import Answer, Talk
from chatdesk.adapters.talk.wish import Wish
from chatdesk.adapters.teams import parse
from chatdesk.adapters.teams.grounds import Grounds
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.turn import Payload, Turn, directory_id, part, text
from chatdesk.core.places import MessageRef, Place
from chatdesk.core.view import PersonView
from chatdesk.reads import Reads


class Wishes:
    def __init__(
        self, talk: Talk, people: People, grounds: Grounds, reads: Reads, run: Run, now: Callable[[], datetime]
    ) -> None:
        self._talk = talk
        self._people = people
        self._grounds = grounds
        self._reads = reads
        self._run = run
        self._now = now

    async def answer(self, wish: Wish, turn: Turn) -> Answer:
        await self._people.meet(turn)
        if wish.verb == "open":
            wish = await self.beside_other_cases(wish)
        wish = await self.grounded(wish, turn)
        return await self._run(self._talk.answer, wish, self._now())

    async def grounded(self, wish: Wish, turn: Turn) -> Wish:
        """The wish with what Teams says of who speaks and of where, if it is an administrator's."""
        return await self._grounds.grounded(wish, turn)

    async def ground_of(self, spoken: Spoken, turn: Turn) -> Ground | None:
        return await self._grounds.of_said(spoken, turn)

    async def puzzled(self, wish: Wish, phrase: Phrase, turn: Turn) -> Answer:
        """Answers a command that is no verb."""
        await self._people.meet(turn)
        return await self._run(self._talk.puzzled, wish.identity, wish.place, phrase, wish.called, None)

    async def sentence(self, wish: Wish, key: str) -> Answer:
        return await self._run(self._talk.sentence, wish, key)

    async def beside_other_cases(self, wish: Wish) -> Wish:
        """A case opened in the thread of another gets a thread of its own."""
        if wish.place is None or wish.place.thread is None or FROM_MESSAGE in wish.values:
            return wish
        here = await self._run(self._reads.case_of_thread, wish.place)
        return wish if here is None else replace(wish, place=replace(wish.place, thread=None))

    async def from_message(self, wish: Wish, payload: Payload, turn: Turn, *, are_we_there: bool) -> Wish:
        """The wish to open a case about a message: its words, its author as the requester, its thread as the place."""
        mentions = await self._people.mentions(turn, parse.users_of_payload(payload)) if are_we_there else {}
        spoken = parse.words_of_payload(payload, mentions)
        values = dict(wish.values)
        author = directory_id(part(part(payload, "from"), "user"), "id")
        if author:
            person = await self._author(turn, author)
            if person is not None:
                values["requester"] = person.id
        said = text(payload, "id")
        place = None
        if are_we_there and turn.conversation:
            place = Place(PLATFORM, turn.tenant, turn.conversation, text(payload, "replyToId") or turn.root or said)
            values[FROM_MESSAGE] = "yes"
        return replace(
            wish,
            words=spoken.text,
            mentioned=spoken.mentioned,
            values=values,
            place=place,
            message=MessageRef(place, said) if place and said else None,
        )

    async def _author(self, turn: Turn, user: str) -> PersonView | None:
        try:
            return await self._people.meet_account(turn, user)
        except CallFailed:
            # The form can still be filled in; who asks for it is chosen there.
            return None
