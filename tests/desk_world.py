"""The fixture `desk_world`: one desk per scenario, on a clock that stands still."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from chatdesk.cli_case import verify
from tests.world import World


@pytest.fixture
async def desk_world(tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[World]]]:
    """`await desk_world("catamarun", at="2026-03-06T14:20-05:00")`. After the scenario every case must be sound."""
    worlds: list[World] = []

    async def start(policy: str, at: str) -> World:
        world = World(tmp_path / str(len(worlds)), at, policy)
        worlds.append(world)
        await world.start()
        return world

    yield start
    for world in worlds:
        await world.stop()
        assert verify(world.database_url, None) == 0
