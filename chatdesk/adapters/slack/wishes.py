"""From a wish to its answer: who asks is made known to the desk first, then one hop to the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.files import Files
from chatdesk.adapters.slack.grounds import Grounds
from chatdesk.adapters.slack.parse import Payload
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.spots import Installed
from chatdesk.adapters.talk.from_message import FROM_MESSAGE
from chatdesk.adapters.talk.grammar import Phrase, read
from chatdesk.adapters.talk.ground import Ground
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.spoken import Spoken
from chatdesk.adapters.talk.talk import Answer, Talk
from chatdesk.adapters.talk.verbs_of_admin import ADMIN
from chatdesk.adapters.talk.wish import Wish
from chatdesk.core.attached import AttachedFile
from chatdesk.core.places import Identity, Place


class Wishes:
    def __init__(
        self, talk: Talk, people: People, files: Files, grounds: Grounds, run: Run, now: Callable[[], datetime]
    ) -> None:
        self._talk = talk
        self._people = people
        self._files = files
        self._grounds = grounds
        self._run = run
        self._now = now

    async def answer(self, wish: Wish, installed: Installed) -> Answer:
        await self.introduce(wish, installed)
        wish = await self.grounded(wish, installed)
        return await self._run(self._talk.answer, wish, self._now())

    async def puzzled(self, wish: Wish, phrase: Phrase, installed: Installed) -> Answer:
        """Answers a command that is no verb."""
        return await self._run(self._talk.puzzled, wish.identity, wish.place, phrase, wish.called, None)

    async def sentence(self, wish: Wish, key: str) -> Answer:
        return await self._run(self._talk.sentence, wish, key)

    async def introduce(self, wish: Wish, installed: Installed) -> None:
        """Makes whoever asks, and whoever they name, known to the desk where its directory allows it."""
        await self._people.meet(wish.identity, wish.place, installed.team)
        for mention in wish.mentioned:
            await self._people.meet(mention.identity, wish.place, installed.team)

    async def grounded(self, wish: Wish, installed: Installed) -> Wish:
        """The wish with what Slack says of who speaks and of where, if it is an administrator's."""
        if wish.verb != ADMIN.name:
            return wish
        ground = await self._grounds.of(wish.identity, wish.place, wish.mentioned, wish.values, installed)
        return replace(wish, ground=ground)

    async def ground_of(
        self, spoken: Spoken, identity: Identity, place: Place, is_direct: bool, installed: Installed
    ) -> Ground | None:
        """The same for what is said: where it names that verb, and to us alone as long as nothing is set up."""
        is_admin = read(spoken.text).verb is ADMIN
        if not is_admin and not (is_direct and await self._run(self._talk.may_lead, identity)):
            return None
        return await self._grounds.of(identity, place, spoken.mentioned, {}, installed)

    async def person_id(self, user: str, place: Place | None, installed: Installed) -> str | None:
        """The person behind an account that was chosen in a form."""
        identity = await self._people.author(user, None)
        person = await self._people.meet(identity, place, installed.team)
        return person.id if person else None

    async def files_in(self, payload: Payload) -> tuple[AttachedFile, ...]:
        """What came with a message or a form."""
        return await self._files.named_in(payload)

    async def from_message(self, wish: Wish, message: Payload, channel: str, installed: Installed) -> Wish:
        """The wish to open a case about a message: its words, its author as the requester, its thread as the place."""
        text = parse.text_of(message)
        ts = str(message.get("ts") or "")
        root = str(message.get("thread_ts") or ts)
        place = Place(parse.PLATFORM, installed.team, channel, root)
        spoken = parse.spoken(text, await self._people.mentions(text, installed.bot_user), installed.bot_user)
        values = {**wish.values, FROM_MESSAGE: "yes"}
        if message.get("user") and not message.get("bot_id"):
            author = await self._people.author(str(message["user"]), parse.claimed_team(message))
            person = await self._people.meet(author, place, installed.team)
            if person is not None:
                values["requester"] = person.id
        return replace(
            wish,
            words=spoken.text,
            mentioned=spoken.mentioned,
            values=values,
            place=place,
            message=parse.message_ref(installed.team, channel, ts, root),
            files=await self._files.named_in(message),
        )
