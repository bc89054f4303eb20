"""GET /metrics, as Prometheus reads it. No label names a case, a customer or a person."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from chatdesk.adapters.web import Handler
from chatdesk.cards.model import Card
from chatdesk.core.places import Destination, MessageRef
from chatdesk.delivery import Sender, SendFailed
from chatdesk.delivery.sender import Pins
from chatdesk.store.counts import Counting, Counts

T = TypeVar("T")

# Several who scrape, or one in a hurry, cost the database one look in this time.
_FRESH_SECONDS = 5.0
# Prometheus gives up after ten by itself; a stuck database is worth saying before that.
_PATIENCE_SECONDS = 5.0
_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)


class Metrics:
    """What one process has counted since its start, and what stands in the database at the moment it is asked.

    `socket_is_up` says whether Slack's socket is connected; None where there is none.
    """

    def __init__(
        self,
        counting: Counting,
        now: Callable[[], datetime],
        socket_is_up: Callable[[], bool | None] = lambda: None,
    ) -> None:
        self._counting = counting
        self._now = now
        self._socket_is_up = socket_is_up
        self._picture: Counts | None = None
        self._seen_at = float("-inf")
        self._beat_at: float | None = None
        registry = self._registry = CollectorRegistry()
        self._requests = Histogram(
            "chatdesk_request_seconds",
            "Requests from platforms, by door and HTTP status, until they were answered",
            ["door", "status"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._sends = Histogram(
            "chatdesk_send_seconds",
            "Calls that post, edit or look up a message, by platform and what came of them",
            ["platform", "call", "result"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._limited = Counter(
            "chatdesk_rate_limited_total", "Calls that a platform put off (429)", ["platform"], registry=registry
        )
        self._database = Counter(
            "chatdesk_database_errors_total", "Errors that the database gave", ["error"], registry=registry
        )
        self._woken = Counter("chatdesk_cases_woken_total", "Cases that time alone moved on", registry=registry)
        registry.register(_Pictured(self))
        counting.on_error(lambda name: self._database.labels(name).inc())

    async def answer(self, request: web.Request) -> web.Response:
        """Answers GET /metrics. While the database does not answer, what stands in it is left out."""
        if time.monotonic() - self._seen_at >= _FRESH_SECONDS:
            self._picture = None
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    # Beside the thread that writes, which must not wait while everything is counted.
                    self._picture = await asyncio.to_thread(self._counting.count, self._now())
            except Exception as error:  # noqa: BLE001 who asks must hear of the trouble, not share it
                self._database.labels(f"scrape:{type(error).__name__}").inc()
            self._seen_at = time.monotonic()
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def beat(self, woken: int) -> None:
        """The heart has beaten, and so many cases were woken."""
        self._beat_at = time.monotonic()
        self._woken.inc(woken)

    def heard(self, door: str, status: str, seconds: float) -> None:
        """Something came in by a door that is no address of ours."""
        self._requests.labels(door, status).observe(seconds)

    def watched_doors(self, doors: Mapping[str, Handler]) -> dict[str, Handler]:
        return {path: self._watched_door(path, handler) for path, handler in doors.items()}

    def watched_senders(self, senders: Mapping[str, Sender]) -> dict[str, Sender]:
        return {
            platform: _WatchedPinner(platform, sender, sender, self)
            if isinstance(sender, Pins)
            else _WatchedSender(platform, sender, self)
            for platform, sender in senders.items()
        }

    async def timed(self, platform: str, call: str, work: Awaitable[T]) -> T:
        """Awaits a sender's call and counts how long it took and what came of it."""
        began = time.perf_counter()
        result = "fault"
        try:
            done = await work
            result = "done"
            return done
        except SendFailed as failed:
            result = failed.kind
            if failed.code in ("ratelimited", "rate_limited", "http_429"):
                self._limited.labels(platform).inc()
            raise
        finally:
            self._sends.labels(platform, call, result).observe(time.perf_counter() - began)

    def gauges(self) -> Iterator[GaugeMetricFamily]:
        if self._beat_at is not None:
            age = time.monotonic() - self._beat_at
            yield _gauge("chatdesk_heartbeat_age_seconds", "Since the heart has beaten last", value=age)
        is_up = self._socket_is_up()
        if is_up is not None:
            yield _gauge("chatdesk_slack_socket_up", "Is Slack's socket connected?", value=float(is_up))
        if self._picture is not None:
            yield from _pictured(self._picture, self._now())

    def _watched_door(self, path: str, handler: Handler) -> Handler:
        async def watched(request: web.Request) -> web.StreamResponse:
            began = time.perf_counter()
            status = "fault"
            try:
                answer = await handler(request)
                status = str(answer.status)
                return answer
            finally:
                self._requests.labels(path, status).observe(time.perf_counter() - began)

        return watched


class _Pictured(Collector):
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._metrics.gauges()


class _WatchedSender:
    def __init__(self, platform: str, sender: Sender, metrics: Metrics) -> None:
        self._platform = platform
        self._sender = sender
        self._metrics = metrics

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        return await self._metrics.timed(self._platform, "post", self._sender.post(card, to, key))

    async def edit(self, card: Card, message: MessageRef) -> None:
        await self._metrics.timed(self._platform, "edit", self._sender.edit(card, message))

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        return await self._metrics.timed(self._platform, "find", self._sender.find(key, to, since))


class _WatchedPinner(_WatchedSender):
    def __init__(self, platform: str, sender: Sender, pins: Pins, metrics: Metrics) -> None:
        super().__init__(platform, sender, metrics)
        self._pins = pins

    async def pin(self, message: MessageRef) -> None:
        await self._metrics.timed(self._platform, "pin", self._pins.pin(message))


def _pictured(counts: Counts, now: datetime) -> Iterator[GaugeMetricFamily]:
    cases = _gauge("chatdesk_cases", "Cases that are not over", labels=["policy", "status"])
    for (policy, status), count in counts.cases.items():
        cases.add_metric([policy, status], count)
    yield cases
    clocks = _gauge(
        "chatdesk_clocks", "Clocks of cases that are not over, by metric and what is so of them", ["metric", "is"]
    )
    for metric, found in counts.clocks.items():
        for word in ("running", "due_soon", "warned", "breached"):
            clocks.add_metric([metric, word], getattr(found, word))
    yield clocks
    escalations = _gauge("chatdesk_escalations", "Active escalations by the tier they have reached", ["tier"])
    for tier, count in counts.escalations.items():
        escalations.add_metric([str(tier)], count)
    yield escalations
    waiting = _gauge("chatdesk_deliveries_waiting", "What waits in the outbox", ["platform", "state"])
    for (platform, state), count in counts.waiting.items():
        waiting.add_metric([platform, state], count)
    yield waiting
    oldest = (now - counts.oldest_waiting_at).total_seconds() if counts.oldest_waiting_at else 0.0
    yield _gauge("chatdesk_delivery_lag_seconds", "How long the oldest of what waits in the outbox has", value=oldest)
    overdue = (now - counts.overdue_since).total_seconds() if counts.overdue_since else 0.0
    yield _gauge("chatdesk_wake_lag_seconds", "For how long the longest overdue case waits to be woken", value=overdue)


def _gauge(name: str, says: str, labels: list[str] | None = None, value: float | None = None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value, labels=labels)
