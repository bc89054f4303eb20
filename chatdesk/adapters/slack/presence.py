"""Channels that chatdesk is not in, though people ask it there: they learn once how to let it in."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

import structlog

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.talk.calls import CallFailed, Meaning

# Slack's words for a channel that we are not in; of a private one it says that there is none.
AWAY = frozenset({"not_in_channel", "channel_not_found"})
_MOST = 5_000

_Key = TypeVar("_Key")
_log = structlog.get_logger(__name__)


class Presence:
    def __init__(self, client: PooledClient) -> None:
        self._client = client
        self._seen_in: OrderedDict[str, None] = OrderedDict()
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()

    def are_in(self, channel: str) -> None:
        """Slack showed something of ours there."""
        _keep(self._seen_in, channel)

    def left(self, channel: str) -> None:
        """We were taken out: whoever asks there learns again how to let us in."""
        self._seen_in.pop(channel, None)
        for told in [each for each in self._told if each[0] == channel]:
            del self._told[told]

    def tells(self, channel: str, user: str) -> bool:
        """Is this person still to learn that we are not in this channel? Only the first time."""
        if (channel, user) in self._told:
            return False
        _keep(self._told, (channel, user))
        return True

    async def are_away_from(self, channel: str) -> bool:
        """Asks Slack, unless something was shown there; if Slack cannot say, we are not away."""
        if channel in self._seen_in:
            return False
        try:
            answer = await call(self._client.conversations_info(channel=channel), may_repeat=True)
        except CallFailed as failed:
            _log.info("slack.presence_unknown", code=failed.code)
            return failed.meaning is Meaning.DEAD and failed.code in AWAY
        found = answer["channel"]
        is_in = bool(found.get("is_member") or found.get("is_im") or found.get("is_mpim"))
        if is_in:
            self.are_in(channel)
        return not is_in


def _keep(kept: OrderedDict[_Key, None], key: _Key) -> None:
    kept[key] = None
    kept.move_to_end(key)
    while len(kept) > _MOST:
        kept.popitem(last=False)
