"""What a person does in channels: say, edit, delete, react, open a direct message or the App Home."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from . import events, payloads
from .changes import Changes
from .commands import Commands
from .compose import message_text, rich_text
from .conversations import Conversation, Message
from .files import MAX_BYTES, MAX_IN_A_MESSAGE, SharedFile
from .outbound import Outbound
from .outcome import Impossible, Outcome
from .seed import Person
from .triggers import ResponseUrls, Triggers
from .views import Views
from .workspace import Workspace

JSON = dict[str, Any]
MAX_TYPED = 40_000


class Acts:
    """Each act waits until the app has acknowledged what it caused, and answers with an Outcome."""

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        outbound: Outbound,
        triggers: Triggers,
        response_urls: ResponseUrls,
        changes: Changes,
    ) -> None:
        self.workspace = workspace
        self.views = views
        self.outbound = outbound
        self.triggers = triggers
        self.response_urls = response_urls
        self.changes = changes
        self._commands = Commands(workspace, outbound, triggers, response_urls)
        self._caused: list[asyncio.Task[None]] | None = None
        workspace.tell = self._tell

    async def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Outcome:
        """Sends what a person typed; a text that begins with "/" is a slash command. `files` were uploaded before."""
        place = self.place(user, channel)
        shared = [self._own_file(user, one) for one in files]
        if len(shared) > MAX_IN_A_MESSAGE:
            return Outcome(f"A message may have {MAX_IN_A_MESSAGE} files.")
        if not text.strip() and not shared:
            return Outcome("There is nothing to send.")
        if len(text) > MAX_TYPED:
            return Outcome(f"A message may have {MAX_TYPED:,} characters, this one has {len(text):,}.")
        if text.startswith("/") and not shared:
            return await self._commands.run(user, place, text, thread_ts)
        if place.is_archived:
            return Outcome("This channel is archived.")
        if thread_ts and thread_ts not in place.messages:
            raise Impossible(f"no thread {thread_ts} in {channel}")
        posted, caused = self._posted(user, place, text, thread_ts, shared)
        await asyncio.gather(*caused)
        return Outcome(notice=self._absence(place, posted.text), more={"ts": posted.ts})

    async def upload(self, user: str, name: str, content: bytes) -> Outcome:
        """Puts a file on the shelf, to be sent with a message or a form."""
        self.person(user)
        if len(content) > MAX_BYTES:
            return Outcome(f"A file may have {MAX_BYTES:,} bytes here, {name} has {len(content):,}.")
        file = self.workspace.shelf.add(user, name, content, self.workspace.now())
        return Outcome(more={"file": file.id})

    async def upload_encoded(self, user: str, name: str, content: str) -> Outcome:
        """The same as the page sends it: in base64."""
        try:
            return await self.upload(user, name, b64decode(content, validate=True))
        except ValueError:
            return Outcome(f"{name} could not be read.")

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Outcome:
        place = self.place(user, channel)
        message = self._own(place, user, ts)
        if not text.strip():
            return Outcome("There is nothing to send.")
        with self.causing() as caused:
            self.workspace.edit(
                place,
                message,
                user,
                text=message_text(self.workspace, text),
                blocks=rich_text(self.workspace, text),
                attachments=[],
                metadata=None,
            )
        await asyncio.gather(*caused)
        return Outcome()

    async def delete(self, user: str, channel: str, ts: str) -> Outcome:
        place = self.place(user, channel)
        message = self._own(place, user, ts)
        with self.causing() as caused:
            self.workspace.delete(place, message)
        await asyncio.gather(*caused)
        return Outcome()

    async def react(self, user: str, channel: str, ts: str, name: str) -> Outcome:
        """Gives a reaction, or takes one's own back."""
        place = self.place(user, channel)
        message = place.messages.get(ts)
        if message is None:
            raise Impossible(f"no message {ts} in {channel}")
        name = name.strip(":")
        with self.causing() as caused:
            if not self.workspace.react(place, message, user, name):
                self.workspace.unreact(place, message, user, name)
        await asyncio.gather(*caused)
        return Outcome()

    async def open_direct_message(self, user: str, other: str) -> Outcome:
        """Opens the direct message of two people."""
        self.person(user)
        if other not in self.workspace.people or other == user:
            raise Impossible(f"{user} cannot write to {other}")
        return Outcome(more={"channel": self.workspace.direct_message(user, other).id})

    async def open_home(self, user: str) -> Outcome:
        """Opens the app's Home; the view that the app has published for this person comes with it."""
        self.person(user)
        place = self.workspace.direct_message(user, self.workspace.bot.id)
        home = self.views.home(user)
        with self.causing() as caused:
            events.tell_home_opened(self.workspace, place, user, self.views.wire(home) if home else None)
        await asyncio.gather(*caused)
        home = self.views.home(user)
        return Outcome(more={"channel": place.id, "view": self.views.wire(home) if home else None})

    async def read(self, user: str, channel: str, ts: str) -> Outcome:
        place = self.place(user, channel)
        if ts > place.read_ts.get(user, ""):
            place.read_ts[user] = ts
            self.changes.bump()
        return Outcome()

    def person(self, user: str) -> Person:
        """Somebody who can act here; Impossible if there is no such person, or it is the app's bot."""
        person = self.workspace.people.get(user)
        if person is None or person.is_bot or person.is_deleted:
            raise Impossible(f"nobody here is {user}")
        return person

    def place(self, user: str, channel: str) -> Conversation:
        """A conversation that this person is in; Impossible otherwise."""
        place = self.workspace.conversations.get(channel)
        self.person(user)
        if place is None or user not in place.members:
            raise Impossible(f"{user} is in no conversation {channel}")
        return place

    def _posted(
        self, user: str, place: Conversation, text: str, thread_ts: str | None, files: list[SharedFile]
    ) -> tuple[Message, list[asyncio.Task[None]]]:
        parent = place.messages[thread_ts] if thread_ts else None
        with self.causing() as caused:
            posted = self.workspace.post(
                place,
                user,
                message_text(self.workspace, text),
                blocks=rich_text(self.workspace, text) if text.strip() else [],
                thread_ts=parent.thread_ts or parent.ts if parent else None,
                files=files,
            )
        if parent is None:
            place.read_ts[user] = posted.ts
        return posted, caused

    @contextmanager
    def causing(self) -> Iterator[list[asyncio.Task[None]]]:
        """Collects the deliveries that the changes made inside cause; nothing may be awaited inside."""
        self._caused = caused = list[asyncio.Task[None]]()
        try:
            yield caused
        finally:
            self._caused = None

    def _own(self, place: Conversation, user: str, ts: str) -> Message:
        message = place.messages.get(ts)
        if message is None or message.user != user or message.subtype == "tombstone":
            raise Impossible(f"{user} wrote no message {ts} in {place.id}")
        return message

    def _own_file(self, user: str, file_id: str) -> SharedFile:
        file = self.workspace.shelf.files.get(file_id)
        if file is None or file.user != user:
            raise Impossible(f"{user} uploaded no file {file_id}")
        return file

    def _absence(self, place: Conversation, text: str) -> str | None:
        bot = self.workspace.bot
        if f"<@{bot.id}>" in text and bot.id not in place.members:
            return f"You mentioned @{bot.name}, but they are not in this channel. /invite @{bot.name} adds them."
        return None

    def _tell(self, subscription: str, event: JSON, place: Conversation | None) -> None:
        if subscription not in self.workspace.seed.app.events or not self.outbound.hears_events:
            return
        task = self.outbound.event(payloads.envelope(self.workspace, event, place))
        if self._caused is not None:
            self._caused.append(task)
