"""Reads one message that somebody pointed at."""

from __future__ import annotations

import structlog

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.parse import Payload
from chatdesk.adapters.talk.calls import CallFailed, Meaning

# The phrase that tells somebody that the message they pointed at is not there.
UNREADABLE = "talk.message_unreadable"

_log = structlog.get_logger(__name__)


class Messages:
    def __init__(self, client: PooledClient) -> None:
        self._client = client

    async def fetch(self, channel: str, ts: str) -> Payload | None:
        """The message with this ts, at the top of the channel or in a thread; None where it is not there for us.

        Raises CallFailed where Slack cannot say now.
        """
        try:
            # Answers for a reply's ts too, which conversations.history does not; the thread's parent comes with it.
            answer = await call(
                self._client.conversations_replies(
                    channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=2
                ),
                may_repeat=True,
            )
        except CallFailed as failed:
            _log.warning("slack.message_not_read", code=failed.code)
            if failed.meaning is not Meaning.DEAD:
                raise
            return None
        return next((message for message in answer["messages"] if message.get("ts") == ts), None)
