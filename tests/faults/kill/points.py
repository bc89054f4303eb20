"""The points at which a program can die, found by the program's own seams while it runs."""

from __future__ import annotations

import os
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web_protocol
from sqlalchemy import Engine, event

DIED = 137

_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|TABLE)\s+\"?(\w+)", re.IGNORECASE)


class Points:
    """Counts what is passed while `is_watching`, and ends the process at the `deadly` point, which is said last.

    That is a name and which of those with this name: what answers Slack and what sends messages pass their points
    side by side, so a number among all of them would mean another point each time.

    Each point is told with the number of things done before it that others can see: commits of changes, calls,
    answers. Between two of those, a death at one point leaves the same as at another.
    """

    def __init__(self, last_words: int) -> None:
        self.passed: list[tuple[int, str]] = []
        self.done = 0
        self.deadly: tuple[str, int] = ("", 0)
        self.is_watching = False
        self._named: Counter[str] = Counter()
        self._last_words = last_words
        self._turn = threading.Lock()

    def watch(self, name: str, which: int) -> None:
        self.passed, self.done, self.deadly, self.is_watching = [], 0, (name, which), True
        self._named.clear()

    def pass_(self, what: str, *, does: bool = False) -> None:
        """`does`: from here on the outside may be another one."""
        if not self.is_watching:
            return
        # The store's thread and the loop pass points; nobody goes on once one of them has died.
        with self._turn:
            self.done += does
            self.passed.append((self.done, what))
            self._named[what] += 1
            if (what, self._named[what]) == self.deadly:
                os.write(self._last_words, f"{what}\n".encode())
                os._exit(DIED)


def hook(points: Points, engine: Engine) -> None:
    """Every statement, commit, request in and call out passes a point; commits, calls and answers also afterwards."""

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        points.pass_(f"before {named(statement)}")

    commit = engine.dialect.do_commit
    changes = 0

    def do_commit(connection: Any) -> None:
        nonlocal changes
        points.pass_("before COMMIT")
        commit(connection)
        # PostgreSQL's driver does not say: each commit counts.
        before, changes = changes, getattr(connection, "total_changes", changes + 1)
        points.pass_("after COMMIT", does=changes != before)

    engine.dialect.do_commit = do_commit  # type: ignore[method-assign]
    call = aiohttp.ClientSession._request

    async def _request(session: Any, method: str, url: Any, **more: Any) -> Any:
        what = _called(str(url))
        points.pass_(f"before {what}")
        answer = await call(session, method, url, **more)
        points.pass_(f"after {what}", does=True)
        return answer

    aiohttp.ClientSession._request = _request  # type: ignore[method-assign]
    handle = web_protocol.RequestHandler._handle_request
    finish: Callable[..., Awaitable[Any]] = web_protocol.RequestHandler.finish_response

    async def _handle_request(self: Any, *args: Any) -> Any:
        points.pass_("after a request came in")
        return await handle(self, *args)

    async def finish_response(self: Any, *args: Any) -> Any:
        points.pass_("before the answer")
        done = await finish(self, *args)
        points.pass_("after the answer", does=True)
        return done

    web_protocol.RequestHandler._handle_request = _handle_request  # type: ignore[method-assign]
    web_protocol.RequestHandler.finish_response = finish_response  # type: ignore[method-assign]


def named(statement: str) -> str:
    """A statement's kind: its verb and its tables."""
    verb = statement.split(None, 1)[0].upper()
    if verb in ("BEGIN", "PRAGMA"):
        return " ".join(statement.split()[:2]).upper()
    if verb == "WITH":
        verb = next((word for word in ("INSERT", "UPDATE", "DELETE") if word in statement), "SELECT")
    tables = sorted(set(_TABLE.findall(statement)) - {"SET", "SELECT"})
    return f"{verb} {' '.join(tables)}"


def _called(url: str) -> str:
    path = urlsplit(url).path
    return path.removeprefix("/api/") if path.startswith("/api/") else path.split("/")[1]
