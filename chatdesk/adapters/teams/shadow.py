"""Shadow mode's second lock: whatever code calls Teams, nothing is said in a channel or group but the log channel.

Personal chats and messages for one reader go on: they are private answers. What the outbox has to say never reaches
these calls except for the log channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.teams.ids import split

IN_SHADOW = "in_shadow"

# Channels are @thread.tacv2 or @thread.skype, group chats @thread.v2; personal chats are neither.
_SHARED = "@thread."

_log = structlog.get_logger(__name__)


class OnlyHere:
    """`channel` is the log channel; None where it is on another platform."""

    def __init__(self, channel: str | None) -> None:
        self._channel = channel

    def check(self, conversation_id: str) -> None:
        """Raises CallFailed for a conversation in which others would read."""
        channel = split(conversation_id)[0]
        if channel == self._channel or _SHARED not in channel:
            return
        _log.warning("teams.refused_in_shadow", channel=channel)
        raise CallFailed(Meaning.DEAD, IN_SHADOW)

    def check_new(self, parameters: Mapping[str, Any]) -> None:
        """The same for a conversation that is to begin: a personal chat, or a thread of a channel."""
        if not parameters.get("isGroup"):
            return
        named = parameters.get("channelData")
        channel = named.get("channel") if isinstance(named, Mapping) else None
        self.check(str(channel.get("id")) if isinstance(channel, Mapping) else _SHARED)
