"""Short-lived tickets: trigger ids that open views, response URLs that post messages."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

TRIGGER_SECONDS = 3.0
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


class Spent(Exception):
    """The ticket cannot be used; `code` is Slack's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Trigger:
    user: str
    issued: float
    is_used: bool = False


class Triggers:
    """Trigger ids: good once, for three seconds of the wall clock."""

    def __init__(self, home_team_id: str, wall: Callable[[], float] = time.monotonic) -> None:
        self._home = home_team_id
        self._wall = wall
        self._issued: dict[str, Trigger] = {}
        self._numbers = itertools.count(1000)

    def issue(self, user: str) -> str:
        trigger_id = f"{next(self._numbers)}.{self._home}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user, self._wall())
        return trigger_id

    def redeem(self, trigger_id: str) -> str:
        """The person who caused the trigger; Spent if it is unknown, used or older than three seconds."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Spent("invalid_trigger_id")
        if trigger.is_used:
            raise Spent("exchanged_trigger_id")
        if self._wall() - trigger.issued > TRIGGER_SECONDS:
            raise Spent("expired_trigger_id")
        trigger.is_used = True
        return trigger.user


@dataclass
class ResponseUrl:
    """Where an answer goes: the person and conversation, and the message that was clicked, if any."""

    user: str
    channel: str
    issued_at: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Response URLs: five uses within thirty minutes of the injected clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.base_url = ""
        self._now = now
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(user, channel, self._now(), message_ts, thread_ts)
        return f"{self.base_url}/response/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Counts one use; Spent when it is unknown, too old or used up."""
        url = self._issued.get(key)
        if url is None:
            raise Spent("invalid_url")
        if self._now() - url.issued_at > RESPONSE_URL_LIFE:
            raise Spent("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise Spent("used_url")
        url.uses += 1
        return url
