"""What whoever starts a playground may plug into its page: a clock to move, choices to make."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class TimeControl(Protocol):
    def now(self) -> datetime: ...

    def steps(self) -> list[tuple[str, str]]:
        """The steps on offer, as (key, label)."""
        ...

    async def step(self, key: str) -> str:
        """Moves the clock and lets everything due happen; a sentence for the page. ValueError(sentence)."""
        ...

    def next_moment(self) -> tuple[datetime, str] | None:
        """The next thing that will happen, and what it is."""
        ...


class Controls(Protocol):
    def options(self) -> list[dict[str, Any]]:
        """Choices for the page's header: key, label, value and choices, a list of [value, label]."""
        ...

    async def choose(self, key: str, value: str) -> str:
        """Makes a choice; a sentence for the page. ValueError(sentence)."""
        ...
