"""Telling one person something where they are, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import structlog

from chatdesk import i18n
from chatdesk.adapters.slack.blocks import top_text
from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.inlines import JSON
from chatdesk.adapters.slack.presence import AWAY, Presence
from chatdesk.adapters.slack.render import message
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.replies import sentence_card
from chatdesk.cards.holding import with_line
from chatdesk.cards.model import Card
from chatdesk.cards.voice import voice_of
from chatdesk.core.view import Reader

_SLACK_HOOKS = "https://hooks.slack.com/"
_SLACK_API = "https://slack.com/"
_INVITE = "talk.invite_us"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Spot:
    """Where somebody is. Without a `channel` they are on their home page. `response_url` answers what they did.

    `said` is the message they wrote or used: what everybody may read is put into its thread.
    """

    user: str
    channel: str = ""
    thread: str | None = None
    said: str | None = None
    response_url: str = ""

    @property
    def is_direct(self) -> bool:
        return self.channel.startswith("D")


class Tell:
    def __init__(self, client: PooledClient, presence: Presence, api_url: str) -> None:
        self._client = client
        self._presence = presence
        self._hooks = _SLACK_HOOKS if api_url.startswith(_SLACK_API) else _origin(api_url)

    async def privately(self, spot: Spot, card: Card, reader: Reader) -> None:
        """Shows a card to one person. Where Slack does not show it, they get it as a direct message instead,
        and a neutral line in the thread says so: others read that line, so it holds nothing of the case."""
        shown = message(card)
        if spot.is_direct:
            await self._post(spot.channel, spot.thread, shown)
        elif not spot.channel:
            await self._directly(spot.user, shown)
        elif await self._by_response_url(spot, shown):
            await self.how_to_invite_us(spot, reader)
        elif (why_not := await self._ephemerally(spot, shown)) is not None:
            if why_not in AWAY and self._is_to_learn(spot, reader):
                shown = message(with_line(card, voice_of(reader).say(_INVITE)))
            sent = await self._directly(spot.user, shown)
            words = i18n.plain(i18n.supported(reader.language), "talk.sent_directly" if sent else "talk.cannot_show")
            await self._post(spot.channel, spot.thread or spot.said, {"text": top_text(words)})

    async def how_to_invite_us(self, spot: Spot, reader: Reader) -> None:
        """After an answer that Slack shows wherever it was asked for: says, once, if we are not there ourselves."""
        is_channel = bool(spot.channel) and not spot.is_direct
        is_away = is_channel and reader.person_id is not None and await self._presence.are_away_from(spot.channel)
        if is_away and self._is_to_learn(spot, reader):
            await self._by_response_url(spot, message(sentence_card(reader, _INVITE)))

    def _is_to_learn(self, spot: Spot, reader: Reader) -> bool:
        return reader.person_id is not None and self._presence.tells(spot.channel, spot.user)

    async def _by_response_url(self, spot: Spot, shown: JSON) -> bool:
        # A forged body must not make us post elsewhere.
        if not spot.response_url.startswith(self._hooks):
            return False
        answer = {"response_type": "ephemeral", "replace_original": False, **shown}
        if spot.thread:
            answer["thread_ts"] = spot.thread
        session = await self._client.shared_session()
        try:
            async with session.post(spot.response_url, json=answer) as response:
                return response.status == 200
        except (TimeoutError, aiohttp.ClientError) as failed:
            _log.warning("slack.response_url_failed", error=type(failed).__name__)
            return False

    async def _ephemerally(self, spot: Spot, shown: JSON) -> str | None:
        """None, or why it was not shown."""
        try:
            await call(
                self._client.chat_postEphemeral(
                    channel=spot.channel, user=spot.user, thread_ts=spot.thread, **shown, link_names=False
                ),
                may_repeat=False,
            )
        except CallFailed as failed:
            _log.info("slack.ephemeral_failed", code=failed.code)
            return failed.code
        self._presence.are_in(spot.channel)
        return None

    async def _directly(self, user: str, shown: JSON) -> bool:
        try:
            opened = await call(self._client.conversations_open(users=[user]), may_repeat=True)
        except CallFailed as failed:
            _log.info("slack.direct_failed", code=failed.code)
            return False
        return await self._post(str(opened["channel"]["id"]), None, shown)

    async def _post(self, channel: str, thread: str | None, shown: JSON) -> bool:
        try:
            await call(
                self._client.chat_postMessage(
                    channel=channel, thread_ts=thread, **shown, unfurl_links=False, unfurl_media=False, link_names=False
                ),
                may_repeat=False,
            )
        except CallFailed as failed:
            _log.warning("slack.answer_failed", code=failed.code)
            return False
        return True


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
