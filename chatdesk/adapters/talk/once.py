"""Work under a time budget, each request once: who asks again while it runs waits for the same work."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

_REMEMBERED = 10_000

_log = structlog.get_logger(__name__)


class TooLate(Exception):
    """The budget lapsed. `work` goes on and will give the result."""

    def __init__(self, work: asyncio.Task[Any]) -> None:
        super().__init__("the budget lapsed")
        self.work = work


class Work:
    """Runs coroutines as tasks that outlive the request which asked for them. `close` lets them end."""

    def __init__(self, budget_seconds: float) -> None:
        self._budget = budget_seconds
        self._running: set[asyncio.Task[Any]] = set()
        self._seen: OrderedDict[str, asyncio.Task[Any] | None] = OrderedDict()

    async def within_budget(self, work: Coroutine[Any, Any, T]) -> T:
        """The result, or TooLate; what is not ready by then goes on."""
        return await self._wait(self.start(work))

    async def once(self, key: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Does `work` unless `key` was done before. A repetition waits for work that still runs.

        Only this process remembers; the receipt in the desk's transaction is what holds.
        """
        if key in self._seen:
            task = self._seen[key]
            if task is not None:
                await self._wait(task)
            return
        task = self.start(work())
        self._seen[key] = task
        task.add_done_callback(lambda done: self._remember(key, done))
        await self._wait(task)

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Lets work go on by itself; what it raises is logged unless somebody waits for it."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Starts work that nobody waits for."""
        self.start(_logged(work))

    async def settle(self) -> None:
        """Waits for everything that runs, and for what that starts."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def close(self, within_seconds: float) -> None:
        """Lets what runs end in time; the rest is cut off."""
        try:
            async with asyncio.timeout(within_seconds):
                await self.settle()
        except TimeoutError:
            _log.warning("work.cut_off", running=len(self._running))
            for task in self._running:
                task.cancel()

    async def _wait(self, task: asyncio.Task[T]) -> T:
        done, _ = await asyncio.wait({task}, timeout=self._budget)
        if not done:
            raise TooLate(task)
        return task.result()

    def _remember(self, key: str, done: asyncio.Task[Any]) -> None:
        if done.cancelled() or done.exception() is not None:
            # Whoever waited has it; whoever gave up waiting is asked again by the platform.
            _log.warning("work.not_done", key=key, error=repr(None if done.cancelled() else done.exception()))
            self._seen.pop(key, None)
            return
        self._seen[key] = None
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


async def _logged(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except Exception:  # noqa: BLE001 -- nobody waits for it, so the log is the only place that can be told
        _log.exception("work.later_failed")
