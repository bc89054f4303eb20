"""How Teams names its conversations. A channel's thread is named by its root message, inside the conversation's id."""

from __future__ import annotations

PLATFORM = "teams"

_ROOT = ";messageid="


def split(conversation_id: str) -> tuple[str, str | None]:
    """The conversation without its thread, and the id of the thread's root message."""
    base, _, root = conversation_id.partition(_ROOT)
    return base, root or None


def in_thread(conversation: str, root: str | None) -> str:
    """The id to send to. Only channels have threads; a chat is one conversation whatever stands in it."""
    return f"{conversation}{_ROOT}{root}" if root and has_threads(conversation) else conversation


def has_threads(conversation: str) -> bool:
    """Is it a team's channel? Group and personal chats have other endings."""
    return conversation.endswith(("@thread.tacv2", "@thread.skype"))
