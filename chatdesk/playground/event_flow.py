"""How events flow to an app: Slack's hourly limit, when a failed one is repeated, and when Slack gives up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

EVENTS_AN_HOUR = 30_000
# Three repetitions; with Delayed Events one each hour after them, until a day has passed.
RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
DELAYED_EVERY, DELAYED_FOR = timedelta(hours=1), timedelta(hours=24)
# Without Delayed Events nothing older is sent, whatever still waits.
OLDEST_WITHOUT_DELAY = timedelta(hours=2)
# Of at least so many attempts within an hour, more than this share failed: Slack stops sending.
FEWEST_TO_JUDGE, WORST_SHARE = 1_000, 0.95
_HOUR = timedelta(hours=1)
_MOST_REPEATED = len(RETRY_AFTER) + DELAYED_FOR // DELAYED_EVERY


class EventFlow:
    """Counts on the injected clock. `has_delayed_events` and `events_an_hour` are what a test may set."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.has_delayed_events = False
        self.events_an_hour = EVENTS_AN_HOUR
        self.is_disabled = False
        self._now = now
        self._sent: deque[datetime] = deque()
        self._attempts: deque[tuple[datetime, bool]] = deque()
        self._told_minute: datetime | None = None

    def take(self) -> bool:
        """Counts an event; False if it is one too many, or if Slack has given up on the app. It is lost then."""
        if self.is_disabled:
            return False
        now = self._now()
        while self._sent and self._sent[0] <= now - _HOUR:
            self._sent.popleft()
        if len(self._sent) >= self.events_an_hour:
            return False
        self._sent.append(now)
        return True

    def minute_to_tell(self) -> int | None:
        """The minute of which the app is to be told that events were dropped (Unix time), once for each."""
        minute = self._now().replace(second=0, microsecond=0)
        if self.is_disabled or minute == self._told_minute:
            return None
        self._told_minute = minute
        return int(minute.timestamp())

    def count_attempt(self, *, is_ok: bool) -> None:
        now = self._now()
        self._attempts.append((now, is_ok))
        while self._attempts[0][0] <= now - _HOUR:
            self._attempts.popleft()
        if is_ok:
            return
        failed = sum(not ok for _, ok in self._attempts)
        if len(self._attempts) >= FEWEST_TO_JUDGE and failed / len(self._attempts) > WORST_SHARE:
            self.is_disabled = True

    def retry_at(self, num: int, happened_at: datetime) -> datetime | None:
        """When an event whose attempt `num` (0 is the first) has failed is sent again; None for never."""
        now = self._now()
        if num < len(RETRY_AFTER):
            return now + RETRY_AFTER[num]
        if self.has_delayed_events and num < _MOST_REPEATED and now + DELAYED_EVERY <= happened_at + DELAYED_FOR:
            return now + DELAYED_EVERY
        return None

    def is_too_old(self, happened_at: datetime) -> bool:
        """Is it not sent any more, though it waits?"""
        oldest = DELAYED_FOR if self.has_delayed_events else OLDEST_WITHOUT_DELAY
        return self._now() - happened_at > oldest
