"""A desk in shadow on either platform, and the same desk started again without it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from chatdesk.app import App
from chatdesk.demo.next_thing import earliest_thing
from chatdesk.demo.time_control import Moved
from tests import teams_world
from tests.story import Story
from tests.teams_world import TeamsWorld, endpoint_of, peer_of
from tests.world import World

# One of our own channels, which a desk that is not in shadow would use for something else.
LOG = "#vp-bridge"


class ShadowOnSlack(World):
    def __init__(self, folder: Path, at: str, policy: str) -> None:
        super().__init__(folder, at, policy)
        channel = self.playground.workspace.channel_named("vp-bridge")
        self._shadowed = self.demo._settings.model_copy(update={"shadow_channel": f"slack:{channel.id}"})
        self.demo._settings = self._shadowed

    async def start_again(self, *, in_shadow: bool) -> None:
        """As after an operator has changed the setting."""
        await self.demo.app.stop()
        changes: dict[str, Any] = {"slack_api_url": self.playground.api_url}
        if not in_shadow:
            changes["shadow_channel"] = None
        self.demo.app = App(self._shadowed.model_copy(update=changes), self.clock.now, self.demo._files)
        await _go_on(self, self.demo.app)
        self.playground.request_url = f"http://127.0.0.1:{self.app.port}/slack/events"
        await self.settle()


class ShadowOnTeams(TeamsWorld):
    def __init__(self, folder: Path, at: str, policy: str) -> None:
        super().__init__(folder, at, policy)
        self._channel = next(c.id for c in self.teams.tenant.conversations.values() if c.name == "vp-bridge")

    async def start(self) -> None:
        plain = teams_world.teams_settings
        teams_world.teams_settings = lambda: {**plain(), "shadow_channel": f"teams:{self._channel}"}
        try:
            await super().start()
        finally:
            teams_world.teams_settings = plain

    async def start_again(self, *, in_shadow: bool) -> None:
        await self._app.stop()
        given = {**teams_world.settings_of(self.database_url), **teams_world.teams_settings()}
        if in_shadow:
            given["shadow_channel"] = f"teams:{self._channel}"
        settings = teams_world.Settings(**given)
        self._app = App(settings, self.clock.now, self._files, teams_peer=peer_of(self.teams))
        await _go_on(self, self._app)
        self.teams.endpoint = endpoint_of(self._app)
        await self.settle()


async def _go_on(world: Story, app: App) -> None:
    await app.start()
    world.time.moved = Moved(app.heartbeat, app.next_due, partial(earliest_thing, app.reads))


def of_ours(world: Story) -> Iterator[tuple[str, Any]]:
    """Every message of chatdesk's that stands for more than one reader, with the conversation it stands in."""
    for where in _conversations(world):
        messages = where.messages.values() if isinstance(where.messages, dict) else where.messages
        for message in messages:
            if message.is_from_app and message.only_for is None:
                yield where.name, message


def _conversations(world: Story) -> list[Any]:
    known = world.teams.tenant if isinstance(world, TeamsWorld) else world.playground.workspace
    return list(known.conversations.values())
