"""Several chatdesks on one PostgreSQL database, with one workspace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from chatdesk.app import App, read_files
from chatdesk.cli_case import verify
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.demo.play import DIRECTORY
from chatdesk.playground import PersonDriver, Playground
from chatdesk.settings import Settings
from tests.world import text_of

# What only Slack's own pace holds up comes within this much of the desk's time.
SOON = timedelta(seconds=5)


@dataclass
class Replicas:
    """The workspace sends its requests to the first; all of them send messages and wake cases."""

    playground: Playground
    clock: DemoClock
    apps: tuple[App, ...]

    async def until(self, when: str) -> None:
        """Goes from one due moment to the next; at each of them all hearts beat at once."""
        target = datetime.fromisoformat(when)
        await self.beat()
        waited_for = None
        while (due_at := await self.apps[0].next_due()) and due_at <= target and due_at != waited_for:
            self.clock.advance_to(due_at)
            waited_for = None if await self.beat() else due_at
        self.clock.advance_to(target)
        await self.beat()

    async def beat(self) -> bool:
        """All beat, together, until neither finds anything; did they find something at all?"""
        found = False
        while True:
            beats = await asyncio.gather(*(app.heartbeat.beat() for app in self.apps))
            if all(beat.found_nothing for beat in beats):
                return found
            found = True

    async def settle(self) -> None:
        while True:
            await self.playground.settle()
            for app in self.apps:
                await app.slack.settle()
            found = await self.beat()
            due_at = await self.apps[0].next_due()
            if due_at and self.clock.now() < due_at <= self.clock.now() + SOON:
                self.clock.advance_to(due_at)
            elif not found:
                break

    def person(self, name: str) -> PersonDriver:
        return self.playground.as_(name)

    def told(self, name: str, where: str) -> list[str]:
        """Every message this person finds in a place, in threads too."""
        person = self.person(name)
        roots = person.messages(where)
        return [text_of(message) for root in roots for message in (root, *person.thread(root))]

    def said(self, name: str, where: str, words: str) -> int:
        """How many messages that this person finds there hold these words."""
        return sum(words in message for message in self.told(name, where))


@asynccontextmanager
async def replicas_on(database_url: str, at: str, count: int) -> AsyncIterator[Replicas]:
    """`count` of them, from `at` on. Afterwards every case must be sound."""
    files = read_files(None, DIRECTORY)
    clock = DemoClock(datetime.fromisoformat(at), lambda: 0.0)
    playground = Playground(
        workspace_of(files.directory, app_of(read_manifest(find_manifest()))),
        bot_token="xoxb-replicas",
        signing_secret="signed",
        request_url=None,
        now=clock.now,
    )
    async with playground:
        settings = Settings(
            database_url=database_url,
            directory=DIRECTORY,
            port=0,
            slack_bot_token=SecretStr("xoxb-replicas"),
            slack_signing_secret=SecretStr("signed"),
            slack_api_url=playground.api_url,
        )
        apps = tuple(App(settings, clock.now, files) for _ in range(count))
        for app in apps:
            await app.start()
        playground.request_url = f"http://127.0.0.1:{apps[0].port}/slack/events"
        yield Replicas(playground, clock, apps)
        for app in apps:
            await app.stop()
    assert verify(database_url, None) == 0
