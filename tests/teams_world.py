"""A whole desk on Teams: a tenant on the loopback and the real program on a clock that stands still.

What a person does goes to POST /api/messages with a token of our own key server, and what they
read came through the connector.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from chatdesk.app import App, Files
from chatdesk.core.directory import Directory
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.next_thing import earliest_thing
from chatdesk.demo.play import DIRECTORY
from chatdesk.demo.policy_choice import PolicyChoice
from chatdesk.demo.time_control import DemoTime, Moved
from chatdesk.fronts import LocalPeer
from chatdesk.playground import Outcome
from chatdesk.settings import Settings
from chatdesk.store.migrations import upgrade
from tests import story
from tests import world as slack
from tests.platforms import TEAMS, cannot
from tests.teams_peer.cast import APP_ID, BLUEPEAK, HOME, furnish, rehomed, workspace
from tests.teams_peer.peer import TeamsPeer
from tests.teams_peer.person import Shown
from tests.teams_peer.tenant import Message, Tenant


class TeamsWorld(story.Story):
    platforms = (TEAMS,)

    def __init__(self, folder: Path, at: str, policy: str, *, shows_standing: bool = False) -> None:
        self._shows_standing = shows_standing
        self.database_url = fresh_database(folder)
        files = slack._files()
        seed = workspace(files.directory)
        on_teams = rehomed(files.directory, seed, lambda _: (TEAMS,), lambda _: (TEAMS,), (TEAMS,))
        self._clock = DemoClock(datetime.fromisoformat(at), lambda: 0.0)
        self._choice = PolicyChoice(files.policies, on_teams.customers, policy, self._move)
        self._time = DemoTime(self._clock, lambda: self._choice.chosen.hours(self._choice.chosen.main_hours))
        self._files = Files(files.policies, on_teams)
        self._app: App | None = None
        self.teams = TeamsPeer(self._clock.now)
        furnish(self.teams.tenant, seed)

    async def start(self) -> None:
        await self.teams.start()
        settings = Settings(**settings_of(self.database_url), **teams_settings())
        self._app = App(settings, self._clock.now, self._files, teams_peer=peer_of(self.teams))
        await self._app.start()
        self._time.moved = Moved(self._app.heartbeat, self._app.next_due, partial(earliest_thing, self._app.reads))
        await self._choice.choose("policy", self._choice.chosen.name)
        await move_in(self.teams, self._app)
        await self.settle()
        if not self._shows_standing:
            forget_what_was_said(self.teams)
        self.gather_the_cast()

    async def stop(self) -> None:
        if self._app is not None:
            await self._app.stop()
        await self.teams.stop()
        assert_nothing_went_wrong(self.teams.tenant)

    @property
    def app(self) -> App:
        assert self._app is not None
        return self._app

    @property
    def directory(self) -> Directory:
        return self._files.directory

    @property
    def clock(self) -> DemoClock:
        return self._clock

    @property
    def time(self) -> DemoTime:
        return self._time

    def person(self, name: str) -> TeamsActor:
        return TeamsActor(self, self.teams.as_(name), self.teams.tenant.people[name].name)

    def cut_off(self) -> None:
        self.teams.endpoint = None

    async def reconnect(self) -> None:
        self.teams.endpoint = endpoint_of(self.app)
        await self.teams.deliver_what_waits()
        await self.settle()

    async def settle_peers(self) -> None:
        await self.app.teams.settle()

    async def _move(self, customer_id: str, policy: str, language: str, zone: str) -> None:
        await self.app.run(self.app.desk.set_customer_policy, customer_id, policy, language, zone)


class TeamsActor(story.Actor):
    """Where Teams has no such way, the person takes the one that tests/platforms.py names."""

    def text_of(self, message: Message) -> str:
        return message.text_for(self.driver.person)

    async def say(self, where: str, text: str, thread: Message | None = None) -> Message:
        if thread is not None and cannot(TEAMS, "overheard"):
            return await self.mention(where, text, thread)
        return await super().say(where, text, thread)

    async def slash(self, where: str, command: str) -> Outcome:
        there = self.driver.where_all_are(command, where)
        if there != where:
            cannot(TEAMS, "absent_mention")
        return await super().slash(there, command)

    async def react(self, message: Message, name: str) -> Outcome:
        cannot(TEAMS, "reaction")
        raise AssertionError("Teams tells a bot nothing of it")

    async def click(self, what: str, message: Any = None, choose: Any = None) -> Outcome:
        outcome = await super().click(what, message, choose)
        if choose is not None and cannot(TEAMS, "redraw"):
            return await self._settled(await self.driver.redraw())
        return outcome

    def modal(self) -> Shown | None:
        """None where what was asked has been answered by a message instead of a form."""
        return self.driver.modal() if self.driver.has_form() else None

    async def home(self) -> Shown:
        cannot(TEAMS, "app_home")
        await self.say("@chatdesk", "home")
        return Shown("", self.text_of(self.messages("@chatdesk")[-1]), ())

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        if entries and "severity" not in entries and cannot(TEAMS, "redraw"):
            # Whoever leaves the severity to the answers looks at what they suggest before sending.
            self.driver.fill_in(entries)
            await self._settled(await self.driver.redraw())
            return await super().submit({})
        return await super().submit(entries)


def fresh_database(folder: Path) -> str:
    """The URL of an empty one. It is copied, since bringing one up takes longer than many a scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(_template().name) / "empty.db", folder / "world.db")
    return f"sqlite:///{folder / 'world.db'}"


@cache
def _template() -> tempfile.TemporaryDirectory[str]:
    """Holds the file that is copied; it goes when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="chatdesk-")
    upgrade(f"sqlite:///{Path(folder.name) / 'empty.db'}")
    return folder


def settings_of(database_url: str) -> dict[str, Any]:
    return {
        "database_url": database_url,
        "policies": None,
        "directory": DIRECTORY,
        "host": "127.0.0.1",
        "port": 0,
    }


def teams_settings() -> dict[str, Any]:
    return {
        "microsoft_app_id": APP_ID,
        "microsoft_app_password": SecretStr("never sent: the peer brings its own tokens"),
        "microsoft_app_tenant_id": HOME,
        "teams_tenants": BLUEPEAK,
    }


def peer_of(teams: TeamsPeer) -> LocalPeer:
    return LocalPeer(teams.auth(), teams.tokens, teams.hosts)


def endpoint_of(app: App) -> str:
    return f"http://127.0.0.1:{app.port}/api/messages"


async def move_in(teams: TeamsPeer, app: App) -> None:
    """The app is installed where it belongs before the story begins."""
    teams.endpoint = endpoint_of(app)
    for where in list(teams.tenant.conversations.values()):
        if where.has_app and where.kind != "personal":
            await teams.install(where, where.members[-1])
    await app.teams.settle()


def forget_what_was_said(teams: TeamsPeer) -> None:
    """Scenarios begin in empty channels; what stands in them is tried in its own."""
    for where in teams.tenant.conversations.values():
        where.messages.clear()


def assert_nothing_went_wrong(tenant: Tenant) -> None:
    assert not tenant.failures, f"people saw “Unable to reach app”: {tenant.failures}"
    assert not tenant.refused, f"Teams refused what chatdesk sent: {tenant.refused}"
