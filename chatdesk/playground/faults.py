"""Faults on demand: what the workspace does wrong on the next matching Web API calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
KINDS = ("drop_before", "drop_after_commit", "http_500", "http_503", "ratelimited", "garbage", "slow")


@dataclass
class Fault:
    """`kind` is one of KINDS or "error:<code>". With `is_committed` an http_5xx or garbage answer comes
    after the call has taken effect. A slow call waits `seconds` of the wall clock, or until `release()`."""

    method: str
    kind: str
    times: int
    channel: str | None = None
    retry_after: int = 30
    seconds: float = 1.0
    is_committed: bool = False
    met: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._released.set()

    async def hold(self) -> None:
        try:
            async with asyncio.timeout(self.seconds):
                await self._released.wait()
        except TimeoutError:
            return


class Faults:
    """The plan. `method` may be "*", or "response_url" for posts to response URLs; the oldest fault that
    fits is met first. Each `add` returns its Fault, whose `met` counts how often it has struck."""

    def __init__(self) -> None:
        self._plan: list[Fault] = []

    def add(
        self,
        method: str,
        kind: str,
        times: int = 1,
        *,
        channel: str | None = None,
        retry_after: int = 30,
        seconds: float = 1.0,
        is_committed: bool = False,
    ) -> Fault:
        if kind not in KINDS and not kind.startswith("error:"):
            raise ValueError(f"no fault is called {kind}; there are {', '.join(KINDS)} and error:<code>")
        fault = Fault(method, kind, times, channel, retry_after, seconds, is_committed)
        self._plan.append(fault)
        return fault

    def clear(self) -> None:
        self._plan.clear()

    def meet(self, method: str, args: JSON) -> Fault | None:
        """The fault for this call, if one is planned; it is counted as met."""
        for fault in self._plan:
            if fault.method not in (method, "*") or fault.channel not in (None, args.get("channel")):
                continue
            fault.met += 1
            if fault.met >= fault.times:
                self._plan.remove(fault)
            return fault
        return None
