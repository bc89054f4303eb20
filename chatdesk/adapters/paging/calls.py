"""The one way out to pagers over HTTP: no redirects, no forbidden addresses, and what an answer means."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from chatdesk.adapters.paging.request import SOURCE, Request
from chatdesk.core.pagers import is_forbidden
from chatdesk.delivery import SendFailed

_SECONDS = aiohttp.ClientTimeout(total=15, connect=8)
_NOT_NOW = frozenset({408, 425, 429})


class ForbiddenAddress(OSError):
    """A name leads to an address that is never called."""


class Calls:
    """One pool of connections, made when it is first needed and closed at the end."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post(self, request: Request) -> None:
        """Sends it once. SendFailed says whether it may be tried again; its code never holds what was sent."""
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": SOURCE, **request.headers}
        try:
            async with self._pool().post(
                request.url, data=request.body, headers=headers, allow_redirects=False
            ) as answer:
                _check(answer.status, answer.headers.get("Retry-After"))
        except aiohttp.ClientConnectorCertificateError:
            raise SendFailed("retry", code="certificate_refused") from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, ForbiddenAddress):
                raise SendFailed("dead", code="forbidden_address") from None
            raise SendFailed("retry", code="unreachable") from None
        except (TimeoutError, aiohttp.ClientError, OSError):
            # It may have arrived; sent again it is recognised.
            raise SendFailed("retry", code="connection_lost") from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(resolver=_GuardedResolver(), limit=8)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=_SECONDS, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


class _GuardedResolver(ThreadedResolver):
    """A name that was in order when the directory was read may lead elsewhere by now."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        if any(is_forbidden(ip_address(one["host"].partition("%")[0])) for one in found):
            raise ForbiddenAddress(f"{host} leads to a forbidden address")
        return found


def _check(status: int, retry_after: str | None) -> None:
    if 200 <= status < 300:
        return
    if status in _NOT_NOW or status >= 500:
        code = "ratelimited" if status == 429 else f"http_{status}"
        raise SendFailed("retry", code=code, retry_after=_seconds(retry_after))
    if 300 <= status < 400:
        raise SendFailed("dead", code="redirected")
    if status in (401, 403):
        raise SendFailed("dead", code="key_refused")
    raise SendFailed("dead", code="alarm_refused")


def _seconds(value: str | None) -> float | None:
    try:
        return max(float(value), 1.0) if value is not None else None
    except ValueError:
        return None
