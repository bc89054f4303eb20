"""The demo as a whole: a workspace on the loopback, chatdesk behind it, one clock for both."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from pydantic import SecretStr

from chatdesk.app import App, Files, StartRefused, read_files, wall_clock
from chatdesk.core.directory import Directory
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.demo.next_thing import earliest_thing
from chatdesk.demo.policy_choice import PolicyChoice
from chatdesk.demo.stories import STORIES, Stage, StoryGuide
from chatdesk.demo.stories.guide import Theatre
from chatdesk.demo.time_control import DemoTime, Moved
from chatdesk.fronts import LocalPeer
from chatdesk.playground import Playground
from chatdesk.policy_files import find_policy, read_whole
from chatdesk.settings import Settings

DIRECTORY = Path(__file__).parent / "directory.yml"

_FOLDER = Path(".demo")
_BOT_TOKEN, _APP_TOKEN = "xoxb-demo", "xapp-demo"
_ZONE = ZoneInfo("America/New_York")
_WHAT_TO_TRY = """
chatdesk runs, in a small Slack workspace of its own. Open

    {address}

You are Ruth Adler, a customer, and it is {now:%A %H:%M} in New York. Try this:
  1. In #harbor-support type  /case open VPN is down  and say how bad it is.
  2. Press "To the next thing": the warning, the missed promise, then tiers 1, 2 and 3 as they are told.
  3. Become Malik Osei (on call) or Grace Lindqvist (Director of Services) and press the buttons they got.
  4. Become Chloé Martin of Bluepeak Media: Slack refuses /case to her, so she writes  @chatdesk open no sound
  5. Choose another policy: it holds for the cases opened from then on.
Or choose one under "Play a story": it is played step by step, and each step says which clause is at work.
Ctrl-C ends it. The next run starts anew.
"""


@dataclass(frozen=True)
class TeamsBeside:
    """Microsoft Teams beside the workspace: who is who on both platforms, and the peer that stands for Teams."""

    directory: Directory
    peer: LocalPeer


class Demo:
    """The playground and chatdesk, together. `start` is when the story begins; the clock goes on from there."""

    def __init__(
        self,
        files: Files,
        folder: Path,
        start: datetime,
        *,
        policy: str | None = None,
        port: int = 0,
        elapsed: Callable[[], float] = time.monotonic,
        teams: TeamsBeside | None = None,
        over_sockets: bool = False,
    ) -> None:
        """`folder` gets the database of this run in place of the last one's. `elapsed` is what makes the clock
        go by itself; a test gives one that stands still. `over_sockets` is Socket Mode. Raises StartRefused."""
        who = files.directory
        assert who is not None, "the demo comes with a directory"
        self._files = files
        self._teams = teams
        self._port = port
        signing_secret = secrets.token_hex(16)
        self._folder = folder
        self._settings = _settings(folder, signing_secret)
        if over_sockets:
            self._settings = self._settings.model_copy(update={"slack_app_token": SecretStr(_APP_TOKEN)})
        self.clock = DemoClock(start, elapsed)
        self.choice = PolicyChoice(files.policies, who.customers, policy, self._move)
        self.time = DemoTime(self.clock, lambda: self.choice.chosen.hours(self.choice.chosen.main_hours))
        # With Teams beside it, the channels that the stories go through stand there.
        self.stories = StoryGuide(STORIES if teams is None else (), files.policies, _clauses)
        self.playground = Playground(
            workspace_of(who, app_of(read_manifest(find_manifest()))),
            bot_token=_BOT_TOKEN,
            signing_secret=signing_secret,
            request_url=None,
            now=self.clock.now,
            time_control=self.time,
            settings=self.choice,
            guide=self.stories,
            port=port,
            app_token=_APP_TOKEN if over_sockets else None,
        )
        self.app: App | None = None

    async def start(self) -> None:
        """Raises StartRefused if the page's port is taken."""
        try:
            await self.playground.start()
        except OSError as error:
            raise StartRefused(
                f"the page's port {self._port} is taken ({os.strerror(error.errno or 0).lower()}), perhaps by another "
                "demo; to take a free one add --port 0, or with make: ARGS=--port=0"
            ) from error
        # Only who holds the port may throw away what a run on it has left.
        _clear(self._folder)
        settings = self._settings.model_copy(update={"slack_api_url": self.playground.api_url})
        known = replace(self._files, directory=self._teams.directory) if self._teams else self._files
        self.app = App(settings, self.clock.now, known, self._teams.peer if self._teams else None)
        await self.app.start()
        self.time.moved = Moved(self.app.heartbeat, self.app.next_due, partial(earliest_thing, self.app.reads))
        await self.choice.choose("policy", self.choice.chosen.name)
        stage = partial(Stage, self.playground, self.app, self.clock, self.time)
        self.stories.theatre = Theatre(self.clock.now, self._prepare, stage)
        self.playground.request_url = f"http://127.0.0.1:{self.app.port}/slack/events"

    async def stop(self) -> None:
        if self.app:
            await self.app.stop()
        await self.playground.stop()

    async def _prepare(self, policy: str, begins_at: datetime) -> None:
        await self.choice.choose("policy", policy)
        await self.time.go_to(begins_at)

    async def _move(self, customer_id: str, policy: str, language: str, zone: str) -> None:
        if self.app is None:
            raise ValueError("chatdesk is still starting.")
        await self.app.run(self.app.desk.set_customer_policy, customer_id, policy, language, zone)


async def play(*, port: int, policy: str | None, start: datetime | None) -> None:
    """Runs the demo until Ctrl-C. Raises StartRefused."""
    files = read_files(None, DIRECTORY)
    demo = Demo(files, folder_of(port), start or coming_friday(wall_clock()), policy=policy, port=port)
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    try:
        await demo.start()
        now = demo.clock.now().astimezone(_ZONE)
        typer.echo(_WHAT_TO_TRY.format(address=demo.playground.base_url, now=now))
        await over.wait()
    finally:
        await demo.stop()


def coming_friday(now: datetime) -> datetime:
    """The next Friday, 14:20 in New York: early enough to work, late enough that the weekend matters."""
    local = now.astimezone(_ZONE).replace(hour=14, minute=20, second=0, microsecond=0)
    friday = local + timedelta(days=(4 - local.weekday()) % 7)
    return friday if friday > now else friday + timedelta(days=7)


@cache
def _clauses(policy: str) -> dict[str, str]:
    """The words of each clause of a shipped policy, in the policy's language."""
    whole = read_whole(find_policy(policy))
    return {key: part.says.in_language(whole.policy.language) for key, part in whole.file.clauses.items()}


def folder_of(port: int) -> Path:
    """Where the run on this port keeps its database, apart from runs on other ports."""
    return _FOLDER / (str(port) if port else f"free-{os.getpid()}")


def _clear(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("demo.db*"):
        old.unlink()


def _settings(folder: Path, signing_secret: str) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'demo.db'}",
        policies=None,
        directory=DIRECTORY,
        host="127.0.0.1",
        port=0,
        slack_bot_token=SecretStr(_BOT_TOKEN),
        slack_signing_secret=SecretStr(signing_secret),
        slack_api_url="http://127.0.0.1/",
    )
