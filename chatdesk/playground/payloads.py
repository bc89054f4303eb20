"""The bodies of slash commands, interactive payloads and event envelopes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from .compose import command_text
from .conversations import Conversation, Message
from .seed import Shortcut, SlashCommand
from .view_state import values
from .views import View
from .wire import message_json

if TYPE_CHECKING:
    from .workspace import Workspace

JSON = dict[str, Any]
VERIFICATION_TOKEN = "playground"


def envelope(workspace: Workspace, event: JSON, place: Conversation | None) -> JSON:
    """An event's envelope: one delivery, for the one installation, also where a channel is shared."""
    home = workspace.home.id
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": home,
        "context_team_id": home,
        "context_enterprise_id": None,
        "api_app_id": workspace.seed.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": home,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(place and place.shared_with),
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }


def slash_command(
    workspace: Workspace,
    command: SlashCommand,
    user: str,
    place: Conversation,
    typed: str,
    response_url: str,
    trigger_id: str,
) -> dict[str, str]:
    home = workspace.home
    names = {"private": "privategroup", "im": "directmessage"}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": home.id,
        "team_domain": home.domain or home.name.lower(),
        "channel_id": place.id,
        "channel_name": names.get(place.kind, place.name),
        "user_id": user,
        "user_name": workspace.people[user].name,
        "command": command.command,
        "text": command_text(workspace, typed, command.should_escape),
        "api_app_id": workspace.seed.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_action(
    workspace: Workspace,
    user: str,
    place: Conversation,
    message: Message,
    action: JSON,
    response_url: str,
    trigger_id: str,
) -> JSON:
    """A use of an element in a message. For an ephemeral Slack sends no `message`."""
    container: JSON = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": place.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _interaction(workspace, "block_actions", user) | {
        "container": container,
        "channel": _channel(place),
        "state": {"values": values(message.all_blocks, message.entered.get(user, {}))},
        "response_url": response_url,
        "trigger_id": trigger_id,
        "actions": [action],
    }
    if message.only_for is None:
        payload["message"] = message_json(workspace, place, message)
    return payload


def view_action(workspace: Workspace, view: View, shown: JSON, action: JSON, trigger_id: str) -> JSON:
    return _interaction(workspace, "block_actions", view.user) | {
        "container": {"type": "view", "view_id": view.id},
        "view": shown,
        "trigger_id": trigger_id,
        "actions": [action],
    }


def view_submission(workspace: Workspace, view: View, shown: JSON, trigger_id: str) -> JSON:
    """`team` is the team of whoever submits; the installing team stands in `view.app_installed_team_id`."""
    return (
        _interaction(workspace, "view_submission", view.user)
        | {"team": _team(workspace, workspace.people[view.user].team_id)}
        | {"view": shown, "trigger_id": trigger_id, "response_urls": []}
    )


def view_closed(workspace: Workspace, view: View, shown: JSON, is_cleared: bool) -> JSON:
    return (
        _interaction(workspace, "view_closed", view.user)
        | {"team": _team(workspace, workspace.people[view.user].team_id)}
        | {"view": shown, "is_cleared": is_cleared}
    )


def message_shortcut(
    workspace: Workspace,
    shortcut: Shortcut,
    user: str,
    place: Conversation,
    message: Message,
    response_url: str,
    trigger_id: str,
) -> JSON:
    return _interaction(workspace, "message_action", user) | {
        "callback_id": shortcut.callback_id,
        "channel": _channel(place),
        "message": message_json(workspace, place, message),
        "message_ts": message.ts,
        "action_ts": f"{workspace.now().timestamp():.6f}",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def global_shortcut(workspace: Workspace, shortcut: Shortcut, user: str, trigger_id: str) -> JSON:
    return _interaction(workspace, "shortcut", user) | {
        "callback_id": shortcut.callback_id,
        "action_ts": f"{workspace.now().timestamp():.6f}",
        "trigger_id": trigger_id,
    }


def _interaction(workspace: Workspace, kind: str, user: str) -> JSON:
    person = workspace.people[user]
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "api_app_id": workspace.seed.app.app_id,
        "team": _team(workspace, workspace.home.id),
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team_id},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _team(workspace: Workspace, team_id: str) -> JSON:
    team = workspace.teams[team_id]
    return {"id": team.id, "domain": team.domain or team.name.lower()}


def _channel(place: Conversation) -> JSON:
    names = {"private": "privategroup", "im": "directmessage"}
    return {"id": place.id, "name": names.get(place.kind, place.name)}
