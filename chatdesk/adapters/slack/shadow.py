"""Shadow mode's second lock: whatever code calls Slack, nothing is posted or changed outside the log channel.

What only the person sees who typed or clicked goes on: private answers, forms, their home page. A direct message
counts as one of those: what the outbox has to say never reaches this client except for the log channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from chatdesk.adapters.talk.calls import CallFailed, Meaning

IN_SHADOW = "in_shadow"

_READS = frozenset({"info", "list", "history", "replies", "members", "test", "getPermalink", "lookupByEmail"})
_FOR_ONE_PERSON = frozenset(
    {
        "chat.postEphemeral",
        "conversations.open",
        "views.open",
        "views.push",
        "views.update",
        "views.publish",
        "apps.connections.open",
    }
)
_MESSAGES = frozenset({"chat.postMessage", "chat.update"})

_log = structlog.get_logger(__name__)


class OnlyHere:
    """`channel` is the log channel; None where it is on another platform."""

    def __init__(self, channel: str | None) -> None:
        self._channel = channel

    def check(self, api_url: str, arguments: Mapping[str, Any]) -> None:
        """Raises CallFailed for a call that others would see the effect of."""
        method = api_url.rpartition("/")[2]
        if method.rpartition(".")[2] in _READS or method in _FOR_ONE_PERSON:
            return
        channel = str(_argument(arguments, "channel"))
        is_here = channel == self._channel or channel.startswith("D")
        if method in _MESSAGES and is_here:
            return
        _log.warning("slack.refused_in_shadow", method=method, channel=channel)
        raise CallFailed(Meaning.DEAD, IN_SHADOW)


def _argument(arguments: Mapping[str, Any], name: str) -> object:
    for part in ("json", "params", "data"):
        given = arguments.get(part)
        if isinstance(given, Mapping) and name in given:
            return given[name]
    return ""
