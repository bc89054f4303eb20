"""What administrators do to a workspace: channels archived, shared and cut off, people deactivated, the app removed."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

from . import happenings, memberships
from .acts import Acts
from .conversations import Conversation
from .outcome import Impossible
from .seed import Person

SEVERED = "connection_severed"


class Administration:
    """Each act waits until the app has acknowledged what it caused. Channels are named by id, people by id."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._workspace = acts.workspace
        self._numbers = itertools.count(1)

    async def archive(self, channel: str, by: str) -> None:
        await self._set_archived(channel, by, is_archived=True)

    async def unarchive(self, channel: str, by: str) -> None:
        await self._set_archived(channel, by, is_archived=False)

    async def remove(self, channel: str, user: str, by: str | None = None) -> None:
        """Takes somebody out of a channel, or the app; `by` is None for who leaves by themselves."""
        place = self._place(channel)
        if user not in place.members:
            raise Impossible(f"{user} is not in {channel}")
        await self._cause(lambda: memberships.take_out(self._workspace, place, user, by or user))

    async def invite(self, channel: str, user: str) -> None:
        """Puts somebody into a channel, or the app."""
        place = self._place(channel)
        await self._cause(lambda: self._workspace.join(place, user))

    async def share(self, channel: str, team: str) -> None:
        """The channel becomes a Slack Connect channel with another organisation."""
        place = self._place(channel)
        if team not in self._workspace.teams or team == self._workspace.home.id:
            raise Impossible(f"{team} is no other organisation")

        def act() -> None:
            place.shared_with = tuple(dict.fromkeys([*place.shared_with, team]))
            happenings.tell_shared(self._workspace, place, team)

        await self._cause(act)

    async def disconnect(self, channel: str, team: str, *, hosted_there: bool = False) -> str:
        """Ends the connection with an organisation; the channel's id from now on.

        Where the channel was theirs, this side keeps a frozen copy under a new id, and the old id leads nowhere.
        """
        place = self._place(channel)
        if team not in place.shared_with:
            raise Impossible(f"{channel} is not shared with {team}")

        def act() -> None:
            place.shared_with = tuple(other for other in place.shared_with if other != team)
            place.members = [user for user in place.members if self._workspace.people[user].team_id != team]
            if hosted_there:
                self._rename(place)
                place.is_archived, place.frozen_reason = True, SEVERED
            happenings.tell_unshared(self._workspace, place, channel, team)

        await self._cause(act)
        return place.id

    async def change_id(self, channel: str) -> str:
        """What Slack does when a private channel is about to be shared: the same channel under a new id."""
        place = self._place(channel)

        def act() -> None:
            self._rename(place)
            happenings.tell_id_changed(self._workspace, place, channel)

        await self._cause(act)
        return place.id

    async def deactivate(self, user: str) -> None:
        """The account can act and be written to no more; what it wrote stays."""
        await self._change(user, is_deleted=True)

    async def reactivate(self, user: str) -> None:
        await self._change(user, is_deleted=False)

    async def rename(self, user: str, real_name: str) -> None:
        await self._change(user, real_name=real_name)

    async def uninstall(self) -> None:
        """Removes the app: its token is good for nothing, and it leaves every channel."""
        workspace = self._workspace

        def act() -> None:
            workspace.token_refusal = "account_inactive"
            for place in workspace.conversations.values():
                if workspace.bot.id in place.members and place.kind != "im":
                    place.members.remove(workspace.bot.id)
            happenings.tell_uninstalled(workspace)

        await self._cause(act)

    async def revoke_token(self) -> None:
        def act() -> None:
            self._workspace.token_refusal = "token_revoked"
            happenings.tell_revoked(self._workspace)

        await self._cause(act)

    def reinstall(self) -> None:
        """The token is good again. Channels that an uninstalled app was in must invite it anew."""
        self._workspace.token_refusal = None

    async def _set_archived(self, channel: str, by: str, *, is_archived: bool) -> None:
        place = self._place(channel)
        if place.kind == "im" or place.frozen_reason:
            raise Impossible(f"{channel} cannot be archived or brought back")
        await self._cause(lambda: memberships.set_archived(self._workspace, place, by, is_archived=is_archived))

    async def _change(self, user: str, **changes: Any) -> None:
        def act() -> None:
            person: Person = dataclasses.replace(self._acts.workspace.people[user], **changes)
            self._workspace.people[user] = person
            happenings.tell_person_changed(self._workspace, user)

        if user not in self._workspace.people or self._workspace.people[user].is_bot:
            raise Impossible(f"nobody here is {user}")
        await self._cause(act)

    async def _cause(self, act: Callable[[], object]) -> None:
        with self._acts.causing() as caused:
            act()
        self._acts.changes.bump()
        await asyncio.gather(*caused)

    def _rename(self, place: Conversation) -> None:
        conversations = self._workspace.conversations
        del conversations[place.id]
        place.id = f"C0MOVED{next(self._numbers):04d}"
        conversations[place.id] = place

    def _place(self, channel: str) -> Conversation:
        place = self._workspace.conversations.get(channel)
        if place is None:
            raise Impossible(f"there is no conversation {channel}")
        return place
