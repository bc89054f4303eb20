"""The playground as a whole: a workspace, its Web API, its page, on one port of the loopback."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from .acts import Acts
from .administration import Administration
from .changes import Changes
from .control import Controls, Guide, TimeControl
from .faults import Faults
from .installing import Installing
from .installing_api import InstallingApi
from .interactions import Interactions
from .journal import Journal
from .outbound import Outbound
from .page_api import PageApi, guard
from .page_state import PageState
from .person import PersonDriver
from .rate_limits import RateCounter, RateLimits
from .seed import Seed
from .sockets import Sockets
from .triggers import ResponseUrls, Triggers
from .views import Views
from .web_api.call import Installation, app_level_token
from .web_api.endpoint import Endpoint
from .web_api.files import FileServer
from .workspace import Workspace

RETRY_BEAT_SECONDS = 1.0


class Playground:
    """`now` is the injected clock, which message ids, rate limits, retries and response URLs follow;
    signatures, trigger ids and time-outs follow `wall` (seconds since the epoch). `request_url` is where
    the app listens; it may be set later, None means that no app is connected. An `app_token` switches Socket
    Mode on. One event loop owns it all."""

    def __init__(
        self,
        seed: Seed,
        *,
        bot_token: str,
        signing_secret: str,
        request_url: str | None,
        now: Callable[[], datetime],
        time_control: TimeControl | None = None,
        settings: Controls | None = None,
        guide: Guide | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: RateLimits | None = None,
        wall: Callable[[], float] = time.time,
        app_token: str | None = None,
    ) -> None:
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the playground listens on the loopback only, not on {host}")
        self._host = host
        self._port = port
        self.changes = Changes()
        self.journal = Journal()
        self.faults = Faults()
        self.workspace = Workspace(seed, now, self.changes)
        self.views = Views(seed.app, seed.home.id, self.changes)
        self.sockets = Sockets(lambda: self.workspace.seed.app.app_id, self.changes, wall)
        self.outbound = Outbound(signing_secret, request_url, now, self.journal, self.sockets, wall)
        self.triggers = Triggers(seed.home.id, wall)
        self.response_urls = ResponseUrls(now)
        self.rate_limits = RateCounter(limits or RateLimits(), now)
        self.acts = Acts(self.workspace, self.views, self.outbound, self.triggers, self.response_urls, self.changes)
        self.interactions = Interactions(self.acts)
        self.administration = Administration(self.acts)
        installation = Installation(seed.home.id, seed.app.bot_user_id, frozenset(seed.app.scopes))
        self.web_api = Endpoint(
            self.acts,
            {bot_token: installation} if seed.app.app_id else {},
            self.faults,
            self.rate_limits,
            self.journal,
            lambda: self.base_url,
        )
        if app_token is not None:
            self.web_api.installations[app_token] = app_level_token(seed.home.id)
            self.sockets.is_enabled = True
        self.installing = Installing(self.workspace, self.views, self.outbound, self.web_api.installations)
        self.page_state = PageState(self.workspace, self.views, self.interactions, time_control, settings, guide)
        self._page_api = PageApi(
            self.interactions, self.page_state, self.changes, self.outbound, time_control, settings, guide
        )
        self._runner: web.AppRunner | None = None
        self._beat: asyncio.Task[None] | None = None

    @property
    def base_url(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What a Slack client takes as its base URL."""
        return f"{self.base_url}/api/"

    @property
    def request_url(self) -> str | None:
        return self.outbound.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.outbound.request_url = url

    async def start(self) -> None:
        app = web.Application(middlewares=[guard], client_max_size=4 * 1024 * 1024)
        files = FileServer(self.workspace.shelf, lambda: self.web_api.installations)
        app.add_routes([*self.web_api.routes(), *files.routes(), *self.sockets.routes()])
        if self.workspace.is_for_installing:
            app.add_routes(InstallingApi(self.installing).routes())
        app.add_routes(self._page_api.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.response_urls.base_url = self.workspace.shelf.base_url = self.base_url
        await self.outbound.start()
        self._beat = asyncio.create_task(self._retry_when_due())

    async def stop(self) -> None:
        if self._beat:
            self._beat.cancel()
        await self.outbound.stop()
        await self.sockets.stop()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Playground:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    def as_(self, user: str) -> PersonDriver:
        """A person to act as in tests, by id or by name."""
        person = self.workspace.people.get(user) or self.workspace.person_named(user)
        if person is None:
            raise KeyError(f"nobody here is {user}; there are {', '.join(self.workspace.people)}")
        return PersonDriver(self, person)

    async def settle(self) -> None:
        """Waits until no delivery to the app is under way."""
        await self.outbound.settle()

    async def until(self, holds: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Waits for a change after which `holds()` is true; False once `seconds` of the wall have passed."""
        return await self.changes.until(holds, seconds)

    async def _retry_when_due(self) -> None:
        while True:
            await asyncio.sleep(RETRY_BEAT_SECONDS)
            await self.outbound.send_due_retries()
