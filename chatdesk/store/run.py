"""The one bounded executor through which asynchronous code calls the synchronous store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from chatdesk.store.engine import POOL_SIZE, Store

P = ParamSpec("P")
T = TypeVar("T")


class Run:
    """`await run(desk.handle, inbound, now)`: a whole unit of work in one hop to a thread.

    On SQLite there is one thread, so all writes go through it; on PostgreSQL as many as
    the pool has connections.
    """

    def __init__(self, store: Store) -> None:
        threads = 1 if store.is_sqlite else POOL_SIZE
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="chatdesk-store")

    async def __call__(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        # What the asking request is called goes along, so that lines logged in the thread name it too.
        context = copy_context()
        asked = partial(context.run, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._executor, asked)

    def close(self) -> None:
        """Waits for what is in hand."""
        self._executor.shutdown(wait=True)
