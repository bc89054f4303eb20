"""Messages of people that are edited or deleted after they were said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.files import Files
from chatdesk.adapters.slack.parse import Payload
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.spots import Installed
from chatdesk.adapters.talk.carrying import Carrying
from chatdesk.adapters.talk.hearing import Said
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.core.places import Identity

CHANGED, DELETED = "message_changed", "message_deleted"
# What Slack leaves of a deleted message that has a thread.
TOMBSTONE = "tombstone"


class Carried:
    def __init__(
        self,
        carrying: Carrying,
        people: People,
        files: Files,
        work: Work,
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._carrying = carrying
        self._people = people
        self._files = files
        self._work = work
        self._run = run
        self._now = now

    async def changed(self, event: Payload, installed: Installed) -> None:
        """Only a person's edit: our own messages, and links that Slack has drawn, change in the same way."""
        message = event.get("message") or {}
        if message.get("subtype") == TOMBSTONE:
            await self.deleted({**event, "deleted_ts": message.get("ts")}, installed)
            return
        edited = message.get("edited") or {}
        if message.get("bot_id") or not (message.get("user") and message.get("ts") and edited.get("ts")):
            return
        ts, edited_ts = str(message["ts"]), str(edited["ts"])
        key = request_id(parse.PLATFORM, installed.team, "changed", str(event["channel"]), ts, edited_ts)
        await self._work.once(key, lambda: self._change(key, event, message, edited_ts, installed))

    async def deleted(self, event: Payload, installed: Installed) -> None:
        was = event.get("previous_message") or {}
        ts = str(event.get("deleted_ts") or "")
        at = str(event.get("event_ts") or event.get("ts") or "")
        if was.get("bot_id") or not (ts and at):
            return
        channel = str(event["channel"])
        key = request_id(parse.PLATFORM, installed.team, "deleted", channel, ts)
        author = Identity(parse.PLATFORM, parse.claimed_team(was) or installed.team, str(was.get("user") or ""))
        message = parse.message_ref(installed.team, channel, ts, str(was.get("thread_ts") or ts))
        moment = parse.said_at(at)
        deleted = self._carrying.deleted
        await self._work.once(key, lambda: self._run(deleted, key, author, message, moment, self._now()))

    async def _change(self, key: str, event: Payload, message: Payload, edited_ts: str, installed: Installed) -> None:
        channel, ts = str(event["channel"]), str(message["ts"])
        text = parse.text_of(message)
        root = str(message.get("thread_ts") or ts)
        ref = parse.message_ref(installed.team, channel, ts, root)
        is_to_us = event.get("channel_type") == "im" or parse.mentions_bot(text, installed.bot_user)
        said = Said(
            id=key,
            identity=await self._people.author(str(message["user"]), parse.claimed_team(message)),
            spoken=parse.spoken(text, await self._people.mentions(text, installed.bot_user), installed.bot_user),
            place=ref.place,
            message=ref,
            said_at=parse.said_at(edited_ts),
            is_to_us=is_to_us,
            called="",
            files=await self._files.named_in(message),
        )
        await self._run(self._carrying.changed, said, self._now())
