"""How people, conversations and messages look in Slack's JSON."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .conversations import Conversation, Message
from .files import shown_in_message
from .seed import Person

if TYPE_CHECKING:
    from .workspace import Workspace

JSON = dict[str, Any]
CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im"}


def message_json(workspace: Workspace, place: Conversation, message: Message, *, with_metadata: bool = False) -> JSON:
    """A message as history, replies and events show it; a parent carries its thread's summary."""
    author = workspace.people[message.user]
    shown: JSON = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shown["team"] = author.team_id
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.client_msg_id:
        shown["client_msg_id"] = message.client_msg_id
    if message.is_from_app:
        app = workspace.seed.app
        shown |= {
            "bot_id": app.bot_id,
            "app_id": app.app_id,
            "bot_profile": {
                "id": app.bot_id,
                "app_id": app.app_id,
                "name": app.name,
                "team_id": workspace.home.id,
                "deleted": False,
            },
        }
    if workspace.is_foreign(message.user):
        shown |= {
            "user_team": author.team_id,
            "source_team": author.team_id,
            "user_profile": {
                "name": author.name,
                "real_name": author.real_name,
                "team": author.team_id,
                "is_restricted": False,
            },
        }
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.attachments:
        shown["attachments"] = message.attachments
    if message.files:
        shown |= {"files": [shown_in_message(workspace, file) for file in message.files], "upload": False}
    if message.edited:
        shown["edited"] = {"user": message.edited[0], "ts": message.edited[1]}
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown | _thread_json(place, message)


def _thread_json(place: Conversation, message: Message) -> JSON:
    if message.thread_ts:
        parent = place.messages.get(message.thread_ts)
        reply: JSON = {"thread_ts": message.thread_ts}
        if parent:
            reply["parent_user_id"] = parent.user
        return reply
    replies = place.replies(message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }


def conversation_json(workspace: Workspace, place: Conversation) -> JSON:
    """A conversation as the app sees it in conversations.info and conversations.list."""
    shown: JSON = {
        "id": place.id,
        "created": int(place.created_at.timestamp()),
        "is_archived": place.is_archived,
        **({"is_frozen": True, "frozen_reason": place.frozen_reason} if place.frozen_reason else {}),
        "is_channel": place.kind == "channel",
        "is_group": place.kind == "private",
        "is_im": place.kind == "im",
        "is_mpim": False,
        "is_private": place.kind != "channel",
        "is_org_shared": False,
        "context_team_id": workspace.home.id,
    }
    if place.kind == "im":
        other = [user for user in place.members if user != workspace.bot.id]
        return shown | {
            "user": other[0] if other else workspace.bot.id,
            "is_user_deleted": any(workspace.people[one].is_deleted for one in other),
        }
    teams = [workspace.home.id, *place.shared_with]
    return shown | {
        "name": place.name,
        "name_normalized": place.name,
        "is_general": False,
        "is_member": workspace.bot.id in place.members,
        "is_shared": bool(place.shared_with),
        "is_ext_shared": bool(place.shared_with),
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": teams,
        "internal_team_ids": [workspace.home.id] if place.shared_with else [],
        "connected_team_ids": list(place.shared_with),
        "conversation_host_id": workspace.home.id,
        "creator": place.members[0] if place.members else "",
        "topic": {"value": place.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def person_json(workspace: Workspace, person: Person, now: datetime, *, with_locale: bool, with_email: bool) -> JSON:
    """A person as users.info shows them: people of foreign teams come without locale and email."""
    zone = ZoneInfo(person.tz)
    offset = now.astimezone(zone).utcoffset()
    profile: JSON = {
        "real_name": person.real_name,
        "display_name": person.name,
        "title": person.title,
        "team": person.team_id,
    }
    shown: JSON = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.is_deleted,
        "color": person.color.lstrip("#"),
        "tz": person.tz,
        "tz_label": now.astimezone(zone).tzname(),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if workspace.is_foreign(person.id):
        return shown | {"is_stranger": not workspace.shares_a_channel_with_app(person.id)}
    if with_email and person.email:
        profile["email"] = person.email
    if with_locale:
        shown["locale"] = person.locale
    if person.is_bot:
        profile["api_app_id"] = workspace.seed.app.app_id
        profile["bot_id"] = workspace.seed.app.bot_id
    return shown | {
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
    }
