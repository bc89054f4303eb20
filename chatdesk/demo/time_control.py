"""The demo's time control: moves the clock from one due thing to the next, so that all happens in its order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chatdesk.core.business_hours import BusinessHours
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.next_thing import Moment
from chatdesk.heartbeat import Heartbeat

_STEPS = {"15m": ("+15 min", timedelta(minutes=15)), "1h": ("+1 h", timedelta(hours=1))}
_DAY = "day"
_NEXT = "next"
_MOST_TOLD = 4


@dataclass(frozen=True)
class Moved:
    """What the clock moves. `next_due` is the earliest moment anything is due, messages put off included;
    `next_thing` the earliest that a person would notice."""

    heartbeat: Heartbeat
    next_due: Callable[[], Awaitable[datetime | None]]
    next_thing: Callable[[], Moment | None]


class DemoTime:
    """What the page's time control asks for (`playground.TimeControl`). Forward only, one step at a time.

    `hours` gives the calendar of "one business day", whose zone the sentences are told in.
    `moved` is set once chatdesk runs; until then nothing can be moved.
    """

    def __init__(self, clock: DemoClock, hours: Callable[[], BusinessHours]) -> None:
        self.moved: Moved | None = None
        self._clock = clock
        self._hours = hours
        self._turn = asyncio.Lock()

    def now(self) -> datetime:
        return self._clock.now()

    def steps(self) -> list[tuple[str, str]]:
        return [
            *((key, label) for key, (label, _) in _STEPS.items()),
            (_DAY, "+1 business day"),
            (_NEXT, "To the next thing"),
        ]

    def next_moment(self) -> Moment | None:
        return self.moved.next_thing() if self.moved else None

    async def step(self, key: str) -> str:
        """Goes where the step leads. ValueError, in a sentence, for a step that leads nowhere."""
        if self._turn.locked() or self.moved is None:
            raise ValueError("Time is moving already; wait until it stands still.")
        async with self._turn:
            passed = await self._go_to(self._target(key), self.moved)
        return " · ".join([*self._told(passed), f"It is now {self._in_words(self._clock.now())} in {self._place()}."])

    async def go_to(self, target: datetime) -> None:
        """Goes to an instant (aware); nowhere if it has passed."""
        if self.moved is None:
            raise RuntimeError("nothing is connected to this clock yet")
        async with self._turn:
            await self._go_to(target, self.moved)

    async def _go_to(self, target: datetime, moved: Moved) -> list[Moment]:
        """What was passed on the way, in its order."""
        passed: list[Moment] = []
        # Each thing that is due happens, and everything drains, before the clock goes on to the next.
        await moved.heartbeat.beat()
        waits_for_another: datetime | None = None
        while (due_at := await moved.next_due()) and due_at <= target and due_at != waits_for_another:
            thing = moved.next_thing()
            if thing and thing[0] <= due_at:
                passed.append(thing)
            self._clock.advance_to(due_at)
            beat = await moved.heartbeat.beat()
            # Nothing done, and still the same is due: it waits for something else, and the heartbeat looks again.
            waits_for_another = due_at if beat.found_nothing else None
        self._clock.advance_to(target)
        await moved.heartbeat.beat()
        moved.heartbeat.nudge()
        return passed

    def _told(self, passed: list[Moment]) -> list[str]:
        told = [f"{self._in_words(at)}: {what}" for at, what in passed[:_MOST_TOLD]]
        return [*told, f"and {len(passed) - _MOST_TOLD} more"] if len(passed) > _MOST_TOLD else told

    def _target(self, key: str) -> datetime:
        now = self._clock.now()
        if key in _STEPS:
            return now + _STEPS[key][1]
        if key == _DAY:
            return self._hours().add_business_days(now, 1)
        if key == _NEXT:
            moment = self.next_moment()
            if moment is None:
                raise ValueError("Nothing waits for time to pass. Open a case first.")
            return moment[0]
        raise ValueError(f"There is no step called {key}.")

    def _in_words(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self._hours().zone)):%a %H:%M}"

    def _place(self) -> str:
        return self._hours().zone.rsplit("/", 1)[-1].replace("_", " ")
