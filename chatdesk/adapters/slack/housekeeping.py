"""What Slack tells of channels, memberships, accounts and the app itself. Nobody asks for anything here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from chatdesk.adapters.slack.access import Access
from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.doors import Told
from chatdesk.adapters.slack.parse import PLATFORM, Payload
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.presence import Presence
from chatdesk.adapters.slack.spots import Installed
from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.core.places import Identity, Place
from chatdesk.core.workplace import (
    AccountClosed,
    AccountOpened,
    ChannelClosed,
    ChannelOpened,
    ChannelRenumbered,
    ChannelShared,
    ChannelUnshared,
    Happened,
    PersonLeft,
)
from chatdesk.desk import Desk

SEVERED = "connection_severed"

_log = structlog.get_logger(__name__)


class Housekeeping:
    def __init__(
        self,
        client: PooledClient,
        desk: Desk,
        people: People,
        presence: Presence,
        access: Access,
        work: Work,
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._desk = desk
        self._people = people
        self._presence = presence
        self._access = access
        self._work = work
        self._run = run
        self._now = now

    def register(self, app: AsyncApp) -> None:
        """A listener for each event that Slack tells by itself; before those that take what is left."""
        of_app = {Told.APP_UNINSTALLED: self.uninstalled, Told.TOKENS_REVOKED: self.revoked}
        for name in Told:
            app.event(name.value)(of_app.get(name, self.told))

    async def told(self, event: Payload, body: Payload, context: AsyncBoltContext) -> None:
        """Carried out once, however often it is delivered, before it is acknowledged."""
        installed = Installed.of(context)
        key = request_id(PLATFORM, installed.team, "told", str(body.get("event_id") or ""), str(event.get("event_ts")))
        await self._work.once(key, lambda: self._carry_out(key, event, installed))

    async def uninstalled(self) -> None:
        self._access.close("account_inactive")

    async def revoked(self, event: Payload) -> None:
        # People's own tokens are none of ours.
        if (event.get("tokens") or {}).get("bot"):
            self._access.close("token_revoked")

    async def _carry_out(self, key: str, event: Payload, installed: Installed) -> None:
        happened = await self._happened(event, installed)
        if happened is not None:
            _log.info("slack.told", kind=str(event["type"]), channel=_channel(event))
            await self._run(self._desk.hear_of, key, happened, self._now())

    async def _happened(self, event: Payload, installed: Installed) -> Happened | None:
        """Slack's event in our words; None for what concerns us in nothing."""
        name = Told(str(event["type"]))
        if name is Told.USER_CHANGE:
            return self._account(event["user"])
        place = Place(PLATFORM, installed.team, _channel(event))
        is_us = event.get("user") == installed.bot_user
        match name:
            case Told.CHANNEL_ARCHIVE | Told.GROUP_ARCHIVE:
                return ChannelClosed(place, "is_archived")
            case Told.CHANNEL_UNARCHIVE | Told.GROUP_UNARCHIVE:
                return ChannelOpened(place)
            case Told.CHANNEL_LEFT | Told.GROUP_LEFT:
                self._presence.left(place.channel)
                return ChannelClosed(place, "not_in_channel")
            case Told.MEMBER_LEFT if is_us:
                self._presence.left(place.channel)
                return ChannelClosed(place, "not_in_channel")
            case Told.MEMBER_LEFT:
                identity = await self._people.author(str(event["user"]), str(event.get("team") or "") or None)
                return PersonLeft(identity, place)
            case Told.MEMBER_JOINED if is_us:
                return ChannelOpened(place)
            case Told.CHANNEL_ID_CHANGED:
                return ChannelRenumbered(place, str(event["new_channel_id"]))
            case Told.CHANNEL_SHARED:
                return ChannelShared(place, str(event.get("connected_team_id") or ""))
            case Told.CHANNEL_UNSHARED:
                tenant = str(event.get("previously_connected_team_id") or "")
                is_ours = await self._is_still_there(place.channel)
                return ChannelUnshared(place, tenant) if is_ours else ChannelClosed(place, SEVERED)
        return None

    def _account(self, user: Mapping[str, Any]) -> Happened:
        self._people.forget(str(user["id"]))
        identity = Identity(PLATFORM, str(user.get("team_id") or ""), str(user["id"]))
        return AccountClosed(identity) if user.get("deleted") else AccountOpened(identity)

    async def _is_still_there(self, channel: str) -> bool:
        """Of a channel that was theirs we keep a frozen copy under another id, and the old one leads nowhere."""
        try:
            found = await call(self._client.conversations_info(channel=channel), may_repeat=True)
        except CallFailed as failed:
            if failed.meaning is Meaning.DEAD:
                return False
            raise
        return not found["channel"].get("is_frozen")


def _channel(event: Payload) -> str:
    return str(event.get("old_channel_id") or event.get("channel") or "")
