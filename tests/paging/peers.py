"""Those that wake people, on the loopback: they check what they get as the real ones do, and fail as told.

`plan` is what becomes of the next requests, one each; an empty plan means that all goes well:
a status, a status with the seconds of its Retry-After, or "lose": the work is done and the answer is lost.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

ROUTING_KEY = "0123456789abcdef0123456789abcdef"
GENIE_KEY = "11111111-2222-4333-8444-555555555555"
HOOK_SECRET = "a-long-random-text-between-us"

Plan = int | tuple[int, str] | str


@dataclass
class Alert:
    """One alarm as its service keeps it. `rang` counts how often somebody was woken."""

    status: str
    summary: str
    rang: int = 1
    words: list[dict[str, Any]] = field(default_factory=list)


class PagerPeer:
    """PagerDuty, Opsgenie and somebody's own webhook in one server. `now` is what the webhook's receiver believes."""

    def __init__(self) -> None:
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.plan: deque[Plan] = deque()
        self.pagerduty: dict[str, Alert] = {}
        self.opsgenie: dict[str, Alert] = {}
        self.hook: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.requests: list[tuple[str, bytes]] = []
        self._known: set[str] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> PagerPeer:
        app = web.Application()
        app.router.add_post("/v2/enqueue", self._guarded(self._enqueue))
        app.router.add_post("/v2/alerts", self._guarded(self._create))
        app.router.add_post("/v2/alerts/{alias}/{action}", self._guarded(self._act))
        app.router.add_post("/hook", self._guarded(self._hear))
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        assert self._runner is not None
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    def _guarded(self, answer: Callable[[web.Request, bytes], web.Response]) -> Any:
        async def guarded(request: web.Request) -> web.Response:
            body = await request.read()
            self.requests.append((request.path_qs, body))
            planned = self.plan.popleft() if self.plan else None
            if isinstance(planned, int):
                return web.Response(status=planned, headers={"Location": self.url} if 300 <= planned < 400 else None)
            if isinstance(planned, tuple):
                return web.Response(status=planned[0], headers={"Retry-After": planned[1]})
            response = answer(request, body)
            if planned == "lose":
                assert request.transport is not None
                request.transport.abort()
            return response

        return guarded

    def _refuse(self, status: int, why: str) -> web.Response:
        self.refused.append(why)
        return web.json_response({"status": "invalid", "errors": [why]}, status=status)

    def _enqueue(self, request: web.Request, body: bytes) -> web.Response:
        event = json.loads(body)
        if event.get("routing_key") != ROUTING_KEY:
            return self._refuse(400, "Length of 'routing_key' is incorrect (should be 32 characters)")
        action, key = event.get("event_action"), event.get("dedup_key")
        payload = event.get("payload") or {}
        if action == "trigger":
            if not payload.get("summary") or not payload.get("source"):
                return self._refuse(400, "payload.summary and payload.source are required")
            if payload.get("severity") not in ("critical", "error", "warning", "info"):
                return self._refuse(400, "payload.severity is invalid")
            _ring(self.pagerduty, key, payload["summary"], event, over="resolved")
        elif action in ("acknowledge", "resolve"):
            _follow(self.pagerduty, key, f"{action}d".replace("eed", "ed"), event)
        else:
            return self._refuse(400, "event_action is invalid")
        return web.json_response({"status": "success", "message": "Event processed", "dedup_key": key}, status=202)

    def _create(self, request: web.Request, body: bytes) -> web.Response:
        if request.headers.get("Authorization") != f"GenieKey {GENIE_KEY}":
            return self._refuse(403, "Could not authenticate")
        alert = json.loads(body)
        if not alert.get("message") or len(alert["message"]) > 130:
            return self._refuse(422, "message is missing or too long")
        if alert.get("priority") not in ("P1", "P2", "P3", "P4", "P5"):
            return self._refuse(422, "priority is invalid")
        _ring(self.opsgenie, alert["alias"], alert["message"], alert, over="closed")
        return web.json_response({"result": "Request will be processed", "requestId": "r1"}, status=202)

    def _act(self, request: web.Request, body: bytes) -> web.Response:
        if request.headers.get("Authorization") != f"GenieKey {GENIE_KEY}":
            return self._refuse(403, "Could not authenticate")
        if request.query.get("identifierType") != "alias":
            return self._refuse(422, "identifier is no id")
        status = {"acknowledge": "acknowledged", "close": "closed"}[request.match_info["action"]]
        _follow(self.opsgenie, request.match_info["alias"], status, json.loads(body))
        return web.json_response({"result": "Request will be processed", "requestId": "r2"}, status=202)

    def _hear(self, request: web.Request, body: bytes) -> web.Response:
        """Verifies as docs/operations.md tells receivers to."""
        stamp = request.headers["X-Chatdesk-Timestamp"]
        wanted = hmac.new(HOOK_SECRET.encode(), f"v1:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(request.headers["X-Chatdesk-Signature"], f"v1={wanted}"):
            return self._refuse(401, "signature")
        if abs(self.now().timestamp() - int(stamp)) > 300:
            return self._refuse(401, "stale")
        if request.headers["Idempotency-Key"] not in self._known:
            self._known.add(request.headers["Idempotency-Key"])
            self.hook.append(json.loads(body))
        return web.Response(status=204)


def _ring(alerts: dict[str, Alert], key: str, summary: str, word: dict[str, Any], *, over: str) -> None:
    """A trigger for an alert that is open already wakes nobody again."""
    known = alerts.get(key)
    if known is None or known.status == over:
        alerts[key] = Alert("triggered", summary, (known.rang if known else 0) + 1, [word])
    else:
        known.words.append(word)


def _follow(alerts: dict[str, Alert], key: str, status: str, word: dict[str, Any]) -> None:
    if key in alerts:
        alerts[key].status = status
        alerts[key].words.append(word)
