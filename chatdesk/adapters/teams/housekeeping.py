"""What Teams tells of teams, channels, their members and our place in them. Nobody asks for anything here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.references import References
from chatdesk.adapters.teams.turn import Payload, Turn, directory_id, part, parts, text
from chatdesk.core.places import Identity, Place
from chatdesk.core.workplace import ChannelClosed, ChannelOpened, PersonLeft
from chatdesk.desk import Desk


class Told(StrEnum):
    """Teams' `eventType`s of a conversationUpdate that close or open channels."""

    CHANNEL_DELETED = "channelDeleted"
    CHANNEL_RESTORED = "channelRestored"
    TEAM_ARCHIVED = "teamArchived"
    TEAM_UNARCHIVED = "teamUnarchived"
    TEAM_DELETED = "teamDeleted"
    TEAM_RESTORED = "teamRestored"


_CLOSES = {
    Told.CHANNEL_DELETED: "channel_not_found",
    Told.TEAM_ARCHIVED: "is_archived",
    Told.TEAM_DELETED: "channel_not_found",
}
_OF_A_CHANNEL = (Told.CHANNEL_DELETED, Told.CHANNEL_RESTORED)


class Housekeeping:
    def __init__(self, desk: Desk, references: References, run: Run, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._references = references
        self._run = run
        self._now = now

    async def removed(self, turn: Turn, gone: Iterable[str]) -> None:
        """We were removed from these conversations."""
        for channel in sorted(gone):
            await self._hear(turn, "removed", ChannelClosed(_place(turn, channel), "removed"))

    async def came(self, turn: Turn) -> None:
        """We can speak in the turn's conversation again, or for the first time; and so in its whole team."""
        if not turn.is_personal:
            for channel in await self._channels(turn, is_whole_team=turn.team is not None):
                await self._hear(turn, "came", ChannelOpened(_place(turn, channel)))

    async def told(self, activity: Payload, turn: Turn) -> None:
        """Channels that closed or opened, and people who left; what else changed concerns us in nothing."""
        channel_data = part(activity, "channelData")
        named = text(channel_data, "eventType")
        if named in set(Told):
            told = Told(named)
            if told in _OF_A_CHANNEL:
                turn = replace(turn, conversation=text(part(channel_data, "channel"), "id") or turn.conversation)
            for channel in await self._channels(turn, is_whole_team=told not in _OF_A_CHANNEL):
                place = _place(turn, channel)
                closed = ChannelClosed(place, _CLOSES[told]) if told in _CLOSES else None
                await self._hear(turn, named, closed or ChannelOpened(place))
            return
        left = [identity for each in parts(activity, "membersRemoved") if (identity := await self._who(each, turn))]
        if left:
            # Who is taken out of a team is taken out of its channels; that is told of its first one.
            for channel in await self._channels(turn, is_whole_team=turn.conversation == turn.team):
                for identity in left:
                    await self._hear(turn, f"left {identity.user}", PersonLeft(identity, _place(turn, channel)))

    async def _who(self, member: Payload, turn: Turn) -> Identity | None:
        user = directory_id(member, "aadObjectId")
        if user:
            return Identity(PLATFORM, directory_id(member, "tenantId") or turn.tenant, user)
        account = await self._run(self._references.account_at, text(member, "id"))
        return Identity(PLATFORM, account.tenant, account.user) if account else None

    async def _channels(self, turn: Turn, *, is_whole_team: bool) -> list[str]:
        if not is_whole_team or turn.team is None:
            return [turn.conversation]
        known = await self._run(self._references.in_team, turn.tenant, turn.team)
        return sorted({turn.conversation, *known})

    async def _hear(self, turn: Turn, what: str, happened: ChannelClosed | ChannelOpened | PersonLeft) -> None:
        key = request_id(PLATFORM, turn.tenant, "told", turn.activity, what, happened.place.channel)
        await self._run(self._desk.hear_of, key, happened, self._now())


def _place(turn: Turn, channel: str) -> Place:
    return Place(PLATFORM, turn.tenant, channel)
