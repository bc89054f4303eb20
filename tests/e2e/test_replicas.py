"""Two replicas on one PostgreSQL database: whoever beats first, everybody is told once."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
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

OPENED = "2026-03-06T14:20-05:00"
# Where something was said by then, and somebody who reads it.
PLACES = (("ruth", "#harbor-support"), ("dana", "#case-desk"), ("malik", "#on-call"), ("owen", "@chatdesk"))
# What only Slack's own pace holds up comes within this much of the desk's time.
SOON = timedelta(seconds=5)


@dataclass
class Replicas:
    """The workspace sends its requests to the first; both send messages and wake cases."""

    playground: Playground
    clock: DemoClock
    both: tuple[App, App]

    async def until(self, when: str) -> None:
        """Goes from one due moment to the next; at each of them both hearts beat at once."""
        target = datetime.fromisoformat(when)
        await self.beat()
        waited_for = None
        while (due_at := await self.both[0].next_due()) and due_at <= target and due_at != waited_for:
            self.clock.advance_to(due_at)
            waited_for = None if await self.beat() else due_at
        self.clock.advance_to(target)
        await self.beat()

    async def beat(self) -> bool:
        """Both beat, together, until neither finds anything; did they find something at all?"""
        found = False
        while True:
            beats = await asyncio.gather(*(app.heartbeat.beat() for app in self.both))
            if all(beat.found_nothing for beat in beats):
                return found
            found = True

    async def settle(self) -> None:
        while True:
            await self.playground.settle()
            for app in self.both:
                await app.slack.settle()
            found = await self.beat()
            due_at = await self.both[0].next_due()
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


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[Replicas]:
    files = read_files(None, DIRECTORY)
    clock = DemoClock(datetime.fromisoformat(OPENED), lambda: 0.0)
    playground = Playground(
        workspace_of(files.directory, app_of(read_manifest(find_manifest()))),
        bot_token="xoxb-replicas",
        signing_secret="signed",
        request_url=None,
        now=clock.now,
    )
    async with playground:
        settings = Settings(
            database_url=postgres_url,
            directory=DIRECTORY,
            port=0,
            slack_bot_token=SecretStr("xoxb-replicas"),
            slack_signing_secret=SecretStr("signed"),
            slack_api_url=playground.api_url,
        )
        both = (App(settings, clock.now, files), App(settings, clock.now, files))
        for app in both:
            await app.start()
        playground.request_url = f"http://127.0.0.1:{both[0].port}/slack/events"
        yield Replicas(playground, clock, both)
        for app in both:
            await app.stop()
    assert verify(postgres_url, None) == 0


async def test_whichever_of_two_replicas_beats_first_everybody_is_told_once(replicas: Replicas) -> None:
    ruth = replicas.person("ruth")
    await ruth.slash("#harbor-support", "/case open VPN is down")
    await ruth.submit({"severity": "P1 · Major impact"})
    await replicas.settle()
    assert re.search(r"\bHARBOR-1\b", "\n".join(replicas.told("dana", "#case-desk")))

    # The warning, then the missed acknowledgement with tier 1.
    await replicas.until("2026-03-06T15:05-05:00")
    assert said(replicas, "malik", "#on-call", "Acknowledgement is due") == 1
    await replicas.until("2026-03-06T15:20-05:00")
    await replicas.settle()
    assert said(replicas, "malik", "#on-call", "HARBOR-1 of Harbor Grid is escalated to tier 1") == 1
    assert said(replicas, "owen", "@chatdesk", "HARBOR-1 has reached tier 1") == 1
    assert said(replicas, "ingrid", "@chatdesk", "HARBOR-1 has reached tier 1") == 1
    assert said(replicas, "ruth", "#harbor-support", "so we have escalated it") == 1

    # A click that reaches the other replica finds the same case.
    replicas.playground.request_url = f"http://127.0.0.1:{replicas.both[1].port}/slack/events"
    dana = replicas.person("dana")
    card = next(message for message in dana.messages("#case-desk") if "HARBOR-1" in text_of(message))
    await dana.click("I have it", card)
    await replicas.settle()
    assert "Dana" in text_of(next(message for message in dana.messages("#case-desk") if message.ts == card.ts))

    for name, where in PLACES:
        told = Counter(replicas.told(name, where))
        assert told, f"{name} reads nothing in {where}"
        assert max(told.values()) == 1, f"{name} reads something twice in {where}: {told}"


def said(replicas: Replicas, name: str, where: str, words: str) -> int:
    return sum(words in message for message in replicas.told(name, where))
