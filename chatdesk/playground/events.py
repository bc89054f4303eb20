"""Which events Slack's Events API reports for a change, and how each one looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .conversations import Conversation, Message
from .wire import CHANNEL_TYPES, message_json

if TYPE_CHECKING:
    from .workspace import Workspace

JSON = dict[str, Any]
MESSAGE_EVENTS = {"channel": "message.channels", "private": "message.groups", "im": "message.im"}


def tell_posted(workspace: Workspace, place: Conversation, message: Message) -> None:
    """A message event, and for a mention outside a direct message an app_mention beside it."""
    if workspace.bot.id not in place.members:
        return
    event = message_json(workspace, place, message) | {
        "channel": place.id,
        "channel_type": CHANNEL_TYPES[place.kind],
        "event_ts": message.ts,
    }
    workspace.tell(MESSAGE_EVENTS[place.kind], event, place)
    for file in message.files:
        shared = {"type": "file_shared", "file_id": file.id, "file": {"id": file.id}, "user_id": message.user}
        workspace.tell("file_shared", shared | {"channel_id": place.id, "event_ts": message.ts}, place)
    if f"<@{workspace.bot.id}>" in message.text and place.kind != "im" and not message.is_from_app:
        mention = event | {"type": "app_mention"}
        del mention["channel_type"]
        workspace.tell("app_mention", mention, place)


def snapshot(workspace: Workspace, place: Conversation, message: Message) -> JSON:
    """The message as it is now, to be told as `previous_message` after it changes."""
    return message_json(workspace, place, message)


def tell_changed(workspace: Workspace, place: Conversation, message: Message, before: JSON) -> None:
    now = message_json(workspace, place, message)
    _tell_hidden(workspace, place, "message_changed", {"message": now, "previous_message": before})


def tell_deleted(workspace: Workspace, place: Conversation, message: Message, before: JSON) -> None:
    _tell_hidden(workspace, place, "message_deleted", {"deleted_ts": message.ts, "previous_message": before})


def tell_reaction(
    workspace: Workspace, place: Conversation, message: Message, user: str, name: str, *, added: bool
) -> None:
    """Names no team, as in Slack: who reacts from a foreign team must be looked up."""
    if workspace.bot.id not in place.members:
        return
    kind = "reaction_added" if added else "reaction_removed"
    event = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": place.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": place.next_ts(workspace.now()),
    }
    workspace.tell(kind, event, place)


def tell_joined(workspace: Workspace, place: Conversation, user: str) -> None:
    if workspace.bot.id not in place.members:
        return
    event = {
        "type": "member_joined_channel",
        "user": user,
        "channel": place.id,
        "channel_type": "C" if place.kind == "channel" else "G",
        "team": workspace.people[user].team_id,
        "event_ts": place.next_ts(workspace.now()),
    }
    workspace.tell("member_joined_channel", event, place)


def tell_home_opened(workspace: Workspace, place: Conversation, user: str, view: JSON | None) -> None:
    event: JSON = {
        "type": "app_home_opened",
        "user": user,
        "channel": place.id,
        "tab": "home",
        "event_ts": place.next_ts(workspace.now()),
    }
    if view:
        event["view"] = view
    workspace.tell("app_home_opened", event, place)


def _tell_hidden(workspace: Workspace, place: Conversation, subtype: str, what: JSON) -> None:
    if workspace.bot.id not in place.members:
        return
    ts = place.next_ts(workspace.now())
    event = what | {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": place.id,
        "channel_type": CHANNEL_TYPES[place.kind],
        "ts": ts,
        "event_ts": ts,
    }
    workspace.tell(MESSAGE_EVENTS[place.kind], event, place)
