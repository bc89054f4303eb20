"""The workspace, the clock and the database that outlive the program; and the program's lives, one after another."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import itertools
import json
import mmap
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chatdesk.demo.cast import workspace_of
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.demo.play import DIRECTORY
from chatdesk.directory import read_directory
from chatdesk.playground import PersonDriver, Playground
from chatdesk.playground.rate_limits import RateLimits
from chatdesk.store.tables import metadata
from tests.faults.kill.points import DIED
from tests.faults.kill.warm import BOT_TOKEN, SIGNING_SECRET, read_clock, write_clock
from tests.faults.removal import ROOT

_LONGEST_SECONDS = 60
_SET_AT_A_START = frozenset({"policies", "organisation", "role_members", "channels", "tenants", "job_runs"})
_CHANGED_BY_STORIES = [table.name for table in metadata.sorted_tables if table.name not in _SET_AT_A_START]
# Ids of messages as their writers' programs number them, triggers, hashes of views, addresses for answers.
_BY_LOT = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|/response/[\w-]+|hash='[^']*'|\d+\.[0-9a-f]{8}\b"
)


class Died(Exception):
    """The program is dead."""


class LivedOn(Exception):
    """What this death left has been lived on from before; `left` is it."""

    def __init__(self, left: str) -> None:
        super().__init__(left)
        self.left = left


@dataclass(frozen=True)
class Moment:
    """Everything there is outside the program, while nothing is under way."""

    at: datetime
    generation: int
    workspace: Any
    database: bytes


class Life:
    """`play` acts in it; `moment` and `back_to` keep and restore everything. The program is started when asked for."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder = folder
        self.deaths: list[str] = []
        # What people were told of their acts: who was not answered asks again.
        self.answers: list[bool] = []
        # What deaths left that need not be lived on from once more; `left` is what the last one did.
        self.known: set[str] = set()
        self.left = ""
        self.generation = 0
        self._clock_file = folder / "clock"
        self._clock_file.write_bytes(b"\0" * 8)
        with self._clock_file.open("r+b") as file:
            self._clock = mmap.mmap(file.fileno(), 8)
        self.advance_to(at)
        self.playground = Playground(
            workspace_of(read_directory(DIRECTORY), app_of(read_manifest(find_manifest()))),
            bot_token=BOT_TOKEN,
            signing_secret=SIGNING_SECRET,
            request_url=None,
            now=lambda: self.now,
            limits=RateLimits.off(),
        )
        self.playground.outbound.ack_seconds = _LONGEST_SECONDS
        self.playground.triggers._wall = lambda: 0.0
        self._born: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self._link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "killed.db"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def now(self) -> datetime:
        return read_clock(self._clock)

    @property
    def is_alive(self) -> bool:
        return self._link is not None

    def advance_to(self, at: datetime) -> None:
        write_clock(self._clock, at)

    def person(self, name: str) -> PersonDriver:
        return self.playground.as_(name)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Life]:
        address = self.folder / "socket"
        server = await asyncio.start_unix_server(lambda *link: self._born.put_nowait(link), address, limit=2**22)
        log = (self.folder / "log").open("wb")
        # Started while nothing else is under way, and spoken to over pipes that nobody waits on for long.
        self._warm = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-m", "tests.faults.kill.warm", str(address), str(self._clock_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            text=True,
        )
        try:
            async with self.playground:
                yield self
        finally:
            self._bury()
            self._warm.stdin.close()
            self._warm.wait(10)
            server.close()
            log.close()

    async def begin(self, *, is_rehearsal: bool = False) -> None:
        """Starts the program, unless it runs. After a rehearsal the next ones start warm."""
        if self._link is not None:
            return
        self.generation += 1
        order = {
            "database_url": self.database_url,
            "api_url": self.playground.api_url,
            "generation": self.generation,
            "is_rehearsal": is_rehearsal,
        }
        self._warm.stdin.write(json.dumps(order) + "\n")
        self._warm.stdin.flush()
        try:
            self._link = await asyncio.wait_for(self._born.get(), _LONGEST_SECONDS)
            said = json.loads(await self._link[0].readline())
        except (TimeoutError, ValueError) as error:
            raise RuntimeError(f"the program did not start:\n{self._log()}") from error
        self.playground.request_url = f"http://127.0.0.1:{said['port']}/slack/events"

    async def tell(self, do: str, **more: Any) -> Any:
        """Has the program do something. Raises Died, as it does when it died before."""
        if self._link is None:
            raise Died
        reader, writer = self._link
        try:
            writer.write(json.dumps({"do": do, **more}).encode() + b"\n")
            line = await asyncio.wait_for(reader.readline(), _LONGEST_SECONDS)
        except ConnectionError:
            line = b""
        if not line:
            self.deaths += self._bury()
            self.left = self._digest()
            if self.left in self.known:
                raise LivedOn(self.left)
            raise Died
        return json.loads(line)["done"]

    async def end(self) -> None:
        """Stops the program in order, if it runs."""
        if self._link is not None:
            await self.tell("stop")
            self._bury()

    async def moment(self) -> Moment:
        """Everything as it is now; the program is stopped."""
        await self.end()
        assert not self.playground.outbound.retries
        return Moment(self.now, self.generation, copy.deepcopy(self._workspace()), self.database.read_bytes())

    async def back_to(self, moment: Moment) -> None:
        await self.end()
        # Each life has ids of its own, and the first after this moment the same ones each time.
        self.generation = moment.generation
        self.deaths.clear()
        self.answers.clear()
        self.left = ""
        self.advance_to(moment.at)
        playground = self.playground
        kept = copy.deepcopy(moment.workspace)
        playground.workspace.conversations, playground.views._stacks, playground.views._homes = kept
        playground.views._numbers, playground.workspace._numbers = itertools.count(1000), itertools.count(1000)
        playground.outbound.retries.clear()
        playground.journal.clear()
        for left in self.folder.glob("killed.db*"):
            left.unlink()
        self.database.write_bytes(moment.database)

    def _digest(self) -> str:
        """Of all that a death has left, but for what is drawn by lot: equal ones go on equally."""
        copied = self.folder / "left"
        copied.mkdir(exist_ok=True)
        for file in self.folder.glob("killed.db*"):
            if not file.name.endswith(("-serving", "-shm")):
                shutil.copy(file, copied / file.name)
        with closing(sqlite3.connect(copied / self.database.name)) as database:
            told = repr([database.execute(f"SELECT * FROM {table}").fetchall() for table in _CHANGED_BY_STORIES])
        shutil.rmtree(copied)
        repeated = [(retry.due_at, retry.num, retry.reason) for retry in self.playground.outbound.retries]
        rest = (self._workspace(), repeated, self.now, self.answers)
        return hashlib.sha256(_BY_LOT.sub("…", told + repr(rest)).encode()).hexdigest()

    def _log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")[-3000:]

    def _workspace(self) -> Any:
        return self.playground.workspace.conversations, self.playground.views._stacks, self.playground.views._homes

    def _bury(self) -> list[str]:
        """Waits until it is gone, locks and all; the point that it said last, if it died at one."""
        if self._link is None:
            return []
        self._link[1].close()
        self._link = None
        words = []
        while not (line := self._warm.stdout.readline().strip()).isdigit():
            if not line:
                raise RuntimeError(f"the warm program is gone:\n{self._log()}")
            words.append(line)
        if int(line) != (DIED if words else 0):
            raise RuntimeError(f"the program ended with {line}:\n{self._log()}")
        return words
