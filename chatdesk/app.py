"""The composition root: the only module that knows everyone. Builds the program, starts it, stops it in order."""

from __future__ import annotations

import asyncio
import os
import signal
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from chatdesk.adapters.web import WebServer
from chatdesk.core.directory import Directory
from chatdesk.core.policy import Policy
from chatdesk.delivery import Delivery
from chatdesk.desk import Desk
from chatdesk.desk.jobs import Jobs
from chatdesk.directory import DirectoryError, read_directory
from chatdesk.fronts import Behind, LocalPeer, build_fronts
from chatdesk.heartbeat import Heartbeat
from chatdesk.metrics import Metrics
from chatdesk.policy_files import PolicyError, read_policy, shipped_policies
from chatdesk.reads import Reads
from chatdesk.settings import Settings, SettingsError
from chatdesk.shadowing import enter_or_leave
from chatdesk.store.counts import Counting
from chatdesk.store.engine import AlreadyServed, DatabaseUnreachable, open_store, serving
from chatdesk.store.migrations import upgrade
from chatdesk.store.mirrors import Mirrors
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run

if TYPE_CHECKING:
    from chatdesk.adapters.slack.front import SlackFront
    from chatdesk.adapters.teams.front import TeamsFront

# Together they bound how long a stop takes.
_DRAIN_REQUESTS = timedelta(seconds=10)
_END_DELIVERIES = timedelta(seconds=10)

_log = structlog.get_logger(__name__)


class StartRefused(Exception):
    """The program cannot start; the text says in one line why, and what to do."""


# Whatever may keep a start from being; each says in its text what is wrong and what to do.
REFUSALS = (SettingsError, StartRefused, PolicyError, DirectoryError, DatabaseUnreachable, AlreadyServed)


@dataclass(frozen=True)
class Files:
    """What a start reads: the policies by their files' order, and who is who, where a file says so."""

    policies: tuple[Policy, ...]
    directory: Directory | None


