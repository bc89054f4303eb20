"""Signed HTTP from the workspace to the app: one attempt for people's acts, retries for events."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp

from .addresses import Addresses, is_on_this_machine
from .answer import Answer
from .event_flow import EventFlow
from .journal import Delivery, Journal
from .sockets import Sockets

JSON = dict[str, Any]
ACK_SECONDS = 3.0
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Retry:
    """An event whose delivery failed, to be sent again once the injected clock reaches `due_at`."""

    due_at: datetime
    envelope: JSON
    num: int
    reason: str


class Outbound:
    """Requests go over `sockets` where Socket Mode is on, else to `request_url`, or without one to `addresses`;
    with neither no app is connected. The 3 s that an answer may take and the signed timestamp follow the wall
    clock, retries follow `now`."""

    def __init__(
        self,
        signing_secret: str,
        request_url: str | None,
        now: Callable[[], datetime],
        journal: Journal,
        sockets: Sockets,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.signing_secret = signing_secret
        self.addresses = Addresses(request_url)
        self.sockets = sockets
        self.ack_seconds = ACK_SECONDS
        self.retries: list[Retry] = []
        self.flow = EventFlow(now)
        self._now = now
        self._wall = wall
        self._journal = journal
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def request_url(self) -> str | None:
        return self.addresses.everything

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.addresses.everything = url

    @property
    def hears_events(self) -> bool:
        """Is there anybody to tell of events?"""
        return self.sockets.is_enabled or self.addresses.hears_events

    async def start(self) -> None:
        # Each request has its own connection: one kept alive would break on an app that was restarted.
        connector = aiohttp.TCPConnector(force_close=True, limit=0)
        headers = {"User-Agent": "Slackbot 1.0 (playground)"}
        self._session = aiohttp.ClientSession(connector=connector, headers=headers)

    async def stop(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def interactivity(self, payload: JSON) -> Answer:
        """Sends what a person did with a button, a view or a shortcut; never repeated."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.send(payload["type"], payload, body, FORM)

    async def slash_command(self, fields: dict[str, str]) -> Answer:
        return await self.send("slash_command", fields, urlencode(fields).encode(), FORM)

    def event(self, envelope: JSON) -> asyncio.Task[None]:
        """Starts delivering an event; the task ends when its first attempt is answered or has failed.

        One too many within the hour is dropped, and the app is told so once a minute.
        """
        if self.flow.take():
            return self._start(self._attempt(json.loads(json.dumps(envelope)), 0, ""))
        return self._start(self._tell_limited(envelope))

    async def challenge(self, url: str, challenge: str) -> Answer:
        """Asks an address whether it is the app's: it must know the secret and give the challenge back."""
        asked = {"token": "playground", "challenge": challenge, "type": "url_verification"}
        body = json.dumps(asked).encode()
        answer = await self._post(url, body, {"Content-Type": "application/json"} | self.signature_headers(body))
        self._journal.record_delivery(
            Delivery("url_verification", asked, body, "application/json", 0, answer.status, answer.body)
        )
        return answer

    async def settle(self) -> None:
        """Waits until no delivery is under way; retries that wait for the clock stay waiting."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def send_due_retries(self) -> None:
        await self._send_retries([retry for retry in self.retries if retry.due_at <= self._now()])

    async def flush_retries(self) -> None:
        """Sends every waiting retry at once, whatever the clock says, until none waits or all are spent."""
        while self.retries:
            await self._send_retries(list(self.retries))

    async def repeat(self, delivery: Delivery, *, retry_num: int = 1, reason: str = "http_timeout") -> Answer:
        """Sends a journalled request once more, freshly signed, as Slack does with what it thinks was lost."""
        headers = {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": reason}
        return await self.send(
            delivery.kind, delivery.content, delivery.body, delivery.content_type, headers, retry_num
        )

    def signature_headers(self, body: bytes, timestamp: str | None = None) -> dict[str, str]:
        timestamp = timestamp or str(int(self._wall()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    async def send(
        self,
        kind: str,
        content: JSON,
        body: bytes,
        content_type: str,
        headers: dict[str, str] | None = None,
        retry_num: int = 0,
    ) -> Answer:
        """Signs and posts a body; `headers` override the signature's, for requests that ought to be refused."""
        if self.sockets.is_enabled:
            reason = (headers or {}).get("X-Slack-Retry-Reason", "")
            answer = await self.sockets.deliver(content, self.ack_seconds, retry_num, reason)
        else:
            sent = {"Content-Type": content_type} | self.signature_headers(body) | (headers or {})
            answer = await self._post(self.addresses.of(content), body, sent)
        self._journal.record_delivery(
            Delivery(kind, content, body, content_type, retry_num, answer.status, answer.body)
        )
        return answer

    async def _post(self, url: str | None, body: bytes, headers: dict[str, str]) -> Answer:
        if not url or not is_on_this_machine(url):
            return Answer(None, "", "", "connection_failed")
        if not self._session:
            raise RuntimeError("the playground has not been started")
        try:
            timeout = aiohttp.ClientTimeout(total=self.ack_seconds)
            async with self._session.post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                text = await response.text(errors="replace")
                failure = None if 200 <= response.status < 300 else "http_error"
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                return Answer(response.status, text, response.content_type, failure, no_retry)
        except TimeoutError:
            return Answer(None, "", "", "http_timeout")
        except aiohttp.ClientError:
            return Answer(None, "", "", "connection_failed")

    async def _attempt(self, envelope: JSON, num: int, reason: str) -> None:
        headers = {"X-Slack-Retry-Num": str(num), "X-Slack-Retry-Reason": reason} if num else {}
        body = json.dumps(envelope).encode()
        answer = await self.send(envelope["event"]["type"], envelope, body, "application/json", headers, num)
        self.flow.count_attempt(is_ok=answer.failure is None)
        if answer.failure is None or answer.no_retry or not self.hears_events:
            return
        due_at = self.flow.retry_at(num, _happened_at(envelope))
        if due_at is None:
            return
        retry = Retry(due_at, envelope, num + 1, answer.failure)
        if num:
            self.retries.append(retry)
        else:
            self._start(self._attempt(envelope, retry.num, retry.reason))

    async def _tell_limited(self, envelope: JSON) -> None:
        minute = self.flow.minute_to_tell()
        if minute is None:
            return
        told = {name: envelope[name] for name in ("token", "team_id", "api_app_id")}
        told |= {"type": "app_rate_limited", "minute_rate_limited": minute}
        await self.send("app_rate_limited", told, json.dumps(told).encode(), "application/json")

    async def _send_retries(self, retries: list[Retry]) -> None:
        # Taken off the list before anything is awaited: the beat and the page may both come for them.
        self.retries = [retry for retry in self.retries if retry not in retries]
        for retry in retries:
            if self.flow.is_too_old(_happened_at(retry.envelope)):
                continue
            await self._attempt(retry.envelope, retry.num, retry.reason)

    def _start(self, attempt: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(attempt)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task


def _happened_at(envelope: JSON) -> datetime:
    return datetime.fromtimestamp(envelope["event_time"], UTC)
