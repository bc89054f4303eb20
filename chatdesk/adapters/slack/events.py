"""The Events API: messages, mentions, reactions, home pages. One delivery may come several times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from slack_bolt.context.async_context import AsyncBoltContext

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.carried import CHANGED, DELETED, TOMBSTONE, Carried
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.files import Files
from chatdesk.adapters.slack.messages import UNREADABLE, Messages
from chatdesk.adapters.slack.parse import Payload
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.pictures import Pictures
from chatdesk.adapters.slack.render import home as render_home
from chatdesk.adapters.slack.spots import Installed
from chatdesk.adapters.slack.tell import Spot, Tell
from chatdesk.adapters.slack.wishes import Wishes
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.hearing import Hearing, Said, takes_file
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.talk.talk import Answer, Talk
from chatdesk.adapters.talk.wish import Wish
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.reads import Reads

# What a person says; changes, deletions, joins and what apps post are not.
_SAID = (None, "file_share", "thread_broadcast", "me_message")
OPENING_REACTION = "ticket"

_log = structlog.get_logger(__name__)


class Events:
    def __init__(
        self,
        client: PooledClient,
        talk: Talk,
        hearing: Hearing,
        reads: Reads,
        people: People,
        wishes: Wishes,
        messages: Messages,
        files: Files,
        carried: Carried,
        tell: Tell,
        work: Work,
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._talk = talk
        self._hearing = hearing
        self._reads = reads
        self._people = people
        self._wishes = wishes
        self._messages = messages
        self._files = files
        self._carried = carried
        self._tell = tell
        self._work = work
        self._run = run
        self._now = now
        self._homes = Pictures()
        self._waiting_homes: set[Identity] = set()

    async def message(self, event: Payload, context: AsyncBoltContext) -> None:
        """A message or a mention. Slack sends a mention in a channel as both; only the mention is taken."""
        installed = Installed.of(context)
        if event.get("subtype") == CHANGED:
            await self._deleted(event, installed)
            await self._carried.changed(event, installed)
        if event.get("subtype") == DELETED:
            await self._deleted(event, installed)
            await self._carried.deleted(event, installed)
        if event.get("subtype") not in _SAID or event.get("bot_id") or not event.get("user"):
            return
        is_direct = event.get("channel_type") == "im"
        is_mention = event.get("type") == "app_mention"
        text = str(event.get("text") or "")
        if not is_mention and not is_direct:
            # Its twin, the app_mention, does the work; and what stands in no thread is not for us.
            is_twin = parse.mentions_bot(text, installed.bot_user)
            if is_twin or _thread_of(event) is None:
                return
        key = request_id(parse.PLATFORM, installed.team, "said", str(event["channel"]), str(event["ts"]))
        await self._work.once(key, lambda: self._hear(key, event, installed, is_mention or is_direct))

    async def reaction(self, event: Payload, context: AsyncBoltContext) -> None:
        """🎫 on a message opens a case from it, once, whoever else adds the same."""
        item = event.get("item") or {}
        if event.get("reaction") != OPENING_REACTION or item.get("type") != "message":
            return
        installed = Installed.of(context)
        key = request_id(parse.PLATFORM, installed.team, "ticket", str(item["channel"]), str(item["ts"]))
        await self._work.once(key, lambda: self._open_from(key, event, installed))

    async def home(self, event: Payload, context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            identity = await self._people.author(str(event["user"]), None)
            await self._people.meet(identity, None, Installed.of(context).team)
            self._work.later(self.publish_home(identity))

    async def ignore(self, event: Payload) -> None:
        """Subscribed to by somebody's manifest, not by ours."""

    async def publish_home(self, identity: Identity) -> None:
        """Shows a person their own page as it is now. Of several wishes at once one that waits speaks for all."""
        if identity in self._waiting_homes:
            return
        self._waiting_homes.add(identity)
        # A page that was drawn earlier must not be published later.
        async with self._homes.of(identity.user).turn:
            self._waiting_homes.discard(identity)
            card = await self._run(self._talk.home, identity, self._now())
            try:
                await call(self._client.views_publish(user_id=identity.user, view=render_home([card])), may_repeat=True)
            except CallFailed as failed:
                _log.warning("slack.views_publish_failed", code=failed.code)

    async def _deleted(self, event: Payload, installed: Installed) -> None:
        """Of our own messages one is missed when it is gone: that which stands in a customer's channel."""
        now, was = event.get("message") or {}, event.get("previous_message") or {}
        ts = event.get("deleted_ts") or (now.get("ts") if now.get("subtype") == TOMBSTONE else None)
        if was.get("bot_id") and ts:
            place = Place(parse.PLATFORM, installed.team, str(event["channel"]))
            await self._run(self._talk.message_deleted, MessageRef(place, str(ts)))

    async def _hear(self, key: str, event: Payload, installed: Installed, is_to_us: bool) -> None:
        channel, ts, thread = str(event["channel"]), str(event["ts"]), _thread_of(event)
        place = Place(parse.PLATFORM, installed.team, channel, thread)
        if not is_to_us and await self._run(self._reads.case_of_thread, place) is None:
            return
        text = parse.text_of(event)
        identity = await self._people.author(str(event["user"]), parse.claimed_team(event))
        spoken = parse.spoken(text, await self._people.mentions(text, installed.bot_user), installed.bot_user)
        said = Said(
            id=key,
            identity=identity,
            spoken=spoken,
            place=place,
            message=parse.message_ref(installed.team, channel, ts, thread),
            said_at=parse.said_at(ts),
            is_to_us=is_to_us,
            called="" if event.get("channel_type") == "im" else f"@{installed.bot_name}",
            attached=await self._files.first_of(event) if is_to_us and takes_file(spoken.text) else None,
            files=await self._files.named_in(event),
            ground=await self._wishes.ground_of(spoken, identity, place, event.get("channel_type") == "im", installed)
            if is_to_us
            else None,
        )
        await self._people.meet(identity, place, installed.team)
        for mention in spoken.mentioned:
            await self._people.meet(mention.identity, place, installed.team)
        answer = await self._run(self._hearing.hear, said, self._now())
        self._answer(answer, Spot(identity.user, channel, thread, ts))

    async def _open_from(self, key: str, event: Payload, installed: Installed) -> None:
        channel, ts = str(event["item"]["channel"]), str(event["item"]["ts"])
        found = await self._messages.fetch(channel, ts)
        if found is not None and found.get("bot_id"):
            return
        identity = await self._people.author(str(event["user"]), None)
        wish = Wish(key, identity, "open", parse.said_at(ts), via="reaction", called=f"@{installed.bot_name}")
        if found is None:
            # Whom the desk does not know learns nothing by adding a reaction.
            if await self._people.meet(identity, None, installed.team) is not None:
                self._answer(await self._wishes.sentence(wish, UNREADABLE), Spot(identity.user, channel, said=ts))
            return
        wish = await self._wishes.from_message(wish, found, channel, installed)
        spot = Spot(identity.user, channel, _thread_of(found), ts)
        answer = await self._wishes.answer(wish, installed)
        is_nobody = answer.refused is not None and answer.refused.reason == "not_found"
        self._answer(None if is_nobody else answer, spot)

    def _answer(self, answer: Answer | None, spot: Spot) -> None:
        if answer is not None and not answer.is_repeat:
            self._work.later(self._tell.privately(spot, answer.card, answer.reader))


def _thread_of(message: Payload) -> str | None:
    """The root of the thread that a message stands in; None for one that stands alone or begins a thread."""
    thread = message.get("thread_ts")
    return str(thread) if thread and thread != message.get("ts") else None
