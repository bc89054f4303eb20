"""The state of the workspace and the only ways to change it; every change tells what Slack would tell."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import events
from .changes import Changes
from .conversations import Conversation, Message
from .files import SharedFile, Shelf
from .seed import App, Person, Seed

JSON = dict[str, Any]
Tell = Callable[[str, JSON, Conversation | None], None]


class Workspace:
    """Teams, people, conversations and messages. `tell` receives (subscription, event, conversation) for
    each thing that Slack's Events API reports; `now` is the injected clock."""

    def __init__(self, seed: Seed, now: Callable[[], datetime], changes: Changes) -> None:
        self.seed = seed
        self.now = now
        self.changes = changes
        self.tell: Tell = lambda subscription, event, place: None
        # Why every token of the app is refused, in Slack's word; None while it is installed.
        self.token_refusal: str | None = None
        self.home = seed.home
        self.teams = {team.id: team for team in (seed.home, *seed.foreign)}
        # What was installed by whoever started the workspace is not for its page to change.
        self.is_for_installing = not seed.app.app_id
        self.people = {person.id: person for person in seed.people}
        self.install(seed.app)
        self.conversations: dict[str, Conversation] = {}
        self.shelf = Shelf()
        self._numbers = itertools.count(1)
        for channel in seed.channels:
            self.conversations[channel.id] = Conversation(
                id=channel.id,
                name=channel.name,
                kind="private" if channel.is_private else "channel",
                members=list(channel.members),
                created_at=now(),
                topic=channel.topic,
                shared_with=channel.shared_with,
                is_archived=channel.is_archived,
            )
        self._refuse_unknown_ids()

    def install(self, app: App) -> None:
        """The app's bot is in the workspace from now on, but in no channel. Without an app there is nobody."""
        self.seed = replace(self.seed, app=app)
        self.bot = Person(app.bot_user_id, app.name, app.real_name, self.home.id, is_bot=True)
        if app.app_id:
            self.people[self.bot.id] = self.bot
        self.changes.bump()

    def is_foreign(self, user: str) -> bool:
        return self.people[user].team_id != self.home.id

    def shares_a_channel_with_app(self, user: str) -> bool:
        return any(
            user in place.members and self.bot.id in place.members
            for place in self.conversations.values()
            if place.kind != "im"
        )

    def person_named(self, name: str) -> Person | None:
        return next((p for p in self.people.values() if p.name.lower() == name.lower()), None)

    def channel_named(self, name: str) -> Conversation | None:
        return next((c for c in self.conversations.values() if c.name == name and c.kind != "im"), None)

    def direct_message(self, one: str, other: str) -> Conversation:
        """The direct message of two people, made when it is not there yet."""
        pair = {one, other}
        for place in self.conversations.values():
            if place.kind == "im" and set(place.members) == pair:
                return place
        place = Conversation(
            id=f"D{next(self._numbers):08d}", name="", kind="im", members=sorted(pair), created_at=self.now()
        )
        self.conversations[place.id] = place
        self.changes.bump()
        return place

    def post(
        self,
        place: Conversation,
        user: str,
        text: str,
        *,
        blocks: list[JSON] | None = None,
        attachments: list[JSON] | None = None,
        thread_ts: str | None = None,
        is_broadcast: bool = False,
        is_from_app: bool = False,
        metadata: JSON | None = None,
        only_for: str | None = None,
        files: list[SharedFile] | None = None,
    ) -> Message:
        """Puts a message into a conversation; `only_for` makes it an ephemeral, which nobody is told of."""
        message = Message(
            ts=place.next_ts(self.now()),
            user=user,
            text=text,
            blocks=blocks or [],
            attachments=attachments or [],
            thread_ts=thread_ts,
            is_broadcast=is_broadcast,
            is_from_app=is_from_app,
            metadata=metadata,
            only_for=only_for,
            client_msg_id=None if is_from_app else str(uuid.uuid4()),
            subtype="file_share" if files else None,
            files=files or [],
        )
        if only_for:
            place.ephemerals.append(message)
            self.changes.bump()
            return message
        place.put(message)
        self.changes.bump()
        events.tell_posted(self, place, message)
        return message

    def edit(
        self,
        place: Conversation,
        message: Message,
        user: str,
        *,
        text: str,
        blocks: list[JSON],
        attachments: list[JSON],
        metadata: JSON | None,
    ) -> None:
        """Changes a message in place and marks it as edited by `user`."""
        before = events.snapshot(self, place, message)
        message.text, message.blocks, message.attachments = text, blocks, attachments
        message.metadata = metadata
        message.edited = (user, place.next_ts(self.now()))
        message.entered = {}
        self.changes.bump()
        if message.only_for is None:
            events.tell_changed(self, place, message, before)

    def delete(self, place: Conversation, message: Message) -> None:
        """Removes a message; the parent of a thread leaves a tombstone."""
        before = events.snapshot(self, place, message)
        self.changes.bump()
        if message.only_for is not None:
            place.ephemerals.remove(message)
            return
        if place.replies(message.ts):
            message.subtype, message.text = "tombstone", "This message was deleted."
            message.blocks, message.attachments, message.metadata, message.files = [], [], None, []
            events.tell_changed(self, place, message, before)
            return
        place.take_out(message)
        events.tell_deleted(self, place, message, before)

    def react(self, place: Conversation, message: Message, user: str, name: str) -> bool:
        """Adds a reaction; False if that person has already given it."""
        users = message.reactions.setdefault(name, [])
        if user in users:
            return False
        users.append(user)
        self.changes.bump()
        events.tell_reaction(self, place, message, user, name, added=True)
        return True

    def unreact(self, place: Conversation, message: Message, user: str, name: str) -> bool:
        """Takes a reaction back; False if that person never gave it."""
        users = message.reactions.get(name, [])
        if user not in users:
            return False
        users.remove(user)
        if not users:
            del message.reactions[name]
        self.changes.bump()
        events.tell_reaction(self, place, message, user, name, added=False)
        return True

    def join(self, place: Conversation, user: str) -> bool:
        """Adds somebody to a conversation; False if they are in it already."""
        if user in place.members:
            return False
        place.members.append(user)
        self.changes.bump()
        events.tell_joined(self, place, user)
        return True

    def _refuse_unknown_ids(self) -> None:
        for person in self.people.values():
            if person.team_id not in self.teams:
                raise ValueError(f"{person.id} belongs to {person.team_id}, which is not in the seed")
        for place in self.conversations.values():
            for member in place.members:
                if member not in self.people:
                    raise ValueError(f"{place.name} has the member {member}, who is not in the seed")
                if self.is_foreign(member) and self.people[member].team_id not in place.shared_with:
                    raise ValueError(f"{member} is in {place.name}, which is not shared with their team")