class App:
    """One running chatdesk. `now` is its only clock.

    Building it opens the database, brings it to this version and imports policies and
    directory; it raises DatabaseUnreachable, AlreadyServed or SettingsError. `teams_peer`
    stands for Microsoft's cloud on this machine.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], datetime],
        files: Files,
        teams_peer: LocalPeer | None = None,
    ) -> None:
        self.now = now
        self._closing = ExitStack()
        with ExitStack() as undo:
            undo.enter_context(serving(settings.database_url))
            store = open_store(settings.database_url)
            undo.callback(store.close)
            upgrade(settings.database_url)
            self.run = Run(store)
            undo.callback(self.run.close)
            self.desk = Desk(store, new_id)
            self.desk.use_policies(files.policies, now())
            self._use_directory(files.directory)
            self.desk.keep_standing()
            self.reads = Reads(store)
            behind = Behind(
                store,
                self.desk,
                self.reads,
                self.run,
                now,
                self.reads.who.directory(),  # the file, and what was changed in chat beside it
                settings.admins,
            )
            self.fronts = build_fronts(settings, behind, teams_peer)
            self.reads.is_in_shadow = self.fronts.shadow is not None
            enter_or_leave(store, settings.shadow_channel, now())
            self._closing = undo.pop_all()
        self.jobs = Jobs(store)
        self.outbox = Outbox(store)
        self.metrics = Metrics(Counting(store), now, self.fronts.socket_is_up)
        self.fronts.tell_of_envelopes(self.metrics.heard)
        senders = self.metrics.watched_senders(self.fronts.senders)
        self.delivery = Delivery(self.outbox, Mirrors(store), self.reads, senders, self.run)
        self.heartbeat = Heartbeat(wake=self._wake, deliver=self._deliver, next_due=self.next_due, now=now)
        self.desk.on_commit = self.heartbeat.nudge
        self._is_stopping = False
        self._host = settings.host
        self._web = WebServer(
            self.metrics.watched_doors(self.fronts.posts),
            self._why_not_ready,
            gets={"/metrics": self.metrics.answer},
            host=settings.host,
            port=settings.port,
            drain_seconds=_DRAIN_REQUESTS.total_seconds(),
        )

    @property
    def port(self) -> int:
        return self._web.port

    @property
    def address(self) -> str:
        """Where it listens, for the proxy in front of it."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    @property
    def slack(self) -> SlackFront | None:
        return self.fronts.slack

    @property
    def teams(self) -> TeamsFront | None:
        return self.fronts.teams

    async def start(self) -> None:
        """Listens, and lets the heart beat. Raises OSError if the address is taken."""
        await self._web.start()
        self.heartbeat.start()
        await self.fronts.start()

    async def stop(self) -> None:
        """Takes nothing new, lets requests and deliveries in hand end within a bounded time, closes the database."""
        self._is_stopping = True
        await self.fronts.stop_hearing()
        await self._web.stop()
        await self.heartbeat.stop(_END_DELIVERIES)
        await self.fronts.close()
        await asyncio.to_thread(self._closing.close)

    def _use_directory(self, who: Directory | None) -> None:
        """Without a file the database is the truth alone."""
        for lost in self.desk.use_directory(who) if who is not None else ():
            _log.warning(
                "directory.file_wins",
                change=type(lost.change).__name__,
                made_by=f"{lost.by.platform} {lost.by.user}",
                made_at=lost.at.isoformat(),
                hint="chatdesk directory check",
            )

    async def next_due(self) -> datetime | None:
        """The earliest moment a case or a message waits for (UTC)."""
        return await self.run(self._next_due)

    def _next_due(self) -> datetime | None:
        moments = (self.desk.next_wake_at(), self.jobs.next_due_at(self.now()), self.outbox.next_due_at())
        return min((at for at in moments if at is not None), default=None)

    async def _wake(self, now: datetime) -> int:
        woken = (await self.run(self.desk.wake_due, now)).count
        self.metrics.beat(woken)
        return woken + await self.run(self.jobs.run_due, now)

    async def _deliver(self, now: datetime) -> int:
        return (await self.delivery.deliver_due(now)).count

    async def _why_not_ready(self) -> str | None:
        if self._is_stopping:
            return "stopping"
        try:
            await self.run(self.desk.next_wake_at)
        except Exception:  # noqa: BLE001 whatever keeps the database from answering, the answer is the same
            _log.exception("readyz.database")
            return "the database does not answer"
        return self.fronts.why_deaf() or self.fronts.why_mute()


def read_files(policies: Path | None, directory: Path | None) -> Files:
    """Reads a folder of policies (without one, those that come with chatdesk) and a directory, where there is one.

    Raises PolicyError or DirectoryError, and StartRefused where the directory names a policy that is not there.
    """
    files = shipped_policies() if policies is None else sorted(policies.glob("*.yml"))
    found = tuple(read_policy(path) for path in files)
    if directory is None:
        return Files(found, None)
    who = read_directory(directory)
    names = {policy.name for policy in found}
    for customer in who.customers:
        if customer.policy not in names:
            raise StartRefused(
                f"{directory}: customer {customer.id} names the unknown policy {customer.policy!r}; "
                f"there are {', '.join(sorted(names))}"
            )
    return Files(found, who)


def new_id() -> str:
    """An opaque id."""
    return uuid.uuid4().hex


def wall_clock() -> datetime:
    return datetime.now(UTC)


async def serve(app: App) -> None:
    """Runs until SIGTERM or SIGINT, then stops in order."""
    asked_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)
    try:
        refusal = await app.fronts.why_refused()
        if refusal:
            raise StartRefused(refusal)
        try:
            await app.start()
        except OSError as error:
            raise StartRefused(
                f"CHATDESK_HOST, CHATDESK_PORT: cannot listen there ({os.strerror(error.errno or 0).lower()}); "
                "stop what listens there or choose another port"
            ) from error
        _log.info("serving", address=app.address, port=app.port, platforms=sorted(app.fronts.senders))
        await asked_to_stop.wait()
        _log.info("stopping")
    finally:
        await app.stop()
    _log.info("stopped")
