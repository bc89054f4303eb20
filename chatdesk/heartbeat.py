"""Wakes cases and sends deliveries when they are due. Nothing durable lives here: time is a column in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

# Clock steps and the commits of other replicas stay unseen until the next alarm, so it is never far ahead.
_FARTHEST_ALARM = timedelta(seconds=60)
_SAFETY_BEAT = timedelta(minutes=5)
_AFTER_AN_ERROR = timedelta(seconds=5)
# What was due and could not be done (it waits for something else) is looked at again, without spinning.
_WHEN_STUCK = timedelta(seconds=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Beat:
    """What one beat did: cases woken, deliveries settled (sent, put off or given up)."""

    woken: int = 0
    delivered: int = 0

    @property
    def found_nothing(self) -> bool:
        return not self.woken and not self.delivered


class Heartbeat:
    """One alarm at the earliest moment anything is due, set anew after each beat and after each commit.

    `wake` and `deliver` do what is due at an instant and say how much that was; `next_due`
    is the earliest moment of either. Delays are measured on `now`, slept on the wall.
    """

    def __init__(
        self,
        *,
        wake: Callable[[datetime], Awaitable[int]],
        deliver: Callable[[datetime], Awaitable[int]],
        next_due: Callable[[], Awaitable[datetime | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._wake = wake
        self._deliver = deliver
        self._next_due = next_due
        self._now = now
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beating: asyncio.Task[None] | None = None
        self._must_look = asyncio.Event()
        self._turn = asyncio.Lock()
        self._is_stopping = False

    def start(self) -> None:
        """Looks at once, and from then on whenever something is due. Must be called on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._scheduler.start()
        self._scheduler.add_job(self._ring, "interval", seconds=_SAFETY_BEAT.total_seconds(), id="safety")
        self._beating = asyncio.create_task(self._go_on())
        self._must_look.set()

    async def stop(self, within: timedelta) -> None:
        """Sets no more alarms and lets a beat in hand end; after `within` what still runs is cut off."""
        self._is_stopping = True
        self._must_look.set()
        if self._beating:
            _, running = await asyncio.wait({self._beating}, timeout=within.total_seconds())
            if running:
                _log.warning("heartbeat.cut_off", after_seconds=within.total_seconds())
                self._beating.cancel()
                await asyncio.wait({self._beating})
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def nudge(self) -> None:
        """Something was committed: look again now. May be called from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._must_look.set)

    async def beat(self, now: datetime | None = None) -> Beat:
        """Does everything that is due at `now`, in turns with any other beat, until nothing is left."""
        async with self._turn:
            woken = delivered = 0
            while not self._is_stopping:
                at = now or self._now()
                round_ = Beat(await self._wake(at), await self._deliver(at))
                if round_.found_nothing:
                    break
                woken, delivered = woken + round_.woken, delivered + round_.delivered
            return Beat(woken, delivered)

    async def _ring(self) -> None:
        self._must_look.set()

    async def _go_on(self) -> None:
        while True:
            await self._must_look.wait()
            self._must_look.clear()
            if self._is_stopping:
                return
            wait = _AFTER_AN_ERROR
            try:
                looked_at = self._now()
                await self.beat()
                wait = self._until(await self._next_due(), looked_at)
            except Exception:  # noqa: BLE001 the heartbeat outlives whatever is wrong; it is logged and tried again
                _log.exception("heartbeat.failed", again_in_seconds=wait.total_seconds())
            self._set_alarm(wait)

    def _until(self, due_at: datetime | None, looked_at: datetime) -> timedelta:
        if due_at is None:
            return _FARTHEST_ALARM
        if due_at <= looked_at:
            return _WHEN_STUCK
        return min(due_at - self._now(), _FARTHEST_ALARM)

    def _set_alarm(self, wait: timedelta) -> None:
        if wait <= timedelta(0):
            self._must_look.set()
            return
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=datetime.now(UTC) + wait,
            id="alarm",
            replace_existing=True,
        )
