"""What Slack says of our token, our channels and accounts, for an operator. Nothing is posted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import structlog

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.talk.calls import CallFailed, Meaning

_LONGEST_WAIT_SECONDS = 35.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Installed:
    """`said_at` is Slack's own clock (UTC), to the second; None where its answer names no time."""

    team: str
    team_name: str
    user_name: str
    scopes: frozenset[str]
    said_at: datetime | None


@dataclass(frozen=True)
class Seen:
    """A channel; `shared_with` are the teams of other organisations that are in it."""

    name: str
    is_archived: bool
    has_us: bool
    is_frozen: bool
    shared_with: frozenset[str]


class Checkup:
    """Every question raises CallFailed where Slack does not answer it."""

    def __init__(self, token: str, api_url: str) -> None:
        self._client = PooledClient(token, api_url)

    async def installed(self) -> Installed:
        answer = await call(self._client.auth_test(), may_repeat=True)
        headers = {str(name).lower(): str(value) for name, value in dict(answer.headers).items()}
        granted = (one.strip() for one in headers.get("x-oauth-scopes", "").split(","))
        return Installed(
            team=str(answer["team_id"]),
            team_name=str(answer["team"]),
            user_name=str(answer["user"]),
            scopes=frozenset(filter(None, granted)),
            said_at=_time(headers.get("date")),
        )

    async def try_app_token(self, app_token: str) -> None:
        """Asks for a socket's address, and connects to nothing."""
        await call(self._client.apps_connections_open(app_token=app_token), may_repeat=True)

    async def channel(self, channel: str, team: str) -> Seen | None:
        """None for one that is not there for us. Waits where Slack says for how long."""
        answer = await self._ask(lambda: self._client.conversations_info(channel=channel))
        if answer is None:
            return None
        found: Mapping[str, Any] = answer["channel"]
        others = [*(found.get("connected_team_ids") or []), *(found.get("shared_team_ids") or [])]
        return Seen(
            name=str(found.get("name") or channel),
            is_archived=bool(found.get("is_archived")),
            has_us=bool(found.get("is_member")),
            is_frozen=bool(found.get("is_frozen")),
            shared_with=frozenset(str(one) for one in others if one != team),
        )

    async def is_open(self, user: str) -> bool | None:
        """Is the account still one that can be written to? None where there is no such account."""
        answer = await self._ask(lambda: self._client.users_info(user=user))
        return None if answer is None else not answer["user"].get("deleted")

    async def close(self) -> None:
        await self._client.close()

    async def _ask(self, question: Callable[[], Awaitable[Any]]) -> Any:
        """None where Slack says that there is no such thing. Asks once more after a wait that Slack named."""
        try:
            try:
                return await call(question(), may_repeat=True)
            except CallFailed as failed:
                if failed.retry_after is None or failed.retry_after > _LONGEST_WAIT_SECONDS:
                    raise
                await asyncio.sleep(failed.retry_after)
            return await call(question(), may_repeat=True)
        except CallFailed as failed:
            if failed.meaning is not Meaning.DEAD:
                raise
            return None


async def why_closed(client: PooledClient, channel: str, seconds: float) -> str | None:
    """In words why we cannot post in a channel; None if we can, or if Slack does not answer now."""
    try:
        async with asyncio.timeout(seconds):
            answer = await call(client.conversations_info(channel=channel), may_repeat=True)
    except TimeoutError:
        _log.warning("slack.channel_not_looked_at", channel=channel)
        return None
    except CallFailed as failed:
        if failed.code == "channel_not_found":
            return f"there is no channel {channel}, or it is private and chatdesk is not in it"
        _log.warning("slack.channel_not_looked_at", channel=channel, code=failed.code)
        return None
    found: Mapping[str, Any] = answer["channel"]
    if found.get("is_archived"):
        return f"the channel {channel} is archived"
    return None if found.get("is_member") else f"chatdesk is not in the channel {channel}"


def _time(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
