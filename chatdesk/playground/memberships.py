"""Who is in a channel, and whether it is open: the changes that people and administrators make alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import happenings
from .conversations import Conversation

if TYPE_CHECKING:
    from .workspace import Workspace


def take_out(workspace: Workspace, place: Conversation, user: str, by: str) -> None:
    """Somebody leaves or is taken out; what the app hears of itself is another event."""
    if user == workspace.bot.id:
        place.members.remove(user)
        happenings.tell_app_left(workspace, place, by)
    else:
        happenings.tell_left(workspace, place, user)
        place.members.remove(user)
    workspace.changes.bump()


def set_archived(workspace: Workspace, place: Conversation, by: str, *, is_archived: bool) -> None:
    place.is_archived = is_archived
    happenings.tell_archived(workspace, place, by)
    workspace.changes.bump()
