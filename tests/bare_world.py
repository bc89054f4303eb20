"""A desk of which nobody has said whose it is: no directory.yml and an empty database, on either platform."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from chatdesk.app import App, Files
from chatdesk.core.directory import Directory
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.demo.next_thing import earliest_thing
from chatdesk.demo.time_control import DemoTime, Moved
from chatdesk.playground import Playground
from chatdesk.settings import Settings
from tests import teams_world
from tests import world as slack
from tests.platforms import SLACK, TEAMS
from tests.teams_peer.cast import furnish, guid, rehomed, workspace
from tests.teams_peer.peer import TeamsPeer

_TOKEN = "xoxb-bare"


class BareSlack(slack.World):
    """The demo's people and channels. Malik administers the workspace; Dana does not."""

    def __init__(self, folder: Path, at: str, policy: str, who: Directory | None = None, **settings: Any) -> None:
        self._who = who
        self.database_url = teams_world.fresh_database(folder)
        files = slack._files()
        self._policies = files.policies
        self._given = {"directory": None, "port": 0, "host": "127.0.0.1"} | settings
        self._clock = DemoClock(datetime.fromisoformat(at), lambda: 0.0)
        self._time = DemoTime(self._clock, lambda: files.policies[0].hours(files.policies[0].main_hours))
        seed = workspace_of(files.directory, app_of(read_manifest(find_manifest())))
        people = tuple(replace(one, is_admin=one.name == "malik") for one in seed.people)
        self.playground = Playground(
            replace(seed, people=people),
            bot_token=_TOKEN,
            signing_secret="secret",
            request_url=None,
            now=self._clock.now,
            time_control=self._time,
        )
        self._request_url = None
        self._app: App | None = None

    async def start(self) -> None:
        if self._app is None:
            await self.playground.start()
        settings = Settings(
            database_url=self.database_url,
            slack_bot_token=SecretStr(_TOKEN),
            slack_signing_secret=SecretStr("secret"),
            slack_api_url=self.playground.api_url,
            **self._given,
        )
        self._app = App(settings, self._clock.now, Files(self._policies, self._who))
        await self._app.start()
        self._time.moved = Moved(self._app.heartbeat, self._app.next_due, partial(earliest_thing, self._app.reads))
        self.playground.request_url = f"http://127.0.0.1:{self._app.port}/slack/events"
        self.gather_the_cast()

    async def restart(self, who: Directory | None = None) -> None:
        """As after a stop; `who` is what directory.yml says this time."""
        await self.app.stop()
        self._who = who
        await self.start()

    async def stop(self) -> None:
        await self.app.stop()
        await self.playground.stop()

    @property
    def app(self) -> App:
        assert self._app is not None
        return self._app

    @property
    def directory(self) -> Directory:
        found = self.app.reads.who.directory()
        assert found is not None
        return found

    @property
    def clock(self) -> DemoClock:
        return self._clock

    @property
    def time(self) -> DemoTime:
        return self._time


class BareTeams(teams_world.TeamsWorld):
    """The demo's people and channels in Teams; the settings name Malik an administrator, since Teams names nobody."""

    def __init__(self, folder: Path, at: str, policy: str, who: Directory | None = None, **settings: Any) -> None:
        self._who = who
        self.database_url = teams_world.fresh_database(folder)
        files = slack._files()
        self._clock = DemoClock(datetime.fromisoformat(at), lambda: 0.0)
        self._time = DemoTime(self._clock, lambda: files.policies[0].hours(files.policies[0].main_hours))
        self._files = Files(files.policies, None)
        self._given = {"directory": None, "admins": f"teams:{guid('malik')}"} | settings
        self._app: App | None = None
        self.teams = TeamsPeer(self._clock.now)
        furnish(self.teams.tenant, workspace(files.directory))

    async def start(self) -> None:
        is_first = self._app is None
        if is_first:
            await self.teams.start()
        given = teams_world.settings_of(self.database_url) | teams_world.teams_settings() | self._given
        settings = Settings(**given)
        files = Files(self._files.policies, self._who)
        self._app = App(settings, self._clock.now, files, teams_peer=teams_world.peer_of(self.teams))
        await self._app.start()
        self._time.moved = Moved(self._app.heartbeat, self._app.next_due, partial(earliest_thing, self._app.reads))
        if is_first:
            await teams_world.move_in(self.teams, self._app)
        self.teams.endpoint = teams_world.endpoint_of(self._app)
        self.gather_the_cast()

    async def restart(self, who: Directory | None = None) -> None:
        await self.app.stop()
        self._who = who
        await self.start()

    @property
    def directory(self) -> Directory:
        found = self.app.reads.who.directory()
        assert found is not None
        return found


BARE = {SLACK: BareSlack, TEAMS: BareTeams}


def known_directory(platform: str) -> Directory:
    """The demo's directory with its accounts there, and Malik as the only administrator."""
    who = slack._files().directory
    if platform == TEAMS:
        who = rehomed(who, workspace(who), lambda _: (TEAMS,), lambda _: (TEAMS,), (TEAMS,))
    return replace(who, people=tuple(replace(one, is_admin=one.id == "malik") for one in who.people))
