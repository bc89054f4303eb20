"""What Slack says, asked just now, of who speaks, whom they name and which channel is meant. For administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.spots import Installed
from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.talk.ground import Account, Channel, Ground
from chatdesk.adapters.talk.spoken import Mention
from chatdesk.core.directory_changes import OUR_CHANNELS
from chatdesk.core.places import Identity, Place

# Fields of a form that hold a channel.
_CHANNELS = (*OUR_CHANNELS, "channel")

_log = structlog.get_logger(__name__)


class Grounds:
    """Raises CallFailed where Slack cannot say now."""

    def __init__(self, client: PooledClient) -> None:
        self._client = client

    async def of(
        self,
        identity: Identity,
        place: Place | None,
        mentioned: tuple[Mention, ...],
        values: Mapping[str, str],
        installed: Installed,
    ) -> Ground:
        asker = await self._account(identity, installed)
        if asker is None or not asker.is_home:
            # Whoever can be no administrator makes us ask nothing more.
            return Ground(asker)
        return Ground(
            asker,
            tuple([await self._account(mention.identity, installed) for mention in mentioned]),
            await self._channel(place.channel, installed) if place is not None else None,
            {key: await self._channel(values[key], installed) for key in _CHANNELS if values.get(key)},
            await self._organisation(),
        )

    async def _account(self, identity: Identity, installed: Installed) -> Account | None:
        answer = await self._ask(self._client.users_info(user=identity.user, include_locale=True))
        if answer is None:
            return None
        user = answer["user"]
        team = str(user.get("team_id") or "")
        is_guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
        is_ours = team == installed.team and not user.get("is_stranger")
        shown = user.get("profile") or {}
        return Account(
            # The team that came with the request decides; a profile that contradicts it is not believed.
            identity if identity.tenant == team else Identity(parse.PLATFORM, team, identity.user),
            str(user.get("real_name") or shown.get("real_name") or user.get("name") or ""),
            str(user.get("locale") or "").split("-")[0],
            str(user.get("tz") or ""),
            is_home=is_ours and not is_guest and identity.tenant == team,
            is_guest=is_guest,
            is_person=not (user.get("is_bot") or user.get("deleted")),
            is_owner=bool(user.get("is_admin") or user.get("is_owner")),
        )

    async def _channel(self, channel: str, installed: Installed) -> Channel | None:
        """None for one that we cannot see. A conversation with us alone needs no question, and no scope for it."""
        place = Place(parse.PLATFORM, installed.team, channel)
        if channel.startswith("D"):
            return Channel(place, "", has_us=True, is_direct=True)
        answer = await self._ask(self._client.conversations_info(channel=channel))
        if answer is None:
            return None
        found = answer["channel"]
        others = [*(found.get("connected_team_ids") or []), *(found.get("shared_team_ids") or [])]
        is_direct = bool(found.get("is_im") or found.get("is_mpim"))
        return Channel(
            place,
            str(found.get("name") or ""),
            has_us=is_direct or bool(found.get("is_member")),
            is_direct=is_direct,
            shared_with=tuple(dict.fromkeys(str(one) for one in others if one != installed.team)),
        )

    async def _organisation(self) -> str:
        # Names the workspace as team.info does, and needs no scope.
        answer = await self._ask(self._client.auth_test())
        return str(answer["team"]) if answer is not None else ""

    async def _ask(self, method: Any) -> Any:
        """The answer; None where Slack says that there is no such thing for us."""
        try:
            return await call(method, may_repeat=True)
        except CallFailed as failed:
            if failed.meaning is not Meaning.DEAD:
                raise
            _log.info("slack.not_there", code=failed.code)
            return None
