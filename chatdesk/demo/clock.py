"""The demo's clock: real time passes on it, and it can be moved forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class DemoClock:
    """Starts at an instant and goes as fast as the wall does, plus every jump. Never backward."""

    def __init__(self, start: datetime, elapsed: Callable[[], float]) -> None:
        """`elapsed` counts seconds from any origin, as `time.monotonic` does."""
        self._start = start.astimezone(UTC)
        self._elapsed = elapsed
        self._origin = elapsed()
        self._jumped = timedelta(0)

    def now(self) -> datetime:
        """The demo's instant (UTC)."""
        return self._start + timedelta(seconds=self._elapsed() - self._origin) + self._jumped

    def advance_to(self, instant: datetime) -> None:
        """Moves forward to `instant`; does nothing if that has passed already."""
        self._jumped += max(instant - self.now(), timedelta(0))
