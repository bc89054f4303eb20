"""One growing number that says the workspace changed, and a way to wait for the next change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Changes:
    def __init__(self) -> None:
        self.revision = 0
        self._waiting: list[asyncio.Future[None]] = []

    def bump(self) -> None:
        self.revision += 1
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def after(self, revision: int) -> int:
        """Waits until the revision is greater than `revision`, then returns it."""
        while self.revision <= revision:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future
        return self.revision

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Waits until `holds()` is true, asking again after each change; False when `seconds` (wall) pass."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    seen = self.revision
                    if holds():
                        return True
                    await self.after(seen)
        except TimeoutError:
            return holds()
