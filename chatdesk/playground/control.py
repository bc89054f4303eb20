"""What whoever starts a playground may plug into its page: a clock to move, choices to make, stories."""

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


class Guide(Protocol):
    """Stories for the page: things that people of the workspace do, step by step."""

    def shown(self) -> dict[str, Any]:
        """`stories`, each with key, title and group, and `playing`: None, or the story that is played with key,
        title, group, language, steps (how many), played, did, look, clauses (a list of [id, words]), place
        (as, at, thread) and next, what the next step does."""
        ...

    async def start(self, key: str) -> None:
        """Begins a story anew. ValueError(sentence)."""
        ...

    async def next(self) -> dict[str, Any] | None:
        """Plays a step; the place to look at, if any. ValueError(sentence)."""
        ...

    async def rest(self) -> dict[str, Any] | None:
        """Plays all that is left; the place to look at, if any. ValueError(sentence)."""
        ...

    async def leave(self) -> None: ...
