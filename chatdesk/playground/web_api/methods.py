"""Every Web API method here, with the scopes it needs and its rate limit tier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import apps, chat, conversations, files, people, pins, reactions, views
from .call import Call


@dataclass(frozen=True)
class Method:
    """`scope` is needed always; what depends on the conversation's kind is asked for by `run` itself."""

    run: Callable[[Call], dict[str, Any]]
    scope: str | None
    tier: int
    is_for_app_token: bool = False


METHODS = {
    "api.test": Method(people.api_test, None, 4),
    "apps.connections.open": Method(apps.connections_open, "connections:write", 1, is_for_app_token=True),
    "auth.test": Method(people.auth_test, None, 4),
    "bots.info": Method(people.bot_info, "users:read", 3),
    "chat.delete": Method(chat.delete, "chat:write", 3),
    "chat.getPermalink": Method(chat.get_permalink, None, 4),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write", 4),
    "chat.postMessage": Method(chat.post_message, "chat:write", 4),
    "chat.update": Method(chat.update, "chat:write", 3),
    "conversations.history": Method(conversations.history, None, 3),
    "conversations.info": Method(conversations.info, None, 3),
    "conversations.join": Method(conversations.join, "channels:join", 3),
    "conversations.list": Method(conversations.listing, None, 2),
    "conversations.members": Method(conversations.members, None, 4),
    "conversations.open": Method(conversations.open_conversation, "im:write", 3),
    "conversations.replies": Method(conversations.replies, None, 3),
    "files.info": Method(files.info, "files:read", 4),
    "pins.add": Method(pins.add, "pins:write", 2),
    "reactions.add": Method(reactions.add, "reactions:write", 3),
    "reactions.remove": Method(reactions.remove, "reactions:write", 2),
    "team.info": Method(people.team_info, "team:read", 3),
    "usergroups.users.list": Method(people.user_group_members, "usergroups:read", 2),
    "users.info": Method(people.info, "users:read", 4),
    "users.list": Method(people.listing, "users:read", 2),
    "users.lookupByEmail": Method(people.lookup_by_email, "users:read.email", 3),
    "views.open": Method(views.open_view, None, 4),
    "views.publish": Method(views.publish, None, 4),
    "views.push": Method(views.push, None, 4),
    "views.update": Method(views.update, None, 4),
}
