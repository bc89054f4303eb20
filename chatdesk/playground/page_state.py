"""What the page shows to one person: only conversations they are in, ephemerals and views of their own."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from .control import Controls, Guide, TimeControl
from .conversations import Conversation, Message
from .files import file_json
from .interactions import Interactions
from .outcome import Impossible
from .seed import Person
from .view_state import values
from .views import Views
from .workspace import Workspace

JSON = dict[str, Any]
COLORS = ("#2f6f9f", "#8a4f7d", "#3d7a52", "#a15c2b", "#5a5fa8", "#9c3d4b", "#2c7f82", "#7a6a1f")


class PageState:
    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        interactions: Interactions,
        time_control: TimeControl | None,
        controls: Controls | None,
        guide: Guide | None = None,
    ) -> None:
        self._workspace = workspace
        self._views = views
        self._interactions = interactions
        self._time = time_control
        self._controls = controls
        self._guide = guide

    def whole(self, user: str | None) -> JSON:
        """Everything around the messages, as `user` sees it; for nobody, only people and time."""
        workspace = self._workspace
        if user is not None and (user not in workspace.people or user == workspace.bot.id):
            raise Impossible(f"nobody here is {user}")
        app = workspace.seed.app
        is_home = user is not None and not workspace.is_foreign(user)
        places = [p for p in workspace.conversations.values() if user in p.members]
        shortcuts = self._interactions.shortcuts(user) if user else ()
        home = self._views.home(user) if user else None
        return {
            "now": workspace.now().astimezone(UTC).isoformat(),
            "me": user,
            "is_for_installing": workspace.is_for_installing,
            "app": {"user": workspace.bot.id, "name": app.name, "real_name": app.real_name},
            "team": {"id": workspace.home.id, "name": workspace.home.name},
            "people": [self._person(person) for person in workspace.people.values()],
            "channels": [self._channel(place, user) for place in places if user],
            "time": self._time_json(),
            "controls": self._controls.options() if self._controls else [],
            "story": self._guide.shown() if self._guide else None,
            "commands": [
                {"command": c.command, "usage_hint": c.usage_hint, "description": c.description}
                for c in app.commands
                if is_home
            ],
            "shortcuts": [{"callback_id": s.callback_id, "name": s.name, "kind": s.kind} for s in shortcuts],
            "views": [self._views.wire(view) for view in self._views.stack(user)] if user else [],
            "home": self._views.wire(home) if home else None,
            "revision": workspace.changes.revision,
        }

    def channel(self, user: str, place: Conversation) -> JSON:
        """Top-level messages with this person's ephemerals among them, oldest first."""
        own = [message for message in place.ephemerals_of(user) if message.thread_ts is None]
        return self._messages(user, place, [*place.top_level(), *own])

    def thread(self, user: str, place: Conversation, ts: str) -> JSON:
        """A thread with its parent, and this person's ephemerals in it, oldest first."""
        if ts not in place.messages:
            raise Impossible(f"no thread {ts} in {place.id}")
        own = [message for message in place.ephemerals_of(user) if message.thread_ts == ts]
        return self._messages(user, place, [place.messages[ts], *place.replies(ts), *own])

    def _messages(self, user: str, place: Conversation, messages: list[Message]) -> JSON:
        shown = [self._message(user, place, m) for m in sorted(messages, key=lambda m: m.ts)]
        return {
            "channel": self._channel(place, user),
            "messages": shown,
            "revision": self._workspace.changes.revision,
        }

    def _message(self, user: str, place: Conversation, message: Message) -> JSON:
        replies = place.replies(message.ts)
        shows_edit = message.edited and not (message.is_from_app and message.blocks)
        return {
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "files": [file_json(self._workspace, file) for file in message.files],
            "thread_ts": message.thread_ts,
            "is_broadcast": message.is_broadcast,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
            "latest_reply": replies[-1].ts if replies else None,
            "reactions": [{"name": n, "users": list(u)} for n, u in message.reactions.items()],
            "edited": message.edited[1] if message.edited and shows_edit else None,
            "is_ephemeral": message.only_for is not None,
            "is_deleted": message.subtype == "tombstone",
            "metadata": message.metadata,
            "values": values(message.all_blocks, message.entered.get(user, {})),
        }

    def _person(self, person: Person) -> JSON:
        team = self._workspace.teams[person.team_id]
        words = person.real_name.split() or [person.name]
        initials = "".join(word[0] for word in (words if len(words) < 3 else [words[0], words[-1]]))
        return {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "title": person.title,
            "team": {"id": team.id, "name": team.name, "home": team.id == self._workspace.home.id},
            "color": person.color or COLORS[sum(person.id.encode()) % len(COLORS)],
            "initials": initials.upper(),
            "tz": person.tz,
            "locale": person.locale,
            "is_guest": person.is_guest,
            "is_foreign": self._workspace.is_foreign(person.id),
            "is_bot": person.is_bot,
        }

    def _channel(self, place: Conversation, user: str) -> JSON:
        name = place.name
        if place.kind == "im":
            others = [member for member in place.members if member != user] or [user]
            name = self._workspace.people[others[0]].real_name
        return {
            "id": place.id,
            "name": name,
            "kind": place.kind,
            "topic": place.topic,
            "members": place.members,
            "is_archived": place.is_archived,
            "is_shared": bool(place.shared_with),
            "shared_with": [self._workspace.teams[team].name for team in place.shared_with],
            "unread": place.unread(user),
            "last_ts": place.last_ts(),
        }

    def _time_json(self) -> JSON:
        if self._time is None:
            return {"now": self._workspace.now().astimezone(UTC).isoformat(), "steps": [], "next": None}
        coming = self._time.next_moment()
        return {
            "now": self._time.now().astimezone(UTC).isoformat(),
            "steps": [{"key": key, "label": label} for key, label in self._time.steps()],
            "next": {"at": coming[0].astimezone(UTC).isoformat(), "label": coming[1]} if coming else None,
        }
