"""What the Events API tells of channels, memberships and accounts, and of the app itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .conversations import Conversation
from .wire import person_json

if TYPE_CHECKING:
    from .workspace import Workspace

JSON = dict[str, Any]


def tell_left(workspace: Workspace, place: Conversation, user: str) -> None:
    """Somebody left, or was taken out; told where the app is."""
    if workspace.bot.id not in place.members:
        return
    told = {"user": user, "channel": place.id, "team": workspace.people[user].team_id}
    _tell(workspace, place, "member_left_channel", told | {"channel_type": "C" if place.kind == "channel" else "G"})


def tell_app_left(workspace: Workspace, place: Conversation, actor: str) -> None:
    """The app itself was taken out, which is told to nobody else."""
    kind = "channel_left" if place.kind == "channel" else "group_left"
    _tell(workspace, place, kind, {"channel": place.id, "actor_id": actor})


def tell_archived(workspace: Workspace, place: Conversation, actor: str) -> None:
    """Archived, or brought back: as the conversation stands now."""
    if workspace.bot.id not in place.members:
        return
    word = "archive" if place.is_archived else "unarchive"
    kind = f"channel_{word}" if place.kind == "channel" else f"group_{word}"
    _tell(workspace, place, kind, {"channel": place.id, "user": actor})


def tell_shared(workspace: Workspace, place: Conversation, team: str) -> None:
    if workspace.bot.id in place.members:
        _tell(workspace, place, "channel_shared", {"channel": place.id, "connected_team_id": team})


def tell_unshared(workspace: Workspace, place: Conversation, channel: str, team: str) -> None:
    """`channel` is the id that the channel had here until now."""
    if workspace.bot.id in place.members:
        told = {"channel": channel, "previously_connected_team_id": team, "is_ext_shared": bool(place.shared_with)}
        _tell(workspace, place, "channel_unshared", told)


def tell_id_changed(workspace: Workspace, place: Conversation, old: str) -> None:
    if workspace.bot.id in place.members:
        _tell(workspace, place, "channel_id_changed", {"old_channel_id": old, "new_channel_id": place.id})


def tell_person_changed(workspace: Workspace, user: str) -> None:
    """An account is not what it was: a name, a zone, or that it is deactivated. Of strangers nothing is told."""
    person = workspace.people[user]
    if workspace.is_foreign(user) and not workspace.shares_a_channel_with_app(user):
        return
    now = workspace.now()
    shown = person_json(workspace, person, now, with_locale=True, with_email=False)
    _tell(workspace, None, "user_change", {"user": shown, "cache_ts": int(now.timestamp())})


def tell_uninstalled(workspace: Workspace) -> None:
    """Slack sends both, in no promised order."""
    _tell(workspace, None, "tokens_revoked", {"tokens": {"bot": [workspace.bot.id]}})
    _tell(workspace, None, "app_uninstalled", {})


def tell_revoked(workspace: Workspace) -> None:
    _tell(workspace, None, "tokens_revoked", {"tokens": {"bot": [workspace.bot.id]}})


def _tell(workspace: Workspace, place: Conversation | None, kind: str, told: JSON) -> None:
    at = place.next_ts(workspace.now()) if place else f"{workspace.now().timestamp():.6f}"
    workspace.tell(kind, {"type": kind} | told | {"event_ts": at}, place)
