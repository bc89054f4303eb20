"""The HTTP side of the Web API: arguments in, faults, tokens, scopes, limits, JSON out; and response URLs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from ..acts import Acts
from ..answers import put_message
from ..faults import Fault, Faults
from ..journal import ApiCall, Journal
from ..rate_limits import RateCounter
from ..triggers import Spent
from ..views import ViewRefused
from .call import Call, Installation, RateLimited, Refused
from .methods import METHODS

JSON = dict[str, Any]


class Dropped(Exception):
    """The connection is cut instead of an answer."""


class Endpoint:
    def __init__(
        self,
        acts: Acts,
        installations: dict[str, Installation],
        faults: Faults,
        limits: RateCounter,
        journal: Journal,
        base_url: Callable[[], str],
    ) -> None:
        self.foreign_ephemerals = True
        self._acts = acts
        self.installations = installations
        self._faults = faults
        self._limits = limits
        self._journal = journal
        self._base_url = base_url

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/{method}", self.api),
            web.post("/api/{method}", self.api),
            web.post("/response/{key}", self.response_url),
        ]

    async def api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        return await self._answer(request, method, args, lambda: self._run(request, method, args))

    async def response_url(self, request: web.Request) -> web.StreamResponse:
        args = await _arguments(request)
        key = request.match_info["key"]
        return await self._answer(request, "response_url", args, lambda: self._use_url(key, args))

    async def _answer(
        self, request: web.Request, method: str, args: JSON, run: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """Runs the call under the fault that is planned for it, and journals what came of it."""
        fault = self._faults.meet(method, args)
        shown = {name: value for name, value in args.items() if name != "token"}
        try:
            response = await self._under(fault, run) if fault else run()
        except Dropped:
            self._journal.record_call(ApiCall(method, shown, None, None))
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        body = response.text if response.content_type == "application/json" else None
        answered = json.loads(body) if body else None
        self._journal.record_call(ApiCall(method, shown, response.status, answered))
        return response

    async def _under(self, fault: Fault, run: Callable[[], web.Response]) -> web.Response:
        match fault.kind:
            case "drop_before":
                raise Dropped
            case "drop_after_commit":
                run()
                raise Dropped
            case "ratelimited":
                return _rate_limited(fault.retry_after)
            case "slow":
                await fault.hold()
                return run()
            case "http_500" | "http_503" | "garbage":
                if fault.is_committed:
                    run()
                status = 200 if fault.kind == "garbage" else int(fault.kind.removeprefix("http_"))
                return web.Response(status=status, text="<html>upstream trouble</html>", content_type="text/html")
        return _failed(fault.kind.removeprefix("error:"), {})

    def _run(self, request: web.Request, name: str, args: JSON) -> web.Response:
        installation: Installation | None = None
        try:
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method", req_method=name)
            installation = self._installation(request, args)
            if installation.is_app_level is not method.is_for_app_token:
                raise Refused("not_allowed_token_type")
            call = Call(name, args, installation, self._acts, self._base_url(), self.foreign_ephemerals)
            if method.scope:
                call.need_scope(method.scope)
            self._count(call, method.tier)
            response = web.json_response({"ok": True} | method.run(call))
        except Refused as refused:
            response = _failed(refused.code, refused.beside)
        except (Spent, ViewRefused) as refused:
            response = _failed(refused.code, {})
        except RateLimited as limited:
            return _rate_limited(limited.retry_after)
        if installation:
            response.headers["X-OAuth-Scopes"] = ",".join(sorted(installation.scopes))
        return response

    def _installation(self, request: web.Request, args: JSON) -> Installation:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token.strip() if kind.lower() == "bearer" else str(args.get("token") or "")
        if not token:
            raise Refused("not_authed")
        if token not in self.installations:
            raise Refused("invalid_auth")
        if self._acts.workspace.token_refusal:
            raise Refused(self._acts.workspace.token_refusal)
        return self.installations[token]

    def _count(self, call: Call, tier: int) -> None:
        if call.method == "chat.postMessage":
            wait = self._limits.take_post(str(call.args.get("channel")))
        else:
            wait = self._limits.take(call.method, tier)
        if wait is not None:
            raise RateLimited(wait)

    def _use_url(self, key: str, args: JSON) -> web.Response:
        try:
            url = self._acts.response_urls.use(key)
        except Spent as spent:
            return _failed(spent.code, {}, status=404)
        place = self._acts.workspace.conversations[url.channel]
        original = place.find(url.message_ts, url.user) if url.message_ts else None
        refused = put_message(self._acts.workspace, place, url.user, args, original, url.thread_ts)
        return _failed(refused, {}, status=400) if refused else web.json_response({"ok": True})


async def _arguments(request: web.Request) -> JSON:
    args: JSON = dict(request.query)
    if request.method == "POST" and request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            body = {}
        if isinstance(body, dict):
            args |= body
    elif request.method == "POST":
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return args


def _failed(code: str, beside: JSON, status: int = 200) -> web.Response:
    return web.json_response({"ok": False, "error": code} | beside, status=status)


def _rate_limited(retry_after: int) -> web.Response:
    response = _failed("ratelimited", {}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response
