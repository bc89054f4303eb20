"""The JSON behind the page "Your app"; the page's own guard stands before it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .installing import Installing
from .outcome import Outcome

JSON = dict[str, Any]


class InstallingApi:
    def __init__(self, installing: Installing) -> None:
        self._installing = installing
        self._posts: dict[str, Callable[[JSON], Awaitable[Outcome]]] = {
            "create": lambda b: installing.create(b["manifest"]),
            "install": lambda b: installing.install(),
            "token": lambda b: installing.add_app_token(),
            "sockets": lambda b: installing.switch_sockets(on=bool(b["on"])),
            "verify": lambda b: installing.verify(b["url"]),
        }

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/page/apps", self._get), web.post("/page/apps/{act}", self._post)]

    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response(self._installing.shown())

    async def _post(self, request: web.Request) -> web.Response:
        act = self._posts.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound(text="no such step")
        try:
            body = await request.json()
            if not isinstance(body, dict) or not all(isinstance(one, str | bool) for one in body.values()):
                raise TypeError("the body is no object of texts")
            outcome = await act(body)
        except (json.JSONDecodeError, KeyError, TypeError) as wrong:
            return web.json_response({"ok": False, "error": f"malformed request: {wrong!r}"}, status=400)
        return web.json_response(outcome.as_json() | self._installing.shown())
