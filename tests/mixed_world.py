"""One desk on both platforms: customers in Teams, engineers in Slack, one clock and one database for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from chatdesk.app import App, Files
from chatdesk.core.directory import Directory, Listed
from chatdesk.core.people import Standing
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.next_thing import earliest_thing
from chatdesk.demo.policy_choice import PolicyChoice
from chatdesk.demo.time_control import DemoTime, Moved
from chatdesk.playground import Playground
from chatdesk.settings import Settings
from tests import story
from tests import world as slack
from tests.platforms import SLACK, TEAMS
from tests.teams_peer.cast import furnish, rehomed, workspace
from tests.teams_peer.peer import TeamsPeer
from tests.teams_world import (
    TeamsActor,
    assert_nothing_went_wrong,
    endpoint_of,
    forget_what_was_said,
    fresh_database,
    move_in,
    peer_of,
    settings_of,
    teams_settings,
)

_TOKEN, _SECRET = "xoxb-mixed", "a secret between Slack and chatdesk"


class MixedWorld(story.Story):
    """Customers' people have Teams accounts, ours Slack accounts; `accounts` says otherwise for single people, in
    the order of their preference. Customers' channels are in Teams, ours in Slack."""

    platforms = (SLACK, TEAMS)

    def __init__(
        self, folder: Path, at: str, policy: str, accounts: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.database_url = fresh_database(folder)
        files = slack._files()
        seed = workspace(files.directory)
        customers = {customer.id for customer in files.directory.customers}
        self._accounts = accounts or {}
        directory = rehomed(
            files.directory,
            seed,
            self._accounts_of,
            lambda name: (TEAMS,) if name in customers else (SLACK,),
            (SLACK, TEAMS),
        )
        self._files = Files(files.policies, directory)
        self._clock = DemoClock(datetime.fromisoformat(at), lambda: 0.0)
        self._choice = PolicyChoice(files.policies, directory.customers, policy, self._move)
        self._time = DemoTime(self._clock, lambda: self._choice.chosen.hours(self._choice.chosen.main_hours))
        self._app: App | None = None
        self.teams = TeamsPeer(self._clock.now)
        furnish(self.teams.tenant, seed)
        self.playground = Playground(
            seed,
            bot_token=_TOKEN,
            signing_secret=_SECRET,
            request_url=None,
            now=self._clock.now,
            time_control=self._time,
            settings=self._choice,
        )

    async def start(self) -> None:
        await self.playground.start()
        await self.teams.start()
        settings = Settings(
            **settings_of(self.database_url),
            **teams_settings(),
            slack_bot_token=SecretStr(_TOKEN),
            slack_signing_secret=SecretStr(_SECRET),
            slack_api_url=self.playground.api_url,
        )
        self._app = App(settings, self._clock.now, self._files, teams_peer=peer_of(self.teams))
        await self._app.start()
        self._time.moved = Moved(self._app.heartbeat, self._app.next_due, partial(earliest_thing, self._app.reads))
        await self._choice.choose("policy", self._choice.chosen.name)
        self.playground.request_url = self._slack_endpoint
        await move_in(self.teams, self._app)
        self.gather_the_cast()
        await self.settle()
        forget_what_was_said(self.teams)
        for place in self.playground.workspace.conversations.values():
            place.messages.clear()
        self.playground.journal.clear()

    async def stop(self) -> None:
        if self._app is not None:
            await self._app.stop()
        await self.playground.stop()
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

    def person(self, name: str) -> story.Actor:
        """A customer's person in Teams, one of ours in Slack, wherever else they have an account."""
        customers = {one.id for customer in self._files.directory.customers for one in customer.people}
        return self.in_teams(name) if name in customers else self.in_slack(name)

    def in_teams(self, name: str) -> TeamsActor:
        return TeamsActor(self, self.teams.as_(name), self.teams.tenant.people[name].name)

    def in_slack(self, name: str) -> slack.Actor:
        driver = self.playground.as_(name)
        return slack.Actor(self, driver, driver.person.real_name)

    def cut_off(self) -> None:
        self.teams.endpoint = None
        self.playground.request_url = None

    async def reconnect(self) -> None:
        self.teams.endpoint = endpoint_of(self.app)
        self.playground.request_url = self._slack_endpoint
        await self.teams.deliver_what_waits()
        await self.playground.outbound.flush_retries()
        await self.settle()

    async def settle_peers(self) -> None:
        await self.playground.settle()
        await self.app.slack.settle()
        await self.app.teams.settle()

    @property
    def _slack_endpoint(self) -> str:
        return f"http://127.0.0.1:{self.app.port}/slack/events"

    def _accounts_of(self, listed: Listed) -> tuple[str, ...]:
        usual = (TEAMS,) if listed.standing is Standing.CUSTOMER else (SLACK,)
        return self._accounts.get(listed.id, usual)

    async def _move(self, customer_id: str, policy: str, language: str, zone: str) -> None:
        await self.app.run(self.app.desk.set_customer_policy, customer_id, policy, language, zone)
