"""Slack's rate limits, counted on the injected clock."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
CALLS_A_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}


@dataclass(frozen=True)
class RateLimits:
    """How much more than Slack's published figures goes through. Slack allows bursts without saying how
    large; and since the injected clock may stand still for a whole test, the defaults are generous:
    `tier_burst` times a tier's calls within one minute for each method, and for chat.postMessage one a
    second in each channel after the first `post_burst`. `strict()` is Slack's figures to the letter."""

    is_on: bool = True
    tier_burst: int = 5
    post_burst: int = 50

    @classmethod
    def off(cls) -> RateLimits:
        return cls(is_on=False)

    @classmethod
    def strict(cls) -> RateLimits:
        return cls(tier_burst=1, post_burst=1)


class RateCounter:
    def __init__(self, limits: RateLimits, now: Callable[[], datetime]) -> None:
        self.limits = limits
        self._now = now
        self._calls: dict[str, deque[datetime]] = {}
        self._posts: dict[str, tuple[float, datetime]] = {}

    def take(self, method: str, tier: int) -> int | None:
        """Counts a call; the seconds to wait if it is one too many, else None."""
        if not self.limits.is_on:
            return None
        now = self._now()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) >= CALLS_A_MINUTE[tier] * self.limits.tier_burst:
            return max(1, math.ceil((calls[0] + WINDOW - now).total_seconds()))
        calls.append(now)
        return None

    def take_post(self, channel: str) -> int | None:
        """Counts a chat.postMessage into a channel, one a second after the burst."""
        if not self.limits.is_on:
            return None
        now = self._now()
        left, at = self._posts.get(channel, (float(self.limits.post_burst), now))
        left = min(float(self.limits.post_burst), left + (now - at).total_seconds())
        if left < 1:
            self._posts[channel] = (left, now)
            return max(1, math.ceil(1 - left))
        self._posts[channel] = (left - 1, now)
        return None
