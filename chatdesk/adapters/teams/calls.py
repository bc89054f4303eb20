"""Calls to Teams' connector as plain JSON, and what a call that failed means. No post is ever repeated here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import structlog
from yarl import URL

from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.shadow import OnlyHere
from chatdesk.adapters.teams.tokens import CONNECTOR_SCOPE, TokenRefused, Tokens, TokenUnreachable

JSON = dict[str, Any]

TIMEOUT_SECONDS = 10.0
# A token that is refused is an operator's to mend; then the same call may go out.
MENDING_SECONDS = 60.0

_CONNECT_SECONDS = 5.0
_LONGEST_CODE = 100

_log = structlog.get_logger(__name__)


class Calls:
    """One session for all calls, opened at the first, on the loop that uses it. `close` ends it.

    Every call raises `CallFailed` and nothing else that comes from the network.
    """

    def __init__(
        self, tokens: Tokens, hosts: Hosts, timeout_seconds: float = TIMEOUT_SECONDS, only_here: OnlyHere | None = None
    ) -> None:
        self._tokens = tokens
        self._hosts = hosts
        # In shadow mode what others would see is refused.
        self._only_here = only_here
        connecting = min(_CONNECT_SECONDS, timeout_seconds)
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=connecting)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, service_url: str, conversation_id: str, activity: Mapping[str, Any]) -> str:
        """Posts an activity; its id."""
        self._check(conversation_id)
        url = self._url(service_url, conversation_id, "activities")
        return _id_in(await self._call("POST", url, activity))

    async def send_targeted(
        self, service_url: str, conversation_id: str, activity: Mapping[str, Any], address: str
    ) -> str:
        """Posts an activity that only one member of a channel or group chat sees, by their `29:…` id; its id."""
        url = self._url(service_url, conversation_id, "activities").with_query(isTargetedActivity="true")
        return _id_in(await self._call("POST", url, {**activity, "recipient": {"id": address, "isTargeted": True}}))

    async def update(
        self, service_url: str, conversation_id: str, activity_id: str, activity: Mapping[str, Any]
    ) -> None:
        """Replaces an activity that was sent to that very conversation id."""
        self._check(conversation_id)
        url = self._url(service_url, conversation_id, "activities", activity_id)
        await self._call("PUT", url, {**activity, "id": activity_id})

    async def create(self, service_url: str, parameters: Mapping[str, Any]) -> tuple[str, str | None]:
        """Opens a personal chat or begins a thread; the conversation's id, and the first activity's if one was sent."""
        if self._only_here is not None:
            self._only_here.check_new(parameters)
        answer = await self._call("POST", self._url(service_url), parameters)
        activity_id = answer.get("activityId")
        return _id_in(answer), activity_id if isinstance(activity_id, str) and activity_id else None

    async def member(self, service_url: str, conversation_id: str, user_id: str) -> JSON:
        """What the roster says of one member, by their `29:…` or AAD object id."""
        return await self._call("GET", self._url(service_url, conversation_id, "members", user_id), None)

    async def check_token(self) -> None:
        """Gets a token and calls nobody. Raises TokenRefused or TokenUnreachable."""
        await self._tokens.token(CONNECTOR_SCOPE)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _check(self, conversation_id: str) -> None:
        if self._only_here is not None:
            self._only_here.check(conversation_id)

    def _url(self, service_url: str, *parts: str) -> URL:
        """Checked before a token is even looked for."""
        if not self._hosts.trusts(service_url):
            _log.error("teams.untrusted_host", service_url=service_url)
            raise CallFailed(Meaning.DEAD, "untrusted_host")
        if not all(part.strip(".") for part in parts):
            raise CallFailed(Meaning.DEAD, "unusable_id")
        path = "".join("/" + quote(part, safe="") for part in parts)
        return URL(f"{service_url.rstrip('/')}/v3/conversations{path}", encoded=True)

    async def _call(self, method: str, url: URL, body: Mapping[str, Any] | None) -> JSON:
        headers = await self._headers()
        # A message that is posted again may stand twice; the others may be repeated.
        unknown = Meaning.UNCERTAIN if method == "POST" else Meaning.RETRY
        try:
            async with self._shared_session().request(
                method, url, json=body, headers=headers, allow_redirects=False
            ) as response:
                answer = _object_in(await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as unreachable:
            raise _told(method, CallFailed(Meaning.RETRY, "unreachable")) from unreachable
        except (TimeoutError, aiohttp.ClientError, OSError) as lost:
            raise _told(method, CallFailed(unknown, "connection_lost")) from lost
        if response.status >= 300:
            raise _told(method, _refusal(method, response.status, response.headers, answer))
        if answer is None and method != "PUT":
            raise _told(method, CallFailed(unknown, "unreadable_answer"))
        return answer or {}

    async def _headers(self) -> dict[str, str]:
        try:
            token = await self._tokens.token(CONNECTOR_SCOPE)
        except TokenRefused as refused:
            _log.error("teams.token_refused", why=str(refused))
            raise CallFailed(Meaning.RETRY, "token_refused", MENDING_SECONDS) from refused
        except TokenUnreachable as unreachable:
            raise CallFailed(Meaning.RETRY, "no_token") from unreachable
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _shared_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=64, limit_per_host=32),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=True,
            )
        return self._session


def _refusal(method: str, status: int, headers: Mapping[str, str], answer: JSON | None) -> CallFailed:
    """Microsoft's table of what may be tried again, with one rule before it: a post that may stand is not repeated."""
    code = _code_in(answer) or f"http_{status}"
    if status == 429:
        return CallFailed(Meaning.RETRY, "ratelimited", _retry_after(headers))
    if status == 412:
        return CallFailed(Meaning.RETRY, code, _retry_after(headers))
    if status < 400:
        # Our token does not follow. Nothing was done, and what redirects is the operator's network.
        return CallFailed(Meaning.RETRY, "redirect_refused", MENDING_SECONDS)
    if status == 401:
        return CallFailed(Meaning.RETRY, "unauthorized", MENDING_SECONDS)
    if status in (408, 502, 503, 504):
        meaning = Meaning.UNCERTAIN if method == "POST" else Meaning.RETRY
        return CallFailed(meaning, code, _retry_after(headers))
    return CallFailed(Meaning.UNCERTAIN if status >= 500 else Meaning.DEAD, code)


def _code_in(answer: JSON | None) -> str | None:
    error = (answer or {}).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code[:_LONGEST_CODE] if isinstance(code, str) and code else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, also where a date is given: that is held against the answer's own date, not against our clock."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return max(float(value[:6]), 1.0)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return max(wait.total_seconds(), 1.0)


def _object_in(body: bytes) -> JSON | None:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _id_in(answer: JSON) -> str:
    """Teams took the post; without its id nobody can say where it stands."""
    given = answer.get("id")
    if not isinstance(given, str) or not given:
        raise CallFailed(Meaning.UNCERTAIN, "unreadable_answer")
    return given


def _told(method: str, failed: CallFailed) -> CallFailed:
    _log.warning("teams.call_failed", method=method, code=failed.code, meaning=failed.meaning.value)
    return failed
