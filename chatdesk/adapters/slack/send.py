"""Posts, edits and finds messages for the outbox. Nothing here repeats a post; the outbox decides that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.render import message as render_message
from chatdesk.adapters.talk.calls import CallFailed, as_send_failed
from chatdesk.cards.model import Card
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.delivery import SendFailed

PLATFORM = "slack"
_EVENT_TYPE = "chatdesk_msg"
_PAGE = 100
_MOST_PAGES = 10
# The platform's stamp may be a little before ours.
_SLACK_SECONDS = 5

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Workspace:
    """`url` is its address, for links to messages."""

    team: str
    url: str


class SlackSender:
    """`client` must repeat nothing by itself (`retry_handlers=[]`). Which workspace it is in, Slack tells."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._workspace: _Workspace | None = None
        self._direct: dict[str, str] = {}
        self._pin_failures: set[str] = set()

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        """Posts a card under the opaque `key`, by which it can be found again. Raises SendFailed."""
        try:
            workspace = await self._where_we_are()
            place = await self._place(to, workspace)
            posted = await call(
                self._client.chat_postMessage(
                    channel=place.channel,
                    thread_ts=place.thread,
                    **render_message(card, workspace.url),
                    metadata={"event_type": _EVENT_TYPE, "event_payload": {"k": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                    link_names=False,
                ),
                may_repeat=False,
            )
        except CallFailed as failed:
            raise as_send_failed(failed) from failed
        return MessageRef(place, str(posted["ts"]))

    async def edit(self, card: Card, message: MessageRef) -> None:
        """Replaces a message by the newest picture. Raises SendFailed."""
        try:
            workspace = await self._where_we_are()
            await call(
                self._client.chat_update(
                    channel=message.place.channel,
                    ts=message.message,
                    **render_message(card, workspace.url),
                    link_names=False,
                ),
                may_repeat=True,
            )
        except CallFailed as failed:
            raise as_send_failed(failed) from failed

    async def pin(self, message: MessageRef) -> None:
        """Pins a message. Without the scope, or where pins are full, it stands all the same; that is logged once."""
        try:
            await call(self._client.pins_add(channel=message.place.channel, timestamp=message.message), may_repeat=True)
        except CallFailed as failed:
            if failed.code not in self._pin_failures | {"already_pinned"}:
                self._pin_failures.add(failed.code)
                _log.info("slack.pin_failed", code=failed.code)

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        """The message posted under `key` at or after `since` (UTC), or None if there is none. Raises SendFailed."""
        try:
            place = await self._place(to, await self._where_we_are())
            cursor: str | None = None
            for _ in range(_MOST_PAGES):
                page = await self._page(place, since, cursor)
                for found in page["messages"]:
                    if _key_of(found) == key:
                        return MessageRef(place, str(found["ts"]))
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    return None
        except CallFailed as failed:
            raise as_send_failed(failed) from failed
        # Too much was said since then to look through: nothing is known, so nothing may be concluded.
        raise SendFailed("retry", code="too_many_messages")

    async def _page(self, place: Place, since: datetime, cursor: str | None) -> Mapping[str, Any]:
        asked: dict[str, Any] = {
            "channel": place.channel,
            "oldest": f"{since.astimezone(UTC).timestamp() - _SLACK_SECONDS:.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
            "cursor": cursor,
        }
        if place.thread:
            method = self._client.conversations_replies(ts=place.thread, **asked)
        else:
            method = self._client.conversations_history(**asked)
        answer = await call(method, may_repeat=True)
        return answer.data if isinstance(answer.data, dict) else {"messages": []}

    async def _where_we_are(self) -> _Workspace:
        if self._workspace is None:
            answer = await call(self._client.auth_test(), may_repeat=True)
            self._workspace = _Workspace(str(answer["team_id"]), str(answer["url"]))
        return self._workspace

    async def _place(self, to: Destination, workspace: _Workspace) -> Place:
        if to.place is not None:
            return to.place
        if to.identity is None:
            raise ValueError("a destination is a place or a person")
        return Place(PLATFORM, workspace.team, await self._direct_channel(to.identity))

    async def _direct_channel(self, identity: Identity) -> str:
        known = self._direct.get(identity.user)
        if known is None:
            opened = await call(self._client.conversations_open(users=[identity.user]), may_repeat=True)
            known = self._direct[identity.user] = str(opened["channel"]["id"])
        return known


def _key_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != _EVENT_TYPE or not message.get("bot_id"):
        return None
    key = (metadata.get("event_payload") or {}).get("k")
    return str(key) if key is not None else None
