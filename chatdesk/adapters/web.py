"""The one web application: Slack's requests, and the two addresses that operators ask. Handlers are passed in."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_LARGEST_BODY = 1024 * 1024


class WebServer:
    """Listens on one address. `posts` maps a path to what answers a POST there, `gets` to what answers a GET.

    `readiness` says in words why this process should get no requests now, or None when it should.
    """

    def __init__(
        self,
        posts: Mapping[str, Handler],
        readiness: Callable[[], Awaitable[str | None]],
        *,
        host: str,
        port: int,
        drain_seconds: float,
        gets: Mapping[str, Handler] | None = None,
    ) -> None:
        self._readiness = readiness
        self._host = host
        self._port = port
        application = web.Application(client_max_size=_LARGEST_BODY)
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/readyz", self._readyz)
        for path, handler in (gets or {}).items():
            application.router.add_get(path, handler)
        for path, handler in posts.items():
            application.router.add_post(path, _named(path, handler))
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=drain_seconds)

    async def start(self) -> None:
        """Starts listening. Raises OSError if the address is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise

    async def stop(self) -> None:
        """Stops listening, and lets requests in hand end within the drain time."""
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port that is listened on; a free one was chosen if 0 was asked for."""
        return int(self._runner.addresses[0][1])

    async def _healthz(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _readyz(self, request: web.Request) -> web.Response:
        why_not = await self._readiness()
        if why_not:
            return web.json_response({"status": "not ready", "why": why_not}, status=503)
        return web.json_response({"status": "ready"})


def _named(path: str, handler: Handler) -> Handler:
    """Whatever is logged of one request says which; what it starts behind keeps the name."""

    async def named(request: web.Request) -> web.StreamResponse:
        # One connection's requests share a context.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(door=path, request_id=secrets.token_hex(8))
        return await handler(request)

    return named
